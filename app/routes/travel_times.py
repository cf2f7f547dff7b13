"""`/visits/{id}/travel-times`: how long the ways between the places take."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Rejected
from app.forms import Form
from app.i18n import _, ngettext
from app.models import Visit
from app.visits.planning_forms import WaysForm
from app.visits.queries import visit_shown
from app.visits.travel_actions import joined, write_ways
from app.visits.travel_queries import ways_of
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/travel-times")
def travel_times(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    form = Form(WaysForm)
    return page.show("travel_times/index.html", **listing(session, actor, visit, form))


@router.post("/visits/{visit_id}/travel-times")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[WaysForm], posted(WaysForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        changed = write_ways(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = listing(session, actor, visit, form.showing(rejected))
        raise page.refuse("travel_times/index.html", **context) from rejected
    said = ngettext("%(count)s way is saved.", "%(count)s ways are saved.", changed)
    at = f"/visits/{visit_id}/travel-times"
    return page.go(at, said % {"count": changed} if changed else _("Nothing changed."))


def listing(
    session: Session, actor: Actor, visit: Visit, form: Form[WaysForm]
) -> dict[str, Any]:
    """Each way with what is typed for it; `seen` is what stands now."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    typed = dict(zip(form.values("ways"), form.values("minutes"), strict=False))
    ways = [
        (joined(way.ends), way, "" if way.written is None else str(way.written))
        for way in ways_of(session, visit)
    ]
    lines = [
        (place, key, way, seen, typed.get(key, seen))
        for place, (key, way, seen) in enumerate(ways, start=1)
    ]
    return {"visit": visit, "form": form, "lines": lines}
