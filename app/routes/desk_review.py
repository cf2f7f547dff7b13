"""`/visits/{id}/desk-review`: what the team reads out of the documents before it leaves."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.audit import deed
from app.errors import Rejected
from app.findings.sheet_forms import SheetForm
from app.findings.sheet_pages import (
    Context,
    desk_page,
    shown_again,
    take_desk_review,
    take_one_desk_note,
    visit_read_up,
)
from app.findings.sheet_queries import desk_notes_of
from app.forms import Form
from app.i18n import _
from app.models import Visit
from app.values_audit import Verb
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX, STATE = "desk_review/index.html", "ui/_saved.html"
Sent = Annotated[Form[SheetForm], posted(SheetForm)]


@router.get("/visits/{visit_id}/desk-review")
def desk_review(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_read_up(session, actor, visit_id)
    return page.show(INDEX, **reading(page, session, visit))


@router.post("/visits/{visit_id}/desk-review")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Sent,
    at: str = "",
) -> Response:
    """What nobody else changed is kept also where the answer is 409."""
    visit = visit_read_up(session, actor, visit_id)
    try:
        conflicts = take_desk_review(session, actor, visit, form.posted)
    except Rejected as rejected:
        context = reading(page, session, visit) | {"form": form.showing(rejected)}
        raise page.refuse(INDEX, **context) from rejected
    if conflicts:
        context = shown_again(reading(page, session, visit), form, conflicts)
        return page.show(INDEX, status=409, **context)
    return page.go(f"/visits/{visit_id}/desk-review#{at}", _("It is saved."))


@router.post("/visits/{visit_id}/desk-review/{factor}")
def save_one(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Sent,
) -> Response:
    """One of the page, as it saves itself; the answer says only how that went."""
    visit = visit_read_up(session, actor, visit_id)
    try:
        clash = take_one_desk_note(session, actor, visit, factor, form.posted)
    except Rejected as rejected:
        why = rejected.problems[0].message
        raise page.refuse(STATE, key=factor, revision=None, why=why) from rejected
    row = desk_notes_of(session, actor, visit).get(factor)
    revision = None if clash else row and row.revision
    status = 409 if clash else 200
    return page.show(STATE, status=status, key=factor, revision=revision, why="")


def reading(page: Page, session: DbSession, visit: Visit) -> Context:
    """What the team expects to hear is read like what it hears: it is noted."""
    context = desk_page(session, page.actor, visit)
    if context["rows"]:
        page.noted(deed(Verb.READ_EVIDENCE, visit))
    return context
