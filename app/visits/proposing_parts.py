"""A problem with its parts at hand: who goes where, which room will do, how far it is."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Self

from app.visits.proposing_problem import (
    ANY_TRACK,
    Bridge,
    Interpreter,
    Member,
    Person,
    Problem,
    Room,
    Wanted,
)

#: Needs that a room has or has not; women only is for whoever invites and goes there.
ROOM_NEEDS = frozenset({"private", "step-free", "network"})


class Parts:
    """The problem with its parts at hand by key."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {one.key: one for one in problem.people}
        self.members = {one.key: one for one in problem.members}
        self.tracks = {one.key: one for one in problem.tracks}
        self.rooms = {one.key: one for one in problem.rooms}
        self.interpreters = {one.key: one for one in problem.interpreters}
        self.wanted = {one.key: one for one in problem.wanted}
        self.movable = [one for one in problem.wanted if not one.fixed]
        self.fixed = [one for one in problem.wanted if one.fixed]

    def among(self, wanted: Iterable[Wanted]) -> Self:
        """The same people and places with these sessions; what was worked out stays.

        The sessions may differ in what is fixed, and in nothing else.
        """
        other = copy(self)
        other.problem = replace(self.problem, wanted=tuple(wanted))
        other.wanted = {one.key: one for one in other.problem.wanted}
        other.movable = [one for one in other.problem.wanted if not one.fixed]
        other.fixed = [one for one in other.problem.wanted if one.fixed]
        return other

    @cached_property
    def minutes_between(self) -> Mapping[tuple[str, str], int]:
        both = {}
        for one in self.problem.journeys:
            both[one.one, one.other] = both[one.other, one.one] = one.minutes
        return both

    def travel(self, one: str | None, other: str | None) -> int:
        """Minutes; 0 where a venue or the way between two is not known."""
        if one is None or other is None or one == other:
            return 0
        return self.minutes_between.get((one, other), 0)

    def gap(self, one: str | None, other: str | None) -> int:
        """What lies between two sessions of the same people at these venues."""
        return max(self.problem.pause, self.travel(one, other))

    def everybody(self, wanted: Wanted) -> list[Person | Member]:
        """Who is met and which members are named."""
        people = [self.people[key] for key in wanted.people]
        return [*people, *(self.members[key] for key in wanted.members)]

    def team(self, track: str) -> tuple[str, ...]:
        """Keys of the members of a sub-team; of all for the empty text."""
        if track in self.tracks:
            return self.tracks[track].members
        return tuple(self.members)

    def tracks_of(self, wanted: Wanted) -> list[str]:
        """The sub-teams that may attend, or all that do."""
        if wanted.attends in self.tracks:
            return [wanted.attends]
        return list(self.tracks)

    def heads(self, wanted: Wanted) -> int:
        """Seats taken: who is met, who goes there, one for interpreting each way."""
        met = sum(self.people[key].how_many for key in wanted.people)
        teams = [len(self.team(key)) for key in self.tracks_of(wanted)] or [0]
        whole = wanted.attends not in (ANY_TRACK, *self.tracks)
        sent = len(wanted.members) or (len(self.members) if whole else max(teams))
        return met + sent + len(wanted.bridges)

    def suits(self, room: Room, wanted: Wanted) -> bool:
        if wanted.room_only is not None:
            return room.key == wanted.room_only
        wide = room.capacity is None or room.capacity >= self.heads(wanted)
        return wide and set(wanted.needs) & ROOM_NEEDS <= set(room.needs)

    def usable(self, wanted: Wanted) -> list[Room]:
        """The rooms to choose from; none for a session that needs none."""
        return self.suiting(wanted) if wanted.needs_room else []

    def suiting(self, wanted: Wanted) -> list[Room]:
        return [room for room in self.problem.rooms if self.suits(room, wanted)]

    def speaking(self, bridge: Bridge) -> list[Interpreter]:
        return [one for one in self.problem.interpreters if spans(one, bridge)]

    def venue(self, wanted: Wanted, room: str | None) -> str | None:
        if room is not None and room in self.rooms:
            return self.rooms[room].venue
        return wanted.venue


def spans(interpreter: Interpreter, bridge: Bridge) -> bool:
    return any(
        {bridge.of, into} == set(pair)
        for pair in interpreter.pairs
        for into in bridge.into
    )
