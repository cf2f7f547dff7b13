"""What the team does to a note on its pages; each change is a write like the tablet's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.access import Actor, may_correct, may_record
from app.errors import Conflict, NotFound, NotPermitted, Problem, Rejected
from app.evidence.forms import (
    AttachmentForm,
    CompletionForm,
    EvidenceForm,
    NoteForm,
    RevisionForm,
    RivalForm,
    TranslationForm,
)
from app.evidence.outcomes import Outcome, Recorded, Write, digest_of_values
from app.evidence.queries import Note, session_named
from app.evidence.recording import record_evidence, refresh_words
from app.evidence.rows import form_of
from app.evidence.rules import kind_in, voice_among
from app.forms import check
from app.i18n import _
from app.models import EvidenceRevision, RivalText, Visit
from app.translations import same_language, save_translation
from app.values import TO_PLACE


def write_note(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: NoteForm,
    files: Sequence[AttachmentForm] = (),
) -> Outcome:
    """A new note, heard now."""
    values = {
        **new_values(session, visit, form),
        "captured_at": datetime.now(UTC),
        "attachments": [one.model_dump() for one in files],
    }
    made = check(EvidenceForm, values)
    write = page_write(form.id, 0, form, made)
    if files:  # the same words with another photo are another write
        posted = {"form": write.sha256, "files": [one.sha256 for one in files]}
        write = replace(write, sha256=digest_of_values(posted))
    return record_evidence(session, actor, visit, write)


def new_values(session: Session, visit: Visit, form: NoteForm) -> dict[str, Any]:
    """Of a new note. Its session says kind and voice where the writer left them."""
    met = session_named(session, visit, form.session_id)
    voices = [s.category for s in met.stakeholders] if met else []
    return {
        **contents(form),
        "kind": form.kind or kind_in(met.format if met else None),
        "voice": form.voice or voice_among(voices),
    }


def add_files(
    session: Session,
    actor: Actor,
    visit: Visit,
    note: Note,
    files: Sequence[AttachmentForm],
) -> Outcome:
    """The note as it stands, with files; one that it has already is not added twice."""
    known = {str(one["id"]) for one in note.attachments}
    new = [one.model_dump(mode="json") for one in files if str(one.id) not in known]
    return rewritten(session, actor, visit, note, [*note.attachments, *new])


def drop_file(
    session: Session, actor: Actor, visit: Visit, note: Note, attachment_id: UUID
) -> Outcome:
    """The note as it stands, without the file."""
    left = [one for one in note.attachments if one["id"] != str(attachment_id)]
    return rewritten(session, actor, visit, note, left)


def rewritten(
    session: Session,
    actor: Actor,
    visit: Visit,
    note: Note,
    attachments: list[dict[str, Any]],
) -> Outcome:
    if not may_correct(actor, visit, note.author_id):
        raise NotPermitted
    values = contents_of_note(note) | {"attachments": attachments}
    made = check(EvidenceForm, values)
    digest = digest_of_values(made.model_dump(mode="json"))
    write = Write(note.id, note.revision, digest, made)
    return record_evidence(session, actor, visit, write)


def change_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: NoteForm
) -> Outcome:
    """The whole note anew; what the page does not show stays as it is."""
    values = {
        **contents_of_note(note),
        **contents(form),
        "kind": form.kind or note.kind,
        "voice": form.voice or note.voice,
        "language": form.language or note.language,
    }
    made = check(EvidenceForm, values)
    base = form.revision or 0
    return record_evidence(session, actor, visit, page_write(note.id, base, form, made))


def complete_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: CompletionForm
) -> Outcome:
    """What was left for the evening; what is not said here stays."""
    said = {
        "factors": form.factors,
        "voice": form.voice,
        "heard": form.heard,
        "bearing": form.bearing,
    }
    values = contents_of_note(note) | {n: value for n, value in said.items() if value}
    made = check(EvidenceForm, values)
    write = page_write(note.id, form.revision, form, made)
    return record_evidence(session, actor, visit, write)


def remove_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: RevisionForm
) -> Outcome:
    """Out of the lists; kept, and brought back by `restore_note`."""
    stands_at(note, form.revision)
    return _remove_or_restore(session, actor, visit, note, removed=True)


def restore_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: RevisionForm
) -> Outcome:
    stands_at(note, form.revision)
    return _remove_or_restore(session, actor, visit, note, removed=False)


def undo_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: RevisionForm
) -> Outcome:
    """Back to the revision before, as a new one; raises `NotFound` for the first."""
    if not may_correct(actor, visit, note.author_id):
        raise NotPermitted
    stands_at(note, form.revision)
    before = session.scalars(
        select(col(EvidenceRevision.values)).where(
            col(EvidenceRevision.evidence_id) == note.id,
            col(EvidenceRevision.revision) == note.revision - 1,
        )
    ).first()
    if before is None:
        raise NotFound
    made, removed = form_of(before)
    digest = digest_of_values({"undo": note.revision, **before})
    write = Write(note.id, note.revision, digest, made, removed=removed)
    return record_evidence(session, actor, visit, write)


def settle_rival(
    session: Session, actor: Actor, visit: Visit, note: Note, form: RivalForm
) -> None:
    """Chooses between the note and a rival text; the other stays in the history."""
    if not may_correct(actor, visit, note.author_id):
        raise NotPermitted
    rival = rival_for(session, note, form.rival)
    if form.keep == "that":
        stands_at(note, form.revision)
        made, removed = form_of(rival.values)
        write = Write(note.id, form.revision, rival.sha256, made, removed=removed)
        if not isinstance(record_evidence(session, actor, visit, write), Recorded):
            raise Conflict(form.revision, {})
    session.execute(
        update(RivalText)
        .where(col(RivalText.id) == rival.id, col(RivalText.settled_at).is_(None))
        .values(settled_at=datetime.now(UTC), settled_by=actor.person_id)
    )


def rival_for(session: Session, note: Note, rival_id: UUID) -> RivalText:
    """A rival of this very note that waits; raises `NotFound`."""
    found = session.scalars(
        select(RivalText).where(
            col(RivalText.id) == rival_id,
            col(RivalText.evidence_id) == note.id,
            col(RivalText.settled_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def translate_note(
    session: Session, actor: Actor, visit: Visit, note: Note, form: TranslationForm
) -> None:
    """Whoever may record may translate: the languages of a team are spread over it."""
    if not may_record(actor, visit):
        raise NotPermitted
    if same_language(form.language, note.language):
        said = _("The note is already in this language.")
        raise Rejected(Problem("language", said))
    save_translation(
        session,
        table="evidence",
        record_id=note.id,
        field="text",
        language=form.language,
        text=form.text,
        source_revision=note.revision,
        by=actor.person_id,
        programme_id=visit.programme_id,
        visit_id=visit.id,
    )
    refresh_words(session, visit.id, note.id)


def stands_at(note: Note, revision: int) -> None:
    if note.revision != revision:
        raise Conflict(note.revision, {})


def _remove_or_restore(
    session: Session, actor: Actor, visit: Visit, note: Note, *, removed: bool
) -> Outcome:
    if not may_correct(actor, visit, note.author_id):
        raise NotPermitted
    values = contents_of_note(note)
    digest = digest_of_values({**values, "removed": removed})
    made = check(EvidenceForm, values)
    write = Write(note.id, note.revision, digest, made, removed=removed)
    return record_evidence(session, actor, visit, write)


def page_write(
    id: UUID,  # noqa: A002
    base: int,
    form: NoteForm | CompletionForm,
    made: EvidenceForm,
) -> Write:
    """Its digest is of what was posted: the same form sent twice is one write."""
    return Write(id, base, digest_of_values(form.model_dump(mode="json")), made)


def contents(form: NoteForm) -> dict[str, Any]:
    """What the page's form says of the note itself."""
    said = form.model_dump(exclude={"id", "revision", "kind", "voice"})
    return {**said, "factors": form.factors or [TO_PLACE]}


def contents_of_note(note: Note) -> dict[str, Any]:
    """A stored note as a form would send it."""
    return {name: getattr(note, name) for name in EvidenceForm.model_fields}
