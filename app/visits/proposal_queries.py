"""Proposals of a visit, and the rows a new one is made of: as many queries for any size."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.models import (
    AgendaSession,
    Availability,
    Interpreter,
    Proposal,
    Room,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.values import SessionStatus
from app.visits.proposal_problem import Rows
from app.visits.travel_queries import ways_of

#: As many past proposals as a page shows.
SHOWN = 20
T = TypeVar("T", Stakeholder, TeamMember, Interpreter, Room)


def proposals_of(session: Session, actor: Actor, visit: Visit) -> Sequence[Proposal]:
    """The latest first."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return session.exec(
        select(Proposal)
        .where(Proposal.visit_id == visit.id)
        .order_by(col(Proposal.begun_at).desc(), col(Proposal.id).desc())
        .limit(SHOWN)
    ).all()


def proposal_for(
    session: Session, actor: Actor, visit: Visit, proposal_id: UUID
) -> Proposal:
    """One of this visit, for who may edit its agenda."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(Proposal).where(
            Proposal.id == proposal_id, Proposal.visit_id == visit.id
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def unended(session: Session, visit: Visit) -> Proposal | None:
    return session.exec(
        select(Proposal).where(
            Proposal.visit_id == visit.id, col(Proposal.ended_at).is_(None)
        )
    ).first()


def rows_of(session: Session, visit: Visit) -> Rows:
    """`visit` comes with its days."""
    return Rows(
        days=visit.days,
        sessions=planned_sessions(session, visit),
        people=_present(session, Stakeholder, visit),
        members=sorted(
            _present(session, TeamMember, visit), key=lambda one: one.position
        ),
        interpreters=_present(session, Interpreter, visit),
        rooms=_rooms(session, visit),
        ways=ways_of(session, visit),
        available=session.exec(
            select(Availability).where(Availability.visit_id == visit.id)
        ).all(),
    )


def planned_sessions(session: Session, visit: Visit) -> Sequence[AgendaSession]:
    """By number, with their links; what is cancelled takes no place."""
    table = AgendaSession
    return session.exec(
        select(table)
        .where(
            table.visit_id == visit.id,
            col(table.removed_at).is_(None),
            table.status != SessionStatus.CANCELLED,
        )
        .options(
            selectinload(table.factors),  # type: ignore[arg-type]
            selectinload(table.stakeholders),  # type: ignore[arg-type]
            selectinload(table.members),  # type: ignore[arg-type]
            selectinload(table.interpreters),  # type: ignore[arg-type]
        )
        .order_by(col(table.number))
    ).all()


def _present(session: Session, table: type[T], visit: Visit) -> list[T]:
    asked = select(table).where(
        table.visit_id == visit.id, col(table.removed_at).is_(None)
    )
    return list(session.exec(asked.order_by(col(table.id))).all())


def _rooms(session: Session, visit: Visit) -> list[Room]:
    """Also of no venue that has been taken off the list."""
    found = session.exec(
        select(Room)
        .where(Room.visit_id == visit.id, col(Room.removed_at).is_(None))
        .options(joinedload(Room.venue))  # type: ignore[arg-type]
        .order_by(col(Room.id))
    ).all()
    return [one for one in found if one.venue.removed_at is None]
