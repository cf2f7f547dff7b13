"""`/pairs/{id}/actions`: what the learning city does about what was found."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.access import may_comment_actions, may_write_actions
from app.errors import Conflict, NotPermitted, Rejected
from app.findings.forms import RevisionForm
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.models.base import now
from app.plans.actions import (
    add_action,
    add_update,
    change_action,
    remove_action,
    restore_action,
)
from app.plans.forms import ActionFilter, ActionForm, UpdateForm
from app.plans.pages import editing, list_page, reading
from app.plans.queries import action_for
from app.programmes.queries import pair_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
FIELDS = tuple(name for name in ActionForm.model_fields if name != "id")


@router.get("/pairs/{pair_id}/actions")
def actions(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    status: str = "",
    removed: UUID | None = None,
) -> Response:
    """`removed` is the action just taken out, so that it can come back."""
    pair = pair_shown(session, actor, pair_id)
    form = Form(ActionFilter, {"status": [status]})
    context = list_page(session, actor, pair, form, now().date())
    part = "actions/_list.html"
    return page.show("actions/index.html", part=part, **context, removed=removed)


@router.get("/pairs/{pair_id}/actions/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID) -> Response:
    pair = pair_shown(session, actor, pair_id)
    if not may_write_actions(actor, pair):
        raise NotPermitted
    start = {"id": uuid7(), "language": page.language, "status": "planned"}
    form = Form.of(ActionForm, start)
    return page.show("actions/edit.html", **editing(session, pair, None, form))


@router.post("/pairs/{pair_id}/actions")
def add(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    form: Annotated[Form[ActionForm], posted(ActionForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    if not may_write_actions(actor, pair):
        raise NotPermitted
    try:
        made = add_action(session, actor, pair, form.checked())
    except Rejected as rejected:
        context = editing(session, pair, None, form.showing(rejected))
        raise page.refuse("actions/edit.html", **context) from rejected
    return page.go(f"/pairs/{pair_id}/actions/{made.id}", _("The action is added."))


@router.get("/pairs/{pair_id}/actions/{action_id}")
def action(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, action_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id)
    start = {"id": uuid7(), "language": page.language, "on": now().date()}
    form = Form.of(UpdateForm, start)
    context = reading(session, pair, found, form, now().date())
    return page.show("actions/show.html", **context)


@router.get("/pairs/{pair_id}/actions/{action_id}/edit")
def edit(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, action_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id)
    if not may_write_actions(actor, pair):
        raise NotPermitted
    form = Form.of(ActionForm, {name: getattr(found, name) for name in FIELDS})
    return page.show("actions/edit.html", **editing(session, pair, found, form))


@router.post("/pairs/{pair_id}/actions/{action_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    action_id: UUID,
    form: Annotated[Form[ActionForm], posted(ActionForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id)
    try:
        change_action(session, actor, pair, found, form.checked())
    except Rejected as rejected:
        context = editing(session, pair, found, form.showing(rejected))
        raise page.refuse("actions/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, pair, found, form.clashing(conflict))
        raise page.refuse("actions/edit.html", status=409, **context) from conflict
    return page.go(f"/pairs/{pair_id}/actions/{action_id}", _("The action is saved."))


@router.post("/pairs/{pair_id}/actions/{action_id}/updates")
def update(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    action_id: UUID,
    form: Annotated[Form[UpdateForm], posted(UpdateForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id)
    if not may_comment_actions(actor, pair):
        raise NotPermitted
    try:
        add_update(session, actor, pair, found, form.checked())
    except Rejected as rejected:
        form = form.showing(rejected)
        context = reading(session, pair, found, form, now().date())
        raise page.refuse("actions/show.html", **context) from rejected
    return page.go(f"/pairs/{pair_id}/actions/{action_id}#updates", _("It is noted."))


@router.post("/pairs/{pair_id}/actions/{action_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    action_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id)
    remove_action(session, actor, pair, found, form.checked().revision)
    return page.go(f"/pairs/{pair_id}/actions", removed=action_id)


@router.post("/pairs/{pair_id}/actions/{action_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, action_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = action_for(session, pair, action_id, removed=True)
    restore_action(session, actor, pair, found)
    return page.go(f"/pairs/{pair_id}/actions/{action_id}", _("The action is back."))
