"""Links, invitations and tablets go once they have ended for long enough, and no sooner."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, col, select

from app.db import Database
from app.ids import seed_id, uuid7
from app.kept import Kept
from app.models import (
    AccessLink,
    AuditEntry,
    HandedQueue,
    Invitation,
    InvitedRole,
    Message,
    OpenSeat,
    Tablet,
    TabletCode,
    TabletReport,
    TeamMember,
    Visit,
    VisitDay,
)
from app.models.base import now
from app.people.retaining import retain
from app.people.retention_queries import everything_due
from app.values import Role
from app.values_people import LinkPurpose
from tests.factories import make_open_seat, make_tablet

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
PROGRAMME = seed_id("demonstration", "programme", "demonstration")
LONG, RECENT = timedelta(days=100), timedelta(days=80)


def asked(session: Session, **changes: object) -> Invitation:
    """Three months and more ago, with a role, a letter and a link that ran out."""
    made = Invitation(programme_id=PROGRAMME, email=f"{uuid7().hex}@example.org", name="Somebody new", created_at=now() - LONG)  # fmt: skip
    for name, value in changes.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    session.add(InvitedRole(invitation_id=made.id, role=Role.COORDINATOR, programme_id=PROGRAMME))  # fmt: skip
    session.add(Message(template="invitation", subject_id=made.id, programme_id=PROGRAMME))  # fmt: skip
    return made


def link_of(session: Session, about: UUID, **changes: object) -> AccessLink:
    values: dict[str, Any] = {"token_hash": uuid7().hex, "purpose": LinkPurpose.INVITATION, "subject": "invitation", "subject_id": about, "made_at": now() - LONG, "expires_at": now() + LONG}  # fmt: skip
    link = AccessLink(**{**values, **changes})
    session.add(link)
    session.flush()
    return link


def left(demo: Database, table: type[SQLModel], ids: list[UUID]) -> list[UUID]:
    own = col(table.id)  # type: ignore[attr-defined]
    with demo.reading() as session:
        found = session.exec(select(own).where(own.in_(ids))).all()
    return [one for one in ids if one in found]


@pytest.mark.parametrize("column", ["expires_at", "revoked_at", "used_at"])
def test_a_link_goes_three_months_after_it_ended(demo: Database, column: str) -> None:
    with demo.writing() as session:
        ended = link_of(session, uuid7(), **{column: now() - LONG}).id
        recent = link_of(session, uuid7(), **{column: now() - RECENT}).id
        waits = link_of(session, uuid7()).id
    retain(demo, now().date())
    assert left(demo, AccessLink, [ended, recent, waits]) == [recent, waits]


def test_an_invitation_goes_with_whom_it_named_once_nobody_waits_for_it(
    demo: Database,
) -> None:
    with demo.writing() as session:
        gone = [
            asked(session).id,
            asked(session, accepted_at=now() - LONG).id,
            asked(session, removed_at=now() - LONG).id,
        ]
        link_of(session, gone[0], expires_at=now() - LONG)
        kept = [
            asked(session).id,
            asked(session, created_at=now() - RECENT).id,
            asked(session, accepted_at=now() - RECENT, created_at=now()).id,
        ]
        link_of(session, kept[0])
    retain(demo, now().date())
    assert left(demo, Invitation, gone + kept) == kept
    with demo.reading() as session:
        for table, about in ((InvitedRole, InvitedRole.invitation_id), (Message, Message.subject_id), (AccessLink, AccessLink.subject_id)):  # fmt: skip
            assert session.exec(select(table).where(col(about).in_(gone))).all() == []


def enrolled(demo: Database, ago: timedelta) -> tuple[UUID, UUID, UUID]:
    """A tablet that somebody sat at, that told and handed over, and the code it joined with."""
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        tablet, _token = make_tablet(session, visit, now() - ago)
        wanted = select(TeamMember).where(TeamMember.visit_id == VISIT)
        member = session.exec(wanted).first()
        assert member
        own: dict[str, Any] = {
            "visit_id": VISIT,
            "programme_id": PROGRAMME,
            "tablet_id": tablet.id,
        }
        session.add(TabletReport(**own))
        session.add(HandedQueue(**own, made_at=now() - ago))
        seat = make_open_seat(session, tablet, member, ended_at=now() - ago)
        code = TabletCode(visit_id=VISIT, programme_id=PROGRAMME, code_hmac=uuid7().hex, token_hash=uuid7().hex, expires_at=now() - ago)  # fmt: skip
        session.add(code)
        return tablet.id, seat.id, code.id


def visited(demo: Database, ago: timedelta) -> None:
    with demo.writing() as session:
        days = select(VisitDay).where(VisitDay.visit_id == VISIT)
        for day in session.exec(days).all():
            day.day_on = (now() - ago).date()
            session.add(day)


def test_a_tablet_goes_half_a_year_after_its_visit_and_its_code_at_once(
    demo: Database,
) -> None:
    visited(demo, timedelta(days=170))
    tablet, seat, code = enrolled(demo, timedelta(days=365))
    retain(demo, now().date())
    assert left(demo, TabletCode, [code]) == []
    assert left(demo, Tablet, [tablet]) == [tablet], "it may hold notes for 90 days"
    assert left(demo, OpenSeat, [seat]) == [seat]
    visited(demo, timedelta(days=200))
    told = [one for one in retain(demo, now().date()) if one.due.rule.kept is Kept.TABLETS]  # fmt: skip
    assert [one.rows for one in told] == [1, 1]
    assert left(demo, Tablet, [tablet]) == left(demo, OpenSeat, [seat]) == []
    assert retain(demo, now().date()) == []


def test_a_tablet_that_the_audit_names_stays_with_that_entry(demo: Database) -> None:
    visited(demo, timedelta(days=200))
    tablet, seat, _code = enrolled(demo, timedelta(days=200))
    with demo.writing() as session:
        entry = AuditEntry(programme_id=PROGRAMME, visit_id=VISIT, tablet_id=tablet, verb="read-evidence", subject="evidence")  # fmt: skip
        session.add(entry)
    retain(demo, now().date())
    assert left(demo, Tablet, [tablet]) == [tablet]
    assert left(demo, OpenSeat, [seat]) == []


def test_a_dry_run_counts_them(demo: Database) -> None:
    visited(demo, timedelta(days=200))
    enrolled(demo, timedelta(days=200))
    with demo.writing() as session:
        link_of(session, asked(session).id, used_at=now() - LONG, expires_at=now() - LONG)  # fmt: skip
    with demo.reading() as session:
        found = everything_due(session, now().date())
    due = {one.source.table.__tablename__: one.rows for one in found if one.programme is None}  # fmt: skip
    names = ("access_link", "invitation", "open_seat", "tablet_code")
    assert {name: due[name] for name in names} == dict.fromkeys(names, 1)
