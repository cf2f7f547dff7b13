"""`PUT /api/v1/visits/…/evidence/…/attachments/…`: files follow their note.

Everything that can be known without the bytes is asked first. They go to disk as they
come, piece by piece; no transaction is open meanwhile, and whoever hangs up leaves
nothing. A published resumable protocol for large files belongs to issue 5.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from app.access import Actor
from app.answers import Answer
from app.credentials import token_of
from app.errors import Problem, Rejected
from app.evidence.attachment_actions import (
    Arrived,
    FileGone,
    FileOutcome,
    FileReceipt,
    OtherBytes,
    receive_file,
)
from app.evidence.attachment_queries import (
    Expected,
    expected_file,
    is_erased,
    wait_for_uploads,
)
from app.evidence.attachment_rules import refusal_words, upload_words
from app.evidence.cleaning_limits import BYTES_OF, MOST_BYTES, Refusal
from app.evidence.rows import iso
from app.files import keep, take_away
from app.i18n import _
from app.models import Visit
from app.people.rules import waiting_words
from app.routes.api_intake import (
    Admission,
    EpochRoute,
    admission,
    note_credential,
    problem,
)
from app.routes.sent_files import files_in
from app.web import (
    Refused,
    pending,
    router as new_router,
    together_of,
)

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute

#: Written at once; smaller files are one write.
PIECE = 1 << 18


class FileReceiptAnswer(Answer):
    """These bytes are on the server's disk; what is made of them shows on the note."""

    id: UUID
    sha256: str
    received_at: str


@dataclass(frozen=True)
class Announced:
    """A file somebody may send now: `sha256` is what its header promises."""

    actor: Actor
    visit: Visit
    evidence_id: UUID
    id: UUID
    sha256: str
    expected: Expected

    @property
    def most(self) -> int:
        family = self.expected.family
        return BYTES_OF[family] if family else MOST_BYTES


async def announced(
    request: Request,
    visit_id: UUID,
    evidence_id: UUID,
    attachment_id: UUID,
    content_digest: Annotated[
        str | None,
        Header(description="RFC 9530, such as `sha-256=:…base64…:`; needed."),
    ] = None,
    content_length: Annotated[int | None, Header(include_in_schema=False)] = None,
) -> Announced:
    """Credential, visit, note, digest and size, before a byte of the file is read."""
    ids, token = (evidence_id, attachment_id), token_of(request)

    def asked(session: Session) -> tuple[Admission, Expected | None, timedelta]:
        admitted = admission(session, token, visit_id, request.url.path)
        if is_erased(session, admitted.visit, evidence_id):
            return admitted, None, timedelta(0)
        expected = expected_file(session, admitted.visit, ids)
        wait = wait_for_uploads(session, admitted.actor, datetime.now(UTC))
        return admitted, expected, wait

    admitted, expected, wait = await together_of(request).read(asked)
    await note_credential(request, admitted, token)
    if expected is None:
        raise Refused(file_answer(FileGone(attachment_id)))
    sha256 = sha256_in(content_digest)
    coming = Announced(admitted.actor, admitted.visit, *ids, sha256, expected)
    refuse_unread(coming, content_length, wait)
    return coming


def refuse_unread(coming: Announced, length: int | None, wait: timedelta) -> None:
    """Raises `Refused` or `Rejected` for what is not worth reading."""
    known = coming.expected.known_sha256
    if known is not None and known != coming.sha256:
        raise Refused(file_answer(OtherBytes(coming.id)))
    if coming.expected.sha256 not in (None, coming.sha256):
        said = _("The note announces other bytes under this id.")
        raise Rejected(Problem("Content-Digest", said))
    if max(length or 0, coming.expected.bytes or 0) > coming.most:
        raise too_large()
    if wait and known is None:
        said = f"{upload_words()} {waiting_words(wait)}"
        answer = problem(429, _("Too many files at once"), said)
        answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
        raise Refused(answer)


