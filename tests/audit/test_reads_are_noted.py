"""Every address that shows raw evidence notes it first: found by what it shows, not by a
list, over every line of the access matrix."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from app import web
from app.db import Database
from app.ids import seed_id
from app.models import (
    AuditEntry,
    DebriefNote,
    DeskNote,
    Evidence,
    EvidenceRevision,
    Translation,
)
from tests.actors import Clients, Line, address_of, ask, copy_of, everybody, lines

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
CANARY, TOLD = "Canary raw words", "Canary of the debrief"
READERS = ("facilitator", "member", "mentor-officer")
READING = [line for line in lines() if line["route"].startswith("GET ")]
#: At least these show it: the search below is not blind.
KNOWN_TO_SHOW = {
    "GET /visits/{visit_id}/evidence",
    "GET /visits/{visit_id}/evidence/{evidence_id}",
    "GET /visits/{visit_id}/debrief",
    "GET /visits/{visit_id}/desk-review",
    "GET /visits/{visit_id}/findings/{factor}/edit",
    "GET /visits/{visit_id}/released/new",
    "GET /api/v1/visits/{visit_id}/evidence",
    "GET /api/v1/visits/{visit_id}/evidence/{evidence_id}",
}


@pytest.fixture(scope="module")
def clients(
    demo_app: FastAPI, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Clients, Database]]:
    address = copy_of(demo_file, tmp_path_factory.mktemp("noted"))
    database = Database(address)
    with database.writing() as session:
        plant(session)
    with everybody(demo_app, address, forgetful=False) as entered:
        yield entered, database
    database.close()


def plant(session: Session) -> None:
    session.exec(delete(Translation).where(col(Translation.visit_id) == VISIT))
    for note in session.exec(select(Evidence).where(Evidence.visit_id == VISIT)):
        note.text = note.search_text = CANARY
    for told in session.exec(select(DebriefNote).where(DebriefNote.visit_id == VISIT)):
        told.agreement = TOLD
    for read in session.exec(select(DeskNote).where(DeskNote.visit_id == VISIT)):
        read.missing = TOLD
    for past in session.exec(
        select(EvidenceRevision).where(EvidenceRevision.visit_id == VISIT)
    ):
        past.values = {**past.values, "text": CANARY}


def noted(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(AuditEntry)).one()


def shows(answer: Any) -> bool:
    return CANARY in answer.text or TOLD in answer.text


def test_whatever_shows_raw_evidence_is_noted(
    clients: tuple[Clients, Database],
) -> None:
    entered, database = clients
    showing, silent = set(), set()
    for line in READING:
        for reader in READERS:
            before = noted(database)
            answer = ask(entered[reader], line)
            if shows(answer):
                showing.add(line["route"])
                if noted(database) != before + 1:
                    silent.add((reader, address_of(line)))
    assert silent == set()
    assert showing >= KNOWN_TO_SHOW


def test_it_is_noted_before_it_is_shown(
    clients: tuple[Clients, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the note cannot be kept, nothing is shown."""

    def full(*_values: Any) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(web, "note_apart", full)
    entered, _database = clients
    shown = [line["route"] for line in showing_lines() if tried(entered, line)]
    assert shown == []


def showing_lines() -> list[Line]:
    return [line for line in READING if line["route"] in KNOWN_TO_SHOW]


def tried(entered: Clients, line: Line) -> bool:
    try:
        return shows(ask(entered["member"], line))
    except OSError:
        return False


@pytest.mark.parametrize("route", ["GET /programmes/{slug}/board.xlsx"])
def test_an_export_is_noted_before_it_is_sent(
    clients: tuple[Clients, Database], route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, database = clients
    line = next(one for one in READING if one["route"] == route)
    before = noted(database)
    assert ask(entered["coordinator"], line).status_code == 200
    assert noted(database) == before + 1
    monkeypatch.setattr(web, "note_apart", lambda *_v: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask(entered["coordinator"], line)
