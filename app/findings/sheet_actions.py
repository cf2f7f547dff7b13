"""What is written before a visit, factor by factor, on one page saved at any time.

A part that somebody else changed meanwhile keeps no other from being saved: conflicts
are returned, not raised.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app import records
from app.access import Actor, may_write_assessment, may_write_desk_review
from app.errors import Conflict, NotPermitted, Rejected
from app.findings.actions import lock
from app.findings.sheet_forms import AssessmentForm, DeskForm, DocumentForm
from app.findings.sheet_queries import (
    CONTEXT,
    assessments_of,
    desk_notes_of,
    documents_of,
)
from app.forms import needed
from app.ids import uuid7
from app.models import AssessmentDocument, DeskNote, SelfAssessment, Visit
from app.translations import outdate_translations

Conflicts = dict[str, Conflict]
SAID = ("word", "sentence")
READ = ("hypotheses", "missing", "to_meet")


def save_assessments(
    session: Session, actor: Actor, visit: Visit, parts: Mapping[str, AssessmentForm]
) -> Conflicts:
    """`parts` by key, each of the visit's benchmark."""
    if not may_write_assessment(actor, visit):
        raise NotPermitted
    lock(session, visit)
    known = assessments_of(session, actor, visit)
    conflicts = {}
    for key, form in parts.items():
        place = "context" if key.startswith(CONTEXT) else "factor"
        own = {**scope(visit), place: key.removeprefix(CONTEXT)}
        new = known.get(key) or SelfAssessment(**own, language=form.language)
        if found := saved(session, actor, new, (form, SAID)):
            conflicts[key] = found
    return conflicts


def save_desk_notes(
    session: Session, actor: Actor, visit: Visit, parts: Mapping[str, DeskForm]
) -> Conflicts:
    """`parts` by the slug of a key factor of the visit's benchmark."""
    if not may_write_desk_review(actor, visit):
        raise NotPermitted
    lock(session, visit)
    known = desk_notes_of(session, actor, visit)
    conflicts = {}
    for key, form in parts.items():
        blank = DeskNote(**scope(visit), factor=key, language=form.language)
        if found := saved(session, actor, known.get(key) or blank, (form, READ)):
            conflicts[key] = found
    return conflicts


def scope(visit: Visit) -> dict[str, Any]:
    return {"programme_id": visit.programme_id, "visit_id": visit.id}


def saved(
    session: Session,
    actor: Actor,
    record: SelfAssessment | DeskNote,
    sent: tuple[AssessmentForm | DeskForm, tuple[str, ...]],
) -> Conflict | None:
    """Saves the texts named; answers with what stands in the way of it.

    What is the same as what stands is in nobody's way, whatever its revision.
    """
    form, names = sent
    wanted = {name: getattr(form, name) for name in names}
    stand = {name: getattr(record, name) for name in names}
    changed = [name for name in names if wanted[name] != stand[name]]
    if not changed:
        return None
    if record not in session:
        create(session, actor, record, wanted)
        return None
    try:
        values = {**wanted, "language": form.language}
        known, by = form.revision or 0, actor.person_id
        records.change(session, record, values, revision=known, by=by)
    except Conflict as conflict:
        return Conflict(conflict.revision, {name: conflict.theirs[name] for name in names})  # fmt: skip
    outdate_translations(session, str(record.__tablename__), record.id, changed)
    return None


def create(
    session: Session,
    actor: Actor,
    record: SelfAssessment | DeskNote,
    values: Mapping[str, Any],
) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    records.create(session, record, actor.person_id)


def save_documents(
    session: Session, actor: Actor, visit: Visit, form: DocumentForm
) -> None:
    """Adds the one named, once however often it is sent, and takes out those chosen."""
    if not may_write_assessment(actor, visit):
        raise NotPermitted
    if form.link and not form.title:
        raise Rejected(needed("title"))
    own_id: UUID = form.id or uuid7()
    sent = records.sent_before(session, AssessmentDocument, own_id, visit_id=visit.id)
    if form.title and sent is None:
        made = AssessmentDocument(
            id=own_id, **scope(visit), title=form.title, link=form.link or ""
        )
        made.factor = form.factor or ""
        records.create(session, made, actor.person_id)
    for document in documents_of(session, visit):
        if document.id in form.remove:
            records.remove(session, document, revision=None, by=actor.person_id)
