"""Sessions of the agenda: add and change them."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import _
from app.ids import uuid7
from app.models import (
    AgendaSession,
    GuidingQuestion,
    Interpreter,
    KeyFactor,
    Room,
    Stakeholder,
    TeamMember,
    Visit,
    VisitDay,
)
from app.translations import outdate_translations
from app.visits.agenda_links import Linked, link, linked, note_links, present
from app.visits.agenda_rules import link_problems
from app.visits.clash_actions import unblocked
from app.visits.clock_rules import Clock
from app.visits.forms import SessionForm
from app.visits.rules import session_problems
from app.visits.use_queries import room_is_there

#: Fields that are links, questions of translation, or given by us.
APART = {
    "id",
    "revision",
    "number",
    "factors",
    "stakeholders",
    "members",
    "interpreters",
}
TEXTS = ("title", "notes")
T = TypeVar("T", VisitDay, Room, Stakeholder, TeamMember, Interpreter)


def add_session(
    session: Session, actor: Actor, visit: Visit, form: SessionForm
) -> AgendaSession:
    """A form sent twice is one session."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if known := records.sent_before(session, AgendaSession, form.id, visit_id=visit.id):
        return known
    factors = checked(session, actor, visit, form)
    item = AgendaSession(
        id=form.id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=free_number(session, visit, form.number),
        **form.model_dump(exclude=APART),
    )
    with unblocked(session, visit):
        records.create(session, item, actor.person_id)
        link(session, item, wanted(form, factors))
        note_links(session, item)
    return item


def change_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, form: SessionForm
) -> AgendaSession:
    """Raises `Conflict` with everything that stands, links included."""
    factors = checked(session, actor, visit, form)
    with unblocked(session, visit):
        return _changed(session, actor, item, form, factors)


def _changed(
    session: Session,
    actor: Actor,
    item: AgendaSession,
    form: SessionForm,
    factors: list[KeyFactor],
) -> AgendaSession:
    values = form.model_dump(exclude=APART)
    changed = [name for name in TEXTS if getattr(item, name) != values[name]]
    before = item.revision
    try:
        records.change(
            session, item, values, revision=form.revision, by=actor.person_id
        )
    except Conflict as conflict:
        theirs = {**conflict.theirs, **linked_values(session, item)}
        raise Conflict(conflict.revision, theirs) from conflict
    if link(session, item, wanted(form, factors)) and item.revision == before:
        records.touch(session, item, by=actor.person_id)
    note_links(session, item)
    outdate_translations(session, "agenda_session", item.id, changed)
    return item


def wanted(form: SessionForm, factors: list[KeyFactor]) -> Linked:
    return {
        "factor_ids": [factor.id for factor in factors],
        "stakeholder_ids": form.stakeholders,
        "member_ids": form.members,
        "interpreter_ids": form.interpreters,
    }


def linked_values(session: Session, item: AgendaSession) -> dict[str, Any]:
    """The links as a form has them: factors by their slugs, nobody who has left."""
    ids = present(session, item, linked(session, item))
    slugs = session.exec(
        select(KeyFactor.slug)
        .where(col(KeyFactor.id).in_(ids["factor_ids"]))
        .order_by(col(KeyFactor.number))
    ).all()
    return {
        "factors": list(slugs),
        "stakeholders": ids["stakeholder_ids"],
        "members": ids["member_ids"],
        "interpreters": ids["interpreter_ids"],
    }


def checked(
    session: Session, actor: Actor, visit: Visit, form: SessionForm
) -> list[KeyFactor]:
    """Everything the form refers to belongs to the visit; answers its factors.

    A question brings its key factor into focus.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    clock = clock_of(session, visit, form.day_id)
    problems = session_problems(clock, form.starts_local, form.ends_local)
    problems += link_problems(form.link)
    if not form.title:
        problems.append(needed("title"))
    if problems:
        raise Rejected(*problems)
    own(session, VisitDay, visit, [form.day_id] if form.day_id else [], "day_id")
    own(session, Room, visit, [form.room_id] if form.room_id else [], "room_id")
    if form.room_id and not room_is_there(session, form.room_id):
        raise Rejected(Problem("room_id", _("This is not known in this visit.")))
    own(session, Stakeholder, visit, form.stakeholders, "stakeholders")
    own(session, TeamMember, visit, form.members, "members")
    own(session, Interpreter, visit, form.interpreters, "interpreters")
    asked = [question.partition("/")[0] for question in form.questions]
    factors = factors_of(session, visit, list(dict.fromkeys([*form.factors, *asked])))
    check_questions(session, visit, form.questions)
    return factors


def clock_of(session: Session, visit: Visit, day_id: UUID | None) -> Clock | None:
    """That of a day; where the visit has no such day, one that leaps over nothing."""
    if day_id is None:
        return None
    day = session.get(VisitDay, day_id)
    known = day is not None and day.visit_id == visit.id
    return Clock(day.day_on, day.time_zone) if day and known else Clock(date.min, "UTC")


def own(
    session: Session, table: type[T], visit: Visit, ids: list[UUID], field: str
) -> None:
    """Ids a client sent are of this visit, or are unknown."""
    if not ids:
        return
    found = session.exec(
        select(func.count())
        .select_from(table)
        .where(
            col(table.id).in_(ids),
            table.visit_id == visit.id,
            col(table.removed_at).is_(None),
        )
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


def free_number(session: Session, visit: Visit, number: int | None) -> int:
    """The one asked for if it is free, else the next; removed sessions keep theirs."""
    session.exec(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    taken = session.exec(
        select(AgendaSession.number).where(AgendaSession.visit_id == visit.id)
    ).all()
    if number is not None and number not in taken:
        return number
    return max(taken, default=0) + 1
