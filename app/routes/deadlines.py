"""`/pairs/{id}/deadlines`: the steps of the cycle, their dates and whether they are done."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import Actor, may_plan
from app.errors import Conflict, NotPermitted, Rejected
from app.findings.forms import RevisionForm
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.labels import choices
from app.models import Deadline, Pair
from app.programmes.api_queries import visits_of_pair
from app.programmes.deadline_actions import (
    add_deadline,
    change_deadline,
    finish_deadline,
    remove_deadline,
    restore_deadline,
    undo_deadline,
)
from app.programmes.forms import DeadlineForm, NewDeadlineForm
from app.programmes.names import visit_named
from app.programmes.queries import (
    deadline_for,
    pair_shown,
    people_of_pair,
    programme_of,
)
from app.values import Step
from app.visits.rules import changed_meanwhile
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

NEW, SHOW = "deadlines/new.html", "deadlines/show.html"
FIELDS = tuple(DeadlineForm.model_fields)
Pressed = Annotated[Form[RevisionForm], posted(RevisionForm)]


@router.get("/pairs/{pair_id}/deadlines/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID) -> Response:
    pair = pair_planned(session, actor, pair_id)
    form = Form.of(NewDeadlineForm, {"id": uuid7()})
    return page.show(NEW, **offered(session, actor, pair, form))


@router.post("/pairs/{pair_id}/deadlines")
def add(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    form: Annotated[Form[NewDeadlineForm], posted(NewDeadlineForm)],
) -> Response:
    pair = pair_planned(session, actor, pair_id)
    try:
        add_deadline(session, actor, pair, form.checked())
    except Rejected as rejected:
        context = offered(session, actor, pair, form.showing(rejected))
        raise page.refuse(NEW, **context) from rejected
    return page.go(f"/pairs/{pair_id}#cycle", _("The step is added."))


@router.get("/pairs/{pair_id}/deadlines/{deadline_id}")
def deadline(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, deadline_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    if not may_plan(actor, pair):
        raise NotPermitted
    return page.show(SHOW, **editing(session, actor, pair, found, form_of(found)))


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    deadline_id: UUID,
    form: Annotated[Form[DeadlineForm], posted(DeadlineForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    try:
        change_deadline(session, actor, pair, found, form.checked())
    except Rejected as rejected:
        context = editing(session, actor, pair, found, form.showing(rejected))
        raise page.refuse(SHOW, **context) from rejected
    except Conflict as conflict:
        context = editing(session, actor, pair, found, form.clashing(conflict))
        raise page.refuse(SHOW, status=409, **context) from conflict
    return page.go(back_from(found), _("The step is saved."))


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}/completion")
def finish(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    deadline_id: UUID,
    form: Pressed,
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    try:
        finish_deadline(session, actor, pair, found, form.checked().revision)
    except Conflict as stale:
        again = form_of(found).showing(changed_meanwhile())
        context = editing(session, actor, pair, found, again)
        raise page.refuse(SHOW, status=409, **context) from stale
    return page.go(back_from(found), _("The step is done."))


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    deadline_id: UUID,
    form: Pressed,
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    try:
        remove_deadline(session, actor, pair, found, form.checked().revision)
    except Conflict as stale:
        again = form_of(found).showing(changed_meanwhile())
        context = editing(session, actor, pair, found, again)
        raise page.refuse(SHOW, status=409, **context) from stale
    return page.go(f"/pairs/{pair_id}", removed=deadline_id)


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, deadline_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id, removed=True)
    restore_deadline(session, actor, pair, found)
    return page.go(f"/pairs/{pair_id}#cycle", _("The step is back."))


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}/undoing")
def undo(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    deadline_id: UUID,
    form: Pressed,
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    try:
        undo_deadline(session, actor, pair, found, form.checked().revision)
    except Conflict as stale:
        again = form_of(found).showing(changed_meanwhile())
        context = editing(session, actor, pair, found, again)
        raise page.refuse(SHOW, status=409, **context) from stale
    return page.go(f"/pairs/{pair_id}#cycle", _("The last change is undone."))


def pair_planned(session: DbSession, actor: Actor, pair_id: UUID) -> Pair:
    pair = pair_shown(session, actor, pair_id)
    if not may_plan(actor, pair):
        raise NotPermitted
    return pair


def back_from(found: Deadline) -> str:
    """To the visit's steps, or to the pair's cycle where it has no visit."""
    if found.visit_id is None:
        return f"/pairs/{found.pair_id}#cycle"
    return f"/visits/{found.visit_id}/preparation"


def form_of(found: Deadline) -> Form[DeadlineForm]:
    return Form.of(DeadlineForm, {name: getattr(found, name) for name in FIELDS})


def editing(
    session: DbSession,
    actor: Actor,
    pair: Pair,
    found: Deadline,
    form: Form[DeadlineForm],
) -> dict[str, Any]:
    return {**offered(session, actor, pair, form), "deadline": found}


def offered(
    session: DbSession,
    actor: Actor,
    pair: Pair,
    form: Form[DeadlineForm] | Form[NewDeadlineForm],
) -> dict[str, Any]:
    visits = visits_of_pair(session, actor, pair.id)
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "step_choices": choices(Step),
        "visit_choices": [(visit.id, visit_named(visit)) for visit in visits],
        "choices": [(one.id, one.name) for one in people_of_pair(session, pair)],
        "form": form,
    }