def too_large() -> Refused:
    words = refusal_words(Refusal.TOO_LARGE)
    return Refused(problem(413, _("This is too large"), words))


def sha256_in(header: str | None) -> str:
    """The hexadecimal digest of a Content-Digest header; raises `Rejected`."""
    found = re.search(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{44}):", header or "")
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        said = _("Send the digest of the bytes: Content-Digest: sha-256=:…:")
        raise Rejected(Problem("Content-Digest", said))
    return digest.hex()


@router.put(
    "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}",
    dependencies=[pending("signed_in")],  # `admission` asks; the description says
    response_model=FileReceiptAnswer,
    responses={
        200: {"description": "Received before."},
        201: {"description": "Received.", "model": FileReceiptAnswer},
        202: {"description": "Kept; its note waits for the lead.", "model": FileReceiptAnswer},
        429: {
            "description": "Too many files at once; see Retry-After.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemAnswer"}
                }
            },
        },
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {
                    "schema": {"type": "string", "format": "binary"}
                }
            },
        }
    },
)  # fmt: skip
async def put_file(
    request: Request, coming: Annotated[Announced, Depends(announced)]
) -> Response:
    """Takes the bytes of a file that its note announces.

    Send the same bytes again and get the same receipt again; other bytes under the same
    id are answered 409. What the file is, is read from its bytes.
    """
    with files_in(request).coming() as place:
        arrived = await written(request, coming, place)
        outcome = await recorded(request, coming, arrived, place)
    request.app.state.cleaner.wake()
    return file_answer(outcome)


async def written(request: Request, coming: Announced, place: Path) -> Arrived:
    """The body, piece by piece, and whether it is what was promised."""
    digest, count, waiting = hashlib.sha256(), 0, bytearray()
    try:
        with place.open("wb") as file:
            async for piece in request.stream():
                digest.update(piece)
                waiting += piece
                count += len(piece)
                if count > coming.most:
                    raise too_large()
                if len(waiting) >= PIECE:
                    await run_in_threadpool(file.write, bytes(waiting))
                    waiting.clear()
            await run_in_threadpool(file.write, bytes(waiting))
    except ClientDisconnect:  # nobody is there to read this
        raise Refused(Response(status_code=400)) from None
    if digest.hexdigest() != coming.sha256:
        said = _("These bytes are not those of the digest: send the file again.")
        raise Rejected(Problem("Content-Digest", said))
    return Arrived(coming.evidence_id, coming.id, coming.sha256, count)


async def recorded(
    request: Request, coming: Announced, arrived: Arrived, place: Path
) -> FileOutcome:
    """On disk first, then in the database; what the database does not want goes."""
    files = files_in(request)
    kept = files.received(coming.visit.id, coming.id, arrived.sha256)
    await run_in_threadpool(keep, place, kept)

    def received(session: Session) -> FileOutcome:
        return receive_file(session, coming.actor, coming.visit, arrived)

    try:
        outcome = await together_of(request).write(received)
    except Exception:
        await run_in_threadpool(take_away, kept)
        raise
    if not isinstance(outcome, FileReceipt) or outcome.is_settled:
        await run_in_threadpool(take_away, kept)
    return outcome


def file_answer(outcome: FileOutcome) -> Response:
    match outcome:
        case OtherBytes():
            said = _("Give it an id of its own, and say so in the note.")
            return problem(409, _("Another file was received under this id"), said)
        case FileGone():
            advice = _("Take it off this device: its note was erased for good.")
            return problem(410, _("This was erased"), advice)
    receipt: dict[str, Any] = {
        "id": str(outcome.id),
        "sha256": outcome.sha256,
        "received_at": iso(outcome.received_at),
    }
    if outcome.waits:
        return JSONResponse(receipt | {"state": "quarantined"}, 202)
    return JSONResponse(receipt, 201 if outcome.created else 200)
