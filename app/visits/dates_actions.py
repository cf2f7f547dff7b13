"""Proposing days, taking a proposal back, and making one of them the visit's days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.forms import check
from app.i18n import _, weekday
from app.ids import uuid7
from app.models import DaySet, Visit, VisitDay
from app.models.base import now
from app.visits.dates_forms import DaySetForm
from app.visits.dates_rules import (
    ProposedDay,
    Rearranged,
    TypedDay,
    kept,
    read,
    read_lines,
    rearranged,
)
from app.visits.day_actions import add_day, change_day, numbers_on, remove_day
from app.visits.forms import ZONES, DayForm


def propose_days(
    session: Session, actor: Actor, visit: Visit, form: DaySetForm, today: date
) -> DaySet:
    """Raises `Rejected` by line. A form sent twice is one; days proposed twice are told."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if known := records.sent_before(session, DaySet, form.id, visit_id=visit.id):
        return known
    check_open(session, visit)
    found, problems = read_lines(typed(form), ZONES, today)
    if problems:
        raise Rejected(*problems)
    days = kept(found)
    standing = select(DaySet.days).where(
        DaySet.visit_id == visit.id, col(DaySet.removed_at).is_(None)
    )
    if days in session.exec(standing).all():
        raise Rejected(Problem("on-1", _("These days are proposed already.")))
    made = DaySet(
        id=form.id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        days=days,
    )
    return records.create(session, made, actor.person_id)


def typed(form: DaySetForm) -> list[TypedDay]:
    columns = (form.on, form.mode, form.zone, form.starts, form.ends)
    lines = zip(*columns, strict=False)
    return [TypedDay(place, *line) for place, line in enumerate(lines, start=1)]


def check_open(session: Session, visit: Visit) -> None:
    """Raises `Rejected` where one of the sets has become the visit's days."""
    if is_decided(session, visit):
        raise Rejected(Problem("", _("The days are chosen. Open the question again to change them.")))  # fmt: skip


def is_decided(session: Session, visit: Visit) -> bool:
    chosen = select(DaySet.id).where(
        DaySet.visit_id == visit.id,
        col(DaySet.removed_at).is_(None),
        col(DaySet.chosen_at).is_not(None),
    )
    return session.exec(chosen.limit(1)).first() is not None


def effect_of(session: Session, visit: Visit, found: DaySet) -> Rearranged[VisitDay]:
    """What choosing these days would do to those the visit has."""
    standing = session.exec(
        select(VisitDay).where(
            VisitDay.visit_id == visit.id, col(VisitDay.removed_at).is_(None)
        )
    ).all()
    return rearranged([(day.day_on, day) for day in standing], read(found.days))


def choose_days(session: Session, actor: Actor, visit: Visit, found: DaySet) -> None:
    """They become the visit's days: with their sessions, days of before move to the new
    dates. Raises `Rejected`, and nothing is changed, where a day of sessions is left over.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    check_open(session, visit)
    effect = effect_of(session, visit, found)
    if problems := left_over(session, effect.go):
        raise Rejected(*problems)
    for day in effect.go:
        remove_day(session, actor, visit, day, day.revision)
    session.flush()
    for day, proposed in (*effect.stay, *effect.move):
        form = form_of(proposed, day)
        if any(getattr(day, name) != getattr(form, name) for name in ("day_on", "mode", "time_zone")):  # fmt: skip
            change_day(session, actor, visit, day, form)
    for proposed in effect.come:
        add_day(session, actor, visit, form_of(proposed, None))
    found.chosen_at = now()
    session.add(found)


def form_of(proposed: ProposedDay, day: VisitDay | None) -> DayForm:
    """Of a day that stands it keeps the note."""
    values = {
        "day_on": proposed.on,
        "mode": proposed.mode,
        "time_zone": proposed.zone,
        "note": day.note if day else "",
        "revision": day.revision if day else None,
    }
    return check(DayForm, values)


def left_over(session: Session, days: Sequence[VisitDay]) -> list[Problem]:
    """Days that would go although sessions stand on them."""
    problems, standing = [], numbers_on(session, days)
    for day in days:
        if numbers := standing.get(day.id):
            listed = ", ".join(str(number) for number in numbers)
            sentence = _("%(day)s would go, and sessions stand on it: %(numbers)s. Move them first, or propose as many days as the visit has.", day=weekday(day.day_on), numbers=listed)  # fmt: skip
            problems.append(Problem("", sentence))
    return problems


def open_again(session: Session, actor: Actor, visit: Visit) -> None:
    """The visit's days stay as they are; proposals and answers can change again."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    session.execute(
        update(DaySet).where(col(DaySet.visit_id) == visit.id).values(chosen_at=None)
    )
