"""Which factors a visit looks at, and what it has heard on them so far.

Counting fieldwork is fine; nothing here says how well a factor does. Who may not read
raw evidence never gets a count that names a session or a voice.
"""

from collections.abc import Mapping, Sequence
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
    Visit,
)
from app.translations import Shown, shown, translations_of
from app.values import SessionFormat, SessionStatus, Voice

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
    """`found` and `heard` are None to those who may not know, `total` likewise."""

    factors: Sequence[KeyFactor]
    sessions: Sequence[SessionRow]
    found: Counts | None
    heard: Counts | None
    total: Mapping[str, int] | None

    @property
    def unplanned(self) -> list[KeyFactor]:
        """Factors that no session looks at: debriefs and feedback meet nobody new."""
        meeting = (row.planned for row in self.sessions if row.meets_people)
        planned = frozenset[str]().union(*meeting)
        return [factor for factor in self.factors if factor.slug not in planned]

    @property
    def elsewhere(self) -> Mapping[str, int]:
        """Notes by factor from no session, or from one that is not in the table."""
        shown_ids = {row.id for row in self.sessions}
        counts: dict[str, int] = {}
        for (slug, session_id), count in (self.found or {}).items():
            if session_id not in shown_ids:
                counts[slug] = counts.get(slug, 0) + count
        return counts

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
    return Coverage(
        factors=list(version.factors) if version else [],
        sessions=session_rows(session, visit),
        found=counts_by(session, visit, col(Evidence.session_id)) if raw else None,
        heard=counts_by(session, visit, col(Evidence.voice)) if raw else None,
        total=totals(session, visit) if counted else None,
    )


#: A row per session and factor.
IN_FOCUS = (
    select(
        col(AgendaSession.id),
        col(AgendaSession.number),
        col(AgendaSession.title),
        col(AgendaSession.language),
        col(AgendaSession.format),
        col(KeyFactor.slug),
    )
    .join(SessionFactor, col(SessionFactor.session_id) == col(AgendaSession.id))
    .join(KeyFactor, col(KeyFactor.id) == col(SessionFactor.factor_id))
    .where(
        col(AgendaSession.removed_at).is_(None),
        col(AgendaSession.status) != SessionStatus.CANCELLED,
    )
    .order_by(col(AgendaSession.number))
)


def session_rows(session: Session, visit: Visit) -> list[SessionRow]:
    """By number; cancelled ones and those that look at no factor are left out."""
    asked = IN_FOCUS.where(col(AgendaSession.visit_id) == visit.id)
    rows = session.execute(asked).all()
    planned: dict[UUID, set[str]] = {}
    for row in rows:
        planned.setdefault(row.id, set()).add(row.slug)
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


def counts_by(session: Session, visit: Visit, column: Any) -> Counts:
    rows = session.execute(
        select(col(EvidenceFactor.slug), column, func.count())
        .join(Evidence, col(Evidence.id) == col(EvidenceFactor.evidence_id))
        .where(col(Evidence.visit_id) == visit.id, col(Evidence.removed_at).is_(None))
        .group_by(col(EvidenceFactor.slug), column)
    )
    return {(slug, value): count for slug, value, count in rows}


def totals(session: Session, visit: Visit) -> Mapping[str, int]:
    rows = session.execute(
        select(col(EvidenceFactor.slug), func.count())
        .join(Evidence, col(Evidence.id) == col(EvidenceFactor.evidence_id))
        .where(col(Evidence.visit_id) == visit.id, col(Evidence.removed_at).is_(None))
        .group_by(col(EvidenceFactor.slug))
    )
    return {row[0]: row[1] for row in rows}
