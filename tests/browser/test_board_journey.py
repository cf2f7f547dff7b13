"""From an empty visit to a released agenda: by keys alone, and by mouse in French."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from app.ids import seed_id, uuid7
from app.settings import ROOT
from tests.browser.axe import complaints, in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
REVIEW = ROOT / "seed/demonstration/visits/val-daubre-review.yaml"
MONDAY = date(2027, 5, 3)


def send(page: Page, address: str, form: dict[str, str | float | bool]) -> None:
    origin = page.url.split("/", 3)
    headers = {"Origin": "/".join(origin[:3]), "Sec-Fetch-Site": "same-origin"}
    answer = page.request.post(address, form=form, headers=headers, max_redirects=0)
    assert answer.status == 303, f"{address}: {answer.status}"


def empty_visit(page: Page, round_: int) -> str:
    """Two days, three members and the demo's seventeen stakeholders; no session."""
    visit = uuid7()
    at = f"/visits/{visit}"
    host = seed_id("demonstration", "city", "val-daubre")
    send(page, f"/pairs/{PAIR}/visits", {"id": str(visit), "round": round_, "purpose": "review", "mode": "on-site", "host_city_id": str(host)})  # fmt: skip
    for n in range(2):
        day = (MONDAY + timedelta(days=n)).isoformat()
        send(page, f"{at}/days", {"id": str(uuid7()), "day_on": day, "time_zone": "Europe/Paris", "mode": "on-site"})  # fmt: skip
    for n in (1, 2, 3, 4):
        send(page, f"{at}/team", {"id": str(uuid7()), "shown_name": f"Member {n}", "languages": "fr"})  # fmt: skip
    for one in yaml.safe_load(REVIEW.read_text())["stakeholders"]:
        send(page, f"{at}/stakeholders", {"id": str(uuid7()), "name": one["name"]["fr"], "category": one["category"], "languages": "fr"})  # fmt: skip
    return at


def plan(page: Page, at: str, title: str, start: str, end: str) -> UUID:
    """A session of Monday, entered as the form would."""
    made = uuid7()
    page.goto(f"{at}/agenda/new")
    day = page.locator("#day_id option").nth(1).get_attribute("value") or ""
    send(page, f"{at}/agenda", {"id": str(made), "title": title, "format": "interview", "language": "fr", "day_id": day, "starts_local": start, "ends_local": end})  # fmt: skip
    return made


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("article").filter(has_text=title)


def test_an_agenda_is_made_and_released_by_keys_alone(enter: Enter) -> None:
    page = enter("mentor-officer")
    at = empty_visit(page, 21)
    first_session(page, at)
    plan(page, at, "The employers", "09:30", "10:30")
    page.goto(f"{at}/agenda")
    expect(page.get_by_role("main")).to_contain_text(
        "one of them is for the whole team"
    )
    assert complaints(page) == []

    grip = page.get_by_role("button", name="Move session 2")
    grip.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Shift+ArrowDown", "ArrowRight", "PageDown"):  # fmt: skip
        page.keyboard.press(key)
    expect(card(page, "The employers")).to_contain_text("10:15 to 11:30, track A")
    page.keyboard.press("Escape")
    expect(card(page, "The employers")).not_to_contain_text("track A")
    expect(page.locator("[data-live]")).to_have_text("It stays where it was.")
    for key in ("ArrowDown", "ArrowDown", "PageDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("now from 10:00 to 11:00")
    expect(page.get_by_role("button", name="Move session 2")).to_be_focused()
    expect(page.get_by_role("main")).not_to_contain_text("for the whole team")
    undo_split_and_release(page, at)


def undo_split_and_release(page: Page, at: str) -> None:
    """On with keys alone: the move taken back, a clash made and accepted, the release."""
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("main")).to_contain_text(
        "one of them is for the whole team"
    )
    page.get_by_role("link", name="The mayor").press("Enter")
    page.get_by_role("link", name="Split for two sub-teams").press("Enter")
    assert complaints(page) == []
    page.get_by_role("button", name="Split the session").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is added beside session 1")
    page.get_by_role("link", name="All", exact=False).filter(has_text="what to do").press("Enter")  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_have_text("Clashes")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Accept it").first.press("Enter")
    page.get_by_label("Why it can stay").fill("Two of us listen at the door")
    page.get_by_role("button", name="Accept it").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Two of us listen at the door")
    page.goto(f"{at}/agenda")
    page.get_by_role("link", name="Release version 1").press("Enter")
    page.get_by_role("button", name=re.compile("Release")).first.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("released as version 1")


