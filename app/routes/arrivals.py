"""`/visits/{id}/arrivals`: the team's notes as they come in, by factor and session."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from app.audit import deed
from app.evidence.arrival_forms import LiveForm, WaitingForm
from app.evidence.arrival_pages import live_page, waiting_since
from app.evidence.queries import raw_visit_shown
from app.forms import Form
from app.values_audit import Verb
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


async def list_shown(request: Request) -> Form[WaitingForm]:
    query = request.query_params
    return Form(WaitingForm, {name: query.getlist(name) for name in query})


async def day_shown(request: Request) -> Form[LiveForm]:
    query = request.query_params
    return Form(LiveForm, {name: query.getlist(name) for name in query})


@router.get("/visits/{visit_id}/arrivals")
def arrivals(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    asked: Annotated[Form[LiveForm], Depends(day_shown)],
) -> Response:
    """204 where nothing came since the page was shown."""
    visit = raw_visit_shown(session, actor, visit_id)
    context = live_page(session, visit, asked.checked())
    if context is None:
        return Response(status_code=204)
    page.noted(deed(Verb.READ_EVIDENCE, visit))
    return page.show("arrivals/index.html", part="arrivals/_day.html", **context)


@router.get("/visits/{visit_id}/arrivals/waiting")
def waiting(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    asked: Annotated[Form[WaitingForm], Depends(list_shown)],
) -> Response:
    """How many wait, no word of them; 204 where the page says it already."""
    visit = raw_visit_shown(session, actor, visit_id)
    found = waiting_since(session, actor, visit, asked.checked())
    if found is None:
        return Response(status_code=204)
    return page.show("arrivals/_waiting.html", waiting=found)
