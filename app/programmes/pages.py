"""What the page of a pair shows, put together for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_read_readiness, visible_visits
from app.benchmarks.queries import version_of
from app.i18n import of
from app.models import City, Deadline, Finding, Pair, Person, Visit
from app.programmes.api_queries import visits_of_pair
from app.programmes.preparing_queries import latest_follow_up
from app.programmes.preparing_rules import election_words
from app.programmes.queries import (
    cities_with_associations,
    context_notes_of,
    deadlines_of,
    programme_of,
    readiness_of,
)
from app.programmes.rules import Standing, days_late, late_words, standing
from app.translations import Texts
from app.values import Condition, FindingStatus, Judgement, PairStatus


@dataclass(frozen=True)
class StepRow:
    deadline: Deadline
    owner: Person | None
    standing: Standing
    late: str


@dataclass(frozen=True)
class Round:
    """The steps round one visit; `visit` is null where a step has none yet."""

    visit: Visit | None
    steps: Sequence[StepRow]

    @property
    def done(self) -> bool:
        return all(step.standing is Standing.DONE for step in self.steps)


@dataclass(frozen=True)
class FindingsOverTime:
    """(factor, visit) → the word agreed on it; visits by round."""

    visits: Sequence[Visit]
    words: dict[tuple[str, UUID], Judgement]


def pair_page(
    session: Session, actor: Actor, pair: Pair, today: date
) -> dict[str, Any]:
    visits = visits_of_pair(session, actor, pair.id)
    readable = may_read_readiness(actor, pair)
    readiness = readiness_of(session, pair) if readable else {}
    # What a closed pair never wrote is not asked for any more.
    asked = readable and bool(readiness or pair.status is not PairStatus.CLOSED)
    notes = context_notes_of(session, pair)
    version = version_of(session, pair.benchmark_version_id)
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "cities": cities_with_associations(session, pair),
        "version": version,
        "contexts": {c.slug: c for c in version.contexts} if version else {},
        "visits": visits,
        "rounds": rounds_of(deadlines_of(session, pair), visits, today),
        "conditions": [(one, readiness.get(one)) for one in Condition if asked],
        "elections": elections_of(pair, latest_follow_up(session, pair), today),
        "notes": notes,
        "texts": Texts(session, readiness.values(), (note for note, _city in notes)),
        "found": findings_over_time(session, actor, pair, visits),
    }


@dataclass(frozen=True)
class Election:
    """`warning` is empty where a city votes after the follow-up, or nobody knows when."""

    city: City
    warning: str


def elections_of(pair: Pair, follow_up_on: date | None, today: date) -> list[Election]:
    """Of the cities of today."""
    parts = (one for one in pair.cities if not one.former and not one.removed_at)
    return [
        Election(city, election_words(of(city.name), on, follow_up_on, today))
        for city in (part.city for part in parts)
        for on in [city.next_election_on]
    ]


def rounds_of(
    steps: Sequence[tuple[Deadline, Person | None]],
    visits: Sequence[Visit],
    today: date,
) -> list[Round]:
    """Steps by visit in the order of the visits; those of a visit that this person may
    not see are left out."""
    by_visit: dict[UUID | None, list[StepRow]] = {}
    for deadline, owner in steps:
        late = days_late(deadline.due_on, deadline.done_on, today)
        row = StepRow(deadline, owner, standing(deadline, today), late_words(late))
        by_visit.setdefault(deadline.visit_id, []).append(row)
    rounds = [Round(v, by_visit[v.id]) for v in visits if v.id in by_visit]
    loose = by_visit.get(None)
    return [*rounds, Round(None, loose)] if loose else rounds


def findings_over_time(
    session: Session, actor: Actor, pair: Pair, visits: Sequence[Visit]
) -> FindingsOverTime:
    """The agreed findings of the pair's visits that this person may see."""
    visible = visible_visits(actor).with_only_columns(col(Visit.id))
    found = session.exec(
        select(Finding)
        .join(Visit, col(Visit.id) == Finding.visit_id)
        .where(
            Visit.pair_id == pair.id,
            col(Visit.id).in_(visible),
            Finding.status == FindingStatus.AGREED,
            col(Finding.removed_at).is_(None),
        )
    ).all()
    words = {(one.factor, one.visit_id): one.word for one in found}
    having = {one.visit_id for one in found}
    return FindingsOverTime([v for v in visits if v.id in having], words)
