"""One officer prepares a visit: planned back, then the city's own words, saved on the way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from app.ids import seed_id
from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-follow-up')}"
FACTOR = "Des méthodes qualitatives variées sont employées"


def part(page: Page) -> tuple[Locator, Locator]:
    """Of one factor: its region and what that says of saving."""
    page.goto(f"{VISIT}/self-assessment")
    region = page.get_by_role("region", name=FACTOR)
    return region, region.get_by_role("status")


def test_a_town_with_one_officer_prepares_a_visit(enter: Enter) -> None:
    page = enter("mentee-officer", locale="fr-FR")
    page.goto(VISIT)
    page.get_by_role("link", name="autres étapes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Préparation")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Planifier la préparation").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 étapes sont ajoutées.")).to_be_visible()
    page.get_by_role("link", name="Auto-évaluation", exact=True).click()
    expect(page.get_by_text("Ce n'est pas un examen")).to_be_visible()
    assert in_every_setting(page) == {}


def test_two_officers_write_at_once_and_both_texts_are_shown(enter: Enter) -> None:
    first, second = (enter("mentee-officer", locale="fr-FR") for _ in range(2))
    own, said = part(first)
    other, _ = part(second)
    own.get_by_label("En une phrase").fill("Le café des langues.")
    expect(said).to_have_text("Enregistré")
    other.get_by_label("En une phrase").fill("Les entretiens.")
    second.get_by_role("button", name="Tout enregistrer").click()
    expect(second.get_by_text("Le café des langues.")).to_be_visible()
    assert in_every_setting(second) == {}
    second.get_by_role("button", name="Prendre ce texte").click()
    second.get_by_role("button", name="Tout enregistrer").click()
    expect(second.get_by_text("C'est enregistré.")).to_be_visible()
    field = second.get_by_role("region", name=FACTOR).get_by_label("En une phrase")
    expect(field).to_have_value("Le café des langues.")
