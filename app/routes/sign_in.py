"""`/sign-in`: in the demo, personas entered with one click."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from app.errors import NotFound
from app.forms import Form, FormModel, Slug, Text
from app.i18n import _
from app.people.queries import personas
from app.people.sessions import begin_login, end_login, person_of_persona
from app.web import Anybody, DbSession, Page, PageOf, posted, router as new_router

router = new_router()
demo_router = new_router()


class PersonaForm(FormModel):
    persona: Slug
    then: Text = "/"


@router.get("/sign-in")
def sign_in(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    then: Annotated[str, Query(max_length=500)] = "/",
) -> Response:
    people = personas(session) if page.settings.demo else []
    return page.show("sign_in/index.html", personas=people, then=then)


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
    token = begin_login(session, person)
    return keeping(page, token, page.go(own_address(chosen.then)))


@router.post("/sign-out")
def sign_out(
    request: Request, page: PageOf, session: DbSession, actor: Anybody
) -> Response:
    if token := request.cookies.get(page.settings.cookie_name):
        end_login(session, token)
    answer = page.go("/", _("You are signed out."))
    answer.delete_cookie(page.settings.cookie_name, path="/")
    return answer


def keeping(page: Page, token: str, answer: Response) -> Response:
    """The answer with the session's cookie, which no script can read."""
    answer.set_cookie(
        page.settings.cookie_name,
        token,
        httponly=True,
        samesite="lax",
        secure=page.settings.secure,
        path="/",
    )
    return answer


def own_address(then: str) -> str:
    """Only an address of this site: never where a crafted link would send somebody."""
    fits = then.startswith("/") and not then.startswith(("//", "/\\"))
    return then if fits and then.isprintable() else "/"
