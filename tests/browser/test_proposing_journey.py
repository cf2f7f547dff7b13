"""An officer lets an agenda be proposed, watches it come and accepts a part of it."""

import pytest
from playwright.sync_api import expect

from app.ids import seed_id
from tests.browser.axe import complaints, in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLLOW_UP = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-follow-up')}"


def test_an_officer_accepts_a_part_of_a_proposed_agenda(enter: Enter) -> None:
    page = enter("mentee-officer")
    page.goto(f"{FOLLOW_UP}/agenda")
    page.get_by_role("link", name="Propose an agenda").click()
    page.get_by_role("radio", name="Place every session anew").check()
    page.get_by_label("How long to look").select_option(label="5 seconds")
    page.get_by_label("How the team goes").select_option(label="In two sub-teams")
    assert complaints(page) == []
    page.get_by_role("button", name="Look for an agenda").click()
    page.get_by_role("button", name="Stop with the best so far").click()
    accept = page.get_by_role("button", name="Accept those chosen")
    expect(accept).to_be_visible(timeout=60_000)
    assert in_every_setting(page) == {}
    choices = page.get_by_role("checkbox")
    before = choices.count()
    choices.first.focus()
    page.keyboard.press("Space")
    accept.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(
        "One session is taken over into the agenda."
    )
    expect(page.get_by_role("checkbox")).to_have_count(before - 1)
