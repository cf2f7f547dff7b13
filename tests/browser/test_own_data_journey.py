"""In French: what is kept about oneself is saved, and erasing it says first what goes."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_somebody_saves_their_data_and_reads_what_an_erasure_takes(
    enter: Enter,
) -> None:
    page = enter("member", locale="fr-FR")
    page.goto("/account")
    page.get_by_role("link", name="Mes données").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes données")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Confirmer que c'est vous, puis l'enregistrer").click()  # fmt: skip
    page.get_by_role("button", name="Je suis Katrin Oberlund").click()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Enregistrer mes données").click()
    with zipfile.ZipFile(saving.value.path()) as file:
        assert sorted(file.namelist()) == ["my-data.html", "my-data.json"]
    page.goto("/account/erasure")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Effacer définitivement mon compte").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("J'ai lu ce qui disparaît et ce qui reste")).to_be_visible()  # fmt: skip
    for address in ("/privacy", "/account/names", "/programmes/demonstration/retention"):  # fmt: skip
        page.goto(address)
        assert in_every_setting(page) == {}
