"""Between HTTP and the rest: the unit of work, the page, and the only word of htmx.

An endpoint runs in one thread with its own transaction round it: it has committed
before its answer goes out, and no thread waits for another's write lock while it holds
a place in the pool.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, TypeVar
from urllib.parse import quote_plus, unquote_plus, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import access, audit, i18n
from app.access import Actor
from app.credentials import polls, session_token, token_of
from app.db import Database
from app.errors import AskAgain, NotFound, Problem, Rejected, SignInNeeded
from app.evidence.visit_keys import Keyring
from app.forms import MESSAGES, Form, FormModel, Posted
from app.people.holding import hold_form
from app.people.outbox import send_waiting
from app.people.sessions import actor_of_token, whose_was
from app.settings import Settings
from app.templating import templates
from app.together import Together


class Refused(Exception):
    """Carries a page through the rollback: 422 or 409, with what was typed."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True)
class Pending:
    """Stands for a value that is made in the endpoint's own thread."""

    kind: str
    request: Request


def pending(kind: str) -> Any:
    async def give(request: Request) -> Pending:
        return Pending(kind, request)

    give.__name__ = kind
    return Depends(give)


class Page:
    """Answers in HTML: the whole page to a browser, one part of it to htmx."""

    def __init__(self, request: Request, actor: Actor) -> None:
        self.request = request
        self.actor = actor
        self.deeds: list[audit.Deed] = []
        self.afterwards: list[Callable[[Database], None]] = []

    def noted(self, deed: audit.Deed) -> None:
        """Goes into the audit before the answer goes out, also where that is a refusal."""
        self.deeds.append(deed)

    def settle(self, database: Database) -> None:
        """After the endpoint's own transaction, before its answer."""
        if self.deeds:
            note_apart(self.request, self.actor, *self.deeds)
        for work in self.afterwards:
            work(database)

    def show(
        self, template: str, part: str | None = None, status: int = 200, **context: Any
    ) -> HTMLResponse:
        partial = self.request.headers.get("HX-Request-Type") == "partial"
        name = part if part and partial else template
        html = (
            templates()
            .get_template(name)
            .render(page=self, actor=self.actor, access=access, **context)
        )
        answer = HTMLResponse(html, status, headers={"Vary": VARY})
        if "said" in self.request.cookies:
            answer.delete_cookie("said")
        return answer

    def refuse(
        self, template: str, part: str | None = None, status: int = 422, **context: Any
    ) -> Refused:
        return Refused(self.show(template, part, status, **context))

    def go(self, address: str, said: str = "", **query: Any) -> RedirectResponse:
        """See other; `said` is shown once at the top of the next page."""
        if query:
            address = f"{address}?{urlencode(query)}"
        answer = RedirectResponse(address, 303)
        if said:
            answer.set_cookie(
                "said", quote_plus(said), max_age=60, httponly=True,
                samesite="lax", secure=self.settings.secure,
            )  # fmt: skip
        return answer

    @property
    def settings(self) -> Settings:
        found: Settings = self.request.app.state.settings
        return found

    @property
    def client(self) -> str:
        """The address the request came from."""
        return self.request.client.host if self.request.client else ""

    @property
    def said(self) -> str:
        """The last page's message, shown once: the cookie lives as long as the look."""
        return unquote_plus(self.request.cookies.get("said", ""))

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def address(self) -> str:
        """Path and query, to come back to."""
        query = self.request.url.query
        return f"{self.path}?{query}" if query else self.path

    @property
    def language(self) -> str:
        return i18n.language()


VARY = "HX-Request-Type, Accept-Language, Cookie"

DbSession = Annotated[Session, pending("session")]
PageOf = Annotated[Page, pending("page")]
#: Somebody signed in; anybody else is asked to sign in.
SignedIn = Annotated[Actor, pending("signed_in")]
#: Somebody signed in, or a member whose seat is open on a shared tablet.
Working = Annotated[Actor, pending("working")]
#: The page is for everybody; the actor may be nobody.
Anybody = Annotated[Actor, pending("anybody")]

F = TypeVar("F", bound=FormModel)


async def posted_values(request: Request) -> Posted:
    """Every field of a posted form as a list; files are not read here."""
    values: Posted = {}
    async with request.form(max_fields=2000) as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                values.setdefault(name, []).append(value)
    return values


