"""`/visits/{id}/findings`: what the team concludes, and what the host says to it."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.audit import deed
from app.errors import Conflict, Rejected
from app.findings.actions import (
    agree_finding,
    reply_to_finding,
    save_finding,
    take_back,
)
from app.findings.forms import FindingForm, ReplyForm, RevisionForm
from app.findings.pages import (
    editing,
    form_of_finding,
    list_page,
    reading,
    sheet_page,
)
from app.forms import Form
from app.i18n import _
from app.values_audit import Verb
from app.visits.queries import visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/findings")
def findings(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show("findings/index.html", **list_page(session, actor, visit))


@router.get("/visits/{visit_id}/findings/sheet")
def sheet(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show("findings/sheet.html", **sheet_page(session, actor, visit))


@router.get("/visits/{visit_id}/findings/{factor}")
def finding(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, factor: str
) -> Response:
    context = reading(session, actor, visit_shown(session, actor, visit_id), factor)
    note_reading(page, context)
    return page.show("findings/show.html", **context)


@router.get("/visits/{visit_id}/findings/{factor}/edit")
def edit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, factor: str
) -> Response:
    context = editing(session, actor, visit_shown(session, actor, visit_id), factor)
    note_reading(page, context)
    return page.show("findings/edit.html", **context)


@router.post("/visits/{visit_id}/findings/{factor}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Annotated[Form[FindingForm], posted(FindingForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = editing(session, actor, visit, factor)
    try:
        save_finding(session, actor, visit, factor, form.checked())
    except Rejected as rejected:
        context["form"] = form.showing(rejected)
        note_reading(page, context)
        raise page.refuse("findings/edit.html", **context) from rejected
    except Conflict as conflict:
        context["form"] = form.clashing(conflict)
        note_reading(page, context)
        raise page.refuse("findings/edit.html", status=409, **context) from conflict
    return page.go(f"/visits/{visit.id}/findings/{factor}", _("The draft is saved."))


@router.post("/visits/{visit_id}/findings/{factor}/agreement")
def agree(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = editing(session, actor, visit, factor)
    try:
        agree_finding(session, actor, visit, factor, form.checked().revision)
    except Rejected as rejected:
        context["form"] = form_of_finding(context).showing(rejected)
        note_reading(page, context)
        raise page.refuse("findings/edit.html", **context) from rejected
    said = _("The finding is agreed. The host city can read it and comment on it.")
    return page.go(f"/visits/{visit.id}/findings/{factor}", said)


@router.post("/visits/{visit_id}/findings/{factor}/draft")
def back_to_draft(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    take_back(session, actor, visit, factor, form.checked().revision)
    said = _("The finding is a draft again. The host city no longer sees it.")
    return page.go(f"/visits/{visit.id}/findings/{factor}", said)


@router.post("/visits/{visit_id}/findings/{factor}/reply")
def reply(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Annotated[Form[ReplyForm], posted(ReplyForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = reading(session, actor, visit, factor)
    try:
        reply_to_finding(session, actor, visit, factor, form.checked())
    except Rejected as rejected:
        context["form"] = form.showing(rejected)
        note_reading(page, context)
        raise page.refuse("findings/show.html", **context) from rejected
    except Conflict as conflict:
        context["form"] = form.clashing(conflict)
        note_reading(page, context)
        raise page.refuse("findings/show.html", status=409, **context) from conflict
    said = _("Your comments are kept. The visiting team can read them.")
    return page.go(f"/visits/{visit.id}/findings/{factor}#reply", said)


def note_reading(page: Page, context: dict[str, Any]) -> None:
    """Into the audit, where the page shows raw evidence to this reader."""
    if any(context.get(name) for name in ("notes", "notes_for", "notes_against")):
        page.noted(deed(Verb.READ_EVIDENCE, context["visit"]))
