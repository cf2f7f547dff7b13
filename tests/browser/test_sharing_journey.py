"""Two cities agree to share a plan of action; another pair reads it until one ends it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter
from tests.sharing.agreeing import PAIR

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHARING, SHARED = f"/sharing/plan/{PAIR}", f"/shared/plan/{PAIR}"


def agree(page: Page, server: str, words: tuple[str, str]) -> None:
    audience, button = words
    page.goto(f"{server}{SHARING}")
    page.get_by_label(audience).check()
    page.get_by_role("button", name=button).click()


def test_what_two_cities_share_is_read_by_another_pair_until_one_ends_it(
    server: str, enter: Enter
) -> None:
    mentor, mentee = enter("mentor-officer"), enter("mentee-officer", locale="fr-FR")
    other = enter("other-pair-officer")
    agree(mentor, server, ("The other pairs of the programme", "I have read it"))
    expect(mentor.get_by_role("status")).to_contain_text("Your city agrees.")
    expect(mentor.get_by_text("Not shared", exact=True)).to_be_visible()
    answer = other.goto(f"{server}{SHARED}")
    assert answer
    assert answer.status == 404
    agree(mentee, server, ("Les autres binômes du programme", "J'ai lu cette page"))
    assert in_every_setting(mentee) == {}
    mentee.get_by_role("link", name="L'ouvrir comme les autres le voient").click()
    assert in_every_setting(mentee) == {}
    other.goto(f"{server}{SHARED}")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Plan of action")
    assert in_every_setting(other) == {}
    mentor.goto(f"{server}{SHARING}")
    mentor.get_by_text(re.compile("^End it")).click()
    mentor.get_by_role("button", name="Yes, end it").click()
    expect(mentor.get_by_text("Not shared", exact=True)).to_be_visible()
    answer = other.reload()
    assert answer
    assert answer.status == 404
