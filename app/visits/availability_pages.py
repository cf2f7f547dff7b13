"""The form in which somebody's hours are said, for those who plan and through a link."""

from typing import Any

from sqlmodel import Session

from app.forms import Form
from app.i18n import _, clock, weekday
from app.models import AccessLink, Availability, Programme, Visit, VisitDay
from app.models.base import now
from app.visits.availability_actions import typed
from app.visits.availability_link_queries import can_be_said, who_with
from app.visits.availability_queries import Who, mark_of, windows_of
from app.visits.availability_rules import ALL_DAY, overlapping
from app.visits.planning_forms import AvailabilityForm
from app.visits.queries import visit_with_link
from app.visits.told_queries import name_of

#: Windows that a form offers for each day; more are rare, and two visits to the page do.
LINES = 3


def saying(
    session: Session, visit: Visit, who: Who, form: Form[AvailabilityForm]
) -> dict[str, Any]:
    """`days` are (day, what stands, lines, what is ticked); a line is (place, from, to)."""
    rows = windows_of(session, visit).get((who.kind, who.id), [])
    days = [
        (
            day,
            words(rows, day),
            lines(form, rows, day, place * LINES + 1),
            ticks(form, rows, day),
        )
        for place, day in enumerate(visit.days)
    ]
    return {"visit": visit, "who": who, "form": form, "days": days, "seen": mark_of(rows)}  # fmt: skip


def words(rows: list[Availability], day: VisitDay) -> str:
    """What is said of a day; empty where nothing is."""
    own = [row for row in rows if row.day_id == day.id]
    if any(row.starts_local is None for row in own):
        return _("Not on this day")
    if any(is_all_day(row) for row in own):
        return _("All day")
    return ", ".join(f"{clock(r.starts_local)}–{clock(r.ends_local)}" for r in own)


def is_all_day(row: Availability) -> bool:
    return (row.starts_local, row.ends_local) == (ALL_DAY.starts, ALL_DAY.ends)


def lines(
    form: Form[AvailabilityForm], rows: list[Availability], day: VisitDay, first: int
) -> list[tuple[int, str, str]]:
    """As posted, else as it stands, filled up with empty ones."""
    if form.posted:
        sent = zip(form.values("days"), form.values("starts"), form.values("ends"), strict=False)  # fmt: skip
        kept = [(starts, ends) for day_id, starts, ends in sent if day_id == str(day.id)]  # fmt: skip
    else:
        own = [row for row in rows if row.day_id == day.id and row.starts_local]
        kept = [(clock(r.starts_local), clock(r.ends_local)) for r in own if not is_all_day(r)]  # fmt: skip
    filled = [*kept, *[("", "")] * (LINES - len(kept))]
    return [(first + n, *one) for n, one in enumerate(filled)]


def ticks(
    form: Form[AvailabilityForm], rows: list[Availability], day: VisitDay
) -> dict[str, bool]:
    """By the name each box posts."""
    if form.posted:
        names = ("all_day", "away", "preferred")
        return {name: str(day.id) in form.values(name) for name in names}
    own = [row for row in rows if row.day_id == day.id]
    return {
        "all_day": any(is_all_day(row) for row in own),
        "away": any(row.starts_local is None for row in own),
        "preferred": any(row.preferred for row in own),
    }


def link_page(
    session: Session,
    link: AccessLink,
    token: str,
    form: Form[AvailabilityForm] | None = None,
) -> dict[str, Any]:
    """What whoever holds a link is shown; raises `NotFound`."""
    visit = visit_with_link(session, link)
    who = who_with(session, link, visit)
    return {
        **saying(session, visit, who, form or Form(AvailabilityForm)),
        "visit_name": name_of(session, visit),
        "programme": session.get_one(Programme, visit.programme_id),
        "token": token,
        "is_open": can_be_said(visit, now()),
    }


def put_together(visit: Visit, form: AvailabilityForm) -> str:
    """The days of which hours overlapped and are kept as one; empty where none did."""
    over = overlapping(typed(form))
    return ", ".join(weekday(day.day_on) for day in visit.days if day.id in over)


def thanks(visit: Visit, form: AvailabilityForm, said: str) -> str:
    if days := put_together(visit, form):
        return _("%(said)s Hours that overlapped were put together: %(days)s.", said=said, days=days)  # fmt: skip
    return said
