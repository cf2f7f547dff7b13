"""A visit at a glance: what stands of its plan, its days in brief, its next dates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, col, select

from app.access import Actor, may_read_readiness, may_see_whole_team
from app.i18n import of
from app.models import (
    AgendaRelease,
    AgendaSession,
    Interpreter,
    KeyFactor,
    SessionFactor,
    SessionInterpreter,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    Visit,
    VisitDay,
)
from app.programmes.queries import readiness_of
from app.values import (
    Condition,
    Preparation,
    ReadinessState,
    SessionStatus,
    StepState,
    TeamPart,
)
from app.visits.interpreting_rules import needs_interpreter
from app.visits.rules import MEETS, Plan, session_to_name

#: The languages of each one met, or of each member.
Spoken = list[Sequence[str]]


@dataclass(frozen=True)
class DayInBrief:
    """`named` is the session to say: the day's first, or today's next."""

    day: VisitDay
    sessions: int
    starts: time | None
    ends: time | None
    named: AgendaSession | None
    is_today: bool


@dataclass(frozen=True)
class Release:
    number: int
    released_at: datetime


def sessions_in_brief(session: Session, visit: Visit) -> Sequence[AgendaSession]:
    """What is planned or held, by time; what waits for a time comes last."""
    return session.exec(
        select(AgendaSession)
        .where(
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
            AgendaSession.status != SessionStatus.CANCELLED,
        )
        .order_by(
            col(AgendaSession.starts_local).nulls_last(), col(AgendaSession.number)
        )
    ).all()


def days_in_brief(
    visit: Visit, agenda: Sequence[AgendaSession], now: datetime
) -> list[DayInBrief]:
    """`agenda` is in order of time."""
    return [
        _in_brief(day, [one for one in agenda if one.day_id == day.id], now)
        for day in visit.days
    ]


def _in_brief(
    day: VisitDay, agenda: Sequence[AgendaSession], now: datetime
) -> DayInBrief:
    local_now = now.astimezone(ZoneInfo(day.time_zone)).replace(tzinfo=None)
    timed = [one for one in agenda if one.starts_local]
    starts = [one.starts_local for one in timed if one.starts_local]
    ends = [one.ends_local for one in timed if one.ends_local]
    index = session_to_name(starts, day.day_on, local_now)
    return DayInBrief(
        day=day,
        sessions=len(agenda),
        starts=min(starts, default=None),
        ends=max(ends, default=None),
        named=timed[index] if index is not None else None,
        is_today=day.day_on == local_now.date(),
    )


def members_of(session: Session, visit: Visit) -> Sequence[TeamMember]:
    return session.exec(
        select(TeamMember)
        .where(TeamMember.visit_id == visit.id, col(TeamMember.removed_at).is_(None))
        .order_by(col(TeamMember.position), col(TeamMember.id))
    ).all()


def plan_of(
    session: Session,
    actor: Actor,
    visit: Visit,
    agenda: Sequence[AgendaSession],
    team: Sequence[TeamMember],
) -> Plan:
    """Who may not see the preparation of the team is told nothing of it."""
    meeting = [one for one in agenda if one.format in MEETS]
    people = _spoken(session, visit, SessionStakeholder, Stakeholder, "stakeholder_id")
    members = _spoken(session, visit, SessionMember, TeamMember, "member_id")
    interpreted = _interpreted(session, visit)
    whole = may_see_whole_team(actor, visit)
    readiness = _readiness(session, actor, visit)
    return Plan(
        has_host=visit.host_city_id is not None,
        has_contact=bool(visit.local_contact),
        days=len(visit.days),
        members=len(team),
        has_lead=any(one.part is TeamPart.LEAD for one in team),
        unprepared=tuple(m.shown_name for m in team if whole and _is_unprepared(m)),
        sessions=len(agenda),
        without_time=_numbers(one for one in agenda if not one.starts_local),
        without_place=_numbers(one for one in agenda if not _has_place(one)),
        without_people=_numbers(one for one in meeting if not people[one.id]),
        without_members=_numbers(one for one in meeting if len(members[one.id]) < 2),
        without_interpreter=_numbers(
            one
            for one in agenda
            if (one.format in MEETS or people[one.id])
            and one.id not in interpreted
            and needs_interpreter(one.languages, people[one.id], members[one.id])
        ),
        unheard_factors=_unheard(session, visit, [one.id for one in agenda]),
        unchecked=tuple(c for c in readiness if readiness[c] is None),
        at_risk=tuple(c for c, s in readiness.items() if s is ReadinessState.AT_RISK),
    )


def _numbers(sessions) -> tuple[int, ...]:  # type: ignore[no-untyped-def]
    return tuple(sorted(one.number for one in sessions))


def _has_place(item: AgendaSession) -> bool:
    return bool(item.room_id or item.place or item.link)


def _is_unprepared(member: TeamMember) -> bool:
    """Pay is between the person and the payer, so it is not asked here."""
    states = member.preparation
    return any(
        states.get(step.value, StepState.OPEN) == StepState.OPEN
        for step in Preparation
        if step is not Preparation.PAY
    )


def _interpreted(session: Session, visit: Visit) -> frozenset[UUID]:
    """The sessions in which somebody interprets."""
    found = session.exec(
        select(SessionInterpreter.session_id)
        .join(Interpreter, col(Interpreter.id) == SessionInterpreter.interpreter_id)
        .where(
            SessionInterpreter.visit_id == visit.id,
            col(Interpreter.removed_at).is_(None),
        )
    ).all()
    return frozenset(found)


def _spoken(
    session: Session,
    visit: Visit,
    link: type[SQLModel],
    table: type[Stakeholder] | type[TeamMember],
    column: str,
) -> dict[UUID, Spoken]:
    """Session → the languages of each of these who is linked and not removed."""
    rows = session.exec(
        select(link.session_id, table.languages)  # type: ignore[attr-defined]
        .join(table, col(table.id) == getattr(link, column))
        .where(
            link.visit_id == visit.id,  # type: ignore[attr-defined]
            col(table.removed_at).is_(None),
        )
    ).all()
    found: dict[UUID, Spoken] = defaultdict(list)
    for session_id, languages in rows:
        found[session_id].append(languages)
    return found


def _readiness(
    session: Session, actor: Actor, visit: Visit
) -> dict[Condition, ReadinessState | None]:
    """None where nothing is written; nothing at all for who may not read it."""
    if not may_read_readiness(actor, visit.pair):
        return {}
    found = readiness_of(session, visit.pair)
    return {c: found[c].state if c in found else None for c in Condition}


def _unheard(session: Session, visit: Visit, sessions: list[UUID]) -> tuple[str, ...]:
    """The key factors that no session has in focus, with number and title."""
    in_focus = select(SessionFactor.factor_id).where(
        col(SessionFactor.session_id).in_(sessions)
    )
    rows = session.exec(
        select(KeyFactor.number, KeyFactor.title)
        .where(
            KeyFactor.version_id == visit.pair.benchmark_version_id,
            col(KeyFactor.id).not_in(in_focus),
        )
        .order_by(col(KeyFactor.number))
    ).all()
    return tuple(f"{number} ({of(title)})" for number, title in rows)


def latest_release(session: Session, visit: Visit) -> Release | None:
    row = session.exec(
        select(AgendaRelease.number, AgendaRelease.released_at)
        .where(AgendaRelease.visit_id == visit.id)
        .order_by(col(AgendaRelease.number).desc())
        .limit(1)
    ).first()
    return Release(*row) if row else None
