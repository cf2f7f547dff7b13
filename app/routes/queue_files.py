"""A handed-over queue on its way in, before the page that says what became of it.

Each thing in it is a write of its own, as if the tablet had sent it: no transaction waits
for the next one, and a file that breaks off has lost nothing of what came before.
"""

from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.access import Actor
from app.errors import NotFound, NotPermitted, Rejected, SignInNeeded
from app.evidence.attachment_actions import Arrived
from app.evidence.outcomes import Sent, digest_of
from app.evidence.queue_actions import fate_of_file, sender_of, take_in
from app.evidence.queue_forms import Item, QueueFile
from app.forms import needed
from app.models import HandedQueue, Visit
from app.models.base import now
from app.people.tablet_queries import visit_run
from app.routes.api_intake import unsealed
from app.routes.files_kept import kept_as_sent
from app.routes.sent_files import files_in
from app.values_evidence import Fate, Sealed
from app.web import current_actor, database_of, together_of


@dataclass
class Handed:
    """`refused` where it is no queue of this visit; then nothing of it came in."""

    queue: HandedQueue | None = None
    came: list[tuple[Sealed, Fate]] = field(default_factory=list)
    refused: Rejected | None = None


async def handed(request: Request, visit_id: UUID) -> Handed:
    """Who it is comes first, then the bytes; they lie on the disk as they come."""
    visit = await run_in_threadpool(visit_to_read_in, request, visit_id)
    async with request.form(max_files=1, max_fields=10) as sent:
        upload = sent.get("queue")
        if not isinstance(upload, UploadFile) or not upload.size:
            return Handed(refused=Rejected(needed("queue")))
        try:
            return await read_in(request, visit, QueueFile(upload.file))
        except Rejected as refused:
            return Handed(refused=refused)


def visit_to_read_in(request: Request, visit_id: UUID) -> Visit:
    actor = current_actor(request)
    if not actor.signed_in:
        raise SignInNeeded
    with database_of(request).reading() as session:
        return visit_run(session, actor, visit_id)


async def read_in(request: Request, visit: Visit, file: QueueFile) -> Handed:
    """Raises `Rejected` before anything came in."""
    head = await run_in_threadpool(file.head, visit.id)

    def asked(session: Session) -> Actor:
        return sender_of(session, visit, head.tablet, now())

    by = (await together_of(request).read(asked), visit)
    queue = HandedQueue(tablet_id=head.tablet, made_at=head.made_at, visit_id=visit.id)
    found = Handed(queue)
    while (item := await run_in_threadpool(file.next)) is not None:
        take = file_in if item.kind is Sealed.FILE else note_in
        found.came.append((item.kind, await take(request, by, file, item)))
    queue.whole = file.is_whole
    return found


async def note_in(
    request: Request, by: tuple[Actor, Visit], _file: QueueFile, item: Item
) -> Fate:
    body = item.sealed.encode()
    if digest_of(body) != item.sha256:
        return Fate.DAMAGED
    sender, visit = by
    opened = await unsealed(request, visit.id, body)
    sent = Sent(item.id, item.base, body, sealed=True, opened=opened)

    def received(session: Session) -> Fate:
        return take_in(session, sender, visit, item, sent)

    return await together_of(request).write(received)


async def file_in(
    request: Request, by: tuple[Actor, Visit], file: QueueFile, item: Item
) -> Fate:
    with files_in(request).coming() as place:
        digest, count = await run_in_threadpool(file.pieces_into, place, item)
        if digest != item.sha256 or item.of is None:
            return Fate.DAMAGED
        arrived = Arrived(item.of, item.id, digest, count)
        try:
            outcome = await kept_as_sent(request, by, arrived, place, sealed=True)
        except NotFound:
            return Fate.NO_NOTE
        except (Rejected, NotPermitted):
            return Fate.OTHER_BYTES
        return fate_of_file(outcome)
