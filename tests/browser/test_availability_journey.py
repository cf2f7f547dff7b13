"""People say when they can come: one through a link, another that they come no more."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.ids import seed_id, uuid7
from tests.browser.axe import complaints, in_every_setting
from tests.browser.conftest import fresh_context
from tests.browser.test_release_journey import DEPUTY, VISIT, all_sent, entered, link_to
from tests.browser.test_sign_in_journey import Site, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
AT = f"{VISIT}/availability"


def own_id(kind: str, key: str) -> str:
    return str(seed_id("demonstration", kind, f"val-daubre-follow-up/{key}"))


def typed(field: Locator, keys: str, value: str) -> None:
    """The same in the morning, whether the browser counts to 12 or to 24."""
    field.focus()
    field.page.keyboard.type(keys)
    expect(field).to_have_value(value)


def say_by_keyboard(guest: Page, link: str) -> None:
    guest.goto(link)
    assert complaints(guest) == []
    first = guest.get_by_role("group").first
    starts, ends = (first.get_by_label(name, exact=True) for name in ("De", "À"))
    typed(starts.first, "0930AM", "09:30")
    typed(ends.first, "0800AM", "08:00")
    guest.keyboard.press("Enter")
    expect(first).to_contain_text("La fin doit suivre le début")
    expect(starts.first).to_have_value("09:30")
    expect(ends.first).to_have_value("08:00")
    assert in_every_setting(guest) == {}
    guest.set_viewport_size({"width": 360, "height": 740})
    typed(ends.first, "1130AM", "11:30")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("status").first).to_contain_text("c'est noté")


def planned_with_an_interpreter(page: Page) -> str:
    """The id of an interpreter who has one session."""
    interpreter = str(uuid7())
    known = {"id": interpreter, "name": "Interprète A", "pairs": "ar/fr"}
    posted(page, f"{VISIT}/interpreters", known)
    session = {
        "title": "Au centre social",
        "language": "fr",
        "languages": "ar",
        "format": "interview",
        "day_id": own_id("day", "d1"),
        "starts_local": "11:00",
        "ends_local": "12:00",
        "room_id": own_id("room", "blue-room"),
        "stakeholders": own_id("stakeholder", "f-centre"),
        "members": own_id("member", "m1"),
        "interpreters": interpreter,
    }
    posted(page, f"{VISIT}/agenda", session)
    return interpreter


def posted(page: Page, at: str, form: Any) -> None:
    answer = page.request.post(at, form=form, headers={"Origin": page.url.split("/visits")[0]})  # fmt: skip
    assert answer.ok, answer.text()


def an_interpreter_withdraws(page: Page) -> None:
    """Nothing moves before those who plan have read what becomes of each session."""
    page.goto(f"{AT}/interpreter/{planned_with_an_interpreter(page)}")
    page.get_by_role("button", name="Cette personne s'est désistée").click()
    gone = page.get_by_role("region", name="Qui s'est désisté")
    expect(gone).to_contain_text("Interprète A")
    expect(gone).to_contain_text("la rencontre 7 (Au centre social)")
    page.get_by_label("Durée de la recherche").select_option(index=0)
    assert complaints(page) == []
    page.get_by_role("button", name="Chercher un déroulé").click()
    accept = page.get_by_role("button", name="Tout accepter")
    expect(accept).to_be_visible(timeout=60_000)
    expect(gone).to_contain_text("Elle reste où elle est, sans cette personne.")
    expect(page.get_by_text("Elle est placée sans interprète.").last).to_be_visible()
    assert in_every_setting(page) == {}
    accept.click()
    expect(page.get_by_role("status").first).to_contain_text("dans le déroulé")
    gone.get_by_role("link", name="Au centre social").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Au centre social")
    expect(page.get_by_text("Interprète A")).to_have_count(0)


def test_one_says_when_they_can_come_and_another_that_they_do_not(
    chromium: Browser, site: Site
) -> None:
    page = entered(chromium, site, "mentee-officer")
    page.goto(f"{AT}/stakeholder/{own_id('stakeholder', 'f-deputy')}")
    page.get_by_role("button", name="Demander quand cette personne peut venir").click()
    expect(page.get_by_role("status").first).to_contain_text("par courriel")
    all_sent(page)
    phone = fresh_context(chromium, site.address, "", locale="fr-FR", viewport={"width": 360, "height": 740})  # fmt: skip
    say_by_keyboard(phone.new_page(), link_to(site, DEPUTY))
    page.goto(AT)
    said = page.get_by_role("row", name=re.compile("Adjointe"))
    expect(said).to_contain_text("09:30–11:30")
    expect(said).to_contain_text("A répondu par le lien")
    assert complaints(page) == []
    an_interpreter_withdraws(page)
