"""From the look before releasing to a session that moved and is asked again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.ids import seed_id
from tests.browser.axe import in_every_setting
from tests.browser.conftest import fresh_context
from tests.browser.test_sign_in_journey import Site, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-follow-up')}"
OPENING = f"{VISIT}/agenda/{seed_id('demonstration', 'session', 'val-daubre-follow-up/s01')}"  # fmt: skip
LINK = re.compile(r"http://[\w.]+:\d+/links/[\w-]{43}")
DEPUTY = "deputy@example.org"
#: Those in the opening, and the officers who plan; not the fourth member.
CONCERNED = {DEPUTY, "services@example.org"} | {
    f"{name}@example.org"
    for name in ("facilitator", "mentor-officer", "migrant-member", "mentee-officer", "elke-team")
}  # fmt: skip


def entered(browser: Browser, site: Site, persona: str) -> Page:
    context = fresh_context(browser, site.address, persona, locale="fr-FR")
    return context.new_page()


def link_to(site: Site, address: str) -> str:
    """In the newest mail to somebody that has one."""
    for to, message in reversed(site.mailbox.messages):
        part = message.get_body(("plain",))
        if to == [address] and part and (found := LINK.search(part.get_content())):
            return found[0]
    raise AssertionError(f"no link went to {address}")


def all_sent(page: Page) -> None:
    """The sender works on beside the page, which does not follow it by itself."""
    page.goto(f"{VISIT}/messages")
    for _try in range(60):
        if page.get_by_role("link", name="En attente (0)").count():
            return
        page.reload()
    raise AssertionError("something still waits to be sent")


def release(page: Page, site: Site) -> set[str]:
    """To whom something was sent because of it."""
    before = len(site.mailbox.messages)
    page.goto(f"{VISIT}/agenda")
    page.get_by_role("link", name=re.compile("Diffuser la version")).click()
    expect(page.get_by_role("heading", name="Qui reçoit quoi")).to_be_visible()
    assert in_every_setting(page) == {}
    page.get_by_role("button", name=re.compile("Diffuser et prévenir")).click()
    expect(page.get_by_role("status").first).to_contain_text("Le déroulé est diffusé")
    all_sent(page)
    return {one for to, _message in site.mailbox.messages[before:] for one in to}


def test_a_session_that_moves_after_it_was_accepted_is_asked_again(
    chromium: Browser, site: Site
) -> None:
    page = entered(chromium, site, "facilitator")
    everybody = release(page, site)
    page.goto(f"{VISIT}/messages")
    expect(page.get_by_role("link", name=re.compile(r"Envoyé \("))).to_be_visible()
    assert in_every_setting(page) == {}
    guest = entered(chromium, site, "")
    guest.goto(link_to(site, DEPUTY))
    assert in_every_setting(guest) == {}
    asked = guest.get_by_role("region", name=re.compile("Ouverture"))
    asked.get_by_label("Oui, je viens").check()
    asked.get_by_role("button", name=re.compile("Envoyer ma réponse")).click()
    expect(guest.get_by_role("status")).to_contain_text("votre réponse est enregistrée")
    page.goto(OPENING)
    coming = page.get_by_role("region", name="Qui vient")
    expect(coming).to_contain_text("Vient")
    page.goto(f"{OPENING}/edit")
    page.get_by_label(re.compile("^Début")).fill("10:00")
    page.get_by_label(re.compile("^Fin")).fill("11:15")
    page.get_by_role("button", name=re.compile("Enregistrer")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ouverture")
    concerned = release(page, site)
    assert concerned == CONCERNED
    assert concerned < everybody
    guest.goto(link_to(site, DEPUTY))
    expect(guest.get_by_text("nous vous posons à nouveau la question")).to_be_visible()
    page.goto(f"{VISIT}/attendance?answer=none")
    expect(page.get_by_text(re.compile("avait répondu oui")).first).to_be_visible()
    assert in_every_setting(page) == {}
