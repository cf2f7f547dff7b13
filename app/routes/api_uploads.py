"""Files in pieces, by tus 1.0: begun, told how far, gone on with, given up.

What is told as the offset is on disk. A connection that breaks leaves what came; one that
falls silent is ended, so that the tablet need not wait for it when it comes back.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, BinaryIO

import anyio
from fastapi import Depends, Header, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.evidence.attachment_actions import Arrived, FileOutcome
from app.evidence.cleaning_limits import MOST_BYTES, sealed_size
from app.evidence.filing import sha256_of
from app.evidence.uploads import Busy, NoUpload, Upload, append, begin_upload
from app.files import sync
from app.i18n import _
from app.routes.api_attachments import PIECE, FileReceiptAnswer
from app.routes.api_intake import JSON, problem
from app.routes.api_uploads_described import (
    BEGUN,
    BYTES,
    GIVEN_UP,
    OFFSET,
    OPTIONS,
    PART,
    WENT_ON,
    body,
)
from app.routes.files_coming import (
    FileIds,
    Sender,
    announced,
    file_ids,
    sender,
    too_large,
)
from app.routes.files_going import (
    VERSION,
    Going,
    Promised,
    TusRoute,
    going,
    promised,
)
from app.routes.files_kept import file_answer, kept_as_sent
from app.routes.sent_files import files_in
from app.web import Refused, pending, router as new_router

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = TusRoute

UPLOADS = "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}/upload"
UPLOAD = f"{UPLOADS}/{{sha256}}"
#: Nothing came for so long: whoever sent it is gone, whatever the network says.
SILENT_SECONDS = 20
ASKED = [pending("signed_in")]  # `admission` asks; the description says


@router.options(
    UPLOADS,
    status_code=204,
    dependencies=[pending("anybody")],
    response_class=Response,
    responses=OPTIONS,
    summary="What of tus is spoken",
)
async def tell_uploads(
    _ids: Annotated[FileIds, Depends(file_ids)],
) -> Response:
    """Its version and extensions, and how large a file may be as it is sent."""
    told = {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,expiration,termination",
        "Tus-Max-Size": str(sealed_size(MOST_BYTES)),
    }
    return Response(status_code=204, headers=told)


@router.post(
    UPLOADS,
    status_code=201,
    dependencies=ASKED,
    response_class=Response,
    responses=BEGUN,
    summary="Begin a file in pieces",
)
async def begin(
    request: Request,
    who: Annotated[Sender, Depends(sender)],
    file: Annotated[Promised, Depends(promised)],
) -> Response:
    """Begins a file that its note announces, or finds what was begun of it before.

    The limits are those of a PUT of the whole file, and are asked before the first byte.
    """
    announced(who, file.sha256, file.length, sealed=file.sealed)
    folder = files_in(request).unfinished(who.visit.id, who.ids.id)
    begun = await run_in_threadpool(
        begin_upload, folder, file.sha256, file.length, sealed=file.sealed
    )
    at = Going(who, file.sha256, file.length, begun)
    return Response(status_code=201, headers={"Location": at.address, **at.expires})


@router.head(
    UPLOAD,
    dependencies=ASKED,
    response_class=Response,
    responses=OFFSET,
    summary="Ask how far a file has come",
)
async def tell_offset(
    request: Request, file: Annotated[Going, Depends(going)]
) -> Response:
    """How much of it is here; all of it, where the file has its receipt already."""
    offset = file.length
    if file.receipt is None:
        await run_in_threadpool(sync, file.begun.path)
        offset = file.begun.offset
    told = {"Upload-Offset": str(offset), "Upload-Length": str(file.length)}
    return Response(headers={**told, "Cache-Control": "no-store", **file.expires})


@router.patch(
    UPLOAD,
    dependencies=ASKED,
    response_model=FileReceiptAnswer,
    responses={**WENT_ON, **{n: {**WENT_ON[n], "model": FileReceiptAnswer} for n in (201, 202)}},
    openapi_extra=body(**{PART: BYTES}),
    summary="Send the next piece of a file",
)  # fmt: skip
async def go_on(
    request: Request,
    file: Annotated[Going, Depends(going)],
    upload_offset: Annotated[int, Header(ge=0)],
) -> Response:
    """Takes the next bytes. With the last one, the file is received as by PUT.

    A piece may have any length; what breaks off is kept as far as it came. Of a file that
    has its receipt nothing is read: the receipt comes again.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != PART:
        raise HTTPException(415)
    if file.receipt is not None:
        return whole(request, file, file_answer(file.receipt))
    with writing(file.begun) as disk:
        if upload_offset != file.begun.offset:
            raise out_of_step(file.begun)
        await appended(request, disk, file.length - upload_offset)
        offset = file.begun.offset
        if offset < file.length:
            told = {"Upload-Offset": str(offset), **file.expires}
            return Response(status_code=204, headers=told)
        return whole(request, file, file_answer(await finished(request, file)))


