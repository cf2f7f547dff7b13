"""Who spoke on a visit, as a role and a number, and what they agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.evidence.consents import given_by
from app.labels import label
from app.models import AgendaSession, Speaker, Visit
from app.values import ConsentTo, Voice

#: A voice is named outside the team only from so many people met (design, section 6).
ENOUGH = 5


@dataclass(frozen=True)
class SpeakerShown:
    speaker: Speaker
    session_number: int | None
    given: frozenset[ConsentTo]

    @property
    def words(self) -> str:
        """Role, number and session: for the team alone."""
        role = self.speaker.role or label(self.speaker.voice)
        said = f"{role}, {self.speaker.number}"
        return f"{self.session_number}. {said}" if self.session_number else said


def speakers_of(session: Session, visit: Visit) -> Sequence[SpeakerShown]:
    """In the order of the agenda, then of their numbers."""
    rows = session.exec(
        select(Speaker, AgendaSession.number)
        .join(AgendaSession, col(AgendaSession.id) == Speaker.session_id, isouter=True)
        .where(Speaker.visit_id == visit.id, col(Speaker.removed_at).is_(None))
        .order_by(col(AgendaSession.number).nulls_last(), col(Speaker.number))
    ).all()
    given = given_by(session.connection(), [speaker.id for speaker, _n in rows])
    return [SpeakerShown(one, number, given[one.id]) for one, number in rows]


def speaker_options(session: Session, visit: Visit) -> list[tuple[UUID, str]]:
    """To choose from on a note, in one query."""
    rows = session.exec(
        select(Speaker, AgendaSession.number)
        .join(AgendaSession, col(AgendaSession.id) == Speaker.session_id, isouter=True)
        .where(Speaker.visit_id == visit.id, col(Speaker.removed_at).is_(None))
        .order_by(col(AgendaSession.number).nulls_last(), col(Speaker.number))
    ).all()
    return [
        (one.id, SpeakerShown(one, number, frozenset()).words) for one, number in rows
    ]


def speaker_for(session: Session, visit: Visit, speaker_id: UUID) -> Speaker:
    found = session.get(Speaker, speaker_id)
    if found is None or found.visit_id != visit.id or found.removed_at:
        raise NotFound
    return found


def next_number(session: Session, visit: Visit, session_id: UUID | None) -> int:
    asked = select(func.max(Speaker.number)).where(
        Speaker.visit_id == visit.id, Speaker.session_id == session_id
    )
    return (session.exec(asked).one() or 0) + 1


def voices_met(session: Session, visit: Visit) -> frozenset[Voice]:
    """The voices of which enough people were met to name them outside the team."""
    rows = session.exec(
        select(Speaker.voice, func.count())
        .where(Speaker.visit_id == visit.id, col(Speaker.removed_at).is_(None))
        .group_by(Speaker.voice)
    ).all()
    named = frozenset(Voice(voice) for voice, count in rows if count >= ENOUGH)
    return named - {Voice.NONE}
