"""Agendas that can be begun from, and what of them fits a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app import i18n
from app.access import Actor, may_edit_agenda, visible_visits
from app.errors import NotFound
from app.i18n import _
from app.models import AgendaSession, TeamMember, Visit
from app.programmes.names import visit_named, visit_of_pair
from app.values import SessionStatus
from app.visits.agenda_queries import place_of
from app.visits.agenda_rows import Links, links_of, session_rows
from app.visits.outlines import (
    MEETINGS,
    Guest,
    Named,
    Outline,
    Outlined,
    meeting,
    patterns,
)
from app.visits.people_queries import sessions_meeting, stakeholders_of
from app.visits.queries import WITH_HEAD, visit_shown


@dataclass(frozen=True)
class Fitting:
    """What a visit has for an outline to be fitted to: (id, words) of each."""

    days: Named
    people: Named
    members: Named


def visits_to_copy(
    session: Session, actor: Actor, visit: Visit
) -> list[tuple[str, str]]:
    """(id, words) of those with an agenda that this person prepares or prepared."""
    planned = select(AgendaSession.visit_id).where(
        col(AgendaSession.removed_at).is_(None)
    )
    found = session.exec(
        visible_visits(actor)
        .where(Visit.id != visit.id, col(Visit.id).in_(planned))
        .options(*WITH_HEAD)
    ).all()
    named = [
        (str(one.id), visit_of_pair(one))
        for one in found
        if may_edit_agenda(actor, one)
    ]
    return sorted(named, key=lambda one: one[1])


def outline_for(session: Session, actor: Actor, visit: Visit, source: str) -> Outline:
    """Of a pattern by its name, of the people met, or of a visit by its id.

    Raises `NotFound`.
    """
    for pattern in patterns(i18n.language()):
        if pattern.key == source:
            return pattern
    if source == MEETINGS:
        return meetings_of(session, visit)
    try:
        other = visit_shown(session, actor, UUID(source))
    except ValueError:
        raise NotFound from None
    if other.id == visit.id or not may_edit_agenda(actor, other):
        raise NotFound
    return outline_of(session, other)


def outline_of(session: Session, visit: Visit) -> Outline:
    """Without links to join, arrangements and interpreters: those were of that visit."""
    links = links_of(session, visit, with_members=True)
    rows = session_rows(session, visit)
    order = {day.id: place for place, day in enumerate(visit.days)}
    fitting = fitting_of(session, visit)
    return Outline(
        str(visit.id),
        visit_named(visit),
        fitting.days,
        used(fitting.people, links.people),
        used(fitting.members, links.members),
        [
            _outlined(row, links, order)
            for row in rows
            if row.status is not SessionStatus.CANCELLED
        ],
    )


def meetings_of(session: Session, visit: Visit) -> Outline:
    """A session for each of the people met."""
    language = i18n.language()
    guests = [
        Guest(str(one.id), one.name, one.category, one.how_many, one.languages)
        for one in stakeholders_of(session, visit)
    ]
    asked = select(TeamMember.languages).where(
        TeamMember.visit_id == visit.id, col(TeamMember.removed_at).is_(None)
    )
    ours = {code for codes in session.exec(asked) for code in codes}
    sessions = [meeting(guest, language, ours) for guest in guests]
    people = [(guest.key, guest.name) for guest in guests]
    name = _("A session with each of the people you meet")
    return Outline(MEETINGS, name, (), people, (), sessions, is_own=True)


def unmet(session: Session, visit: Visit) -> list[str]:
    """Ids of those whom no session meets yet."""
    meeting_them = sessions_meeting(session, visit)
    people = stakeholders_of(session, visit)
    return [str(one.id) for one in people if one.id not in meeting_them]


def used(named: Named, of_session: Any) -> list[tuple[str, str]]:
    ids = {str(id_) for some in of_session.values() for id_, _name in some}
    return [one for one in named if one[0] in ids]


def _outlined(row: Any, links: Links, order: dict[UUID, int]) -> Outlined:
    return Outlined(
        key=str(row.id),
        day=order.get(row.day_id),
        starts=row.starts_local,
        ends=row.ends_local,
        title=row.title,
        language=row.language,
        format=row.format,
        track=row.track,
        place=place_of(row) if row.room_name or row.place else "",
        needs=row.needs,
        languages=row.languages,
        factors=[links.factors[id_].slug for id_ in links.of_session.get(row.id, ())],
        questions=row.questions,
        people=[str(id_) for id_, _name in links.people.get(row.id, ())],
        members=[str(id_) for id_, _name in links.members.get(row.id, ())],
    )


def fitting_of(session: Session, visit: Visit) -> Fitting:
    team = session.exec(
        select(TeamMember)
        .where(TeamMember.visit_id == visit.id, col(TeamMember.removed_at).is_(None))
        .order_by(col(TeamMember.position))
    ).all()
    return Fitting(
        [(str(one.id), i18n.weekday(one.day_on)) for one in visit.days],
        [(str(one.id), one.name) for one in stakeholders_of(session, visit)],
        [(str(one.id), one.shown_name) for one in team],
    )


def copied_sessions(
    session: Session, visit: Visit, ids: Sequence[UUID]
) -> Sequence[AgendaSession]:
    """Those of a copy that still stand."""
    return session.exec(
        select(AgendaSession).where(
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.id).in_(ids),
            col(AgendaSession.removed_at).is_(None),
        )
    ).all()
