"""Files that come with a page's form: read, cleaned and stored before anything is kept.

Who may send them is asked before they are read. What was typed stays where a file is
refused, and what was stored for a note that is not kept goes again.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request
from sqlmodel import col, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.access import Actor, may_record
from app.db import Database
from app.errors import NotPermitted, Problem, Rejected, SignInNeeded
from app.evidence.attachment_actions import Arrived
from app.evidence.attachment_queries import wait_for_uploads
from app.evidence.attachment_rules import refusal_words, upload_words
from app.evidence.cleaning import clean_file
from app.evidence.cleaning_limits import Cleaned, Unclean
from app.evidence.filing import erase_gone, sha256_of, store
from app.evidence.forms import AttachmentForm
from app.evidence.queries import raw_visit_shown
from app.files import Files
from app.forms import Form, FormModel, Posted
from app.i18n import _
from app.ids import seed_id
from app.models import Attachment
from app.models.base import now
from app.people.rules import waiting_words
from app.web import current_actor, database_of, posted_values

#: Of one form; a file more is a form more.
MOST_FILES = 3
#: Cleaning waits without holding a place among the threads that answer pages.
CLEANING = CapacityLimiter(2)

F = TypeVar("F", bound=FormModel)


@dataclass(frozen=True)
class FileSent:
    """One file of a form: stored already, or refused; `place` is its line there, from 1."""

    place: int
    name: str
    alt: str
    arrived: Arrived | None = None
    stored_sha256: str = ""
    cleaned: Cleaned | None = None
    refused: str = ""

    @property
    def problem(self) -> Problem:
        said = _("%(name)s: %(why)s", name=self.name, why=self.refused)
        return Problem(f"files-{self.place}", said)

    @property
    def announced(self) -> AttachmentForm:
        assert self.arrived
        assert self.cleaned
        return AttachmentForm(
            id=self.arrived.id,
            media_type=self.cleaned.media_type,
            bytes=self.arrived.bytes,
            sha256=self.arrived.sha256,
            alt=self.alt,
        )


class FormWithFiles(Form[F], Generic[F]):
    """`alts` are the text alternatives, line by line, beside the form's own fields."""

    files: Sequence[FileSent] = ()

    def checked(self) -> F:
        problems = [one.problem for one in self.files if one.refused]
        own = {n: values for n, values in self.posted.items() if n != "alts"}
        try:
            made = Form(self.model, own).checked()
        except Rejected as rejected:
            raise Rejected(*problems, *rejected.problems) from None
        if problems:
            raise Rejected(*problems)
        return made

    @property
    def announced(self) -> list[AttachmentForm]:
        return [one.announced for one in self.files]

    @property
    def kept(self) -> list[tuple[Arrived, str, Cleaned]]:
        return [
            (one.arrived, one.stored_sha256, one.cleaned)
            for one in self.files
            if one.arrived and one.cleaned
        ]


def files_in(request: Request) -> Files:
    found: Files = request.app.state.files
    return found


def erasing(request: Request) -> Callable[[Database], None]:
    """For `Page.afterwards`: takes from the disk what was erased or deleted."""
    files = files_in(request)
    return lambda database: erase_gone(database, files)


def cleaning(request: Request) -> Callable[[Database], None]:
    """For `Page.afterwards`: what a note that was set aside brought is cleaned now."""

    def wake(_database: Database) -> None:
        request.app.state.cleaner.wake()

    return wake


def posted_with_files(model: type[F]) -> Any:
    """`Annotated[FormWithFiles[X], posted_with_files(X)]`, of a visit's evidence."""

    async def read(request: Request, visit_id: UUID) -> AsyncIterator[FormWithFiles[F]]:
        actor = await run_in_threadpool(current_actor, request)
        kind = request.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            yield FormWithFiles(model, await posted_values(request))
            return
        await run_in_threadpool(refuse_strangers, request, actor, visit_id)
        async with request.form(max_files=MOST_FILES, max_fields=2000) as sent:
            form = FormWithFiles(model, typed(sent.multi_items()))
            uploads = sent.getlist("files")
            if actor.signed_in:
                form.files = await taken(request, visit_id, form.posted, uploads)
        try:
            yield form
        finally:
            await run_in_threadpool(forget_unkept, request, visit_id, form.files)

    return Depends(read)


