"""A release as each reader gets it: from what was kept with it, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.access import Actor, may_see_shown_names
from app.errors import NotFound
from app.models import AgendaRelease, Visit
from app.translations import Shown, shown
from app.visits.agenda_frozen import FrozenAgenda, FrozenDay, FrozenSession, thawed
from app.visits.differences_rules import Difference, differences
from app.visits.releases_queries import release_numbered


@dataclass(frozen=True)
class DayAsReleased:
    """`kept` is None where the release says no more of its days than their dates."""

    on: date | None
    kept: FrozenDay | None
    note: Shown | None
    sessions: Sequence[tuple[FrozenSession, Shown]]


def release_page(
    session: Session, actor: Actor, visit: Visit, number: int
) -> dict[str, Any]:
    release = release_numbered(session, visit, number)
    agenda = thawed(release.content)
    inside = may_see_shown_names(actor, visit)
    return {
        "visit": visit,
        "release": release,
        "days": days_of(agenda),
        "factors": {one.slug: one for one in agenda.factors},
        "whole": all(one.is_whole for one in agenda.sessions),
        "inside": inside,
        "differences": since_the_one_before(session, visit, release, inside=inside),
    }


def since_the_one_before(
    session: Session, visit: Visit, release: AgendaRelease, *, inside: bool
) -> list[Difference]:
    """Links lead to sessions that were there then; none for the first release."""
    try:
        before = release_numbered(session, visit, release.number - 1)
    except NotFound:
        return []
    return differences(before.content, release.content, inside=inside)


def days_of(agenda: FrozenAgenda) -> list[DayAsReleased]:
    """Every day with its sessions by time; what has none comes last."""
    known = {one.on: one for one in agenda.days}
    dates = {*known, *(one.day_on for one in agenda.sessions if one.day_on)}
    found = [
        day_of(on, known.get(on), (s for s in agenda.sessions if s.day_on == on))
        for on in sorted(dates)
    ]
    waiting = [one for one in agenda.sessions if one.day_on is None]
    return [*found, day_of(None, None, waiting)] if waiting else found


def day_of(
    on: date | None, kept: FrozenDay | None, sessions: Iterable[FrozenSession]
) -> DayAsReleased:
    in_order = sorted(sessions, key=lambda s: (s.starts is None, s.starts, s.number))
    note = shown(kept.note, kept.language, kept.notes) if kept and kept.note else None
    titled = [(one, shown(one.title, one.language, one.titles)) for one in in_order]
    return DayAsReleased(on, kept, note, titled)
