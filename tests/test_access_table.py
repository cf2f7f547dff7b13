"""Design, section 6, cell by cell, against the demonstration as it runs: every cell of
tests/access_table.yaml is asked as its persona, with something planted that could leak."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from fastapi import FastAPI
from sqlmodel import Session, col, delete, select

from app.db import Database
from app.ids import seed_id
from app.models import (
    Action,
    AuditEntry,
    DebriefNote,
    DeskNote,
    Evidence,
    Finding,
    Membership,
    Person,
    Readiness,
    ReleasedEvidence,
    Stakeholder,
    TeamMember,
    Translation,
    Visit,
)
from app.models.base import now
from app.values import Role, Voice
from app.values_audit import Verb
from tests.actors import Clients, copy_of, everybody

TABLE = yaml.safe_load((Path(__file__).parent / "access_table.yaml").read_text())
COLUMNS = list(TABLE["personas"])
CELLS = [(row, column) for row in TABLE["rows"] for column in COLUMNS]


def demo(kind: str, key: str) -> UUID:
    return seed_id("demonstration", kind, key)


VISIT = demo("visit", "val-daubre-review")
PAIR = demo("pair", "rivemont-val-daubre")
HOSTED, VISITED, INVITED = (demo("stakeholder", f"canary-{n}") for n in range(3))
#: What stands for itself in an address of the table.
NAMES = {
    "VISIT": str(VISIT),
    "PAIR": str(PAIR),
    "HOSTED": str(HOSTED),
    "VISITED": str(VISITED),
    "NOTE": str(demo("evidence", "val-daubre-review/e17")),
    "DRAFT": "action-plan",
    "AGREED": "co-produced-assessment",
}
ROOTS = {
    "V/": f"/visits/{VISIT}/",
    "P/": f"/pairs/{PAIR}/",
    "A/": f"/api/v1/visits/{VISIT}/",
}
#: What to look for on a page, by the name the table has for it: planted words, or a mark
#: of the page that no language changes.
MARKS: dict[str, list[str]] = {
    "account-name": ["Canary Account"],
    "agreed": ["Canary agreed"],
    "contact-facilitator": ["canary-facilitator@example.org"],
    "contact-host": ["canary-host@example.org"],
    "contact-visitor": ["canary-visitor@example.org"],
    "counts": ['id="by-factor"'],
    "debrief": ["Canary debrief"],
    "desk": ["Canary desk review"],
    "deed-of-host": ["Canary deed of the host"],
    "deed-of-member": ["Canary deed of a member"],
    "deed-of-other-officer": ["Canary deed of a visiting officer"],
    "draft": ["Canary draft"],
    "evidence-heading": ['id="evidence-title"'],
    "may-comment": ['class="comment-form"'],
    "pay-column": ["Pay and expenses", "pay and expenses", "Rémunération"],
    "pay-of-others": ['data-label="Pay and expenses"', 'data-label="Rémunération'],
    "preparation": ['class="state-'],
    "raw": ["Canary raw"],
    "readiness": ["Canary readiness"],
    "released": ["Canary released"],
    "reply-form": ['class="reply-form'],
    "shown-name": ["Canary Shown"],
    "update-form": ['/updates"'],
    "voices": ['id="by-voice"'],
    "waiting": ["Canary waiting"],
}


@pytest.fixture(scope="module")
def clients(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    address = copy_of(demo_file, tmp_path_factory.mktemp("table"))
    database = Database(address)
    with database.writing() as session:
        plant_texts(session)
        plant_people(session)
        plant_deeds(session)
    with database.reading() as session:
        name_more(session)
    database.close()
    with everybody(demo_app, address) as entered:
        yield entered


def plant_texts(session: Session) -> None:
    """One language only, so that a canary is read in every reader's."""
    tables = (
        "evidence",
        "debrief_note",
        "desk_note",
        "finding",
        "readiness",
        "team_member",
    )
    session.exec(delete(Translation).where(col(Translation.table).in_(tables)))
    for note in session.exec(select(Evidence).where(Evidence.visit_id == VISIT)):
        note.text = f"Canary raw {note.id}"
    for told in session.exec(select(DebriefNote).where(DebriefNote.visit_id == VISIT)):
        told.agreement = "Canary debrief"
    for read in session.exec(select(DeskNote).where(DeskNote.visit_id == VISIT)):
        read.missing = "Canary desk review"
    for finding in session.exec(select(Finding).where(Finding.visit_id == VISIT)):
        finding.sentence = f"Canary {finding.status.value}"
    for state in session.exec(select(Readiness).where(Readiness.pair_id == PAIR)):
        state.text = "Canary readiness"
    visit = session.exec(select(Visit).where(Visit.id == VISIT)).one()
    for text, at in (("Canary released", now()), ("Canary waiting", None)):
        session.add(
            ReleasedEvidence(
                programme_id=visit.programme_id,
                visit_id=VISIT,
                factor="action-plan",
                voice=Voice.MIGRANTS,
                text=text,
                language="en",
                released_at=at,
            )
        )


