"""The days of a visit: they need not follow each other, and no two are the same."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import AgendaSession, Visit, VisitDay
from app.visits.actions import add_part, change_part, remove_part, restore_part
from app.visits.clock_rules import Clock
from app.visits.forms import DayForm
from app.visits.rules import day_problems, leapt_over


def add_day(session: Session, actor: Actor, visit: Visit, form: DayForm) -> VisitDay:
    """Its date is checked last: sent twice, it is the first one's own."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if known := records.sent_before(session, VisitDay, form.id, visit_id=visit.id):
        return known
    check_day(session, visit, form, except_id=None)
    return add_part(session, actor, visit, VisitDay, form)


def change_day(
    session: Session, actor: Actor, visit: Visit, day: VisitDay, form: DayForm
) -> VisitDay:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    check_day(session, visit, form, except_id=day.id)
    check_times(session, day, form)
    return change_part(session, actor, visit, day, form)


def remove_day(
    session: Session, actor: Actor, visit: Visit, day: VisitDay, revision: int
) -> VisitDay:
    """Refused while a session stands on it: nothing of the agenda is lost by it."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if numbers := numbers_on(session, [day]).get(day.id):
        listed = ", ".join(str(number) for number in numbers)
        sentence = _("Sessions of this day: %(numbers)s. Move them first.", numbers=listed)  # fmt: skip
        raise Rejected(Problem("", sentence))
    return remove_part(session, actor, visit, day, revision)


def restore_day(
    session: Session, actor: Actor, visit: Visit, day: VisitDay
) -> VisitDay:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if problems := day_problems(day.day_on, days_taken(session, visit, day.id)):
        raise Rejected(*problems)
    return restore_part(session, actor, visit, day)


def check_day(
    session: Session, visit: Visit, form: DayForm, *, except_id: UUID | None
) -> None:
    if problems := day_problems(form.day_on, days_taken(session, visit, except_id)):
        raise Rejected(*problems)


def check_times(session: Session, day: VisitDay, form: DayForm) -> None:
    """No session of the day comes to stand at a time that its clocks leap over."""
    if (form.day_on, form.time_zone) == (day.day_on, day.time_zone):
        return
    clock = Clock(form.day_on, form.time_zone)
    rows = session.exec(
        select(
            col(AgendaSession.number),
            col(AgendaSession.starts_local),
            col(AgendaSession.ends_local),
        )
        .where(AgendaSession.day_id == day.id, col(AgendaSession.removed_at).is_(None))
        .order_by(col(AgendaSession.number))
    ).all()
    if found := [str(n) for n, *times in rows if leapt_over(clock, *times)]:
        sentence = _("The clocks are put forward on this day, so these sessions stand at a time that does not exist: %(numbers)s. Move them first.", numbers=", ".join(found))  # fmt: skip
        raise Rejected(Problem("day_on", sentence))


def days_taken(session: Session, visit: Visit, except_id: UUID | None) -> list[date]:
    rows = session.exec(
        select(col(VisitDay.id), col(VisitDay.day_on)).where(
            VisitDay.visit_id == visit.id, col(VisitDay.removed_at).is_(None)
        )
    ).all()
    return [day_on for own_id, day_on in rows if own_id != except_id]


def numbers_on(session: Session, days: Iterable[VisitDay]) -> dict[UUID, list[int]]:
    """Day → numbers of the sessions that stand on it, where there are some."""
    rows = session.exec(
        select(AgendaSession.day_id, AgendaSession.number)
        .where(
            col(AgendaSession.day_id).in_([day.id for day in days]),
            col(AgendaSession.removed_at).is_(None),
        )
        .order_by(col(AgendaSession.number))
    ).all()
    found: dict[UUID, list[int]] = {}
    for day_id, number in rows:
        if day_id:
            found.setdefault(day_id, []).append(number)
    return found
