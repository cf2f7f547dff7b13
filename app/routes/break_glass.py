"""`/visits/{id}/break-glass`: a coordinator opens the raw evidence, and ends it."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_break_glass, must_be_asked_again
from app.errors import NotFound, Rejected
from app.evidence.break_glass import (
    BreakGlassForm,
    break_glass,
    end_opening,
    openings_of,
)
from app.forms import Form
from app.i18n import _
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/break-glass")
def show(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    form = Form.of(BreakGlassForm, {"minutes": 30})
    context = loaded(session, actor, visit_id)
    must_be_asked_again(actor)
    return page.show("break_glass/show.html", form=form, **context)


@router.post("/visits/{visit_id}/break-glass")
def open_glass(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[BreakGlassForm], posted(BreakGlassForm)],
) -> Response:
    context = loaded(session, actor, visit_id)
    must_be_asked_again(actor)
    try:
        break_glass(session, actor, context["visit"], form.checked())
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse("break_glass/show.html", form=shown, **context) from rejected
    said = _("The raw evidence is open to you for a while. The team is told.")
    return page.go(f"/visits/{visit_id}/evidence", said)


@router.post("/visits/{visit_id}/break-glass/end")
def end(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    context = loaded(session, actor, visit_id)
    end_opening(session, actor, context["visit"])
    return page.go(f"/visits/{visit_id}", _("Your reading is ended."))


def loaded(session: Session, actor: Actor, visit_id: UUID) -> dict[str, Any]:
    visit = visit_shown(session, actor, visit_id)
    if not may_break_glass(actor, visit):
        raise NotFound
    return {"visit": visit, "openings": openings_of(session, visit)}
