"""`/visits/{id}/debrief`: each evening, the day's notes beside what the team makes of them."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_debrief, may_read_debrief
from app.audit import deed
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.findings.debrief_actions import PARTS, save_debrief
from app.findings.debrief_queries import debrief_page
from app.findings.forms import DebriefForm
from app.findings.rules import day_of
from app.forms import Form
from app.i18n import _
from app.models import DebriefNote, Visit, VisitDay
from app.values_audit import Verb
from app.visits.queries import visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/debrief")
def debrief(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    day: UUID | None = None,
    factor: str = "",
) -> Response:
    visit = visit_debriefed(session, actor, visit_id)
    if not visit.days or visit.pair.benchmark_version_id is None:
        return page.show("debrief/not_yet.html", visit=visit)
    chosen = day_chosen(visit, day)
    context = reading(page, session, visit, (chosen, factor))
    return page.show("debrief/index.html", **context)


@router.post("/visits/{visit_id}/debrief/{day_id}/{factor}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    day_id: UUID,
    factor: str,
    form: Annotated[Form[DebriefForm], posted(DebriefForm)],
) -> Response:
    visit = visit_debriefed(session, actor, visit_id, writes=True)
    day = day_chosen(visit, day_id)
    context = reading(page, session, visit, (day, factor))
    place = (day, context["today"].chosen.factor)
    try:
        save_debrief(session, actor, visit, place, form.checked())
    except Rejected as rejected:
        context["form"] = form.showing(rejected)
        raise page.refuse("debrief/index.html", **context) from rejected
    except Conflict as conflict:
        context["form"] = form.clashing(conflict)
        raise page.refuse("debrief/index.html", status=409, **context) from conflict
    said = _("The debrief on this factor is saved.")
    return page.go(f"/visits/{visit.id}/debrief", said, day=day.id, factor=factor)


def visit_debriefed(
    session: Session, actor: Actor, visit_id: UUID, *, writes: bool = False
) -> Visit:
    """For whom the debrief is not, it is not there; by break-glass it is only read."""
    visit = visit_shown(session, actor, visit_id)
    if not may_read_debrief(actor, visit):
        raise NotFound
    if writes and not may_debrief(actor, visit):
        raise NotPermitted
    return visit


def day_chosen(visit: Visit, day_id: UUID | None) -> VisitDay:
    """The day asked for, else the one that is or was the latest."""
    if day_id is None:
        today = datetime.now(UTC).date()
        latest = day_of(today, [day.day_on for day in visit.days])
        return next(day for day in visit.days if day.day_on == latest)
    found = next((day for day in visit.days if day.id == day_id), None)
    if found is None:
        raise NotFound
    return found


def reading(
    page: Page, session: Session, visit: Visit, place: tuple[VisitDay, str]
) -> dict[str, Any]:
    day, factor = place
    today = debrief_page(session, page.actor, visit, day, factor)
    if today.notes or today.tells:
        page.noted(deed(Verb.READ_EVIDENCE, visit))
    form = form_of(today.chosen.debrief, page.language)
    return {"visit": visit, "today": today, "form": form}


def form_of(note: DebriefNote | None, language: str) -> Form[DebriefForm]:
    if note is None:
        return Form.of(DebriefForm, {"language": language})
    names = (*PARTS, "language", "revision")
    return Form.of(DebriefForm, {name: getattr(note, name) for name in names})
