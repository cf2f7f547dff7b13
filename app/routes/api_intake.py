"""Between a tablet's request and the intake: what is checked before a body is read."""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, HTTPException, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from app.access import Actor, refuse_beyond_scope
from app.credentials import token_of
from app.error_pages import handlers
from app.errors import Problem, Rejected, SignInNeeded
from app.evidence.actions import Full, Gone, Outcome, Quarantined, Rival
from app.evidence.answers import (
    receipt_answer,
)
from app.evidence.deposits import claimed, writes_left
from app.evidence.epoch import epoch_of
from app.evidence.forms import INT32
from app.evidence.intake_queries import visit_taking_notes
from app.evidence.sealing import Unreadable
from app.i18n import _
from app.models import Visit
from app.people.sessions import actor_in, note_seen
from app.people.tokens import count_use
from app.web import (
    UnitOfWorkRoute,
    database_of,
    keyring_of,
    together_of,
)

JSON, SEALED = "application/json", "application/jose"


class EpochRoute(UnitOfWorkRoute):
    """Every answer says which database gave it, refusals too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        mendable = {
            kind: how for kind, how in handlers().items() if kind is not Exception
        }

        async def with_epoch(request: Request) -> Response:
            try:
                answer = await handle(request)
            except tuple(mendable) as error:
                how = next(h for kind, h in mendable.items() if isinstance(error, kind))
                answer = await how(request, error)
            if not hasattr(request.state, "epoch"):
                database = database_of(request)
                request.state.epoch = await run_in_threadpool(epoch_of, database)
            answer.headers["Repere-Epoch"] = str(request.state.epoch)
            return answer

        return with_epoch


IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description='The revision that is changed: `"3"`.'),
]
SeatOf = Annotated[
    UUID | None,
    Header(
        alias="Repere-Seat",
        description="On a shared tablet: the team member who wrote it, if their seat was ever open there. Otherwise the open seat's.",
    ),
]
Proof = Annotated[
    str,
    Header(
        alias="Repere-Seat-Proof",
        max_length=100,
        description="That this member's pass card was held to this tablet, where the seat was opened without a network.",
    ),
]


@dataclass(frozen=True)
class Incoming:
    """A body that somebody may send here, and what it says it changes.

    `opened` is what was `sealed`, null where it cannot be opened here.
    """

    actor: Actor
    visit: Visit
    base_revision: int
    body: bytes
    sealed: bool
    opened: bytes | None


@dataclass(frozen=True)
class Admission:
    """Who may send to which visit; a login whose "last seen" is to be noted."""

    actor: Actor
    visit: Visit
    epoch: UUID | None
    unnoted: UUID | None


async def incoming(
    request: Request,
    visit_id: UUID,
    if_match: IfMatch = None,
    seat: SeatOf = None,
    proof: Proof = "",
) -> Incoming:
    """Credential and visit first, then the body; no transaction waits for its bytes."""
    token = token_of(request)

    sat = (seat, proof)

    def asked(session: Session) -> Admission:
        return admission(session, token, visit_id, request.url.path, sat)

    admitted = await together_of(request).read(asked)
    await note_credential(request, admitted, token)
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if media_type.strip().lower() not in (JSON, SEALED):
        raise HTTPException(415)
    sealed = media_type.strip().lower() == SEALED
    base = base_revision(if_match)
    try:
        body = await request.body()
    except ClientDisconnect:  # nobody is there to read this
        raise HTTPException(400) from None
    opened = await unsealed(request, visit_id, body) if sealed else None
    return Incoming(admitted.actor, admitted.visit, base, body, sealed, opened)


async def unsealed(request: Request, visit_id: UUID, body: bytes) -> bytes | None:
    """Outside any transaction; null for what is kept as it came."""
    try:
        return await run_in_threadpool(keyring_of(request).opened, visit_id, body)
    except Unreadable:
        return None


def admission(
    session: Session,
    token: str,
    visit_id: UUID,
    path: str,
    sat: tuple[UUID | None, str] = (None, ""),
) -> Admission:
    """Everything asked of the database before the body is read."""
    actor, unnoted = actor_in(session, token)
    if not actor.signed_in:
        actor = of_tablet(session, actor, *sat)
    refuse_beyond_scope(actor, "PUT", path)
    visit, epoch = visit_taking_notes(session, actor, visit_id)
    return Admission(actor, visit, epoch, unnoted)


async def note_credential(request: Request, admitted: Admission, token: str) -> None:
    """That it was used; a program's is counted too. Raises `TooMany`."""
    if admitted.epoch is not None:
        request.state.epoch = admitted.epoch
    if admitted.actor.scopes is not None:
        await run_in_threadpool(count_use, database_of(request), token)
    if admitted.unnoted is not None:
        await run_in_threadpool(note_seen, database_of(request), admitted.unnoted)


def of_tablet(session: Session, actor: Actor, seat: UUID | None, proof: str) -> Actor:
    """The tablet, sending for whom it says; 429 keeps its queue, and so does 401."""
    if actor.tablet is None:
        raise SignInNeeded
    if wait := writes_left(actor.tablet, datetime.now(UTC)):
        raise HTTPException(429, headers={"Retry-After": str(wait)})
    return claimed(session, actor, seat, proof)


def base_revision(if_match: str | None) -> int:
    """0 where nothing is said; raises `Rejected` for what is no revision of ours."""
    if if_match is None:
        return 0
    written = re.fullmatch(r'\s*(?:W/)?"?(\d{1,10})"?\s*', if_match, re.ASCII)
    if written is None or int(written[1]) > INT32:
        said = _('Send the revision in quotes, such as "3".')
        raise Rejected(Problem("If-Match", said))
    return int(written[1])


def answer_of(outcome: Outcome, actor: Actor) -> Response:
    match outcome:
        case Rival():
            return both_texts(outcome, reads=actor.tablet is None or bool(actor.seat))
        case Gone():
            advice = _("Take it off this device: its text was erased for good.")
            return problem(410, _("This was erased"), advice)
        case Quarantined():
            return set_aside(outcome)
        case Full():
            answer = problem(429, _("This tablet has handed in all it may"), _("What it holds stays on it. Ask the lead to settle what was set aside."))  # fmt: skip
            answer.headers["Retry-After"] = "3600"
            return answer
    created = getattr(outcome, "created", False)
    return JSONResponse(
        receipt_answer(outcome.receipt),
        201 if created else 200,
        headers={"ETag": f'"{outcome.receipt.revision}"'},
    )


def set_aside(outcome: Quarantined) -> Response:
    """Kept for the lead: raw in a version to come, or from a tablet that has ended."""
    kept = {"id": str(outcome.id), "sha256": outcome.sha256}
    state = {"state": "quarantined", "reason": outcome.reason}
    if outcome.reason in ("form-version", "unreadable"):
        return JSONResponse(kept | state, 202)
    title = _("This tablet is no longer part of the visit")
    said = _("The note is kept for the lead, who accepts or refuses it.")
    return problem(403, title, said, **kept, **state)


def both_texts(rival: Rival, *, reads: bool) -> Response:
    """A tablet that sends for a seat that is not open is not told what stands."""
    texts = {"theirs": rival.theirs, "yours": rival.yours} if reads else {}
    return problem(
        409,
        _("Somebody saved meanwhile"),
        _("Both texts are kept. Somebody of the team chooses on the note's page."),
        state="settled" if rival.settled else "kept",
        revision=rival.revision,
        rival=str(rival.id),
        **texts,
    )


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    content = {**said, "errors": [], **more}
    return JSONResponse(content, status, media_type="application/problem+json")
