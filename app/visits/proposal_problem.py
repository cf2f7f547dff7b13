"""A visit's rows as a problem for the solver: ids only, no names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeVar
from uuid import UUID

from app.models import (  # fmt: skip
    AgendaSession,
    Availability,
    Interpreter,
    Room,
    Stakeholder,
    TeamMember,
    VisitDay,
)
from app.values import SessionFormat, SessionStatus
from app.values_proposals import ProposalMode
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_rules import OWN_TIME, ROOMLESS, SPLIT, bridges, sub_teams
from app.visits.proposing_problem import (
    ANY_TRACK,
    DAY,
    FIRST,
    LAST,
    Bridge,
    Day,
    Interpreter as Interpreting,
    Journey,
    Member,
    Person,
    Place,
    Problem,
    Room as Where,
    Wanted,
    Weights,
    Window,
    Windows,
)
from app.visits.proposing_ways import read_way
from app.visits.rules import minutes_of
from app.visits.travel_queries import Way

#: What a session takes whose length nobody has said.
MINUTES = 60
#: Repairing: what stands is worth more than any wish.
REPAIRING = Weights(moved=100, other_room=20, other_track=30, other_interpreter=20)


S = TypeVar("S", Stakeholder, TeamMember)


@dataclass(frozen=True)
class Rows:
    """Everything of a visit that a problem is made of; sessions with their links."""

    days: Sequence[VisitDay]
    sessions: Sequence[AgendaSession]
    people: Sequence[Stakeholder]
    members: Sequence[TeamMember]
    interpreters: Sequence[Interpreter]
    rooms: Sequence[Room]
    ways: Sequence[Way]
    available: Sequence[Availability]


def problem_from(rows: Rows, form: ProposalForm, today: date) -> Problem:
    """Days before `today` are over: what stands there stays. Who is out takes part in
    nothing; what was for nobody else is not placed, and leaves its time to others."""
    rows = coming(rows, form.out)
    making = _Making(rows, form, today)
    problem = Problem(
        days=tuple(making.day(one) for one in rows.days),
        wanted=tuple(making.wanted()),
        people=tuple(
            Person(
                str(p.id), str(p.id), p.category.value, making.windows(p), p.how_many
            )
            for p in rows.people
        ),
        members=tuple(
            Member(str(m.id), str(m.id), making.windows(m), tuple(m.languages))
            for m in rows.members
        ),
        tracks=sub_teams([str(m.id) for m in rows.members], tracks(rows), form.teams),
        interpreters=tuple(making.interpreter(one) for one in rows.interpreters),
        rooms=tuple(room(one) for one in rows.rooms),
        journeys=tuple(journeys(rows.ways)),
        weights=REPAIRING if form.mode is ProposalMode.REPAIR else Weights(),
    )
    way = read_way(form.way)
    return way.applied(problem) if way else problem


def coming(rows: Rows, out: Collection[UUID]) -> Rows:
    return replace(
        rows,
        people=[one for one in rows.people if one.id not in out],
        members=[one for one in rows.members if one.id not in out],
        interpreters=[one for one in rows.interpreters if one.id not in out],
    )


def tracks(rows: Rows) -> Mapping[str, str]:
    """Member → the track of the first session that names both."""
    here = {one.id for one in rows.members}
    found: dict[str, str] = {}
    for one in rows.sessions:
        for member in one.members if one.track else ():
            if member.id in here:
                found.setdefault(str(member.id), one.track)
    return found


def here(some: Sequence[S], out: Collection[UUID]) -> list[S]:
    """Those still on the list who have not withdrawn."""
    return [one for one in some if one.removed_at is None and one.id not in out]


def empty_without(one: AgendaSession, out: Collection[UUID]) -> bool:
    """Whether nobody is left to meet; not of a session that met nobody before."""
    return bool(here(one.stakeholders, ())) and not here(one.stakeholders, out)


def room(one: Room) -> Where:
    has = {"private": one.private, "step-free": one.step_free, "network": one.network}
    needs = tuple(name for name, there in has.items() if there)
    return Where(
        str(one.id), str(one.id), str(one.venue_id), one.capacity, needs, one.turnover_minutes
    )  # fmt: skip


def journeys(ways: Sequence[Way]) -> Iterator[Journey]:
    for way in ways:
        if way.minutes:
            yield Journey(str(way.one.id), str(way.other.id), way.minutes)


class _Making:
    def __init__(self, rows: Rows, form: ProposalForm, today: date) -> None:
        self.rows, self.form, self.today = rows, form, today
        self.out = frozenset(form.out)
        self.index = {day.id: n for n, day in enumerate(rows.days)}
        self.spoken = {m.id: m.languages for m in rows.members}
        self.venues = {one.venue.name.casefold(): one.venue_id for one in rows.rooms}

    def day(self, one: VisitDay) -> Day:
        if one.day_on < self.today:
            return Day(str(one.id), 0, 0)
        return Day(
            str(one.id), minutes_of(self.form.opens), minutes_of(self.form.closes)
        )

    def windows(self, whose: Stakeholder | TeamMember | Interpreter) -> Windows:
        """Who has no row for a day is free on it."""
        own = [one for one in self.rows.available if whose.id in (one.stakeholder_id, one.member_id, one.interpreter_id)]  # fmt: skip
        if not own:
            return None
        said = {one.day_id for one in own}
        free = [Window(n, 0, DAY) for id_, n in self.index.items() if id_ not in said]
        return (*free, *self.said_free(own))

    def said_free(self, own: Sequence[Availability]) -> Iterator[Window]:
        """Without times: not on this day."""
        for one in own:
            if one.starts_local and one.ends_local and one.day_id in self.index:
                starts, ends = minutes_of(one.starts_local), minutes_of(one.ends_local)
                yield Window(self.index[one.day_id], starts, ends, one.preferred)

    def interpreter(self, one: Interpreter) -> Interpreting:
        pairs = []
        for pair in one.pairs:
            first, _, second = pair.partition("/")
            pairs.append((first.split("-")[0].lower(), second.split("-")[0].lower()))
        hours = one.hours_a_day * 60 if one.hours_a_day else None
        return Interpreting(
            str(one.id), str(one.id), tuple(pairs), self.windows(one), hours
        )

    def wanted(self) -> Iterator[Wanted]:
        for one in self.rows.sessions:
            stands = self.stands(one)
            if empty_without(one, self.out):
                continue
            if stands is None and one.format in OWN_TIME:
                continue  # placed by hand: the solver knows nothing of evenings
            yield self.session(one, stands)

    def stands(self, one: AgendaSession) -> Place | None:
        if one.day_id not in self.index or not (one.starts_local and one.ends_local):
            return None
        return Place(
            self.index[one.day_id] * DAY + minutes_of(one.starts_local),
            str(one.room_id) if one.room_id else None,
            one.track if self.form.teams > 1 else "",
            tuple(str(each.id) for each in one.interpreters if each.id not in self.out),
        )

    def session(self, one: AgendaSession, stands: Place | None) -> Wanted:
        fixed = stands is not None and self.stays(one)
        made = Wanted(
            key=str(one.id),
            number=one.number,
            title="",
            format=one.format.value,
            minutes=length(one.starts_local, one.ends_local, one.minutes),
            people=tuple(str(p.id) for p in here(one.stakeholders, self.out)),
            factors=tuple(str(factor.id) for factor in one.factors),
            bridges=self.bridges(one),
            needs=tuple(one.needs),
            attends=self.attends(one, stands),
            members=tuple(str(m.id) for m in here(one.members, self.out)),
            needs_room=self.needs_room(one),
            venue=self.venue(one),
            fixed=fixed,
            position=POSITIONS.get(one.format, ""),
        )
        if fixed:
            return replace(made, stands=stands)
        kept = None if self.form.mode is ProposalMode.EMPTY else stands
        only = str(one.room_id) if one.room_id and stands is None else None
        return replace(made, stands=kept, room_only=only)

    def stays(self, one: AgendaSession) -> bool:
        over = next(d.day_on for d in self.rows.days if d.id == one.day_id) < self.today
        held = one.status is SessionStatus.HELD
        return (
            one.fixed or held or over or one.format in OWN_TIME
            or one.id in self.form.keep
        )  # fmt: skip

    def attends(self, one: AgendaSession, stands: Place | None) -> str:
        """Where it stands already, whoever attends stays; so does a track named."""
        if self.form.teams < 2:
            return ""
        anew = stands is None or self.form.mode is ProposalMode.EMPTY
        if not one.track and anew and one.format in SPLIT:
            return ANY_TRACK
        return one.track

    def bridges(self, one: AgendaSession) -> tuple[Bridge, ...]:
        team = [m.languages for m in one.members if m.id not in self.out]
        team = team or list(self.spoken.values())
        met = [p.languages for p in one.stakeholders if p.id not in self.out]
        return bridges(one.languages, met, team)

    def needs_room(self, one: AgendaSession) -> bool:
        if one.room_id:
            return True
        return not (one.place or one.link or one.format in ROOMLESS)

    def venue(self, one: AgendaSession) -> str | None:
        """A place written as the name of one on the list."""
        found = self.venues.get(one.place.casefold()) if one.place else None
        return str(found) if found else None


POSITIONS = {SessionFormat.OPENING: FIRST, SessionFormat.FEEDBACK: LAST}


def length(starts: time | None, ends: time | None, minutes: int | None) -> int:
    """Minutes: where it has a time that counts, else what was wished."""
    if starts and ends:
        return minutes_of(ends) - minutes_of(starts)
    return minutes or MINUTES
