"""From a visit without anything to a released agenda: an afternoon's work, both ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from app.i18n import _, language_name, ngettext, speaking
from app.ids import seed_id
from app.labels import label
from app.models.base import now
from app.settings import ROOT
from app.values import Voice
from tests.browser.axe import complaints, in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
HOST = str(seed_id("demonstration", "city", "val-daubre"))
REVIEW = Path(ROOT) / "seed/demonstration/visits/val-daubre-review.yaml"
TEAM = ("Facilitation", "Accueil", "Membre 1", "Membre 2")


@dataclass(frozen=True)
class Planner:
    """Whoever plans: in a language, with the mouse or by keyboard alone."""

    page: Page
    language: str
    by_keyboard: bool

    def word(self, text: str, **values: Any) -> str:
        with speaking(self.language):
            return _(text, **values)

    def press(self, role: Any, text: str, **values: Any) -> None:
        found = self.page.get_by_role(role, name=self.word(text, **values)).first
        if self.by_keyboard:
            found.press("Enter")
        else:
            found.click()

    def write(self, text: str, typed: str) -> None:
        field = self.page.locator("main form").get_by_label(self.word(text)).first
        if self.by_keyboard and field.get_attribute("type") == "text":
            field.focus()
            self.page.keyboard.type(typed)
        else:
            field.fill(typed)

    def choose(self, text: str) -> None:
        self.tick(self.page.get_by_label(self.word(text), exact=True).first)

    def tick(self, box: Locator) -> None:
        if not self.by_keyboard:
            box.check()
        elif not box.is_checked():
            box.press("Space")

    def taken_over(self, count: int) -> str:
        with speaking(self.language):
            said = ngettext("One session is taken over into the agenda.", "%(count)s sessions are taken over into the agenda.", count)  # fmt: skip
            return said % {"count": count}

    def told(self, text: str, **values: Any) -> None:
        expect(self.page.get_by_role("status").first).to_contain_text(
            self.word(text, **values)
        )


def people_met(language: str) -> str:
    """The demonstration's 17, as they are copied out of a spreadsheet."""
    seeds = yaml.safe_load(REVIEW.read_text(encoding="utf-8"))["stakeholders"]
    with speaking(language):
        head = (_("Function or group"), _("Organisation"), _("Speaks as"), _("Languages"), _("Contact"))  # fmt: skip
        rows = [head, *(row_of(one, language) for one in seeds)]
    return "\n".join("\t".join(row) for row in rows)


def row_of(one: dict[str, Any], language: str) -> Sequence[str]:
    place = one["organisation"]
    words = place if isinstance(place, str) else place[language]
    voice = label(Voice(one["category"]))
    return (one["name"][language], words, voice, ", ".join(one["languages"]), one["contact"] or "")  # fmt: skip


def three_days() -> list[date]:
    """In a week long enough from now, from its Tuesday on."""
    begin = now().date() + timedelta(days=120)
    tuesday = begin + timedelta(days=(1 - begin.weekday()) % 7)
    return [tuesday + timedelta(days=n) for n in range(3)]


@pytest.mark.parametrize(
    ("language", "by_keyboard"), [("en", False), ("fr", True)], ids=["mouse", "keys"]
)
def test_an_empty_visit_becomes_a_released_agenda(
    enter: Enter, language: str, by_keyboard: bool
) -> None:
    page = enter("facilitator", locale="fr-FR" if language == "fr" else "en-GB")
    planner = Planner(page, language, by_keyboard)
    at = planned_visit(planner)
    for day in three_days():
        page.goto(f"{at}/days")
        planner.write("Day", day.isoformat())
        planner.press("button", "Add the day")
        planner.told("The day is added.")
    invite_everybody(planner, at)
    place_with_rooms(planner, at)
    gather_team(planner, at)
    agenda_from_people(planner, at)
    release_it(planner, at)
    reader = enter("mentee-officer")
    reader.goto(f"{at}/agenda")
    expect(reader.get_by_role("article")).to_have_count(17)


def planned_visit(planner: Planner) -> str:
    page = planner.page
    page.goto(f"/pairs/{PAIR}")
    planner.press("link", "Plan a visit")
    planner.choose("Review visit")
    page.get_by_label(planner.word("Host city")).select_option(HOST)
    planner.press("button", "Plan the visit")
    expect(page).to_have_url(re.compile(r"/visits/[0-9a-f]{8}-"))
    return page.url.split("?")[0].split("#")[0]


def invite_everybody(planner: Planner, at: str) -> None:
    page = planner.page
    page.goto(f"{at}/stakeholders")
    planner.press("link", "From a table")
    planner.write("Or paste the rows here", people_met(planner.language))
    planner.press("button", "Look at it first")
    with speaking(planner.language):
        add = ngettext("Add %(count)s to the list", "Add %(count)s to the list", 17)
    page.get_by_role("button", name=add % {"count": 17}).press("Enter")
    expect(page.locator("ul.met > li")).to_have_count(17)
    assert complaints(page) == []


def place_with_rooms(planner: Planner, at: str) -> None:
    page = planner.page
    page.goto(f"{at}/venues")
    planner.press("link", "Add a place")
    planner.write("Place", "Hôtel de ville")
    planner.choose("Step-free from the street")
    planner.press("button", "Add the place")
    for room in ("Salle du conseil", "Petit bureau"):
        planner.press("link", "Add a room")
        planner.write("Room", room)
        planner.press("button", "Add the room")


def gather_team(planner: Planner, at: str) -> None:
    for name in TEAM:
        planner.page.goto(f"{at}/team")
        planner.press("link", "Add a member")
        planner.write("Name to show", name)
        with speaking(planner.language):
            french = language_name("fr")
        planner.tick(planner.page.get_by_role("checkbox", name=french))
        planner.press("button", "Add to the team")


def agenda_from_people(planner: Planner, at: str) -> None:
    page = planner.page
    page.goto(f"{at}/stakeholders")
    planner.press("link", "A session with each")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(17)
    assert in_every_setting(page) == {}
    planner.press("button", "Add these sessions")
    planner.press("link", "Propose an agenda")
    page.get_by_label(planner.word("How long to look")).select_option("5")
    page.get_by_label(planner.word("How the team goes")).select_option("2")
    planner.press("button", "Look for an agenda")
    accept = page.get_by_role("button", name=planner.word("Accept all"))
    expect(accept).to_be_visible(timeout=60_000)
    planner.press("button", "Accept all")
    expect(page.get_by_role("status").first).to_contain_text(planner.taken_over(17))
    page.goto(f"{at}/agenda")
    expect(page.get_by_role("article")).to_have_count(17)
    assert in_every_setting(page) == {}


def release_it(planner: Planner, at: str) -> None:
    page = planner.page
    planner.press("link", "Release version %(number)s", number=1)
    expect(
        page.get_by_role("heading", name=planner.word("Who gets what"))
    ).to_be_visible()
    assert in_every_setting(page) == {}
    page.locator("button[name=tell]").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("version 1")
