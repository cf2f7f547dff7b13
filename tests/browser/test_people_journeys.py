"""Inviting from a real mail to the first page; handing over; a city replaced."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import in_every_setting
from tests.browser.conftest import fresh_context
from tests.browser.test_sign_in_journey import Site, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
LINK = re.compile(r"http://localhost:\d+/links/[\w-]{43}")
TITLE = {
    "en-GB": ("Invite somebody", "Your invitation", "To do"),
    "fr-FR": ("Inviter quelqu'un", "Votre invitation", "À faire"),
}


def entered(browser: Browser, site: Site, persona: str, locale: str) -> Page:
    context = fresh_context(browser, site.address, persona, locale=locale)
    return context.new_page()


def confirmed(page: Page, address: str) -> None:
    """To a page that asks once more who it is; in the demo by one click."""
    page.goto(address)
    page.get_by_role("button", name=re.compile("Claire Aubanelle")).last.click()


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_from_an_invitation_by_mail_to_the_first_page(
    chromium: Browser, site: Site, locale: str
) -> None:
    french = locale == "fr-FR"
    invite, invited, first = TITLE[locale]
    page = entered(chromium, site, "coordinator", locale)
    confirmed(page, "/people/invitations/new")
    expect(page.get_by_role("heading", level=1)).to_have_text(invite)
    assert in_every_setting(page) == {}
    address = page.get_by_label("Adresse électronique" if french else "E-mail address")
    address.fill("noor@example.org")
    page.get_by_text("Référent d'une ville" if french else "Officer of a city").click()
    page.get_by_label(re.compile("Rivemont")).first.check()
    page.get_by_role(
        "button", name="Envoyer l'invitation" if french else "Send the invitation"
    ).click()
    expect(page.get_by_role("status").first).to_contain_text("noor@example.org")
    assert in_every_setting(page) == {}
    found = LINK.search(site.mailbox.last_text)
    assert found
    guest = entered(chromium, site, "", locale)
    guest.goto(found[0])
    expect(guest.get_by_role("heading", level=1)).to_have_text(invited)
    assert in_every_setting(guest) == {}
    accept = "Accepter l'invitation" if french else "Accept the invitation"
    guest.get_by_role("button", name=accept).click()
    expect(guest.get_by_role("alert")).to_be_focused()
    guest.get_by_label("Votre nom" if french else "Your name").fill("Noor Adaly")
    guest.get_by_role("button", name=accept).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(first)
    welcome = "Bienvenue. Par où commencer" if french else "Welcome. What comes first"
    expect(guest.get_by_role("heading", name=welcome)).to_be_visible()
    assert in_every_setting(guest) == {}
    guest.goto(found[0])
    used = "Ce lien a déjà servi" if french else "This link was used already"
    expect(guest.get_by_role("heading", level=1)).to_have_text(used)
    assert in_every_setting(guest) == {}
    page.context.close()
    guest.context.close()


def test_handing_over_shows_what_moves_and_then_does_it(
    chromium: Browser, site: Site
) -> None:
    page = entered(chromium, site, "coordinator", "fr-FR")
    page.goto("/people")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Thibaut Declaesse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thibaut Declaesse")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Passer la main").click()
    page.get_by_role("button", name=re.compile("Claire Aubanelle")).last.click()
    page.get_by_label("Personne qui succède").select_option(
        label="Jens Uhlenbrock-Harms"
    )
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Afficher ce qui va passer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce qui va passer")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Transmettre maintenant").click()
    expect(page.get_by_role("status").first).to_contain_text("La passation est faite")
    expect(page.get_by_text("Aucun rôle actuellement")).to_be_visible()
    page.context.close()


def test_a_city_is_replaced_after_reading_what_follows(
    chromium: Browser, site: Site
) -> None:
    page = entered(chromium, site, "coordinator", "fr-FR")
    page.goto("/programmes/demonstration")
    page.get_by_role("link", name=re.compile("Val-d'Aubre")).first.click()
    page.get_by_role("link", name="Remplacer une ville").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Villes du binôme")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name=re.compile("Remplacer cette ville.*Aubre")).click()
    page.get_by_role("button", name=re.compile("Claire Aubanelle")).last.click()
    page.get_by_label("Ville qui prend la suite").select_option(
        label="Brunnhagen (fictive)"
    )
    page.get_by_label("Motif").fill("Élections municipales")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Afficher ce qui en découle").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("prend la suite")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Remplacer la ville").click()
    expect(page.get_by_role("status").first).to_have_text("La ville est remplacée.")
    expect(page.get_by_text(re.compile("Ville apprenante jusqu'à"))).to_be_visible()
    assert in_every_setting(page) == {}
    page.get_by_text("Annuler le remplacement").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.get_by_role("status").first).to_contain_text("annulé")
    page.context.close()
