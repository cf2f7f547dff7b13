"""A visit's preparation: planned from its first day, and moved along with it."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_plan
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Deadline, Visit
from app.programmes.preparing_queries import (
    first_day,
    moves_waiting,
    steps_of,
    steps_taken_out,
    who_could,
)
from app.programmes.preparing_rules import planned


def plan_preparation(session: Session, actor: Actor, visit: Visit) -> list[Deadline]:
    """Adds the steps that are missing; those that stand, or were taken out, stay so."""
    _lock(session, actor, visit)
    first_on = first_day(session, visit)
    if first_on is None:
        said = _("Choose the visit's first day: the dates are counted from it.")
        raise Rejected(Problem("", said))
    standing = {deadline.step for deadline, _owner in steps_of(session, visit)}
    missing = planned(
        first_on,
        visit.purpose,
        has_benchmark=visit.pair.benchmark_version_id is not None,
        known=standing | steps_taken_out(session, visit),
    )
    people = who_could(session, visit.pair, visit)
    made = [
        Deadline(
            programme_id=visit.programme_id,
            pair_id=visit.pair_id,
            visit_id=visit.id,
            step=one.step,
            due_on=one.due_on,
            owner_id=people.get(one.side),
            proposed=True,
        )
        for one in missing
    ]
    return [records.create(session, one, actor.person_id) for one in made]


def move_preparation(
    session: Session, actor: Actor, visit: Visit, confirmed: Collection[str]
) -> list[Deadline]:
    """`confirmed` are the moves somebody read (`said_of`); refused if others wait now."""
    _lock(session, actor, visit)
    waiting = moves_waiting(session, visit)
    if {said_of(step, new) for step, new in waiting} != set(confirmed):
        said = _("Somebody changed it meanwhile. These are the dates as they are now: confirm them if that is still right.")  # fmt: skip
        raise Rejected(Problem("", said))
    by = actor.person_id
    return [
        records.change(session, step, {"due_on": new}, revision=step.revision, by=by)
        for step, new in waiting
    ]


def said_of(step: Deadline, new: date) -> str:
    return f"{step.id}.{step.revision}.{new.isoformat()}"


def _lock(session: Session, actor: Actor, visit: Visit) -> None:
    """Two presses at once must not both add. SQLite has its one writer."""
    if not may_plan(actor, visit.pair):
        raise NotPermitted
    session.exec(
        select(Visit.id).where(Visit.id == visit.id).with_for_update(key_share=True)
    ).one()
