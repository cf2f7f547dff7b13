"""The steps of a pair's cycle: added, moved, done, taken out, and all of it undone."""

from uuid import UUID

from sqlmodel import Session, col, select

from app import records
from app.access import Actor, may_plan
from app.errors import Conflict, NotFound, NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Deadline, Pair, Visit
from app.models.base import now
from app.programmes.forms import DeadlineForm, NewDeadlineForm
from app.programmes.queries import people_of_pair
from app.programmes.rules import done_day_problems


def add_deadline(
    session: Session, actor: Actor, pair: Pair, form: NewDeadlineForm
) -> Deadline:
    """A step of the pair with its date; a known id is left as it stands."""
    check_may_plan(actor, pair)
    known = session.get(Deadline, form.id)
    if known is not None:
        return _same_pair(known, pair)
    check(session, pair, None, form)
    made = Deadline(
        programme_id=pair.programme_id, pair_id=pair.id, **form.model_dump()
    )
    return records.create(session, made, actor.person_id)


def change_deadline(
    session: Session,
    actor: Actor,
    pair: Pair,
    deadline: Deadline,
    form: DeadlineForm,
) -> Deadline:
    """Another date, another owner, or done. `deadline` is one of the pair's."""
    check_may_plan(actor, pair)
    check(session, pair, deadline, form)
    values = form.model_dump(exclude={"revision"})
    values["step"] = form.step or deadline.step
    if form.due_on != deadline.due_on:
        values["proposed"] = False
    return records.change(
        session, deadline, values, revision=form.revision, by=actor.person_id
    )


def finish_deadline(
    session: Session, actor: Actor, pair: Pair, deadline: Deadline, revision: int
) -> Deadline:
    """Done today."""
    check_may_plan(actor, pair)
    done = {"done_on": now().date(), "under_way": False}
    return records.change(
        session, deadline, done, revision=revision, by=actor.person_id
    )


def remove_deadline(
    session: Session, actor: Actor, pair: Pair, deadline: Deadline, revision: int
) -> Deadline:
    check_may_plan(actor, pair)
    return records.remove(session, deadline, revision=revision, by=actor.person_id)


def restore_deadline(
    session: Session, actor: Actor, pair: Pair, deadline: Deadline
) -> Deadline:
    check_may_plan(actor, pair)
    return records.restore(session, deadline, by=actor.person_id)


def undo_deadline(
    session: Session, actor: Actor, pair: Pair, deadline: Deadline, revision: int
) -> Deadline:
    """Back to what the step was before its last change."""
    check_may_plan(actor, pair)
    if revision != deadline.revision:
        raise Conflict(deadline.revision, {})
    by = actor.person_id
    return records.undo(session, deadline, revision=revision, by=by)


def check_may_plan(actor: Actor, pair: Pair) -> None:
    if not may_plan(actor, pair):
        raise NotPermitted


def check(
    session: Session,
    pair: Pair,
    standing: Deadline | None,
    form: NewDeadlineForm | DeadlineForm,
) -> None:
    """Whom and what it names must be of this pair; who stood there may stay."""
    problems = done_day_problems(form.done_on, now().date())
    owner, visit = standing and standing.owner_id, standing and standing.visit_id
    if form.owner_id != owner and not _is_of(session, pair, form.owner_id):
        problems.append(Problem("owner_id", _("Choose somebody of this pair.")))
    if form.visit_id != visit and not _is_visit_of(session, pair, form.visit_id):
        problems.append(Problem("visit_id", _("Choose a visit of this pair.")))
    if problems:
        raise Rejected(*problems)


def _is_of(session: Session, pair: Pair, owner_id: UUID | None) -> bool:
    if owner_id is None:
        return True
    return owner_id in {person.id for person in people_of_pair(session, pair)}


def _is_visit_of(session: Session, pair: Pair, visit_id: UUID | None) -> bool:
    if visit_id is None:
        return True
    found = select(Visit.pair_id).where(
        Visit.id == visit_id, col(Visit.removed_at).is_(None)
    )
    return session.exec(found).first() == pair.id


def _same_pair(known: Deadline, pair: Pair) -> Deadline:
    if known.pair_id != pair.id:
        raise NotFound
    return known
