"""`/passkeys` and `/account/passkeys`: asked for by a script, answered as a form."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import NotFound
from app.forms import Form
from app.i18n import _
from app.models import PendingFor
from app.models.base import now
from app.people.account_actions import note_asked_again
from app.people.forms import ChallengeForm, PasskeyForm, PasskeyNameForm
from app.people.passkey_actions import (
    Answered,
    Party,
    add_passkey,
    begin,
    person_by_passkey,
    remove_passkey,
    rename_passkey,
)
from app.people.passkey_queries import own_passkey
from app.people.rules import browser_of, own_address
from app.routes.keeping import asked, keep_asked, signed_in_as
from app.values import SignInMethod
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()
Posted = Annotated[Form[PasskeyForm], posted(PasskeyForm)]


@router.post("/passkeys/challenges")
def ask(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[ChallengeForm], posted(ChallengeForm)],
) -> Response:
    purpose = PendingFor(form.checked().purpose)
    begun = begin(session, party_of(page), actor, purpose, now())
    answer = Response(begun.options, media_type="application/json")
    return keep_asked(page, begun.secret, answer, "passkey")


@router.post("/passkeys/sign-in")
def sign_in_with_passkey(
    page: PageOf, session: DbSession, actor: Anybody, form: Posted
) -> Response:
    sent = form.checked()
    answered = Answered(asked(page, "passkey"), sent.credential)
    purpose = PendingFor.PASSKEY_SIGN_IN
    person = person_by_passkey(session, party_of(page), answered, purpose, actor)
    if person is None:
        return page.go("/sign-in", not_accepted(), next=own_address(sent.then))
    return signed_in_as(page, session, person, SignInMethod.PASSKEY, sent.then)


@router.post("/account/confirmation/passkey")
def confirm_with_passkey(
    page: PageOf, session: DbSession, actor: SignedIn, form: Posted
) -> Response:
    sent = form.checked()
    then = own_address(sent.then)
    answered = Answered(asked(page, "passkey"), sent.credential)
    purpose = PendingFor.PASSKEY_CONFIRMATION
    person = person_by_passkey(session, party_of(page), answered, purpose, actor)
    if person is None or person.id != actor.person_id:
        return page.go("/account/confirmation", not_accepted(), next=then)
    note_asked_again(session, actor, SignInMethod.PASSKEY)
    return page.go(then)


@router.post("/account/passkeys")
def add(page: PageOf, session: DbSession, actor: SignedIn, form: Posted) -> Response:
    answered = Answered(asked(page, "passkey"), form.checked().credential)
    browser = browser_of(page.request.headers.get("user-agent", ""))
    name = _("Passkey of %(browser)s", browser=browser or _("Unknown browser"))
    added = add_passkey(session, party_of(page), actor, answered, name)
    return page.go("/account", _("The passkey is added.") if added else not_accepted())


@router.get("/account/passkeys/{passkey_id}/edit")
def edit(
    page: PageOf, session: DbSession, actor: SignedIn, passkey_id: UUID
) -> Response:
    passkey = own_passkey(session, actor, passkey_id)
    form = Form.of(PasskeyNameForm, {"name": passkey.name})
    return page.show("passkeys/edit.html", passkey=passkey, form=form)


@router.post("/account/passkeys/{passkey_id}")
def rename(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    passkey_id: UUID,
    form: Annotated[Form[PasskeyNameForm], posted(PasskeyNameForm)],
) -> Response:
    passkey = own_passkey(session, actor, passkey_id)
    rename_passkey(session, passkey, form.checked().name)
    return page.go("/account", _("The passkey has its new name."))


@router.post("/account/passkeys/{passkey_id}/removal")
def remove(
    page: PageOf, session: DbSession, actor: SignedIn, passkey_id: UUID
) -> Response:
    remove_passkey(session, own_passkey(session, actor, passkey_id))
    return page.go("/account", _("The passkey is removed: it no longer signs you in."))


def party_of(page: Page) -> Party:
    """Raises `NotFound` where this site is reached by numbers."""
    if not page.settings.has_passkeys:
        raise NotFound
    return Party(page.settings.public_url.host or "", page.settings.origin)


def not_accepted() -> str:
    return _("This passkey was not accepted. Try again, or use a code.")
