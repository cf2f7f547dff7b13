"""Saying when somebody can come: all of it at once, in place of what was said before."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from app.access import NOBODY, Actor
from app.errors import Problem, Rejected
from app.i18n import _
from app.models import AccessLink, Availability, Visit
from app.models.base import now
from app.people.attempts import spend
from app.people.rules import LINK_ANSWERED
from app.visits.availability_link_queries import can_be_said
from app.visits.availability_queries import Subject, Who, mark_of, windows_of
from app.visits.availability_rules import (
    Ticked,
    Typed,
    Window,
    read_lines,
)
from app.visits.planning_forms import AvailabilityForm


def say_availability(
    session: Session, actor: Actor, visit: Visit, who: Who, form: AvailabilityForm
) -> None:
    """`who` is somebody this person may speak for. Raises `Rejected` by line, and where
    somebody else said otherwise since the page was made."""
    days = {day.id for day in visit.days}
    lines = [line for line in typed(form) if line.day_id in days]
    windows, problems = read_lines(lines, ticked(form, days))
    standing = windows_of(session, visit).get((who.kind, who.id), [])
    if form.mark != mark_of(standing):
        sentence = _("Somebody has changed this meanwhile: what stands is shown above. Save again to put yours in its place.")  # fmt: skip
        problems.append(Problem("", sentence))
    if problems:
        raise Rejected(*problems)
    session.execute(
        delete(Availability).where(col(Availability.id).in_([r.id for r in standing]))
    )
    for day_id in days & set(form.away):
        session.add(_row(visit, who, day_id, actor.person_id))
    for day_id, some in windows.items():
        for window in some:
            row = _row(visit, who, day_id, actor.person_id, window)
            row.preferred = day_id in form.preferred
            session.add(row)


def say_with_link(
    session: Session, link: AccessLink, visit: Visit, who: Who, form: AvailabilityForm
) -> None:
    """A day they leave empty is one of which any hour will do: they have been asked, so it
    is an answer. Raises `Rejected` as above, `TooMany`."""
    at = now()
    spend(session, LINK_ANSWERED, str(link.id), at)
    if not can_be_said(visit, at):
        raise Rejected(Problem("", _("The visit has begun or does not take place: nothing can be changed here any more.")))  # fmt: skip
    said = {line.day_id for line in typed(form) if line.starts or line.ends}
    left = [d.id for d in visit.days if d.id not in {*said, *form.away, *form.all_day}]
    whole = form.model_copy(update={"all_day": [*form.all_day, *left]})
    say_availability(session, NOBODY, visit, who, whole)


def say_never(session: Session, actor: Actor, visit: Visit, who: Who) -> None:
    """Somebody has withdrawn: on no day, whatever was said before."""
    standing = windows_of(session, visit).get((who.kind, who.id), [])
    never = AvailabilityForm(away=[d.id for d in visit.days], mark=mark_of(standing))
    say_availability(session, actor, visit, who, never)


def typed(form: AvailabilityForm) -> Sequence[Typed]:
    lines = zip(form.days, form.starts, form.ends, strict=False)
    return [Typed(place, *line) for place, line in enumerate(lines, start=1)]


def ticked(form: AvailabilityForm, days: set[UUID]) -> Ticked:
    """What suits best without hours of its own does so all day."""
    hours = {line.day_id for line in typed(form) if line.starts or line.ends}
    best = days & set(form.preferred)
    whole = (days & set(form.all_day)) | (best - hours - set(form.away))
    return Ticked(days & set(form.away), whole, best)


def _row(
    visit: Visit, who: Who, day_id: UUID, by: UUID | None, window: Window | None = None
) -> Availability:
    """Without a window: not on this day."""
    row = Availability(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        day_id=day_id,
        starts_local=window.starts if window else None,
        ends_local=window.ends if window else None,
        by=by,
    )
    column = {
        Subject.MEMBER: "member_id",
        Subject.STAKEHOLDER: "stakeholder_id",
        Subject.INTERPRETER: "interpreter_id",
    }[who.kind]
    setattr(row, column, who.id)
    return row
