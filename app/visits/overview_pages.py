"""What the page of a visit shows, put together for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_read_raw, may_read_take_home
from app.evidence.break_glass import openings_of
from app.findings.queries import FindingRow, rows_shown
from app.findings.take_home_queries import take_home_list
from app.models import AgendaSession, Deadline, TakeHome, TeamMember, Visit
from app.programmes.rules import days_late, in_cycle_order, late_words
from app.translations import Texts
from app.values import FindingStatus, Purpose, VisitStatus
from app.visits.overview_queries import (
    days_in_brief,
    latest_release,
    members_of,
    open_deadlines,
    plan_of,
    sessions_in_brief,
)
from app.visits.rules import BEFORE, Missing, missing

#: How many dates a glance takes in.
NEXT = 4


@dataclass(frozen=True)
class Outcome:
    """What came out of a visit, as this reader may read it."""

    findings: Sequence[FindingRow]
    taken: Sequence[TakeHome]
    texts: Texts


def overview(
    session: Session, actor: Actor, visit: Visit, now: datetime
) -> dict[str, Any]:
    agenda = sessions_in_brief(session, visit)
    team = members_of(session, visit)
    days = days_in_brief(visit, agenda, now)
    named = [one.named for one in days if one.named]
    return {
        "visit": visit,
        "missing": lacking(session, actor, visit, agenda, team),
        "days": days,
        "waiting": sum(one.day_id is None for one in agenda),
        "texts": Texts(session, [visit], visit.days, named, language=visit.language),
        "deadlines": dates(open_deadlines(session, visit), now.date()),
        "people": len(team),
        "migrants": sum(one.migrant for one in team),
        "release": latest_release(session, visit),
        "outcome": outcome(session, actor, visit),
        "openings": openings_of(session, visit) if may_read_raw(actor, visit) else [],
    }


def lacking(
    session: Session,
    actor: Actor,
    visit: Visit,
    agenda: Sequence[AgendaSession],
    team: Sequence[TeamMember],
) -> list[tuple[str, str]] | None:
    """(address, sentence) for who prepares the visit, before it starts; else None."""
    if visit.status not in BEFORE or not may_edit_agenda(actor, visit):
        return None
    found = missing(plan_of(session, actor, visit, agenda, team))
    return [(address_of(visit, one), one.said) for one in found]


def address_of(visit: Visit, one: Missing) -> str:
    if one.where == "readiness":
        return f"/pairs/{visit.pair_id}#readiness"
    return f"/visits/{visit.id}/{one.where}"


def dates(steps: Sequence[Deadline], today: date) -> list[tuple[Deadline, str]]:
    """The first open steps, each with how late it is in words."""
    return [
        (step, late_words(days_late(step.due_on, step.done_on, today)))
        for step in in_cycle_order(steps)[:NEXT]
    ]


def outcome(session: Session, actor: Actor, visit: Visit) -> Outcome | None:
    """None until the visit is done. Only what is agreed, whoever reads."""
    if visit.status is not VisitStatus.DONE:
        return None
    agreed = [row for row in rows_shown(session, actor, visit) if is_agreed(row)]
    is_study = visit.purpose is Purpose.STUDY
    readable = is_study and may_read_take_home(actor, visit)
    taken = take_home_list(session, actor, visit) if readable else []
    items = [item for item, _name in taken]
    findings = [row.finding for row in agreed if row.finding]
    return Outcome(agreed, items, Texts(session, [*findings, *items]))


def is_agreed(row: FindingRow) -> bool:
    return row.finding is not None and row.finding.status is FindingStatus.AGREED
