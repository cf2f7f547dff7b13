"""`/sign-in`: by a code that is mailed and typed; in the demo, personas besides."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from sqlmodel import Session
from starlette.responses import Response

from app.credentials import session_token
from app.errors import NotFound, Problem, Rejected
from app.forms import Form
from app.i18n import _
from app.models import PendingFor, Person
from app.models.base import now
from app.people.code_actions import ask_for_code, pending_in, try_code
from app.people.forms import CodeForm, PersonaForm, SignInForm
from app.people.queries import personas
from app.people.rules import own_address, waiting_words
from app.people.sessions import end_login, person_of_persona
from app.routes.keeping import (
    asked,
    forget_asked,
    keep_asked,
    mail_is_missing,
    signed_in_as,
)
from app.values import SignInMethod
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
demo_router = new_router()
INDEX = "sign_in/index.html"
Next = Annotated[str, Query(alias="next", max_length=500)]


@router.get("/sign-in")
def sign_in(
    page: PageOf, session: DbSession, actor: Anybody, then: Next = "/"
) -> Response:
    form = Form.of(SignInForm, {"then": own_address(then)})
    return page.show(INDEX, personas=offered(page, session), form=form)


@router.post("/sign-in")
def ask_code(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[SignInForm], posted(SignInForm)],
) -> Response:
    try:
        mail_is_missing(page)
        sent = form.checked()
    except Rejected as rejected:
        people, shown = offered(page, session), form.showing(rejected)
        raise page.refuse(INDEX, personas=people, form=shown) from rejected
    given = ask_for_code(session, page.settings.key, sent.email, sent.then, now())
    if given.wait:
        late = form.showing(Rejected(Problem("email", waiting_words(given.wait))))
        people = offered(page, session)
        return page.show(INDEX, status=429, personas=people, form=late)
    return then_send(page, keep_asked(page, given.secret, page.go("/sign-in/code")))


@router.get("/sign-in/code")
def code(page: PageOf, session: DbSession, actor: Anybody) -> Response:
    if not asked(page):
        return page.go("/sign-in")
    return page.show("sign_in/code.html", form=Form(CodeForm))


@router.post("/sign-in/code")
def sign_in_with_code(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[CodeForm], posted(CodeForm)],
) -> Response:
    try:
        typed = form.checked().code
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse("sign_in/code.html", form=shown) from rejected
    pending = pending_in(session, asked(page), PendingFor.SIGN_IN, now())
    tried = try_code(session, page.settings.key, pending, typed, now())
    if (settled := tried.settled) is None:
        wrong = form.showing(Rejected(Problem("code", tried.problem)))
        return page.show("sign_in/code.html", status=422, form=wrong)
    person = session.get_one(Person, settled.person_id)
    answer = signed_in_as(page, session, person, SignInMethod.CODE, settled.then)
    return forget_asked(page, answer)


@demo_router.post("/sign-in/demo")
def sign_in_demo(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[PersonaForm], posted(PersonaForm)],
) -> Response:
    chosen = form.checked()
    person = person_of_persona(session, chosen.persona)
    if person is None:
        raise NotFound
    return signed_in_as(page, session, person, SignInMethod.DEMO, chosen.then)


@router.post("/sign-out")
def sign_out(
    request: Request, page: PageOf, session: DbSession, actor: Anybody
) -> Response:
    end_login(session, session_token(request))
    answer = page.go("/", _("You are signed out."))
    answer.delete_cookie(page.settings.cookie_name, path="/")
    return answer


def offered(page: Page, session: Session) -> Sequence[Person]:
    """The personas, in the demo only."""
    return personas(session) if page.settings.demo else []
