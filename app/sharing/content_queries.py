"""What others see of what is shared: made anew from what stands, field by field.

Never who was met, where, in which language or by whom; never evidence, drafts, dissent,
the host's comments, the names of people. What is not copied here does not leave.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import Session, col, select

from app.findings.queries import factors_of
from app.models import (
    Action,
    AgendaRelease,
    Finding,
    KeyFactor,
    Pair,
    RecordRevision,
    Visit,
)
from app.models.base import TextMap
from app.plans.queries import actions_of
from app.sharing.rules import title_may_leave
from app.translations import Shown, Texts
from app.values import (  # fmt: skip
    ActionStatus,
    FindingStatus,
    Judgement,
    SessionFormat,
    SessionStatus,
)
from app.visits.agenda_frozen import FrozenSession, thawed
from app.visits.releases_pages import days_of

Ring = tuple[int, TextMap]


@dataclass(frozen=True)
class SharedSession:
    """`title` is null where it would say who was met; times are local to the day."""

    starts: time | None
    ends: time | None
    title: Shown | None
    format: SessionFormat | None
    factors: Sequence[Ring]


@dataclass(frozen=True)
class SharedDay:
    on: date | None
    sessions: Sequence[SharedSession]


@dataclass(frozen=True)
class SharedFinding:
    factor: KeyFactor
    word: Judgement
    sentence: Shown
    reason: Shown


@dataclass(frozen=True)
class SharedAction:
    factor: KeyFactor | None
    title: Shown
    need: Shown
    outcome: Shown
    indicator: Shown
    organisation: str
    due_on: date | None
    status: ActionStatus


@dataclass(frozen=True)
class Content:
    """One of the three is filled; `mark` changes whenever what is shown does."""

    mark: str = ""
    released_at: datetime | None = None
    days: Sequence[SharedDay] = ()
    findings: Sequence[SharedFinding] = ()
    actions: Sequence[SharedAction] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.findings or self.actions)


def shared_agenda(session: Session, visit: Visit, until: datetime) -> Content:
    """The last release of `until`: a later one waits until every city has agreed to it."""
    release = _release_of(session, visit, until)
    if release is None:
        return Content()
    agenda = thawed(release.content)
    rings = {one.slug: (one.number, one.title) for one in agenda.factors}
    days = [
        SharedDay(day.on, [_outward(one, title, rings) for one, title in going])
        for day in days_of(agenda)
        if day.on
        for going in [[s for s in day.sessions if s[0].status is not GONE]]
        if going
    ]
    return Content(_mark([(release.id, release.number)]), release.released_at, days)


GONE = SessionStatus.CANCELLED


def _release_of(
    session: Session, visit: Visit, until: datetime
) -> AgendaRelease | None:
    return session.exec(
        select(AgendaRelease)
        .where(
            AgendaRelease.visit_id == visit.id, col(AgendaRelease.released_at) <= until
        )
        .order_by(col(AgendaRelease.number).desc())
        .limit(1)
    ).first()


def _outward(one: FrozenSession, title: Shown, rings: dict[str, Ring]) -> SharedSession:
    needs = one.needs if "needs" in one.model_fields_set else None
    return SharedSession(
        starts=one.starts,
        ends=one.ends,
        title=title if title_may_leave(needs) else None,
        format=one.format,
        factors=[rings[slug] for slug in one.factors if slug in rings],
    )


def shared_findings(session: Session, visit: Visit, until: datetime) -> Content:
    """Agreed, and as they read at `until`: one that was changed since is not among them
    until every city has agreed anew, so that nobody shares what they have not read."""
    rows = _agreed(session, visit, until)
    texts = Texts(session, rows)
    by_factor = {row.factor: row for row in rows}
    findings = [
        SharedFinding(
            factor, row.word, texts.of(row, "sentence"), texts.of(row, "reason")
        )
        for factor in factors_of(session, visit.pair.benchmark_version_id)
        for row in [by_factor.get(factor.slug)]
        if row is not None
    ]
    return Content(_mark((row.id, row.revision) for row in rows), findings=findings)


def _agreed(session: Session, visit: Visit, until: datetime) -> Sequence[Finding]:
    changed_since = select(RecordRevision.record_id).where(
        RecordRevision.table == "finding",
        RecordRevision.visit_id == visit.id,
        col(RecordRevision.at) > until,
    )
    return session.exec(
        select(Finding).where(
            Finding.visit_id == visit.id,
            Finding.status == FindingStatus.AGREED,
            col(Finding.removed_at).is_(None),
            col(Finding.id).not_in(changed_since),
        )
    ).all()


def shared_plan(session: Session, pair: Pair) -> Content:
    """As it stands: a plan lives, and its owner is among those who agreed."""
    rows = actions_of(session, pair)
    factors = {f.slug: f for f in factors_of(session, pair.benchmark_version_id)}
    texts = Texts(session, rows)
    actions = [_action(row, factors.get(row.factor), texts) for row in rows]
    return Content(_mark((row.id, row.revision) for row in rows), actions=actions)


def _action(row: Action, factor: KeyFactor | None, texts: Texts) -> SharedAction:
    return SharedAction(
        factor=factor,
        title=texts.of(row, "title"),
        need=texts.of(row, "need"),
        outcome=texts.of(row, "outcome"),
        indicator=texts.of(row, "indicator"),
        organisation=row.owner_organisation,
        due_on=row.due_on,
        status=row.status,
    )


def _mark(rows) -> str:  # type: ignore[no-untyped-def]
    """Of (id, revision), in any order."""
    told: list[tuple[UUID, int]] = sorted(rows)
    return hashlib.sha256(repr(told).encode()).hexdigest()
