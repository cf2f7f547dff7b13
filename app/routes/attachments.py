"""`/visits/{id}/evidence/{id}/attachments`: files of the team's notes, and adding some.

Served to who may read raw evidence only, noted in the audit before a byte goes, as what
they were found to be, and in a sandbox: nothing in a file can act on our address.
"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from sqlmodel import Session
from starlette.responses import FileResponse, Response

from app.access import Actor, may_correct
from app.audit import deed
from app.errors import NotFound, NotPermitted, Rejected
from app.evidence.actions import Rival, add_files, drop_file
from app.evidence.attachment_actions import delete_file, keep_cleaned, transcribe
from app.evidence.attachment_queries import file_of_note
from app.evidence.forms import RevisionForm
from app.evidence.pages import note_page
from app.evidence.queries import raw_visit_shown
from app.files import Files
from app.forms import Form, needed
from app.i18n import _
from app.models import Attachment, Visit
from app.routes.evidence import SHOW, address_of, both_texts, done, loaded
from app.routes.sent_files import FormWithFiles, erasing, files_in, posted_with_files
from app.values import FileState
from app.values_audit import Verb
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()

#: No script, no plug-in, no form, an origin of its own: a file is looked at, no more.
ALONE = "default-src 'none'; sandbox"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}


@router.get("/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}")
def attachment(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    attachment_id: UUID,
) -> Response:
    visit, found = readable(session, actor, visit_id, (evidence_id, attachment_id))
    page.noted(deed(Verb.READ_FILE, visit, "attachment", attachment_id))
    name = f"repere-{str(attachment_id)[-12:]}.{ENDINGS[found.media_type]}"
    path = stored_path(files_in(page.request), found)
    return file_at(path, found.media_type, f'attachment; filename="{name}"')


@router.get(
    "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}/preview"
)
def preview(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    attachment_id: UUID,
) -> Response:
    """A small picture of a photo, drawn by us."""
    visit, _photo = readable(session, actor, visit_id, (evidence_id, attachment_id))
    page.noted(deed(Verb.READ_FILE, visit, "attachment", attachment_id))
    path = files_in(page.request).preview(visit_id, attachment_id)
    return file_at(path, "image/jpeg", "inline")


def readable(
    session: Session, actor: Actor, visit_id: UUID, ids: tuple[UUID, UUID]
) -> tuple[Visit, Attachment]:
    visit = raw_visit_shown(session, actor, visit_id)
    found = file_of_note(session, visit, ids)
    if found.state is not FileState.CLEAN:
        raise NotFound
    return visit, found


def stored_path(files: Files, found: Attachment) -> Path:
    return files.stored(found.visit_id, found.id, found.stored_sha256 or "")


def file_at(path: Path, media_type: str, disposition: str) -> Response:
    """With ranges, so that a recording can be wound; `NotFound` where it is not there."""
    if not path.is_file():
        raise NotFound
    headers = {"Content-Security-Policy": ALONE, "Content-Disposition": disposition}
    return FileResponse(path, media_type=media_type, headers=headers)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/attachments")
def add(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[FormWithFiles[RevisionForm], posted_with_files(RevisionForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    if not may_correct(actor, visit, found.author_id):
        raise NotPermitted
    try:
        checked(form)
    except Rejected as rejected:
        page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
        context = note_page(session, actor, visit, found)
        context["adding"] = form.showing(rejected)
        raise page.refuse(SHOW, **context) from rejected
    outcome = add_files(session, actor, visit, found, form.announced)
    keep_cleaned(session, actor, visit, form.kept)
    return done(page, session, actor, visit, found, outcome)


def checked(form: FormWithFiles[RevisionForm]) -> None:
    form.checked()
    if not form.files:
        raise Rejected(needed("files-1"))


@router.post(
    "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}/transcription"
)
def transcribed(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    attachment_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    """What was said is in the note: the recording is deleted for good."""
    visit, note = loaded(session, actor, visit_id, evidence_id)
    form.checked()
    found = file_of_note(session, visit, (evidence_id, attachment_id))
    transcribe(session, actor, visit, found, note.author_id)
    page.afterwards.append(erasing(page.request))
    return page.go(address_of(visit, evidence_id), _("The recording is deleted."))


@router.post(
    "/visits/{visit_id}/evidence/{evidence_id}/attachments/{attachment_id}/removal"
)
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    attachment_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    """Off the note, and deleted for good."""
    visit, note = loaded(session, actor, visit_id, evidence_id)
    form.checked()
    found = file_of_note(session, visit, (evidence_id, attachment_id))
    outcome = drop_file(session, actor, visit, note, attachment_id)
    if isinstance(outcome, Rival):
        return both_texts(page, session, actor, visit, evidence_id)
    delete_file(session, actor, visit, found)
    page.afterwards.append(erasing(page.request))
    return page.go(address_of(visit, evidence_id), _("The file is deleted."))
