"""`/visits/{id}/agenda`: the sessions of a visit, by day; add, change, move, remove."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.errors import Conflict, Problem, Rejected
from app.forms import Form
from app.i18n import _, clock
from app.models import AgendaSession, Visit
from app.visits.agenda_actions import add_session, change_session
from app.visits.agenda_moving import (
    cancel_session,
    move_session,
    plan_again,
    remove_session,
    restore_session,
    undo_session,
)
from app.visits.agenda_pages import list_page
from app.visits.agenda_session_pages import (
    Begun,
    adding,
    beginning,
    editing,
    moving,
    reading,
    session_for,
)
from app.visits.agenda_together import undo_last
from app.visits.forms import MoveForm, RevisionForm, SessionForm, UndoForm
from app.visits.queries import visit_shown
from app.visits.use_queries import taken_off
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()
Sent = Annotated[Form[SessionForm], posted(SessionForm)]
Seen = Annotated[Form[RevisionForm], posted(RevisionForm)]


@router.get("/visits/{visit_id}/agenda")
def agenda(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    view: str = "",
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = list_page(session, actor, visit, view)
    if taken_off(session, visit, AgendaSession, removed):
        context["taken_out"] = session.get(AgendaSession, removed)
    return page.show("agenda/index.html", **context)


@router.get("/visits/{visit_id}/agenda/new")
def new(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    day: UUID | None = None,
    factor: str = "",
    voice: str = "",
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = beginning(session, actor, visit, Begun(day, factor, voice))
    return page.show("agenda/edit.html", **context)


@router.post("/visits/{visit_id}/agenda")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: Sent
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        made = add_session(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = adding(session, actor, visit, form.showing(rejected))
        raise page.refuse("agenda/edit.html", **context) from rejected
    said = _("Session %(number)s is added.", number=made.number)
    return page.go(f"/visits/{visit_id}/agenda/{made.id}", said)


@router.post("/visits/{visit_id}/agenda/reversal")
def undo(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[UndoForm], posted(UndoForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        undo_last(session, actor, visit, form.checked().moment)
    except Conflict as conflict:
        context = list_page(session, actor, visit, "") | {"meanwhile": True}
        raise page.refuse("agenda/index.html", status=409, **context) from conflict
    return page.go(f"/visits/{visit_id}/agenda", _("The last change is undone."))


@router.get("/visits/{visit_id}/agenda/{session_id}")
def show(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, session_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    return page.show("agenda/show.html", **reading(session, actor, visit, item))


@router.get("/visits/{visit_id}/agenda/{session_id}/edit")
def edit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, session_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    return page.show("agenda/edit.html", **editing(session, actor, visit, item))


@router.post("/visits/{visit_id}/agenda/{session_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Sent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        change_session(session, actor, visit, item, with_revision(form))
    except Rejected as rejected:
        context = editing(session, actor, visit, item, form.showing(rejected))
        raise page.refuse("agenda/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, actor, visit, item, form.clashing(conflict))
        raise page.refuse("agenda/edit.html", status=409, **context) from conflict
    return page.go(
        f"/visits/{visit_id}/agenda/{session_id}", _("The session is saved.")
    )


@router.post("/visits/{visit_id}/agenda/{session_id}/times")
def move(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Annotated[Form[MoveForm], posted(MoveForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        move_session(session, actor, visit, item, form.checked())
    except Rejected as rejected:
        raise refused(page, session, visit, item, form.showing(rejected)) from rejected
    except Conflict as conflict:
        raise stale(page, session, visit, item, form.clashing(conflict)) from conflict
    return page.go(back_to(visit, item, form.value("back")), when_said(item))


@router.post("/visits/{visit_id}/agenda/{session_id}/cancellation")
def cancel(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        cancel_session(session, actor, visit, item, form.checked().revision)
    except Conflict as conflict:
        raise stale(page, session, visit, item, form.clashing(conflict)) from conflict
    said = _("The session is cancelled. It stays in the agenda, struck out.")
    return page.go(f"/visits/{visit_id}/agenda/{session_id}", said)


@router.post("/visits/{visit_id}/agenda/{session_id}/plan")
def plan(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        plan_again(session, actor, visit, item, form.checked().revision)
    except Rejected as rejected:
        raise refused(page, session, visit, item, form.showing(rejected)) from rejected
    except Conflict as conflict:
        raise stale(page, session, visit, item, form.clashing(conflict)) from conflict
    said = _("The session is planned again.")
    return page.go(f"/visits/{visit_id}/agenda/{session_id}", said)


@router.post("/visits/{visit_id}/agenda/{session_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        remove_session(session, actor, visit, item, form.checked().revision)
    except Conflict as conflict:
        raise stale(page, session, visit, item, form.clashing(conflict)) from conflict
    return page.go(f"/visits/{visit_id}/agenda", removed=session_id)


@router.post("/visits/{visit_id}/agenda/{session_id}/restoration")
def restore(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, session_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id, removed=True)
    restore_session(session, actor, visit, item)
    said = _("The session is back in the agenda.")
    return page.go(f"/visits/{visit_id}/agenda/{session_id}", said)


@router.post("/visits/{visit_id}/agenda/{session_id}/reversal")
def reverse(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        undo_session(session, actor, visit, item, form.checked().revision)
    except Conflict as conflict:
        raise stale(page, session, visit, item, form.clashing(conflict)) from conflict
    said = _("The last change is undone.")
    return page.go(f"/visits/{visit_id}/agenda/{session_id}", said)


def with_revision(form: Form[SessionForm]) -> SessionForm:
    """Saving over what stands needs the revision it was read at."""
    checked = form.checked()
    if checked.revision is None:
        raise Rejected(Problem("revision", _("This is needed.")))
    return checked


def refused(
    page: Page, session: Session, visit: Visit, item: AgendaSession, form: Form[Any]
) -> Exception:
    """The session as it was, and why it cannot be changed so."""
    context = reading(session, page.actor, visit, item, moving(form, item))
    return page.refuse("agenda/show.html", **context)


def stale(
    page: Page, session: Session, visit: Visit, item: AgendaSession, form: Form[Any]
) -> Exception:
    """The session as it stands now, instead of what a button was pressed on."""
    context = reading(session, page.actor, visit, item, moving(form, item))
    return page.refuse("agenda/show.html", status=409, **context)


def back_to(visit: Visit, item: AgendaSession, back: str) -> str:
    """The session's own page, or its card on the agenda it was moved on."""
    at = f"/visits/{visit.id}/agenda"
    if not back:
        return f"{at}/{item.id}"
    return f"{at}{'?view=list' if back == 'list' else ''}#s-{item.id}"


def when_said(item: AgendaSession) -> str:
    if not (item.starts_local and item.ends_local):
        return _("The session has another day.")
    return _(
        "The session is now from %(start)s to %(end)s.",
        start=clock(item.starts_local),
        end=clock(item.ends_local),
    )
