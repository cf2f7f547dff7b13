"""Tablets in the state a test needs."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.access import Actor
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import (
    AuditEntry,
    Evidence,
    Quarantine,
    Tablet,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.people.seat_actions import NewCard, make_cards
from app.people.tablets import tablet_actor
from tests.evidence.notes import SMALLEST

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
M2 = seed_id("demonstration", "member", "val-daubre-review/m2")
M3 = seed_id("demonstration", "member", "val-daubre-review/m3")
AT = f"/visits/{VISIT}"
API = f"/api/v1/visits/{VISIT}/evidence"
#: What m3 wrote, and what somebody else did.
OWN = seed_id("demonstration", "evidence", "val-daubre-review/e19")
OTHERS = seed_id("demonstration", "evidence", "val-daubre-review/e17")
NOTE = {**SMALLEST, "factors": ["to-place"]}
KEY = b"k" * 32


def card_for(session: Session, lead: Actor, visit: Visit, member: TeamMember) -> str:
    made: list[NewCard] = make_cards(session, lead, visit, [member], now())
    return made[0].secret


def at_tablet(session: Session, token: str, at: datetime | None = None) -> Actor:
    session.flush()  # what was just done is asked for by itself
    return tablet_actor(session, token, at or now())[0]


def verbs(session: Session, visit: Visit) -> list[tuple[str, str]]:
    rows = session.exec(
        select(AuditEntry.verb, AuditEntry.subject)
        .where(AuditEntry.visit_id == visit.id)
        .order_by(col(AuditEntry.at), col(AuditEntry.id))
    )
    return list(rows.all())


def end(demo: Database, **changes: Any) -> Tablet:
    with demo.writing() as session:
        found = session.exec(select(Tablet)).one()
        for name, value in (changes or {"ejected_at": now()}).items():
            setattr(found, name, value)
        session.add(found)
        return found


def sent(client: TestClient, own_id: UUID | None = None, **changes: Any) -> Any:
    headers = changes.pop("headers", {})
    body = json.dumps({**NOTE, **changes}).encode()
    headers = {"content-type": "application/json", **headers}
    return client.put(f"{API}/{own_id or uuid7()}", content=body, headers=headers)


def author_of(demo: Database, evidence_id: UUID) -> tuple[UUID | None, UUID | None]:
    with demo.reading() as session:
        found = session.get_one(Evidence, evidence_id)
        return found.author_id, found.created_by


def items(demo: Database) -> dict[UUID, UUID]:
    with demo.reading() as session:
        return dict(session.exec(select(Quarantine.item_id, Quarantine.id)).all())
