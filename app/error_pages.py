"""One page per error, and one JSON answer (RFC 9457) per error of the API."""

import re
from collections.abc import Callable
from math import ceil
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access import NOBODY
from app.errors import (
    AskAgain,
    Conflict,
    NotFound,
    NotPermitted,
    Problem,
    Rejected,
    SignInNeeded,
    TooMany,
)
from app.evidence.cleaning_limits import MEGABYTE, MOST_BYTES, sealed_size
from app.forms import problem_of
from app.i18n import _
from app.middleware import guard
from app.people.rules import waiting_words
from app.web import Page, Refused, current_actor


class BodySize:
    """Refuse with a page what says it is too large; Starlette counts the others."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.limit = limit
        limits = (limit, MOST_UPLOAD, MOST_QUEUE)
        self.counting = {most: RequestBodyLimitMiddleware(app, most) for most in limits}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self.limit
        if scope["type"] == "http":
            most = most_brought(scope) or self.limit
            length = Headers(scope=scope).get("content-length", "0")
            if length.isdecimal() and int(length) > most:
                response = await answer(Request(scope), 413)
                await response(scope, receive, send)
                return
        await self.counting[most](scope, receive, send)


#: Files, sealed or with the text that comes with them on a page.
MOST_UPLOAD = sealed_size(MOST_BYTES)
#: What a tablet holds at most after days without a network.
MOST_QUEUE = 2_000 * MEGABYTE
QUEUE_ADDRESS = re.compile(r"/visits/[^/]+/queues")
FILE_ADDRESS = re.compile(
    r"/visits/[^/]+/evidence(/[^/]+/attachments)?|"
    r"/api/v1/visits/[^/]+/evidence/[^/]+/attachments/[^/]+(/upload(/[^/]+)?)?"
)


def most_brought(scope: Scope) -> int | None:
    """Bytes, of routes that ask who it is before they read; the others read at once."""
    kind = Headers(scope=scope).get("content-type", "")
    is_form = scope["method"] == "POST" and kind.startswith("multipart/form-data")
    if is_form and QUEUE_ADDRESS.fullmatch(scope["path"]):
        return MOST_QUEUE
    brings = is_form or scope["method"] in ("PUT", "PATCH")
    return MOST_UPLOAD if brings and FILE_ADDRESS.fullmatch(scope["path"]) else None


def handlers() -> dict[Any, Callable[..., Any]]:
    return {
        Refused: refused,
        Rejected: rejected,
        Conflict: conflict,
        NotPermitted: not_permitted,
        NotFound: not_found,
        SignInNeeded: sign_in_needed,
        AskAgain: ask_again,
        TooMany: too_many,
        RequestValidationError: invalid_request,
        HTTPException: http_error,
        Exception: broken,
    }


async def refused(_request: Request, error: Refused) -> Response:
    return error.response


async def rejected(request: Request, error: Rejected) -> Response:
    return await answer(request, 422, error.problems)


async def conflict(request: Request, error: Conflict) -> Response:
    extra = {"revision": error.revision, "theirs": dict(error.theirs)}
    return await answer(request, 409, extra=extra)


async def not_permitted(request: Request, _error: NotPermitted) -> Response:
    return await answer(request, 403)


async def not_found(request: Request, _error: NotFound) -> Response:
    return await answer(request, 404)


async def sign_in_needed(request: Request, error: SignInNeeded) -> Response:
    if is_api(request):
        refusal = await answer(request, 401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    return leading_back(request, "/sign-in", error.held)


async def ask_again(request: Request, error: AskAgain) -> Response:
    if is_api(request):
        return await answer(request, 403)
    return leading_back(request, "/account/confirmation", error.held)


async def too_many(request: Request, error: TooMany) -> Response:
    said = waiting_words(error.wait)
    response = await answer(request, 429, [Problem("", said)], {"detail": said})
    response.headers["Retry-After"] = str(max(1, ceil(error.wait.total_seconds())))
    return response


def leading_back(request: Request, where: str, held: UUID | None) -> Response:
    """To where somebody proves who they are, and from there back to what they meant."""
    query = request.url.query
    back = f"{request.url.path}?{query}" if query else request.url.path
    if held is not None:
        back = f"/held-forms/{held}"
    elif request.method != "GET":
        return RedirectResponse(where, 303)
    return RedirectResponse(f"{where}?{urlencode({'next': back})}", 303)


async def invalid_request(request: Request, error: RequestValidationError) -> Response:
    """A wrong id in an address is a page that is not there; all else is mendable."""
    errors = error.errors()
    if any(e["loc"][:1] == ("path",) for e in errors):
        return await answer(request, 404)
    problems = [problem_of({**e, "loc": e["loc"][1:]}) for e in errors[:50]]
    if any(e["type"] == "json_invalid" for e in errors):
        problems = [Problem("", _("This is not valid JSON."))]
    return await answer(request, 422, problems)


async def http_error(request: Request, error: HTTPException) -> Response:
    response = await answer(request, error.status_code)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def broken(request: Request, _error: Exception) -> Response:
    """Starlette makes this answer outside every middleware, so it is guarded here."""
    fault = await answer(request, 500)
    guard(fault.headers, request.app.state.settings.secure)
    return fault


def is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def answer(
    request: Request,
    status: int,
    problems: "tuple[Problem, ...] | list[Problem]" = (),
    extra: dict[str, Any] | None = None,
) -> Response:
    title, advice = said(status)
    if is_api(request):
        content = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": advice,
            "errors": [{"field": p.field, "message": str(p.message)} for p in problems],
            **(extra or {}),
        }
        return JSONResponse(content, status, media_type="application/problem+json")
    actor = NOBODY
    if status != 500:
        actor = await run_in_threadpool(current_actor, request)
    return Page(request, actor).show(
        "error.html",
        status=status,
        title=title,
        advice=advice,
        problems=problems,
        code=status,
    )


def said(status: int) -> tuple[str, str]:
    """Title and a way out, per status."""
    texts = {
        400: (_("This request cannot be read"), _("Go back and try again.")),
        401: (_("Sign in first"), _("This is only for people who are signed in.")),
        403: (
            _("This is not yours to do"),
            _("You may see this page's subject, but your role does not include this. If it should, ask the programme's coordinator."),
        ),
        404: (
            _("There is nothing here for you"),
            _("Either the address is wrong, or the page belongs to people you are not part of. Start again from your to-do list."),
        ),
        405: (_("This cannot be done here"), _("Go back and try again.")),
        409: (
            _("Somebody saved meanwhile"),
            _("Go back, reload the page and make your change again."),
        ),
        413: (
            _("This is too large"),
            _("Send less at once: shorten the text or send one file at a time."),
        ),
        415: (_("This kind of content is not read here"), _("Send JSON or a form.")),
        422: (
            _("Something needs mending"),
            _("Go back, mend what is named below and send it again."),
        ),
        429: (
            _("This was asked for too often"),
            _("Wait a little, then go on. What is on your tablet stays there and is sent later."),
        ),
        500: (
            _("Something broke on our side"),
            _("What you had saved is still saved. Try again in a moment; if it goes on, tell the person who runs this service."),
        ),
    }  # fmt: skip
    return texts.get(status, (_("This did not work"), _("Go back and try again.")))
