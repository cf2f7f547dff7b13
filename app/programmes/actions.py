from uuid import UUID

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_plan, may_write_readiness
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.i18n import _
from app.ids import uuid7
from app.models import ContextNote, Deadline, Pair, PairCity, Readiness, Visit
from app.models.base import now
from app.programmes.forms import (
    ContextNoteForm,
    DeadlineForm,
    NewDeadlineForm,
    PairCityForm,
    ReadinessForm,
)
from app.programmes.queries import people_of_pair, readiness_of
from app.programmes.rules import done_day_problems
from app.translations import outdate_translations
from app.values import Condition

TEXTS = ("text", "risk", "measure")


def write_readiness(
    session: Session,
    actor: Actor,
    pair: Pair,
    condition: Condition,
    form: ReadinessForm,
) -> Readiness:
    """What stands about one condition of the pair: one record each, changed in place."""
    if not may_write_readiness(actor, pair):
        raise NotPermitted
    lock(session, pair)
    values = form.model_dump(exclude={"id", "revision"})
    known = readiness_of(session, pair).get(condition)
    if known is None:
        if form.id and session.get(Readiness, form.id):
            raise NotFound  # the id is another pair's
        made = Readiness(
            id=form.id or uuid7(),
            programme_id=pair.programme_id,
            pair_id=pair.id,
            condition=condition,
            **values,
        )
        return records.create(session, made, actor.person_id)
    if form.id == known.id:
        return known
    before = {name: getattr(known, name) for name in TEXTS}
    # Opened before there was anything: somebody else was first, so the form is stale.
    revision = form.revision or 0
    records.change(session, known, values, revision=revision, by=actor.person_id)
    changed = [name for name in TEXTS if getattr(known, name) != before[name]]
    if changed:
        outdate_translations(session, "readiness", known.id, changed)
    return known


def change_deadline(
    session: Session,
    actor: Actor,
    pair: Pair,
    deadline: Deadline,
    form: DeadlineForm,
) -> Deadline:
    """Another date, another owner, or done. `deadline` is one of the pair's."""
    if not may_plan(actor, pair):
        raise NotPermitted
    if problems := done_day_problems(form.done_on, now().date()):
        raise Rejected(*problems)
    if form.owner_id != deadline.owner_id:
        _owner_is_of(session, pair, form.owner_id)
    values = form.model_dump(exclude={"revision"})
    return records.change(
        session, deadline, values, revision=form.revision, by=actor.person_id
    )


def add_deadline(
    session: Session, actor: Actor, pair: Pair, form: NewDeadlineForm
) -> Deadline:
    """A step of the pair with its date; a known id is left as it stands."""
    if not may_plan(actor, pair):
        raise NotPermitted
    known = session.get(Deadline, form.id)
    if known is not None:
        return _same_pair(known, pair)
    _owner_is_of(session, pair, form.owner_id)
    _visit_is_of(session, pair, form.visit_id)
    made = Deadline(
        programme_id=pair.programme_id, pair_id=pair.id, **form.model_dump()
    )
    return records.create(session, made, actor.person_id)


def add_context_note(
    session: Session, actor: Actor, pair: Pair, form: ContextNoteForm
) -> ContextNote:
    if not may_write_readiness(actor, pair):
        raise NotPermitted
    known = session.get(ContextNote, form.id)
    if known is not None:
        return known
    values = form.model_dump() | {"context": form.context or ""}
    made = ContextNote(programme_id=pair.programme_id, pair_id=pair.id, **values)
    return records.create(session, made, actor.person_id)


def add_pair_city(session: Session, pair: Pair, form: PairCityForm) -> PairCity:
    """A city's part in the pair; a known id is left as it stands."""
    known = session.get(PairCity, form.id)
    if known is not None:
        return known
    made = PairCity(
        programme_id=pair.programme_id, pair_id=pair.id, **form.model_dump()
    )
    return records.create(session, made, None)


def lock(session: Session, pair: Pair) -> None:
    """Two who write the first word on a condition take turns (PostgreSQL)."""
    session.exec(select(Pair.id).where(Pair.id == pair.id).with_for_update()).one()


def _same_pair(known: Deadline, pair: Pair) -> Deadline:
    if known.pair_id != pair.id:
        raise NotFound
    return known


def _owner_is_of(session: Session, pair: Pair, owner_id: UUID | None) -> None:
    people = people_of_pair(session, pair) if owner_id else []
    if owner_id and owner_id not in {person.id for person in people}:
        raise Rejected(Problem("owner_id", _("Choose somebody of this pair.")))


def _visit_is_of(session: Session, pair: Pair, visit_id: UUID | None) -> None:
    if visit_id is None:
        return
    found = select(Visit.pair_id).where(Visit.id == visit_id)
    if session.exec(found).first() != pair.id:
        raise Rejected(Problem("visit_id", _("Choose a visit of this pair.")))
