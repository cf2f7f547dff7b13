"""`PUT /api/v1/visits/…/evidence/…/attachments/…`: files follow their note.

Everything that can be known without the bytes is asked first. They go to disk as they
come, piece by piece; no transaction is open meanwhile, and whoever hangs up leaves
nothing. What is large comes in pieces (`api_uploads`).
"""

import hashlib
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.answers import Answer
from app.errors import Problem, Rejected
from app.evidence.attachment_actions import Arrived
from app.i18n import _
from app.routes.api_intake import SEALED, EpochRoute
from app.routes.api_intake_described import SEALED_SCHEMA
from app.routes.api_uploads_described import BYTES, FILE, LIMITED, body
from app.routes.files_coming import (
    Announced,
    Sender,
    announced,
    sender,
    sha256_in,
    too_large,
)
from app.routes.files_kept import file_answer, kept_as_sent
from app.routes.sent_files import files_in
from app.web import Refused, pending, router as new_router

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute

#: Written at once; smaller files are one write.
PIECE = 1 << 18


class FileReceiptAnswer(Answer):
    """These bytes are on the server's disk; what is made of them shows on the note."""

    id: UUID
    sha256: str
    received_at: str


async def coming(
    request: Request,
    who: Annotated[Sender, Depends(sender)],
    content_digest: Annotated[
        str | None,
        Header(description="RFC 9530, such as `sha-256=:…base64…:`; needed."),
    ] = None,
    content_length: Annotated[int | None, Header(include_in_schema=False)] = None,
) -> Announced:
    """Digest and size as well, before a byte of the file is read."""
    media_type = request.headers.get("content-type", "").partition(";")[0]
    sealed = media_type.strip().lower() == SEALED
    return announced(who, sha256_in(content_digest), content_length or 0, sealed=sealed)


@router.put(
    "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}",
    dependencies=[pending("signed_in")],  # `admission` asks; the description says
    response_model=FileReceiptAnswer,
    responses={
        **FILE,
        **LIMITED,
        200: {"description": "Received before."},
        201: {"description": "Received.", "model": FileReceiptAnswer},
        202: {"description": "Kept, but its note waits for the lead, or its seal cannot be opened yet.", "model": FileReceiptAnswer},
    },
    openapi_extra=body(**{"application/octet-stream": BYTES, SEALED: {"schema": SEALED_SCHEMA}}),
    summary="Send a file whole",
)  # fmt: skip
async def put_file(
    request: Request, file: Annotated[Announced, Depends(coming)]
) -> Response:
    """Takes the bytes of a file that its note announces.

    Send the same bytes again and get the same receipt again; other bytes under the same
    id are answered 409. What the file is, is read from its bytes. Sealed as
    `application/jose`, each line is one compact JWE of at most 256 KiB of the file.
    """
    by = (file.sender.actor, file.sender.visit)
    with files_in(request).coming() as place:
        arrived = await written(request, file, place)
        outcome = await kept_as_sent(request, by, arrived, place, sealed=file.sealed)
    return file_answer(outcome)


async def written(request: Request, file: Announced, place: Path) -> Arrived:
    """The body, piece by piece, and whether it is what was promised."""
    digest, count, waiting = hashlib.sha256(), 0, bytearray()
    try:
        with place.open("wb") as disk:
            async for piece in request.stream():
                digest.update(piece)
                waiting += piece
                count += len(piece)
                if count > file.most_sent:
                    raise too_large()
                if len(waiting) >= PIECE:
                    await run_in_threadpool(disk.write, bytes(waiting))
                    waiting.clear()
            await run_in_threadpool(disk.write, bytes(waiting))
    except ClientDisconnect:  # nobody is there to read this
        raise Refused(Response(status_code=400)) from None
    if digest.hexdigest() != file.sha256:
        said = _("These bytes are not those of the digest: send the file again.")
        raise Rejected(Problem("Content-Digest", said))
    ids = file.sender.ids
    return Arrived(ids.evidence_id, ids.id, file.sha256, count)
