"""Sessions of the agenda: add, change, move, cancel; and releasing it."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, func, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import _
from app.ids import uuid7
from app.models import (
    AgendaSession,
    GuidingQuestion,
    KeyFactor,
    Room,
    SessionFactor,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    Visit,
    VisitDay,
)
from app.values import SessionStatus
from app.visits.forms import MoveForm, SessionForm
from app.visits.rules import moved, session_problems

LINKED = {"factors", "stakeholders", "members"}
T = TypeVar("T", VisitDay, Room, Stakeholder, TeamMember)


def add_session(
    session: Session, actor: Actor, visit: Visit, form: SessionForm
) -> AgendaSession:
    if form.id and (known := session.get(AgendaSession, form.id)):
        return known
    factors = checked(session, actor, visit, form)
    values = form.model_dump(exclude={"id", "revision", "number", *LINKED})
    item = AgendaSession(
        id=form.id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=form.number or next_number(session, visit.id),
        **values,
    )
    records.create(session, item, actor.person_id)
    link(session, item, form, factors)
    return item


def change_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, form: SessionForm
) -> AgendaSession:
    factors = checked(session, actor, visit, form)
    values = form.model_dump(exclude={"id", "revision", "number", *LINKED})
    records.change(session, item, values, revision=form.revision, by=actor.person_id)
    link(session, item, form, factors)
    return item


def move_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, form: MoveForm
) -> AgendaSession:
    """Keeps its length; another day keeps its time."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    own(session, VisitDay, visit, [form.day_id] if form.day_id else [], "day_id")
    values: dict[str, Any] = {"day_id": form.day_id or item.day_id}
    if item.starts_local and item.ends_local:
        times = moved(
            item.starts_local,
            item.ends_local,
            to=form.starts_local,
            minutes=form.minutes,
        )
        if times is None:
            raise Rejected(Problem("minutes", _("It would leave its day.")))
        values |= {"starts_local": times[0], "ends_local": times[1]}
    return records.change(
        session, item, values, revision=form.revision, by=actor.person_id
    )


def cancel_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """It stays in the agenda, struck out, and can be held after all."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    values = {"status": SessionStatus.CANCELLED}
    return records.change(session, item, values, revision=revision, by=actor.person_id)


def plan_again(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """Undoes cancelling."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    values = {"status": SessionStatus.PLANNED}
    return records.change(session, item, values, revision=revision, by=actor.person_id)


def checked(
    session: Session, actor: Actor, visit: Visit, form: SessionForm
) -> list[KeyFactor]:
    """Everything the form refers to belongs to the visit; answers its factors."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    has_day = form.day_id is not None
    problems = session_problems(has_day, form.starts_local, form.ends_local)
    if not form.title:
        problems.append(needed("title"))
    if problems:
        raise Rejected(*problems)
    own(session, VisitDay, visit, [form.day_id] if form.day_id else [], "day_id")
    own(session, Room, visit, [form.room_id] if form.room_id else [], "room_id")
    own(session, Stakeholder, visit, form.stakeholders, "stakeholders")
    own(session, TeamMember, visit, form.members, "members")
    factors = factors_of(session, visit, form.factors)
    check_questions(session, visit, form.questions)
    return factors


def own(
    session: Session, table: type[T], visit: Visit, ids: list[UUID], field: str
) -> None:
    """Ids a client sent are of this visit, or are unknown."""
    if not ids:
        return
    found = session.exec(
        select(func.count())
        .select_from(table)
        .where(col(table.id).in_(ids), table.visit_id == visit.id)
    ).one()
    if found != len(set(ids)):
        raise Rejected(Problem(field, _("This is not known in this visit.")))


def factors_of(session: Session, visit: Visit, slugs: list[str]) -> list[KeyFactor]:
    if not slugs:
        return []
    factors = session.exec(
        select(KeyFactor).where(
            KeyFactor.version_id == visit.pair.benchmark_version_id,
            col(KeyFactor.slug).in_(slugs),
        )
    ).all()
    if len(factors) != len(set(slugs)):
        problem = _("This key factor is not in the pair's benchmark.")
        raise Rejected(Problem("factors", problem))
    return list(factors)


def check_questions(session: Session, visit: Visit, questions: list[str]) -> None:
    if not questions:
        return
    rows = session.exec(
        select(KeyFactor.slug, GuidingQuestion.slug)
        .join(GuidingQuestion, col(GuidingQuestion.factor_id) == KeyFactor.id)
        .where(KeyFactor.version_id == visit.pair.benchmark_version_id)
    ).all()
    if not set(questions) <= {f"{factor}/{question}" for factor, question in rows}:
        problem = _("This question is not in the pair's benchmark.")
        raise Rejected(Problem("questions", problem))


def link(
    session: Session, item: AgendaSession, form: SessionForm, factors: list[KeyFactor]
) -> None:
    """The links as the form has them; no history of their own."""
    scope = {"programme_id": item.programme_id, "visit_id": item.visit_id}
    wanted: list[tuple[type[SQLModel], str, list[UUID]]] = [
        (SessionFactor, "factor_id", [factor.id for factor in factors]),
        (SessionStakeholder, "stakeholder_id", list(dict.fromkeys(form.stakeholders))),
        (SessionMember, "member_id", list(dict.fromkeys(form.members))),
    ]
    for table, column, ids in wanted:
        session.execute(delete(table).where(table.session_id == item.id))  # type: ignore[attr-defined]
        session.add_all(
            table(**scope, session_id=item.id, **{column: own_id}) for own_id in ids
        )


def next_number(session: Session, visit_id: UUID) -> int:
    last = session.exec(
        select(func.max(AgendaSession.number)).where(AgendaSession.visit_id == visit_id)
    ).one()
    return (last or 0) + 1
