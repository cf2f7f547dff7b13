"""Letting a text out of the team: written anew, passed by two of its members."""

from datetime import UTC, datetime

from sqlmodel import Session, select

from app import audit, records
from app.access import Actor, may_pass_released, may_write_released
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.evidence.queries import Note, note_shown, programme_language
from app.evidence.release_forms import PassingForm, ReleaseForm
from app.evidence.release_rules import release_problems
from app.i18n import _
from app.models import AgendaSession, ReleasedEvidence, Stakeholder, Venue, Visit
from app.values import TO_PLACE, Sensitivity
from app.values_audit import Verb

#: How many members pass a text before it leaves.
TWO = 2


def draft_release(
    session: Session, actor: Actor, visit: Visit, form: ReleaseForm
) -> ReleasedEvidence:
    """In the programme's language, whatever was spoken; sent twice it is one."""
    if not may_write_released(actor, visit):
        raise NotPermitted
    if known := session.get(ReleasedEvidence, form.id):
        if known.visit_id != visit.id:
            raise NotFound
        return known
    note = note_shown(session, visit, form.evidence)
    if problems := draft_problems(session, visit, note, form):
        raise Rejected(*problems)
    made = ReleasedEvidence(
        id=form.id,
        programme_id=visit.programme_id,
        visit_id=visit.id,
        factor=form.factor,
        voice=note.voice,
        text=form.text,
        language=programme_language(session, visit),
        evidence_id=note.id,
    )
    records.create(session, made, actor.person_id)
    audit.append(session, actor, about(Verb.DRAFTED_RELEASE, visit, made))
    return made


def draft_problems(
    session: Session, visit: Visit, note: Note, form: ReleaseForm
) -> list[Problem]:
    problems = release_problems(
        form.text, [note.text, *note.translations.values()], names_of(session, visit)
    )
    if form.factor not in note.factors or form.factor == TO_PLACE:
        problems.append(Problem("factor", _("Choose a factor of the note.")))
    if note.sensitivity is Sensitivity.SENSITIVE:
        said = _("This note is sensitive: it stays with the team.")
        problems.append(Problem("", said))
    if note.consent_lack:
        said = _("This note lacks a speaker's consent: ask for it first.")
        problems.append(Problem("", said))
    return problems


def pass_release(
    session: Session,
    actor: Actor,
    visit: Visit,
    release: ReleasedEvidence,
    form: PassingForm,
) -> bool:
    """Whether it has left the team now. A yes to the question puts it back to nobody."""
    if not may_pass_released(actor, visit):
        raise NotPermitted
    own = str(actor.person_id)
    passed = [] if form.guess == "yes" else sorted({*release.passed_by, own})
    out = len(passed) >= TWO
    values = {"passed_by": passed, "released_at": datetime.now(UTC) if out else None}
    by = actor.person_id
    records.change(session, release, values, revision=form.revision, by=by)
    verb = Verb.STOPPED_RELEASE if form.guess == "yes" else Verb.PASSED_RELEASE
    audit.append(session, actor, about(verb, visit, release))
    return out


def stop_release(
    session: Session,
    actor: Actor,
    visit: Visit,
    release: ReleasedEvidence,
    revision: int,
) -> None:
    if not may_write_released(actor, visit):
        raise NotPermitted
    records.remove(session, release, revision=revision, by=actor.person_id)
    audit.append(session, actor, about(Verb.STOPPED_RELEASE, visit, release))


def names_of(session: Session, visit: Visit) -> list[str]:
    """Of sessions, places and people met: each would point to who was there."""
    found: list[str] = []
    for column, table in (
        (AgendaSession.title, AgendaSession),
        (Venue.name, Venue),
        (Stakeholder.name, Stakeholder),
        (Stakeholder.organisation, Stakeholder),
    ):
        found += session.exec(select(column).where(table.visit_id == visit.id)).all()
    return found


def about(verb: Verb, visit: Visit, release: ReleasedEvidence) -> audit.Deed:
    return audit.deed(verb, visit, "released_evidence", release.id)