@router.delete(
    UPLOAD,
    status_code=204,
    dependencies=ASKED,
    response_class=Response,
    responses=GIVEN_UP,
    summary="Give up a file in pieces",
)
async def give_up(file: Annotated[Going, Depends(going)]) -> Response:
    """Forgets what came of it. What has its receipt stays, and is answered 404."""
    with writing(file.begun):
        await run_in_threadpool(file.begun.discard)
    return Response(status_code=204)


@contextmanager
def writing(upload: Upload) -> Iterator[BinaryIO]:
    try:
        with upload.locked() as disk:
            yield disk
    except NoUpload:
        raise NotFound from None
    except Busy:
        said = _("Wait until that has ended, and ask how far it came.")
        title = _("Somebody else is sending this file")
        raise Refused(problem(423, title, said)) from None


def out_of_step(upload: Upload) -> Refused:
    said = _("Ask how far the file has come, and go on from there.")
    answer = problem(409, _("The file has come to another byte"), said)
    answer.headers["Upload-Offset"] = str(upload.offset)
    return Refused(answer)


async def appended(request: Request, disk: BinaryIO, most: int) -> None:
    """What came is on disk when this returns, and also when it raises."""
    waiting, room = bytearray(), most
    try:
        async for piece in pieces(request):
            room -= len(piece)
            if room < 0:
                raise too_large()
            waiting += piece
            if len(waiting) >= PIECE:
                await run_in_threadpool(append, disk, bytes(waiting))
                waiting.clear()
    finally:
        await run_in_threadpool(append, disk, bytes(waiting))


async def pieces(request: Request) -> AsyncIterator[bytes]:
    """The body, until its end; raises `Refused` where the sender is gone."""
    coming = request.stream()
    try:
        while True:
            with anyio.fail_after(SILENT_SECONDS):
                piece = await anext(coming)
            yield piece
    except StopAsyncIteration:
        return
    except ClientDisconnect:  # nobody is there to read this
        raise Refused(Response(status_code=400)) from None
    except TimeoutError:
        said = _("What came is kept. Ask how far it came, and go on from there.")
        answer = problem(408, _("Nothing came any more"), said)
        answer.headers["Connection"] = "close"
        raise Refused(answer) from None


async def finished(request: Request, file: Going) -> FileOutcome:
    """The same way as a file that came at once. What is refused is not gone on with."""
    upload, who = file.begun, file.sender
    try:
        with files_in(request).coming() as place:
            await run_in_threadpool(os.link, upload.path, place)
            if await run_in_threadpool(sha256_of, place) != upload.sha256:
                said = _(
                    "These bytes are not those of the digest: send the file again."
                )
                raise Rejected(Problem("Content-Digest", said))
            arrived = Arrived(
                who.ids.evidence_id, who.ids.id, upload.sha256, upload.length
            )
            by = (who.actor, who.visit)
            outcome = await kept_as_sent(
                request, by, arrived, place, sealed=upload.sealed
            )
    except (Rejected, NotFound, NotPermitted):
        await run_in_threadpool(upload.discard)
        raise
    await run_in_threadpool(upload.discard)
    return outcome


def whole(request: Request, file: Going, answer: Response) -> Response:
    """tus answers 204 without words; who accepts JSON gets the receipt."""
    if answer.status_code < 300 and JSON not in request.headers.get("accept", ""):
        answer = Response(status_code=204)
    answer.headers["Upload-Offset"] = str(file.length)
    return answer
