"""`/visits/{id}/availability`: when each person can come, said by those who plan or oneself."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.errors import Rejected
from app.forms import Form
from app.i18n import _, clock
from app.models import Availability, Visit, VisitDay
from app.visits.availability_actions import say_availability
from app.visits.availability_queries import (
    Subject,
    Who,
    everybody,
    mark_of,
    who_is,
    windows_of,
)
from app.visits.planning_forms import AvailabilityForm
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
#: Windows that a form offers for each day; more are rare, and two visits to the page do.
LINES = 3


@router.get("/visits/{visit_id}/availability")
def availability(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    people = everybody(session, actor, visit)
    said = windows_of(session, visit)
    rows = [
        (one, [words(said.get((one.kind, one.id), []), day) for day in visit.days])
        for one in people
    ]
    return page.show("availability/index.html", visit=visit, rows=rows)


@router.get("/visits/{visit_id}/availability/{subject}/{own_id}")
def show(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    form = Form(AvailabilityForm)
    return page.show("availability/show.html", **saying(session, visit, who, form))


@router.post("/visits/{visit_id}/availability/{subject}/{own_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
    form: Annotated[Form[AvailabilityForm], posted(AvailabilityForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    try:
        say_availability(session, actor, visit, who, form.checked())
    except Rejected as rejected:
        context = saying(session, visit, who, form.showing(rejected))
        raise page.refuse("availability/show.html", **context) from rejected
    return page.go(f"/visits/{visit_id}/availability", _("It is noted."))


def saying(
    session: Session, visit: Visit, who: Who, form: Form[AvailabilityForm]
) -> dict[str, Any]:
    """`days` are (day, what stands, lines, away, preferred); a line is (place, from, to)."""
    rows = windows_of(session, visit).get((who.kind, who.id), [])
    days = [
        (
            day,
            words(rows, day),
            lines(form, rows, day, place * LINES + 1),
            *ticks(form, rows, day),
        )
        for place, day in enumerate(visit.days)
    ]
    return {"visit": visit, "who": who, "form": form, "days": days, "seen": mark_of(rows)}  # fmt: skip


def words(rows: list[Availability], day: VisitDay) -> str:
    """What is said of a day; empty where nothing is."""
    own = [row for row in rows if row.day_id == day.id]
    if any(row.starts_local is None for row in own):
        return _("Not on this day")
    return ", ".join(f"{clock(r.starts_local)}–{clock(r.ends_local)}" for r in own)


def lines(
    form: Form[AvailabilityForm], rows: list[Availability], day: VisitDay, first: int
) -> list[tuple[int, str, str]]:
    """As posted, else as it stands, filled up with empty ones."""
    if form.posted:
        sent = zip(form.values("days"), form.values("starts"), form.values("ends"), strict=False)  # fmt: skip
        kept = [(starts, ends) for day_id, starts, ends in sent if day_id == str(day.id)]  # fmt: skip
    else:
        own = [row for row in rows if row.day_id == day.id and row.starts_local]
        kept = [(clock(row.starts_local), clock(row.ends_local)) for row in own]
    filled = [*kept, *[("", "")] * (LINES - len(kept))]
    return [(first + n, *one) for n, one in enumerate(filled)]


def ticks(
    form: Form[AvailabilityForm], rows: list[Availability], day: VisitDay
) -> tuple[bool, bool]:
    """Not on this day; best on this day."""
    if form.posted:
        return str(day.id) in form.values("away"), str(day.id) in form.values("preferred")  # fmt: skip
    own = [row for row in rows if row.day_id == day.id]
    away = any(row.starts_local is None for row in own)
    return away, any(row.preferred for row in own)