def plant_people(session: Session) -> None:
    visit = session.exec(select(Visit).where(Visit.id == VISIT)).one()
    for member in session.exec(select(TeamMember).where(TeamMember.visit_id == VISIT)):
        member.shown_name = f"Canary Shown {member.position}"
    account = session.get(Person, demo("person", "nadia-team"))
    assert account
    account.name = "Canary Account"
    sides = {
        HOSTED: ("host", visit.host_city_id),
        VISITED: ("visitor", demo("city", "rivemont")),
        INVITED: ("facilitator", None),
    }
    for own_id, (name, city) in sides.items():
        session.add(
            Stakeholder(
                id=own_id,
                programme_id=visit.programme_id,
                visit_id=VISIT,
                name=f"Function {name}",
                category=Voice.CITY_STAFF,
                contact=f"canary-{name}@example.org",
                invited_by_city_id=city,
            )
        )


def plant_deeds(session: Session) -> None:
    visit = session.exec(select(Visit).where(Visit.id == VISIT)).one()
    colleague = Person(id=demo("person", "canary"), name="Colleague", email="c@x.org")
    session.add(colleague)
    session.flush()  # the entry refers to it
    session.add(
        Membership(
            person_id=colleague.id, role=Role.OFFICER, city_id=visit.host_city_id
        )
    )
    deeds = {
        "of the host": colleague.id,
        "of a member": demo("person", "migrant-member"),
        "of a visiting officer": demo("person", "elke-team"),
    }
    for said, person in deeds.items():
        session.add(
            AuditEntry(
                programme_id=visit.programme_id,
                visit_id=VISIT,
                person_id=person,
                verb=Verb.READ_EVIDENCE,
                subject="visit",
                subject_id=VISIT,
                reason=f"Canary deed {said}",
            )
        )


def name_more(session: Session) -> None:
    action = session.exec(select(Action.id).where(Action.pair_id == PAIR)).first()
    told = session.exec(
        select(DebriefNote).where(DebriefNote.visit_id == VISIT)
    ).first()
    assert told
    NAMES["ACTION"] = str(action)
    NAMES["DEBRIEFED"] = f"day={told.day_id}&factor={told.factor}"


def address_in(written: str) -> str:
    """`V/findings/DRAFT` → the address."""
    root = next((one for one in ROOTS if written.startswith(one)), "")
    address = written.replace(root, ROOTS[root], 1) if root else written
    for name, value in NAMES.items():
        address = re.sub(rf"\b{name}\b", value, address)
    return address.rstrip("/") or "/"


def found_on(page: str) -> set[str]:
    return {name for name, marks in MARKS.items() if any(one in page for one in marks)}


@pytest.mark.parametrize(
    ("row", "column"), CELLS, ids=[f"{row['row']}: {column}" for row, column in CELLS]
)
def test_the_cell_holds(clients: Clients, row: Any, column: str) -> None:
    cell = row["cells"][column]
    client = clients[TABLE["personas"][column] or "nobody"]
    for written, status in cell.get("gets", {}).items():
        assert client.get(address_in(written)).status_code == status, written
    asked = {**cell.get("shows", {}), **cell.get("hides", {})}
    for written in asked:
        answer = client.get(address_in(written))
        assert answer.status_code == 200, written
        found = found_on(answer.text)
        missing = set(cell.get("shows", {}).get(written, ())) - found
        leaking = set(cell.get("hides", {}).get(written, ())) & found
        assert (missing, leaking) == (set(), set()), written


def test_every_cell_says_and_checks_something() -> None:
    for row, column in CELLS:
        cell = row["cells"][column]
        assert cell["may"], (row["row"], column)
        assert {"gets", "shows", "hides"} & set(cell), (row["row"], column)


def test_every_mark_is_shown_to_somebody() -> None:
    """What nobody is ever shown proves nothing by being hidden."""
    cells = [row["cells"][column] for row, column in CELLS]
    shown = {
        m for cell in cells for some in cell.get("shows", {}).values() for m in some
    }
    hidden = {m for cell in cells for some in cell.get("hides", {}).values() for m in some}  # fmt: skip
    assert shown | hidden == set(MARKS)
    assert hidden - shown == set()


def test_what_a_later_issue_builds_is_not_there() -> None:
    """Built, it needs its own checks in the table: then this fails first."""
    assert {"needs", "emergency_contact"} & set(TeamMember.model_fields) == set()
