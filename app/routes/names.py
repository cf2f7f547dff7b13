"""`/account/names`: one's own name and language, and the name each team shows."""

from typing import Annotated
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Person
from app.people.forms import OwnNameForm, ShownNameForm
from app.people.name_actions import (
    change_own,
    choose_name,
    own_place,
    own_places,
    take_back_name,
)
from app.visits.forms import RevisionForm
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX, EDIT = "names/index.html", "names/edit.html"


@router.get("/account/names")
def names(
    page: PageOf, session: DbSession, actor: SignedIn, changed: UUID | None = None
) -> Response:
    form = own_form(session, actor)
    places = own_places(session, actor)
    return page.show(INDEX, form=form, places=places, changed=changed)


@router.post("/account/names")
def save_own(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[OwnNameForm], posted(OwnNameForm)],
) -> Response:
    try:
        change_own(session, actor, form.checked())
    except Rejected as rejected:
        places, shown = own_places(session, actor), form.showing(rejected)
        raise page.refuse(INDEX, form=shown, places=places, changed=None) from rejected
    return page.go("/account/names", _("Your name and language are saved."))


@router.get("/account/names/{member_id}")
def name(
    page: PageOf, session: DbSession, actor: SignedIn, member_id: UUID
) -> Response:
    member = own_place(session, actor, member_id)
    values = {"shown_name": member.shown_name, "revision": member.revision}
    return page.show(EDIT, member=member, form=Form.of(ShownNameForm, values))


@router.post("/account/names/{member_id}")
def save_name(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    member_id: UUID,
    form: Annotated[Form[ShownNameForm], posted(ShownNameForm)],
) -> Response:
    member = own_place(session, actor, member_id)
    try:
        choose_name(session, actor, member, form.checked())
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse(EDIT, member=member, form=shown) from rejected
    except Conflict as stale:
        clash = form.clashing(stale)
        raise page.refuse(EDIT, status=409, member=member, form=clash) from stale
    return page.go("/account/names", changed=member_id)


@router.post("/account/names/{member_id}/undo")
def undo_name(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    member_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    member = own_place(session, actor, member_id)
    take_back_name(session, actor, member, form.checked().revision)
    return page.go("/account/names", _("You are shown by the name from before."))


def own_form(session: Session, actor: Actor) -> Form[OwnNameForm]:
    person = session.get_one(Person, actor.person_id)
    values = {"name": person.name, "language": person.language}
    return Form.of(OwnNameForm, values)