def posted(model: type[F]) -> Any:
    """`Annotated[Form[X], posted(X)]`: the form as sent, not yet checked."""

    async def read(request: Request) -> Form[F]:
        return Form(model, await posted_values(request))

    return Depends(read)


class UnitOfWorkRoute(APIRoute):
    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, in_unit_of_work(endpoint), **options)


def router(**options: Any) -> APIRouter:
    return APIRouter(route_class=UnitOfWorkRoute, **options)


def in_unit_of_work(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if hasattr(endpoint, "runs_in_unit_of_work") or inspect.iscoroutinefunction(
        endpoint
    ):
        return endpoint

    @wraps(endpoint)
    def run(**values: Any) -> Any:
        waiting = {k: v for k, v in values.items() if isinstance(v, Pending)}
        if not waiting:
            return endpoint(**values)
        request = next(iter(waiting.values())).request
        actor = current_actor(request)
        if lacks_sign_in(actor, {p.kind for p in waiting.values()}):
            raise SignInNeeded(held_for_later(request, values))
        access.refuse_beyond_scope(actor, request.method, request.url.path)
        refuse_nul(request, values)
        page = Page(request, actor)
        ready: dict[str, Any] = {"page": page, **dict.fromkeys(WHOM, actor)}
        if not any(p.kind == "session" for p in waiting.values()):
            return endpoint(**values | {k: ready[p.kind] for k, p in waiting.items()})
        try:
            with session_for(request) as session:
                ready["session"] = session
                filled = {k: ready[p.kind] for k, p in waiting.items()}
                return endpoint(**values | filled)
        except AskAgain as error:
            error.held = held_for_later(request, values)
            raise
        finally:
            page.settle(database_of(request))

    run.runs_in_unit_of_work = True  # type: ignore[attr-defined]
    return run


#: For whom a route is.
WHOM = ("signed_in", "working", "anybody")


def lacks_sign_in(actor: Actor, asked: set[str]) -> bool:
    """A tablet is nobody to all routes but those of its own."""
    if actor.signed_in:
        return False
    return "signed_in" in asked or ("working" in asked and actor.seat is None)


def refuse_nul(request: Request, values: dict[str, Any]) -> None:
    """No address of ours has one, and PostgreSQL takes none: 404 in a path, else 422."""
    for name, value in values.items():
        if isinstance(value, str) and "\0" in value:
            if name in request.path_params:
                raise NotFound
            raise Rejected(Problem(name, str(MESSAGES["unstorable"])))


def database_of(request: Request) -> Database:
    found: Database = request.app.state.database
    return found


def note_apart(request: Request, actor: Actor, *deeds: audit.Deed) -> None:
    """Into the audit, in a transaction of its own."""
    with database_of(request).writing() as session:
        audit.append(session, actor, *deeds)


def keyring_of(request: Request) -> Keyring:
    return request.app.state.keyring  # type: ignore[no-any-return]


def together_of(request: Request) -> Together:
    return request.app.state.together  # type: ignore[no-any-return]


def session_for(request: Request) -> Any:
    """Reading requests cannot write; writing ones are one transaction."""
    database = database_of(request)
    if request.method in ("GET", "HEAD"):
        return database.reading()
    return database.writing()


def current_actor(request: Request) -> Actor:
    """Read in its own short transaction, before any write lock is taken."""
    if not hasattr(request.state, "actor"):
        token = token_of(request)
        request.state.actor = (
            actor_of_token(database_of(request), token, noting=not polls(request))
            if token
            else access.NOBODY
        )
    found: Actor = request.state.actor
    return found


def held_for_later(request: Request, values: dict[str, Any]) -> UUID | None:
    """Keeps what was posted for the person whose session went idle, or is asked again."""
    form = next((v for v in values.values() if isinstance(v, Form)), None)
    if form is None or request.url.path.startswith(("/api/", "/passkeys/")):
        return None
    query = request.url.query
    address = f"{request.url.path}?{query}" if query else request.url.path
    with database_of(request).writing() as session:
        person_id = current_actor(request).person_id or whose_was(
            session, session_token(request)
        )
        return hold_form(session, person_id, address, form.posted)


def then_send(page: Page, answer: Response) -> Response:
    """The answer, and what waits to be mailed goes out when it is gone."""
    database = database_of(page.request)
    answer.background = BackgroundTask(send_waiting, database, page.settings)
    return answer
