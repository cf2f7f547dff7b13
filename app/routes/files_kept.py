"""From whole bytes on disk to a receipt, however they came, and how that is answered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from app.access import Actor
from app.errors import NotFound, NotPermitted, Rejected
from app.evidence.attachment_actions import (
    Arrived,
    FileGone,
    FileOutcome,
    FileReceipt,
    OtherBytes,
    receive_file,
)
from app.evidence.filing import wanted_of
from app.evidence.rows import iso
from app.evidence.sealed_files import unsealed_into
from app.evidence.sealing import Unreadable
from app.files import Files, keep, take_away
from app.i18n import _
from app.models import Visit
from app.routes.api_intake import problem
from app.routes.sent_files import files_in
from app.web import keyring_of, together_of


async def kept(
    request: Request, by: tuple[Actor, Visit], arrived: Arrived, place: Path
) -> FileOutcome:
    """On disk first, then in the database; what is refused goes. Where the database
    fails, nobody knows what it wants: `repere retain` looks a day later."""
    actor, visit = by
    last = files_in(request).received(visit.id, arrived.id, arrived.sha256)
    await run_in_threadpool(keep, place, last)

    def received(session: Session) -> FileOutcome:
        return receive_file(session, actor, visit, arrived)

    try:
        outcome = await together_of(request).write(received)
    except (Rejected, NotFound, NotPermitted):
        await together_of(request).read(
            partial(
                forget_unwanted, files=files_in(request), whose=arrived.id, place=last
            )
        )
        raise
    if not isinstance(outcome, FileReceipt) or outcome.is_settled:
        await run_in_threadpool(take_away, last)
    request.app.state.cleaner.wake()
    return outcome


async def kept_as_sent(
    request: Request, by: tuple[Actor, Visit], arrived: Arrived, place: Path, *, sealed: bool
) -> FileOutcome:  # fmt: skip
    if sealed:
        arrived, place = await opened(request, by[1], arrived, place)
    return await kept(request, by, arrived, place)


def forget_unwanted(session: Session, files: Files, whose: UUID, place: Path) -> None:
    """The same bytes may have a receipt already, and then they stay."""
    if place not in wanted_of(session, files, whose):
        take_away(place)


async def opened(
    request: Request, visit: Visit, arrived: Arrived, place: Path
) -> tuple[Arrived, Path]:
    """What was sealed, and where it lies; what cannot be opened is kept as it came."""
    plain = place.with_name(f"{place.name}-plain")
    read: Callable[[bytes], bytes] = partial(keyring_of(request).opened, visit.id)
    sent = (arrived.sha256, arrived.bytes)
    whose = (arrived.evidence_id, arrived.id)
    try:
        found = await run_in_threadpool(unsealed_into, plain, place, read)
    except Unreadable:
        return Arrived(*whose, *sent, sent, is_open=False), place
    return Arrived(*whose, *found, sent), plain


def file_answer(outcome: FileOutcome) -> Response:
    match outcome:
        case OtherBytes():
            said = _("Give it an id of its own, and say so in the note.")
            return problem(409, _("Another file was received under this id"), said)
        case FileGone():
            advice = _("Take it off this device: its note was erased for good.")
            return problem(410, _("This was erased"), advice)
    receipt = receipt_in(outcome)
    if outcome.waits:
        return JSONResponse(receipt, 202)
    return JSONResponse(receipt, 201 if outcome.created else 200)


def receipt_in(receipt: FileReceipt) -> dict[str, Any]:
    said = {
        "id": str(receipt.id),
        "sha256": receipt.sha256,
        "received_at": iso(receipt.received_at),
    }
    if not receipt.waits:
        return said
    reason = {"reason": receipt.waits} if receipt.waits != "quarantined" else {}
    return said | {"state": "quarantined"} | reason
