"""Saying when somebody can come: all of it at once, in place of what was said before."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from app.access import Actor
from app.errors import Problem, Rejected
from app.i18n import _
from app.models import Availability, Visit
from app.visits.availability_queries import Subject, Who, mark_of, windows_of
from app.visits.availability_rules import Typed, Window, read_lines
from app.visits.planning_forms import AvailabilityForm


def say_availability(
    session: Session, actor: Actor, visit: Visit, who: Who, form: AvailabilityForm
) -> None:
    """`who` is somebody this person may speak for. Raises `Rejected` by line, and where
    somebody else said otherwise since the page was made."""
    days = {day.id for day in visit.days}
    lines = [line for line in typed(form) if line.day_id in days]
    windows, problems = read_lines(lines, form.away)
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


def typed(form: AvailabilityForm) -> Sequence[Typed]:
    lines = zip(form.days, form.starts, form.ends, strict=False)
    return [Typed(place, *line) for place, line in enumerate(lines, start=1)]


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
