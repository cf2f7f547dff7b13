"""`/visits/{id}/team`: the visiting team, and its preparation."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.access import may_edit_team
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.visits.forms import MemberForm, RevisionForm
from app.visits.queries import visit_shown
from app.visits.rules import changed_meanwhile
from app.visits.team_actions import (
    add_member,
    change_member,
    remove_member,
    restore_member,
)
from app.visits.team_pages import editing, form_of, team_page
from app.visits.team_queries import member_for
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[MemberForm], posted(MemberForm)]


@router.get("/visits/{visit_id}/team")
def team(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show("team/index.html", **team_page(session, actor, visit, removed))


@router.get("/visits/{visit_id}/team/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_shown(session, actor, visit_id)
    if not may_edit_team(actor, visit):
        raise NotPermitted
    form = Form.of(MemberForm, {"id": uuid7(), "part": "member", "joins": "on-site"})
    return page.show("team/edit.html", **editing(session, actor, visit, None, form))


@router.post("/visits/{visit_id}/team")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    if not may_edit_team(actor, visit):
        raise NotPermitted
    try:
        add_member(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = editing(session, actor, visit, None, form.showing(rejected))
        raise page.refuse("team/edit.html", **context) from rejected
    return page.go(f"/visits/{visit_id}/team", _("The member is on the team."))


@router.get("/visits/{visit_id}/team/{member_id}")
def member(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, member_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = member_for(session, actor, visit, member_id)
    form = form_of(actor, visit, found)
    return page.show("team/edit.html", **editing(session, actor, visit, found, form))


@router.post("/visits/{visit_id}/team/{member_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    member_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = member_for(session, actor, visit, member_id)
    try:
        change_member(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = editing(session, actor, visit, found, form.showing(rejected))
        raise page.refuse("team/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, actor, visit, found, form.clashing(conflict))
        raise page.refuse("team/edit.html", status=409, **context) from conflict
    return page.go(f"/visits/{visit_id}/team", _("Your changes are saved."))


@router.post("/visits/{visit_id}/team/{member_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    member_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = member_for(session, actor, visit, member_id)
    try:
        remove_member(session, actor, visit, found, form.checked().revision)
    except Conflict as stale:
        context = team_page(session, actor, visit, None)
        context["problems"] = changed_meanwhile().problems
        raise page.refuse("team/index.html", status=409, **context) from stale
    return page.go(f"/visits/{visit_id}/team", removed=member_id)


@router.post("/visits/{visit_id}/team/{member_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, member_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = member_for(session, actor, visit, member_id, removed=True)
    try:
        restore_member(session, actor, visit, found)
    except Rejected as rejected:
        context = team_page(session, actor, visit, None)
        context["problems"] = rejected.problems
        raise page.refuse("team/index.html", **context) from rejected
    return page.go(f"/visits/{visit_id}/team", _("The member is back on the team."))
