"""`/visits/{id}/sheets`: evidence on paper, for where a tablet cannot be."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from app.errors import Rejected
from app.evidence.actions import Gone, Rival
from app.evidence.paper_actions import type_in
from app.evidence.paper_forms import NextForm, PaperForm
from app.evidence.paper_pages import (
    blank_page,
    next_sheet,
    typing_page,
    visit_typed,
)
from app.forms import Form
from app.i18n import _
from app.models.base import now
from app.routes.briefing import visit_briefed
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
NEW = "sheets/new.html"


async def kept(request: Request) -> Form[NextForm]:
    query = request.query_params
    return Form(NextForm, {name: query.getlist(name) for name in query})


@router.get("/visits/{visit_id}/sheets")
def sheets(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: str = "",
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    asked = Form(NextForm, {"session_id": [session_id]}).checked()
    context = blank_page(session, visit, asked.session_id)
    return page.show("sheets/index.html", **context)


@router.get("/visits/{visit_id}/sheets/new")
def new(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    asked: Annotated[Form[NextForm], Depends(kept)],
) -> Response:
    visit = visit_typed(session, actor, visit_id)
    last = asked.checked()
    form = next_sheet(session, actor, visit, last)
    return page.show(NEW, **typing_page(session, actor, visit, form, last.saved))


@router.post("/visits/{visit_id}/sheets")
def type_one(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[PaperForm], posted(PaperForm)],
) -> Response:
    visit = visit_typed(session, actor, visit_id)
    try:
        outcome = type_in(session, actor, visit, form.checked(), now())
    except Rejected as rejected:
        context = typing_page(session, actor, visit, form.showing(rejected))
        raise page.refuse(NEW, **context) from rejected
    address = f"/visits/{visit_id}/sheets/new"
    if isinstance(outcome, Gone | Rival):
        return page.go(f"/visits/{visit_id}/evidence/{form.value('id')}")
    stays = {n: v for n in NextForm.model_fields if (v := form.value(n))}
    return page.go(address, _("Saved. Next sheet."), **stays, saved="on")
