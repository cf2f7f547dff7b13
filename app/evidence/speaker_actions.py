"""Registering somebody who spoke, and what they agree to."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, select

from app import audit, records
from app.access import Actor, may_record
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.evidence.consent_rules import speaker_problems
from app.evidence.consents import given_by, refresh_lacks
from app.evidence.outcomes import Gone
from app.evidence.queries import session_named
from app.evidence.rows import is_erased
from app.evidence.speaker_forms import ConsentForm, SpeakerForm
from app.evidence.speaker_queries import next_number
from app.evidence.withdrawing import in_turn
from app.i18n import _
from app.models import Consent, Erasure, Speaker, Visit, Withdrawal
from app.values import ConsentTo
from app.values_audit import Verb


def register_speaker(
    session: Session, actor: Actor, visit: Visit, form: SpeakerForm
) -> Speaker | Gone:
    """Once, however often it is sent. Who has withdrawn before arriving is `Gone`."""
    if not may_record(actor, visit):
        raise NotPermitted
    session.flush()  # Core does not see what waits in the session
    if is_erased(session.connection(), form.id, []):
        return Gone(form.id)
    if known := session.get(Speaker, form.id):
        if known.visit_id != visit.id:
            raise NotFound
        return known
    in_turn(session, form.withdrawal_code_hash)
    if has_withdrawn(session, form.withdrawal_code_hash):
        session.add(erasure_of(visit, form.id))
        return Gone(form.id)
    check_speaker(session, visit, form)
    made = records.create(session, speaker_of(session, visit, form), actor.person_id)
    answer(session, made, form.consents, form.witness)
    audit.append(session, actor, registered(visit, made))
    return made


def check_speaker(session: Session, visit: Visit, form: SpeakerForm) -> None:
    problems = speaker_problems(
        minor=form.minor, guardian_agrees=form.guardian_agrees, consents=form.consents
    )
    if form.session_id and session_named(session, visit, form.session_id) is None:
        problems.append(Problem("session_id", _("Choose a session of this visit.")))
    if problems:
        raise Rejected(*problems)


def speaker_of(session: Session, visit: Visit, form: SpeakerForm) -> Speaker:
    return Speaker(
        id=form.id,
        programme_id=visit.programme_id,
        visit_id=visit.id,
        session_id=form.session_id,
        number=next_number(session, visit, form.session_id),
        role=form.role,
        voice=form.voice,
        minor=form.minor,
        guardian_agrees=form.guardian_agrees,
        withdrawal_code_hash=form.withdrawal_code_hash,
    )


def change_consents(
    session: Session, actor: Actor, visit: Visit, speaker: Speaker, form: ConsentForm
) -> None:
    """What they agree to from now on; raises `Conflict` where somebody was faster."""
    if not may_record(actor, visit):
        raise NotPermitted
    problems = speaker_problems(
        minor=speaker.minor,
        guardian_agrees=form.guardian_agrees,
        consents=form.consents,
    )
    if problems:
        raise Rejected(*problems)
    values = {"guardian_agrees": form.guardian_agrees}
    by = actor.person_id
    records.change(session, speaker, values, revision=form.revision, by=by)
    answer(session, speaker, form.consents, form.witness)
    changed = audit.deed(Verb.CHANGED_CONSENT, visit, "speaker", speaker.id)
    audit.append(session, actor, changed)


def answer(
    session: Session,
    speaker: Speaker,
    consents: Collection[ConsentTo],
    witness: str,
) -> None:
    """A row for each answer that is new; the older ones stay beside it."""
    before = given_by(session.connection(), [speaker.id])[speaker.id]
    for scope in ConsentTo:
        if (scope in consents) != (scope in before):
            session.add(
                Consent(
                    programme_id=speaker.programme_id,
                    visit_id=speaker.visit_id,
                    speaker_id=speaker.id,
                    scope=scope.value,
                    given=scope in consents,
                    witness=witness,
                )
            )
    session.flush()  # what the notes lack is read from these rows
    refresh_lacks(session, speaker.visit_id, speaker.id)


def has_withdrawn(session: Session, code_hash: str | None) -> bool:
    asked = select(Withdrawal.id).where(Withdrawal.code_hash == code_hash)
    return code_hash is not None and session.exec(asked).first() is not None


def erasure_of(visit: Visit, speaker_id: UUID) -> Erasure:
    return Erasure(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        subject="speaker",
        subject_id=speaker_id,
        at=datetime.now(UTC),
    )


def registered(visit: Visit, speaker: Speaker) -> audit.Deed:
    return audit.deed(Verb.REGISTERED_SPEAKER, visit, "speaker", speaker.id)
