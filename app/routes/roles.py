"""`/people/{id}/roles`: given and taken by a coordinator, who is asked again."""

from typing import Annotated
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, must_be_asked_again
from app.errors import Conflict, NotFound, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Membership
from app.people.forms import RevokeForm, RolesForm
from app.people.people_pages import past_of, person_for
from app.people.role_actions import give_roles, take_role
from app.routes.invitations import in_form
from app.routes.people import SHOW, refusal, shown
from app.visits.rules import changed_meanwhile
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.post("/people/{person_id}/roles")
def add(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    person_id: UUID,
    form: Annotated[Form[RolesForm], posted(RolesForm)],
) -> Response:
    person = person_for(session, actor, person_id)
    must_be_asked_again(actor)
    try:
        given = give_roles(session, actor, person, form.checked())
    except Rejected as rejected:
        showing, chosen = form.showing(rejected), in_form(form)
        context = shown(session, actor, person, chosen, showing)
        raise page.refuse(SHOW, **context) from rejected
    said = _("The role is given.") if given else _("They hold this role already.")
    return page.go(f"/people/{person_id}", said)


@router.post("/people/{person_id}/roles/{membership_id}/removal")
def take(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    person_id: UUID,
    membership_id: UUID,
    form: Annotated[Form[RevokeForm], posted(RevokeForm)],
) -> Response:
    person = person_for(session, actor, person_id)
    held = role_held(session, actor, person_id, membership_id)
    try:
        take_role(session, actor, person, held, form.checked().revision)
    except Rejected as rejected:
        raise refusal(page, session, actor, person, rejected.problems) from rejected
    except Conflict as conflict:
        problems = changed_meanwhile().problems
        raise refusal(page, session, actor, person, problems) from conflict
    still_there = person_id != actor.person_id
    said = _("The role is taken away; what they wrote stays.")
    return page.go(f"/people/{person_id}" if still_there else "/", said)


def role_held(
    session: Session, actor: Actor, person_id: UUID, membership_id: UUID
) -> Membership:
    person = person_for(session, actor, person_id)
    held = past_of(session, actor, person).get(membership_id)
    if held is None or held.removed_at is not None:
        raise NotFound
    return held
