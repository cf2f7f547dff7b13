"""`/visits/{id}/days`: the days of a visit, which need not follow each other."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.models import Visit, VisitDay
from app.programmes.preparing_queries import moves_waiting
from app.translations import Texts
from app.visits.day_actions import add_day, change_day, remove_day, restore_day
from app.visits.forms import ZONES, DayForm, RevisionForm
from app.visits.places_queries import day_for, zone_to_begin_with
from app.visits.queries import visit_planned, visit_shown
from app.visits.rules import changed_meanwhile
from app.visits.use_queries import taken_off
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[DayForm], posted(DayForm)]
FIELDS = tuple(name for name in DayForm.model_fields if name != "id")
#: Offered first; any IANA name is accepted.
OFFERED = sorted(zone for zone in ZONES if zone.startswith("Europe/"))


@router.get("/visits/{visit_id}/days")
def days(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    context = listing(session, visit, blank(visit), removed)
    return page.show("days/index.html", **context)


@router.post("/visits/{visit_id}/days")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        add_day(session, actor, visit, form.checked())
    except Rejected as rejected:
        raise refused(page, session, visit, form, rejected) from rejected
    return page.go(after(session, visit), _("The day is added."))


@router.get("/visits/{visit_id}/days/{day_id}")
def day(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, day_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = day_for(session, actor, visit, day_id)
    form = Form.of(DayForm, {name: getattr(found, name) for name in FIELDS})
    return page.show("days/edit.html", **editing(visit, found, form))


@router.post("/visits/{visit_id}/days/{day_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    day_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = day_for(session, actor, visit, day_id)
    try:
        change_day(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = editing(visit, found, form.showing(rejected))
        raise page.refuse("days/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(visit, found, form.clashing(conflict))
        raise page.refuse("days/edit.html", status=409, **context) from conflict
    return page.go(after(session, visit), _("The day is saved."))


@router.post("/visits/{visit_id}/days/{day_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    day_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = day_for(session, actor, visit, day_id)
    try:
        remove_day(session, actor, visit, found, form.checked().revision)
    except Rejected as rejected:
        raise refused(page, session, visit, blank(visit), rejected) from rejected
    except Conflict as stale:
        why = changed_meanwhile()
        raise refused(page, session, visit, blank(visit), why, 409) from stale
    return page.go(f"/visits/{visit_id}/days", removed=day_id)


@router.post("/visits/{visit_id}/days/{day_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, day_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = day_for(session, actor, visit, day_id, removed=True)
    try:
        restore_day(session, actor, visit, found)
    except Rejected as rejected:
        raise refused(page, session, visit, blank(visit), rejected) from rejected
    return page.go(after(session, visit), _("The day is back."))


def after(session: DbSession, visit: Visit) -> str:
    """Where the first day has moved, to the steps that can move along with it."""
    waits = moves_waiting(session, visit)
    return f"/visits/{visit.id}/{'preparation' if waits else 'days'}"


def blank(visit: Visit) -> Form[DayForm]:
    zone = zone_to_begin_with(visit)
    return Form.of(DayForm, {"id": uuid7(), "time_zone": zone, "mode": visit.mode})


def refused(
    page: Page,
    session: DbSession,
    visit: Visit,
    form: Form[DayForm],
    why: Rejected,
    status: int = 422,
) -> Exception:
    context = listing(session, visit, form.showing(why), None)
    return page.refuse("days/index.html", status=status, **context)


def listing(
    session: DbSession, visit: Visit, form: Form[DayForm], removed: UUID | None
) -> dict[str, Any]:
    texts = Texts(session, visit.days, language=visit.language)
    known = {"removed": taken_off(session, visit, VisitDay, removed), "zones": OFFERED}
    return {"visit": visit, "form": form, "texts": texts, **known}


def editing(visit: Visit, found: VisitDay, form: Form[DayForm]) -> dict[str, Any]:
    return {"visit": visit, "day": found, "form": form, "zones": OFFERED}
