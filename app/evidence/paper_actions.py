"""A paper sheet becomes a note: of when it was heard, and of whoever wrote it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from app.access import Actor, may_note_for, may_record
from app.errors import NotPermitted, Problem, Rejected
from app.evidence.actions import Outcome, digest_of_values, record_evidence
from app.evidence.correcting import new_values
from app.evidence.forms import EvidenceForm, NoteForm
from app.evidence.outcomes import Write
from app.evidence.paper_forms import PaperForm
from app.evidence.paper_rules import Hours, heard, heard_problems
from app.evidence.queries import zone_of
from app.forms import check
from app.i18n import _
from app.models import AgendaSession, Visit
from app.people.seat_queries import may_sit
from app.values_evidence import WrittenOn


def type_in(
    session: Session, actor: Actor, visit: Visit, form: PaperForm, at: datetime
) -> Outcome:
    """The same sheet sent twice is one note. `at` is now: nothing was heard after it."""
    if not may_record(actor, visit):
        raise NotPermitted
    writer = written_by(session, actor, visit, form.author_id)
    hours = hours_of(session, visit, form.session_id)
    moment = heard(form.heard_on, form.heard_at, hours, zone_of(visit))
    problems = heard_problems(form.heard_on, form.heard_at, moment, at)
    if problems or moment is None:
        raise Rejected(*problems)
    sent = form.model_dump(mode="json")
    note = NoteForm.model_validate({n: sent[n] for n in NoteForm.model_fields})
    values = {**new_values(session, visit, note), "captured_at": moment}
    made = check(EvidenceForm, values)
    digest, paper = digest_of_values(sent), WrittenOn.PAPER
    write = Write(form.id, 0, digest, made, written_on=paper)
    return record_evidence(session, writer, visit, write)


def written_by(
    session: Session, actor: Actor, visit: Visit, member_id: UUID | None
) -> Actor:
    """Whoever types, in the name of the member who wrote; raises `NotPermitted`."""
    if member_id is None or member_id == actor.teams.get(visit.id):
        return actor
    if not may_note_for(actor, visit):
        raise NotPermitted
    if may_sit(session, visit, member_id) is None:
        raise Rejected(Problem("author_id", _("Choose a member of the team.")))
    return replace(actor, teams={**actor.teams, visit.id: member_id})


def hours_of(session: Session, visit: Visit, session_id: UUID | None) -> Hours:
    found = session.exec(
        select(AgendaSession)
        .where(AgendaSession.id == session_id, AgendaSession.visit_id == visit.id)
        .options(joinedload(AgendaSession.day))  # type: ignore[arg-type]
    ).first()
    if found is None or found.day is None:
        return Hours()
    return Hours(found.day.day_on, found.starts_local)
