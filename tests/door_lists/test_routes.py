"""What hangs on doors and chests, and the agenda as files: no more than may be seen."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import AgendaSession, Person, Stakeholder, TeamMember
from app.visits.agenda_sheet import harmless
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}"


def test_a_door_names_no_one_and_no_sheltered_session(
    browse: Browse, demo: Database
) -> None:
    page = read(browse("facilitator"), f"{AT}/door-lists")
    with demo.reading() as session:
        sessions = session.exec(
            select(AgendaSession).where(AgendaSession.visit_id == VISIT)
        ).all()
        met = session.exec(select(Stakeholder).where(Stakeholder.visit_id == VISIT))
        assert [one.name for one in met if one.name in page] == []
    sheltered = [s.title for s in sessions if {"private", "women-only"} & set(s.needs)]
    assert len(sheltered) > 3
    assert [title for title in sheltered if title in page] == []
    assert "Ouverture de la visite" in page or "Opening of the visit" in page


def test_a_badge_has_the_shown_name_only(browse: Browse, demo: Database) -> None:
    page = read(browse("mentee-officer"), f"{AT}/badges")
    with demo.reading() as session:
        team = session.exec(
            select(TeamMember).where(TeamMember.visit_id == VISIT)
        ).all()
        names = [session.get_one(Person, m.person_id).name for m in team if m.person_id]
    shown = [member.shown_name for member in team]
    assert [name for name in shown if f'dir="auto">{name}</strong>' not in page] == []
    own = "Anne-Lise Corvenne"  # the reader, in the head of the page
    assert [name for name in names if name in page and name not in (own, *shown)] == []


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("persona", "named"), [("facilitator", True), ("association", False)]
)
def test_the_files_say_what_their_reader_sees(
    browse: Browse, persona: str, named: bool
) -> None:
    client = browse(persona)
    table = rows(client.get(f"{AT}/agenda.csv").content)
    book = load_workbook(io.BytesIO(client.get(f"{AT}/agenda.xlsx").content))
    values = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]  # type: ignore[union-attr]  # fmt: skip
    assert values == table
    assert len(table) == 19
    assert ("Nadia" in str(table)) is named
    kept = client.get(f"{AT}/agenda.json").json()
    assert len(kept["sessions"]) == 18
    assert (kept["sessions"][0]["members"] is not None) is named


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("Bar", "Bar"),
        (-3, -3),
        (None, None),
    ],
)
def test_no_cell_of_the_csv_is_a_formula(
    cell: str | int | None, written: str | int | None
) -> None:
    assert harmless(cell) == written
