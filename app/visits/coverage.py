"""Which factors a visit looks at, and what it has heard on them so far.

Counting fieldwork is fine; nothing here says how well a factor does. Who may not read
raw evidence never gets a count that names a session or a voice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.access import Actor, may_read_raw, may_see_found_counts
from app.benchmarks.queries import version_of
from app.models import (
    AgendaSession,
    Evidence,
    EvidenceFactor,
    KeyFactor,
    SessionFactor,
    SessionStakeholder,
    Stakeholder,
    Visit,
)
from app.translations import Shown, shown, translations_of
from app.values import TO_PLACE, SessionFormat, SessionStatus, Voice

AMONG_OURSELVES = (SessionFormat.DEBRIEF, SessionFormat.FEEDBACK)
#: Counts of notes by factor slug and something else: a session, a voice.
Counts = Mapping[tuple[str, Any], int]


@dataclass(frozen=True)
class SessionRow:
    id: UUID
    number: int
    title: Shown
    planned: frozenset[str]
    meets_people: bool


@dataclass(frozen=True)
class Coverage:
    """`voices` are sessions that look at a factor with somebody of a voice.

    `found`, `heard` and `notes` are None to those who may not know; `total` and
    `count` likewise. `notes` is by session, None where a note is of none."""

    factors: Sequence[KeyFactor]
    sessions: Sequence[SessionRow]
    voices: Counts
    found: Counts | None
    heard: Counts | None
    notes: Mapping[UUID | None, int] | None
    total: Mapping[str, int] | None
    count: int | None

    @property
    def unplanned(self) -> list[KeyFactor]:
        """Factors that no session looks at: debriefs and feedback meet nobody new."""
        meeting = (row.planned for row in self.sessions if row.meets_people)
        planned = frozenset[str]().union(*meeting)
        return [factor for factor in self.factors if factor.slug not in planned]

    @property
    def unplanned_voices(self) -> list[Voice]:
        """Voices that no session with a factor in focus is to hear."""
        planned = {voice for _slug, voice in self.voices}
        return [v for v in Voice if v is not Voice.NONE and v not in planned]

    @property
    def planned_without_migrants(self) -> list[KeyFactor]:
        """Factors with sessions, none of which meets a migrant voice."""
        unplanned = {factor.slug for factor in self.unplanned}
        return [
            factor
            for factor in self.factors
            if factor.slug not in unplanned
            and not self.voices.get((factor.slug, Voice.MIGRANTS))
        ]

    def of_session(self, session_id: UUID) -> Mapping[str, int]:
        """Notes by factor from one session."""
        return self._from({session_id})

    @property
    def without_session(self) -> Mapping[str, int]:
        """Notes by factor that come from no session."""
        return self._from({None})

    @property
    def elsewhere(self) -> Mapping[str, int]:
        """Notes by factor from sessions that are not in the table: cancelled, removed."""
        return self._from(self._not_shown)

    @property
    def notes_elsewhere(self) -> int:
        return sum((self.notes or {})[id_] for id_ in self._not_shown)

    @property
    def _not_shown(self) -> set[UUID | None]:
        shown_ids = {row.id for row in self.sessions}
        return {id_ for id_ in self.notes or {} if id_ and id_ not in shown_ids}

    def _from(self, sessions: Collection[UUID | None]) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for (slug, session_id), count in (self.found or {}).items():
            if session_id in sessions:
                counts[slug] = counts.get(slug, 0) + count
        return counts

    @property
    def to_place(self) -> int:
        """Notes that are about no factor yet."""
        return (self.total or {}).get(TO_PLACE, 0)

    @property
    def unfound(self) -> list[KeyFactor]:
        """Factors without a note."""
        total = self.total or {}
        return [factor for factor in self.factors if not total.get(factor.slug)]

    @property
    def without_migrants(self) -> list[KeyFactor]:
        """Factors with notes, none of which has a migrant voice."""
        heard = self.heard or {}
        unfound = {factor.slug for factor in self.unfound}
        return [
            factor
            for factor in self.factors
            if factor.slug not in unfound
            and not heard.get((factor.slug, Voice.MIGRANTS))
        ]

    @property
    def unheard(self) -> list[Voice]:
        """Voices that nobody has noted; documents are none."""
        voices = {
            voice for (_slug, voice), count in (self.heard or {}).items() if count
        }
        return [v for v in Voice if v is not Voice.NONE and v not in voices]


def coverage_of(session: Session, actor: Actor, visit: Visit) -> Coverage:
    """As much as this person may know; the same number of queries for any size."""
    version = version_of(session, visit.pair.benchmark_version_id)
    raw = may_read_raw(actor, visit)
    counted = may_see_found_counts(actor, visit)
    notes = notes_by_session(session, visit) if counted else {}
    return Coverage(
        factors=list(version.factors) if version else [],
        sessions=session_rows(session, visit, notes if raw else {}),
        voices=planned_voices(session, visit),
        found=counts_by(session, visit, col(Evidence.session_id)) if raw else None,
        heard=counts_by(session, visit, col(Evidence.voice)) if raw else None,
        notes=notes if raw else None,
        total=totals(session, visit) if counted else None,
        count=sum(notes.values()) if counted else None,
    )


#: A row per session and factor in focus; one for a session without.
IN_FOCUS = (
    select(
        col(AgendaSession.id),
        col(AgendaSession.number),
        col(AgendaSession.title),
        col(AgendaSession.language),
        col(AgendaSession.format),
        col(KeyFactor.slug),
    )
    .outerjoin(SessionFactor, col(SessionFactor.session_id) == col(AgendaSession.id))
    .outerjoin(KeyFactor, col(KeyFactor.id) == col(SessionFactor.factor_id))
    .where(
        col(AgendaSession.removed_at).is_(None),
        col(AgendaSession.status) != SessionStatus.CANCELLED,
    )
    .order_by(col(AgendaSession.number))
)


def session_rows(
    session: Session, visit: Visit, notes: Mapping[UUID | None, int]
) -> list[SessionRow]:
    """By number; cancelled ones are left out, and those without factor or note."""
    asked = IN_FOCUS.where(col(AgendaSession.visit_id) == visit.id)
    rows = [r for r in session.execute(asked) if r.slug or r.id in notes]
    planned: dict[UUID, set[str]] = {}
    for row in rows:
        planned.setdefault(row.id, set()).update({row.slug} - {None})
    titles = translations_of(session, "agenda_session", list(planned))
    first = {row.id: row for row in reversed(rows)}
    return [
        SessionRow(
            id_,
            first[id_].number,
            shown(first[id_].title, first[id_].language, titles.get((id_, "title"))),
            frozenset(slugs),
            meets_people=first[id_].format not in AMONG_OURSELVES,
        )
        for id_, slugs in planned.items()
    ]


def planned_voices(session: Session, visit: Visit) -> Counts:
    """Sessions by key factor in focus and voice of those who are met; those of debriefs
    and feedback are not asked."""
    rows = session.execute(
        select(
            col(KeyFactor.slug),
            col(Stakeholder.category),
            func.count(col(AgendaSession.id).distinct()),
        )
        .join(SessionFactor, col(SessionFactor.factor_id) == col(KeyFactor.id))
        .join(AgendaSession, col(AgendaSession.id) == col(SessionFactor.session_id))
        .join(
            SessionStakeholder,
            col(SessionStakeholder.session_id) == col(AgendaSession.id),
        )
        .join(
            Stakeholder, col(Stakeholder.id) == col(SessionStakeholder.stakeholder_id)
        )
        .where(
            col(AgendaSession.visit_id) == visit.id,
            col(AgendaSession.removed_at).is_(None),
            col(AgendaSession.status) != SessionStatus.CANCELLED,
            col(AgendaSession.format).not_in(AMONG_OURSELVES),
            col(Stakeholder.removed_at).is_(None),
        )
        .group_by(col(KeyFactor.slug), col(Stakeholder.category))
    )
    return {(slug, voice): count for slug, voice, count in rows}


def counts_by(session: Session, visit: Visit, column: Any) -> Counts:
    rows = session.execute(
        select(col(EvidenceFactor.slug), column, func.count())
        .join(Evidence, col(Evidence.id) == col(EvidenceFactor.evidence_id))
        .where(col(Evidence.visit_id) == visit.id, col(Evidence.removed_at).is_(None))
        .group_by(col(EvidenceFactor.slug), column)
    )
    return {(slug, value): count for slug, value, count in rows}


def notes_by_session(session: Session, visit: Visit) -> dict[UUID | None, int]:
    """Each note once, however many factors it is about."""
    rows = session.execute(
        select(col(Evidence.session_id), func.count())
        .where(col(Evidence.visit_id) == visit.id, col(Evidence.removed_at).is_(None))
        .group_by(col(Evidence.session_id))
    )
    return {row[0]: row[1] for row in rows}


def totals(session: Session, visit: Visit) -> Mapping[str, int]:
    rows = session.execute(
        select(col(EvidenceFactor.slug), func.count())
        .join(Evidence, col(Evidence.id) == col(EvidenceFactor.evidence_id))
        .where(col(Evidence.visit_id) == visit.id, col(Evidence.removed_at).is_(None))
        .group_by(col(EvidenceFactor.slug))
    )
    return {row[0]: row[1] for row in rows}
