"""What the page of a visit shows, put together for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.access import (
    Actor,
    may_edit_agenda,
    may_read_raw,
    may_read_readiness,
    may_read_take_home,
)
from app.evidence.break_glass import openings_of
from app.findings.queries import FindingRow, rows_shown
from app.findings.take_home_queries import take_home_list
from app.i18n import of
from app.models import AgendaSession, TakeHome, TeamMember, Visit
from app.programmes.preparing_pages import preparation
from app.programmes.preparing_queries import latest_follow_up
from app.programmes.preparing_rules import election_words
from app.translations import Texts
from app.values import FindingStatus, Purpose, VisitStatus
from app.visits.field_queries import fieldwork
from app.visits.overview_queries import (
    days_in_brief,
    latest_release,
    members_of,
    plan_of,
    sessions_in_brief,
)
from app.visits.rules import BEFORE, Missing, missing


@dataclass(frozen=True)
class Outcome:
    """What came out of a visit, as this reader may read it."""

    findings: Sequence[FindingRow]
    taken: Sequence[TakeHome]
    texts: Texts


def overview(
    session: Session, actor: Actor, visit: Visit, now: datetime
) -> dict[str, Any]:
    agenda, today = sessions_in_brief(session, visit), now.date()
    team = members_of(session, visit)
    days = days_in_brief(visit, agenda, now)
    named = [one.named for one in days if one.named]
    return {
        "visit": visit,
        "missing": lacking(session, actor, visit, (agenda, team), today),
        "days": days,
        "waiting": sum(one.day_id is None for one in agenda),
        "texts": Texts(session, [visit], visit.days, named, language=visit.language),
        "preparation": preparation(session, actor, visit, today),
        "people": len(team),
        "migrants": sum(one.migrant for one in team),
        "release": latest_release(session, visit),
        "outcome": outcome(session, actor, visit),
        "openings": openings_of(session, visit) if may_read_raw(actor, visit) else [],
        "fieldwork": fieldwork(session, actor, visit, now),
    }


def lacking(
    session: Session,
    actor: Actor,
    visit: Visit,
    planned: tuple[Sequence[AgendaSession], Sequence[TeamMember]],
    today: date,
) -> list[tuple[str, str]] | None:
    """(address, sentence) for who prepares the visit, before it starts; else None."""
    if visit.status not in BEFORE or not may_edit_agenda(actor, visit):
        return None
    found = missing(plan_of(session, actor, visit, *planned))
    said = [(address_of(visit, one), one.said) for one in found]
    if warning := election_said(session, actor, visit, today):
        said.append((f"/pairs/{visit.pair_id}#elections", warning))
    return said


def election_said(session: Session, actor: Actor, visit: Visit, today: date) -> str:
    """A warning where the host votes before the follow-up; for who reads readiness."""
    host = visit.host_city
    if host is None or host.next_election_on is None:
        return ""
    if not may_read_readiness(actor, visit.pair):
        return ""
    follow_up = latest_follow_up(session, visit.pair)
    return election_words(of(host.name), host.next_election_on, follow_up, today)


def address_of(visit: Visit, one: Missing) -> str:
    if one.where == "readiness":
        return f"/pairs/{visit.pair_id}#readiness"
    return f"/visits/{visit.id}/{one.where}"


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
