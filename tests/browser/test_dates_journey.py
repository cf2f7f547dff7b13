"""Days are found together: proposed, asked by mail, answered without accounts, chosen."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import in_every_setting
from tests.browser.conftest import fresh_context
from tests.browser.test_release_journey import DEPUTY, VISIT, all_sent, entered, link_to
from tests.browser.test_sign_in_journey import Site, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
AT = f"{VISIT}/dates"
GUESTS = (DEPUTY, "services@example.org", "centre@example.org")


def propose(page: Page, *days: str) -> None:
    page.goto(AT)
    page.get_by_role("link", name="Proposer des jours").click()
    for place, day in enumerate(days, start=1):
        line = page.get_by_role("group", name=f"Jour {place}", exact=True)
        line.get_by_label("Jour").fill(day)
        line.get_by_label("De", exact=True).fill("09:00")
        line.get_by_label("À", exact=True).fill("12:30")
    page.get_by_role("button", name="Proposer ces jours").click()
    expect(page.get_by_role("status").first).to_contain_text("Les jours sont proposés")


def answer(page: Page, first: str, second: str, *, by_keyboard: bool) -> None:
    two = page.get_by_role("combobox").all()[-2:]  # others are proposed in the demo
    for choice, word in zip(two, (first, second), strict=True):
        if by_keyboard:
            choice.focus()
            page.keyboard.type(word)
        else:
            choice.select_option(label=word)
    button = page.get_by_role("button", name=re.compile("(Send my|Envoyer ma)"))
    if by_keyboard:
        button.press("Enter")
    else:
        button.click()
    expect(page.get_by_role("status").first).to_be_visible()


def answer_from_afar(chromium: Browser, site: Site, link: str) -> None:
    """Whose hours are others, by keyboard alone."""
    far = fresh_context(chromium, site.address, "", locale="fr-FR", timezone_id="America/Montreal")  # fmt: skip
    guest = far.new_page()
    guest.goto(link)
    expect(guest.get_by_text("chez vous : 03:00–06:30").first).to_be_visible()
    assert in_every_setting(guest) == {}
    answer(guest, "Non", "Oui", by_keyboard=True)


def answer_nearby(chromium: Browser, site: Site, link: str) -> None:
    """Whose hours are the same, so that nothing is said of them."""
    near = fresh_context(chromium, site.address, "", timezone_id="Europe/Paris")
    guest = near.new_page()
    guest.goto(link)
    expect(guest.get_by_text("where you are")).to_have_count(0)
    answer(guest, "If need be", "Yes, these days suit", by_keyboard=False)


def answer_on_a_phone(chromium: Browser, site: Site, link: str) -> None:
    phone = fresh_context(chromium, site.address, "", viewport={"width": 360, "height": 740})  # fmt: skip
    guest = phone.new_page()
    guest.goto(link)
    answer(guest, "No, not on these days", "Yes, these days suit", by_keyboard=False)
    assert guest.evaluate("document.documentElement.scrollWidth > innerWidth") is False


def test_three_people_without_accounts_help_to_find_the_days(
    chromium: Browser, site: Site
) -> None:
    page = entered(chromium, site, "facilitator")
    propose(page, "2099-05-01", "2099-05-04", "2099-05-05")
    propose(page, "2099-06-02", "2099-06-03", "2099-06-04")
    expect(page.get_by_text("Jour férié : Fête du Travail (France)")).to_be_visible()
    page.get_by_role("link", name="Interroger des personnes").click()
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Les interroger").click()
    expect(page.get_by_role("status").first).to_contain_text("sont interrogées")
    all_sent(page)
    deputy, services, centre = (link_to(site, one) for one in GUESTS)

    answer_from_afar(chromium, site, deputy)
    answer_nearby(chromium, site, services)
    answer_on_a_phone(chromium, site, centre)

    page.goto(AT)
    june = page.get_by_role("region", name="Proposition 5")
    expect(june).to_contain_text("Oui, ces jours me conviennent")
    expect(june).to_contain_text("Directrice du centre social")
    assert in_every_setting(page) == {}
    june.get_by_role("link", name=re.compile("Choisir ces jours")).click()
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="En faire les jours de la visite").click()
    expect(page.get_by_role("status").first).to_contain_text("désormais les jours")
    own = fresh_context(chromium, site.address, "member", timezone_id="America/Montreal")  # fmt: skip
    member = own.new_page()
    member.goto(f"{VISIT}/agenda")
    expect(
        member.get_by_text("12:00 here is 06:00 where you are").first
    ).to_be_visible()
    page.goto(f"{VISIT}/days")
    days = page.locator("ol.day-list h2")
    expect(days).to_have_text([re.compile(f"{n} juin") for n in (2, 3, 4)])
