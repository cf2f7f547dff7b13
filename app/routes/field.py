"""`/visits/{id}/field`: the page of a shared tablet, and what a member does at it."""

from math import ceil
from typing import Annotated, Literal
from uuid import UUID

from starlette.responses import JSONResponse, Response

from app.access import Actor, has_seat
from app.assets import worker_script
from app.audit import deed
from app.db import Database
from app.errors import NotFound, Problem, Rejected, SignInNeeded
from app.evidence.actions import Full, Gone, Outcome, Quarantined, Rival
from app.evidence.field_actions import change_in_field, note_in_field, sitting
from app.evidence.field_forms import FieldNoteForm
from app.evidence.field_pages import (
    changing_page,
    field_page,
    field_visit,
    locked_page,
    own_note,
    shell_page,
    writing_page,
)
from app.evidence.forms import NoteForm
from app.forms import Form
from app.i18n import _, speaking
from app.models.base import now
from app.people.seat_actions import Opened, lock_seat, note_used, open_seat
from app.people.tablet_forms import SeatForm
from app.routes.api_intake import JSON, problem
from app.values_audit import Verb
from app.visits.queries import visit_shown
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    Working,
    posted,
    router as new_router,
)

router = new_router()
NEW, NOTE = "field/new.html", "field/note.html"
NoteSent = Annotated[Form[NoteForm], posted(NoteForm)]


@router.get("/visits/{visit_id}/field")
def field(page: PageOf, session: DbSession, actor: Anybody, visit_id: UUID) -> Response:
    if actor.tablet is None:
        return at_a_desk(page, session, actor, visit_id)
    visit = field_visit(session, actor, visit_id)
    if actor.tablet.ended:
        return page.show("field/ended.html", visit=visit)
    if not has_seat(actor, visit):
        return page.show("field/locked.html", **locked_page(session, actor, visit))
    somebody_is_there(page)
    page.noted(deed(Verb.READ_EVIDENCE, visit))
    return page.show("field/index.html", **field_page(session, actor, visit))


@router.post("/visits/{visit_id}/field/seat")
def sit(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    visit_id: UUID,
    form: Annotated[Form[SeatForm], posted(SeatForm)],
) -> Response:
    visit = field_visit(session, only_tablet(actor), visit_id)
    sent = form.checked()
    opened = open_seat(session, actor, visit, sent, now())
    if asks_for_json(page):
        return seat_answer(opened)
    if opened.member is not None:
        return page.go(f"/visits/{visit_id}/field")
    wrong = form.showing(Rejected(Problem("card", opened.problem)))
    context = locked_page(session, actor, visit, wrong)
    status = 429 if opened.wait else 422
    return page.show("field/locked.html", status=status, **context)


def asks_for_json(page: Page) -> bool:
    """The kept page, which shows what comes of it itself."""
    return page.request.headers.get("accept", "") == JSON


def seat_answer(opened: Opened) -> Response:
    member = opened.member
    if member is None:
        status = 429 if opened.wait else 422
        answer = problem(status, _("This seat is not open"), opened.problem)
        if opened.wait:
            answer.headers["Retry-After"] = str(ceil(opened.wait.total_seconds()))
        return answer
    said = {"shown_name": member.shown_name, "languages": member.languages}
    return JSONResponse({"member": str(member.id), **said})


@router.post("/visits/{visit_id}/field/lock")
def lock(page: PageOf, session: DbSession, actor: Anybody, visit_id: UUID) -> Response:
    visit = field_visit(session, only_tablet(actor), visit_id)
    lock_seat(session, actor, visit, now())
    if asks_for_json(page):
        return Response(status_code=204)
    return page.go(f"/visits/{visit_id}/field", _("The seat is locked."))


@router.post("/visits/{visit_id}/field/presence", status_code=204)
def presence(
    page: PageOf, session: DbSession, actor: Working, visit_id: UUID
) -> Response:
    """Somebody writes: told by the page, since a queue that sends by itself is nobody."""
    field_visit(session, actor, visit_id)
    somebody_is_there(page)
    return Response(status_code=204)


@router.get("/visits/{visit_id}/field/new")
def new(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    taking: UUID | None = None,
) -> Response:
    visit = field_visit(session, actor, visit_id)
    somebody_is_there(page)
    return page.show(NEW, **writing_page(session, actor, visit, taking=taking))