def refuse_strangers(request: Request, actor: Actor, visit_id: UUID) -> None:
    """Before a file is read. Somebody whose session went idle keeps what they typed."""
    if not actor.signed_in:
        length = request.headers.get("content-length", "")
        most = request.app.state.settings.max_body_bytes
        if not length.isdecimal() or int(length) > most:
            raise SignInNeeded
        return
    with database_of(request).reading() as session:
        visit = raw_visit_shown(session, actor, visit_id)
        if not may_record(actor, visit):
            raise NotPermitted


def typed(sent: Sequence[tuple[str, Any]]) -> Posted:
    """A file where words belong is nothing, as in every other form."""
    values: Posted = {}
    for name, value in sent:
        if name != "files" and not isinstance(value, UploadFile):
            values.setdefault(name, []).append(value)
    return values


async def taken(
    request: Request, visit_id: UUID, posted: Posted, uploads: Sequence[Any]
) -> list[FileSent]:
    """Lines without a file are skipped; each other is stored, or says why it is not."""
    alts = [*posted.get("alts", []), *[""] * MOST_FILES]
    chosen = [
        (place, upload)
        for place, upload in enumerate(uploads, 1)
        if isinstance(upload, UploadFile) and (upload.filename or upload.size)
    ]
    wait = await run_in_threadpool(wait_words, request) if chosen else ""
    note_id = id_in(posted, request)
    found = []
    for place, upload in chosen:
        line = FileSent(place, (upload.filename or "?")[:120], alts[place - 1][:200])
        if wait or note_id is None:
            found.append(refused(line, wait or _("Reload the page and try again.")))
            continue
        take = partial(take_one, files_in(request), (visit_id, note_id), line, upload)
        found.append(await run_sync(take, limiter=CLEANING))
    return found


def id_in(posted: Posted, request: Request) -> UUID | None:
    """The note's: of the address where it is there, else of the new note's form."""
    said = request.path_params.get("evidence_id") or (posted.get("id") or [""])[-1]
    try:
        return UUID(str(said))
    except ValueError:
        return None


def wait_words(request: Request) -> str:
    with database_of(request).reading() as session:
        wait = wait_for_uploads(session, current_actor(request), now())
    return f"{upload_words()} {waiting_words(wait)}" if wait else ""


def refused(line: FileSent, why: str) -> FileSent:
    return FileSent(line.place, line.name, line.alt, refused=why)


def take_one(
    files: Files, ids: tuple[UUID, UUID], line: FileSent, upload: UploadFile
) -> FileSent:
    """Sent twice, it is one file: its id is made of the note and of the bytes."""
    visit_id, note_id = ids
    with files.coming() as place:
        made = place.with_name(f"{place.name}-clean")
        sha256, count = written(upload, place)
        attachment_id = seed_id("attachment", str(note_id), sha256)
        try:
            cleaned = clean_file(place, made)
        except Unclean as unclean:
            return refused(line, refusal_words(unclean.reason))
        stored_sha256 = store(files, (visit_id, attachment_id), made)
    arrived = Arrived(note_id, attachment_id, sha256, count)
    return FileSent(line.place, line.name, line.alt, arrived, stored_sha256, cleaned)


def written(upload: UploadFile, place: Path) -> tuple[str, int]:
    """The digest and the number of the bytes."""
    upload.file.seek(0)
    with place.open("wb") as file:
        while piece := upload.file.read(1 << 18):
            file.write(piece)
    return sha256_of(place), place.stat().st_size


def forget_unkept(request: Request, visit_id: UUID, sent: Sequence[FileSent]) -> None:
    """What was stored for a note that was then not kept, or is erased."""
    ids = [one.arrived.id for one in sent if one.arrived]
    if not ids:
        return
    with database_of(request).reading() as session:
        asked = select(Attachment.id).where(col(Attachment.id).in_(ids))
        kept = set(session.exec(asked))
    for attachment_id in set(ids) - kept:
        files_in(request).erase(visit_id, attachment_id)