def first_session(page: Page, at: str) -> None:
    """By its form, group after group, with keys alone."""
    page.goto(f"{at}/agenda")
    page.get_by_role("link", name="Add the first session").press("Enter")
    page.get_by_label("What it is about").fill("The mayor")
    page.get_by_label("Day (optional)").select_option(index=1)
    page.get_by_label("Starts (optional)").fill("09:00")
    page.get_by_label("Ends (optional)").fill("10:00")
    page.get_by_role("group", name="Who").or_(page.locator("summary", has_text="Who")).first.press("Enter")  # fmt: skip
    for name in ("Member 1", "Member 2", "Member 3", "Member 4"):
        page.get_by_role("checkbox", name=name).press("Space")
    page.get_by_role("button", name="Add the session").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is added.")


def test_un_deroule_se_fait_a_la_souris(enter: Enter) -> None:
    page = enter("mentor-officer", locale="fr-FR")
    at = empty_visit(page, 22)
    for title, start, end in (("Le maire", "09:00", "10:00"), ("Les employeurs", "10:00", "11:00"), ("Le syndicat", "11:30", "12:30")):  # fmt: skip
        plan(page, at, title, start, end)
    page.goto(f"{at}/agenda")
    carry(page, card(page, "Le syndicat").get_by_role("button", name="Déplacer"), card(page, "Les employeurs"))  # fmt: skip
    expect(page.get_by_role("status")).to_contain_text("de 10:")
    expect(page.get_by_role("main")).to_contain_text("toute l'équipe")
    page.get_by_role("button", name="Annuler").click()
    expect(card(page, "Le syndicat")).to_contain_text("11:30–12:30")
    second = page.get_by_role("heading", level=2).filter(has_text="4 mai")
    carry(
        page, card(page, "Le syndicat").get_by_role("button", name="Déplacer"), second
    )
    expect(page.get_by_role("status")).to_contain_text("La rencontre")
    section = page.get_by_role("region").filter(has=second)
    expect(section).to_contain_text("Le syndicat")
    assert complaints(page) == []
    page.get_by_role("link", name="Le maire").click()
    page.get_by_role("button", name="15 minutes de plus").click()
    expect(page.get_by_role("status")).to_contain_text("10:15")
    page.goto(f"{at}/clash-rules")
    page.get_by_label("Une sous-équipe dans deux rencontres à la fois").select_option(label="Bloque")  # fmt: skip
    page.get_by_role("button", name="Enregistrer les règles").click()
    page.goto(f"{at}/agenda")
    page.get_by_role("link", name="Les employeurs").click()
    page.get_by_role("button", name="15 minutes plus tôt").click()
    expect(page.get_by_role("alert")).to_contain_text("Cette visite ne le permet pas.")
    expect(page.get_by_role("main")).to_contain_text("10:00–11:00")
    page.goto(f"{at}/agenda")
    page.get_by_role("link", name="Diffuser la version 1").click()
    page.get_by_role("button", name=re.compile("Diffuser")).first.click()
    expect(page.get_by_role("status").first).to_contain_text("Le déroulé est diffusé")


def carry(page: Page, grip: Locator, to: Locator) -> None:
    """By its handle, in steps as a hand does."""
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    for part in range(1, 9):
        page.mouse.move(
            start["x"] + 10,
            start["y"] + 10 + (end["y"] + 20 - start["y"] - 10) * part / 8,
        )
    page.mouse.up()