@router.post("/visits/{visit_id}/field")
def write(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    visit_id: UUID,
    form: Annotated[Form[FieldNoteForm], posted(FieldNoteForm)],
) -> Response:
    visit = field_visit(session, only_tablet(actor), visit_id)
    try:
        sent = form.checked()
        writer = sitting(session, actor, sent.open_seat)
        kept = sent.lock and not sent.text
        outcome = None if kept else note_in_field(session, writer, visit, sent.note)
    except Rejected as rejected:
        context = writing_page(session, actor, visit, form.showing(rejected))
        raise page.refuse(NEW, **context) from rejected
    if sent.lock:
        lock_seat(session, actor, visit, now())
    somebody_is_there(page)
    return page.go(f"/visits/{visit_id}/field", said_of(outcome, locked=sent.lock))


@router.get("/visits/{visit_id}/field/page")
def shell(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    visit_id: UUID,
    language: Literal["en", "fr"] = "en",
) -> Response:
    """The page a tablet keeps: the same for every seat, with nothing of the visit."""
    visit = field_visit(session, only_tablet(actor), visit_id)
    with speaking(language):
        return page.show("field/page.html", visit_id=visit.id, **shell_page())


@router.get("/visits/{visit_id}/field/worker.js")
def worker(session: DbSession, actor: Anybody, visit_id: UUID) -> Response:
    """Serves the kept page without a network; another release is another worker."""
    visit = field_visit(session, only_tablet(actor), visit_id)
    scope = f"/visits/{visit.id}/field"
    headers = {"Service-Worker-Allowed": scope, "Cache-Control": "no-cache"}
    script = worker_script(scope)
    return Response(script, media_type="text/javascript", headers=headers)


@router.get("/visits/{visit_id}/field/{evidence_id}")
def note(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    evidence_id: UUID,
) -> Response:
    visit = field_visit(session, actor, visit_id)
    found = own_note(session, actor, visit, evidence_id)
    somebody_is_there(page)
    page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
    return page.show(NOTE, **changing_page(session, visit, found, None))


@router.post("/visits/{visit_id}/field/{evidence_id}")
def change(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    evidence_id: UUID,
    form: NoteSent,
) -> Response:
    visit = field_visit(session, actor, visit_id)
    found = own_note(session, actor, visit, evidence_id)
    somebody_is_there(page)
    try:
        outcome = change_in_field(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = changing_page(session, visit, found, form.showing(rejected))
        raise page.refuse(NOTE, **context) from rejected
    return page.go(f"/visits/{visit_id}/field", said_of(outcome, locked=False))


def only_tablet(actor: Actor) -> Actor:
    """Raises `SignInNeeded` for nobody, `NotFound` for a person."""
    if actor.tablet is None:
        raise NotFound if actor.signed_in else SignInNeeded
    return actor


def at_a_desk(page: Page, session: DbSession, actor: Actor, visit_id: UUID) -> Response:
    """A browser that is no tablet: how it becomes one, for those who see the visit."""
    if not actor.signed_in:
        return page.go("/tablets/new", visit=visit_id)
    visit = visit_shown(session, actor, visit_id)
    return page.show("field/desk.html", visit=visit)


def somebody_is_there(page: Page) -> None:
    """The idle time begins anew, once the answer's own transaction is over."""
    at = page.actor.tablet
    if at is None or at.open_seat_id is None:
        return
    open_seat_id = at.open_seat_id

    def noted(database: Database) -> None:
        with database.writing() as session:
            note_used(session, open_seat_id, now())

    page.afterwards.append(noted)


def said_of(outcome: Outcome | None, *, locked: bool) -> str:
    match outcome:
        case None:
            return _("The seat is locked.")
        case Gone():
            return _("This note was erased for good.")
        case Quarantined():
            return _("This tablet is no longer part of the visit. Your note is kept for the lead.")  # fmt: skip
        case Full():
            return _("This tablet has handed in all it may, and this note was not kept. Tell the lead.")  # fmt: skip
        case Rival():
            return _("Somebody changed this note meanwhile. Both texts are kept; the lead chooses.")  # fmt: skip
    return _("Received. The seat is locked.") if locked else _("Received.")
