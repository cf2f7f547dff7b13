"""Somebody who spoke takes it back by their code: before and after a note arrives."""

import pytest
from playwright.sync_api import Page, expect

from app.ids import seed_id, uuid7
from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"


def registered(page: Page, role: str) -> tuple[str, str]:
    """A speaker of the page's form: their id and the code that is shown once."""
    page.goto(f"{VISIT}/speakers")
    speaker = page.locator("input[name=id]").first.input_value()
    page.get_by_label("Rôle").fill(role)
    page.get_by_role("radio", name="Migrants").check()
    page.get_by_role("checkbox", name="Notes de ses propos").check()
    page.get_by_role(
        "button", name="Enregistrer et afficher le code de retrait"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Code de retrait")
    assert in_every_setting(page) == {}
    return speaker, page.get_by_role("code").inner_text()


def sent(page: Page, note: str, speaker: str, text: str) -> int:
    """As a tablet sends it, which may have been without network for a day."""
    values = {"text": text, "factors": ["to-place"], "kind": "interview", "voice": "migrants", "captured_at": "2026-10-12T09:42:10Z", "speakers": [speaker]}  # fmt: skip
    answer = page.request.put(f"/api/v1{VISIT}/evidence/{note}", data=values)
    return answer.status


def taken_back(guest: Page, code: str) -> None:
    guest.goto("/links/withdraw")
    assert in_every_setting(guest) == {}
    guest.get_by_label("Votre code").fill(code.lower())
    guest.get_by_role("button", name="Effacer mes propos").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(
        "Vos propos sont retirés"
    )
    assert in_every_setting(guest) == {}


def test_what_was_said_goes_and_the_gap_stays(enter: Enter) -> None:
    team, guest = enter("member", locale="fr-FR"), enter("", locale="fr-FR")
    speaker, code = registered(team, "Boulangère")
    assert (
        sent(team, str(uuid7()), speaker, "Les horaires du four ferment la nuit.")
        == 201
    )
    team.goto(f"{VISIT}/evidence?q=horaires+four")
    expect(team.get_by_text("Les horaires du four")).to_be_visible()
    taken_back(guest, code)
    team.reload()
    expect(team.get_by_text("1 note n'existe plus")).to_be_visible()
    expect(team.get_by_text("Les horaires du four")).to_have_count(0)
    assert in_every_setting(team) == {}


def test_a_note_that_arrives_after_the_withdrawal_stays_out(enter: Enter) -> None:
    team, guest = enter("migrant-member", locale="fr-FR"), enter("", locale="fr-FR")
    speaker, code = registered(team, "Chauffeur de nuit")
    taken_back(guest, code)
    note = str(uuid7())
    late = [sent(team, note, speaker, "Le guichet tardif a fermé.") for _n in range(2)]
    assert late == [410, 410]
    team.goto(f"{VISIT}/evidence?q=guichet+tardif")
    expect(team.get_by_text("Le guichet tardif a fermé.")).to_have_count(0)
    team.goto(f"{VISIT}/speakers")
    expect(team.get_by_text("Chauffeur de nuit")).to_have_count(0)
