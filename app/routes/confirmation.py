"""`/account/confirmation`: proving once more who is there, for what asks for it."""

from typing import Annotated

from starlette.responses import Response

from app.access import was_asked_again
from app.errors import NotFound, Problem, Rejected
from app.forms import Form
from app.models import PendingFor, Person
from app.models.base import now
from app.people.account_actions import note_asked_again
from app.people.code_actions import ask_for_second_code, pending_in, try_code
from app.people.forms import CodeForm, ThenForm
from app.people.rules import own_address, waiting_words
from app.routes.keeping import asked, forget_asked, keep_asked, mail_is_missing
from app.routes.sign_in import Next
from app.values import SignInMethod
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
demo_router = new_router()
INDEX = "confirmation/show.html"


@router.get("/account/confirmation")
def confirmation(
    page: PageOf, session: DbSession, actor: SignedIn, then: Next = "/account"
) -> Response:
    if was_asked_again(actor):
        return page.go(own_address(then))
    form = Form.of(ThenForm, {"then": own_address(then)})
    return page.show(INDEX, form=form)


@router.post("/account/confirmation/codes")
def send_second_code(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[ThenForm], posted(ThenForm)],
) -> Response:
    try:
        mail_is_missing(page)
        then = form.checked().then
    except Rejected as rejected:
        raise page.refuse(INDEX, form=form.showing(rejected)) from rejected
    given = ask_for_second_code(session, page.settings.key, actor, then, now())
    if given.wait:
        late = Rejected(Problem("", waiting_words(given.wait)))
        return page.show(INDEX, status=429, form=form.showing(late))
    answer = page.go("/account/confirmation/code")
    return then_send(page, keep_asked(page, given.secret, answer))


@router.get("/account/confirmation/code")
def second_code(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    return page.show("confirmation/code.html", form=Form(CodeForm))


@router.post("/account/confirmation/code")
def confirm_with_code(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[CodeForm], posted(CodeForm)],
) -> Response:
    try:
        typed = form.checked().code
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse("confirmation/code.html", form=shown) from rejected
    secret, purpose = asked(page), PendingFor.CONFIRMATION
    pending = pending_in(session, secret, purpose, now(), actor.login_id)
    tried = try_code(session, page.settings.key, pending, typed, now())
    if (settled := tried.settled) is None:
        wrong = form.showing(Rejected(Problem("code", tried.problem)))
        return page.show("confirmation/code.html", status=422, form=wrong)
    note_asked_again(session, actor, SignInMethod.CODE)
    return forget_asked(page, page.go(own_address(settled.then)))


@demo_router.post("/account/confirmation/demo")
def confirm_persona(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[ThenForm], posted(ThenForm)],
) -> Response:
    """In the demo there is nobody to prove: one click, for its invented people only."""
    if session.get_one(Person, actor.person_id).persona is None:
        raise NotFound
    then = own_address(form.checked().then)
    note_asked_again(session, actor, SignInMethod.DEMO)
    return page.go(then)
