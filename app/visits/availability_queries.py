"""Who can come when: everybody of a visit, and the windows of each."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.models import Availability, Interpreter, Stakeholder, TeamMember, Visit
from app.visits.people_queries import names_met


class Subject(StrEnum):
    """Whose time it is; as in an address."""

    MEMBER = "member"
    STAKEHOLDER = "stakeholder"
    INTERPRETER = "interpreter"


Somebody = TeamMember | Stakeholder | Interpreter


@dataclass(frozen=True)
class Who:
    kind: Subject
    id: UUID
    name: str


def everybody(session: Session, actor: Actor, visit: Visit) -> list[Who]:
    """Team, people met, interpreters; to a member themself alone, and to others nobody."""
    plans = may_edit_agenda(actor, visit)
    found = [one for one in of_visit(session, visit) if plans or is_self(actor, one)]
    if not found and not plans:
        raise NotPermitted
    return named(session, visit, found)


def of_visit(session: Session, visit: Visit) -> list[Somebody]:
    """Team, people met, interpreters, as long as they are on the visit."""
    team = present(session, visit, TeamMember)
    met = present(session, visit, Stakeholder)
    return [*team, *met, *present(session, visit, Interpreter)]


def named(session: Session, visit: Visit, some: Sequence[Somebody]) -> list[Who]:
    """As this reader calls them: people met in their language."""
    met = [one for one in some if isinstance(one, Stakeholder)]
    names = names_met(session, {one.id: (one.name, visit.language) for one in met})
    return [Who(kind_of(one), one.id, names.get(one.id) or called(one)) for one in some]


S = TypeVar("S", TeamMember, Stakeholder, Interpreter)


def present(session: Session, visit: Visit, table: type[S]) -> Sequence[S]:
    return session.exec(
        select(table)
        .where(table.visit_id == visit.id, col(table.removed_at).is_(None))
        .order_by(col(table.created_at), col(table.id))
    ).all()


def table_of(kind: Subject) -> type[TeamMember] | type[Stakeholder] | type[Interpreter]:
    if kind is Subject.MEMBER:
        return TeamMember
    return Stakeholder if kind is Subject.STAKEHOLDER else Interpreter


def kind_of(one: Somebody) -> Subject:
    return next(kind for kind in Subject if isinstance(one, table_of(kind)))


def called(one: Somebody) -> str:
    return one.shown_name if isinstance(one, TeamMember) else one.name


def is_self(actor: Actor, one: Somebody) -> bool:
    own = one.person_id if isinstance(one, TeamMember) else None
    return own is not None and own == actor.person_id


def who_is(
    session: Session, actor: Actor, visit: Visit, kind: Subject, own_id: UUID
) -> Who:
    """Raises `NotFound` for whom this person may not ask about."""
    for one in everybody(session, actor, visit):
        if (one.kind, one.id) == (kind, own_id):
            return one
    raise NotFound


def windows_of(
    session: Session, visit: Visit
) -> dict[tuple[Subject, UUID], list[Availability]]:
    """By whose they are; in the order of their times."""
    rows = session.exec(
        select(Availability)
        .where(Availability.visit_id == visit.id)
        .order_by(col(Availability.starts_local).nulls_first())
    )
    found: dict[tuple[Subject, UUID], list[Availability]] = defaultdict(list)
    for row in rows:
        found[subject_of(row)].append(row)
    return found


def subject_of(row: Availability) -> tuple[Subject, UUID]:
    if row.member_id:
        return Subject.MEMBER, row.member_id
    if row.stakeholder_id:
        return Subject.STAKEHOLDER, row.stakeholder_id
    assert row.interpreter_id
    return Subject.INTERPRETER, row.interpreter_id


def mark_of(rows: Sequence[Availability]) -> str:
    """Changes with what is said, so that nobody overwrites what they have not seen."""
    said = sorted(
        f"{row.day_id} {row.starts_local} {row.ends_local} {row.preferred}"
        for row in rows
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
