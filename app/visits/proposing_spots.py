"""The variables of an agenda, and the rules of each session by itself, for CP-SAT.

Imported by the worker process only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, Domain, IntVar

from app.visits.proposing_problem import ANY_TRACK, DAY, Wanted, Windows
from app.visits.proposing_times import Times, within


class Promise(NamedTuple):
    """Something promised to somebody, which an explanation may name.

    kind: fixed, person, member, interpreter, bridge, room, attends, lunch, order, hours.
    """

    kind: str
    key: str


@dataclass
class Spot:
    """The variables of one session; a fixed one has constants."""

    wanted: Wanted
    start: IntVar
    placed: IntVar
    days: dict[int, IntVar] = field(default_factory=dict)
    tracks: dict[str, IntVar] = field(default_factory=dict)
    rooms: dict[str, IntVar] = field(default_factory=dict)
    interpreters: dict[str, IntVar] = field(default_factory=dict)
    at: dict[str | None, IntVar] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        return self.wanted.minutes


class Model:
    """`everything`: no session may be left out. `promising`: each promise is a literal,
    so that a set of them that cannot all be kept can be found."""

    def __init__(
        self, times: Times, *, everything: bool = True, promising: bool = False
    ) -> None:
        self.times = times
        self.everything = everything
        self.promising = promising
        self.cp = CpModel()
        self.yes = self.cp.new_constant(1)
        self.promises: dict[Promise, IntVar] = {}
        self.spots = {one.key: self._spot(one) for one in times.problem.wanted}

    # One session ------------------------------------------------------------------

    def _spot(self, wanted: Wanted) -> Spot:
        if wanted.fixed and wanted.stands:
            return self._fixed_spot(wanted)
        placed = self.yes if self.everything else self.cp.new_bool_var("placed")
        spot = Spot(wanted, self._start(wanted, placed), placed)
        self._in_days(spot)
        self._attended(spot)
        self._in_a_room(spot)
        self._interpreted(spot)
        return spot

    def _fixed_spot(self, wanted: Wanted) -> Spot:
        stands = wanted.stands
        assert stands is not None
        spot = Spot(wanted, self.cp.new_constant(stands.start), self.yes)
        spot.days = {stands.start // DAY: self.yes}
        tracks = [stands.track] if stands.track in self.times.tracks else []
        spot.tracks = dict.fromkeys(tracks or self.times.tracks, self.yes)
        spot.rooms = {stands.room: self.yes} if stands.room else {}
        spot.interpreters = dict.fromkeys(stands.interpreters, self.yes)
        spot.at = {self.times.venue(wanted, stands.room): self.yes}
        return spot

    def _start(self, wanted: Wanted, placed: IntVar) -> IntVar:
        if not self.promising:
            found = self.times.starts(wanted)
            if not found:
                self.cp.add(placed == 0)
            return self._among(found or [0])
        start = self._among(self.times.hours(wanted) or [0])
        for kind, keys, table in (
            ("person", wanted.people, self.times.people),
            ("member", wanted.members, self.times.members),
        ):
            for key in keys:
                self._free(start, wanted, table[key].windows, [self.promise(kind, key)])
        return start

    def _among(self, values: Sequence[int]) -> IntVar:
        return self.cp.new_int_var_from_domain(Domain.from_values(values), "start")

    def _free(
        self, start: IntVar, wanted: Wanted, windows: Windows, when: list[IntVar]
    ) -> None:
        if windows is None:
            return
        found = within(windows, wanted.minutes, self.times.hours(wanted))
        if found:
            self.cp.add_linear_expression_in_domain(
                start, Domain.from_values(found)
            ).only_enforce_if(when)
        else:
            self.cp.add_bool_or([literal.negated() for literal in when])

    def _in_days(self, spot: Spot) -> None:
        starts = self.times.hours(spot.wanted) if self.promising else self.times.starts(spot.wanted)  # fmt: skip
        for day in sorted({start // DAY for start in starts}) or [0]:
            here = self.cp.new_bool_var("day")
            span = Domain(day * DAY, day * DAY + DAY - 1)
            self.cp.add_linear_expression_in_domain(spot.start, span).only_enforce_if(
                here
            )
            spot.days[day] = here
        self.cp.add_exactly_one(spot.days.values())

    def _attended(self, spot: Spot) -> None:
        times, wanted = self.times, spot.wanted
        attends = self._and_promised(spot, "attends")
        if wanted.attends == ANY_TRACK and len(times.tracks) > 1:
            spot.tracks = {key: self.cp.new_bool_var("track") for key in times.tracks}
            self.cp.add(sum(spot.tracks.values()) == attends)
        else:
            spot.tracks = dict.fromkeys(times.tracks_of(wanted), attends)
        if wanted.members or self.promising:
            return
        for key, literal in spot.tracks.items() if wanted.attends else ():
            starts = times.starts(wanted)
            free = [one for one in starts if times.team_is_free(wanted, key, one)]
            if len(free) == len(starts):
                continue
            if not free:
                self.cp.add(literal == 0)
                continue
            self.cp.add_linear_expression_in_domain(
                spot.start, Domain.from_values(free)
            ).only_enforce_if(literal)

    def _in_a_room(self, spot: Spot) -> None:
        wanted = spot.wanted
        suiting = self.times.suiting(wanted) if wanted.needs_room else []
        if not suiting:  # counted already, and still to be found
            spot.at = {wanted.venue: self.yes}
            return
        spot.rooms = {room.key: self.cp.new_bool_var("room") for room in suiting}
        self.cp.add(sum(spot.rooms.values()) == self._and_promised(spot, "room"))
        venues = sorted({room.venue for room in suiting})
        for venue in venues:
            inside = [spot.rooms[r.key] for r in suiting if r.venue == venue]
            spot.at[venue] = inside[0]
            if len(inside) > 1:
                spot.at[venue] = self.cp.new_bool_var("at")
                self.cp.add(sum(inside) == spot.at[venue])

    def _interpreted(self, spot: Spot) -> None:
        wanted = spot.wanted
        if not wanted.bridges:
            return
        needed = self._and_promised(spot, "bridge")
        for bridge in filter(self.times.speaking, wanted.bridges):
            for one in self.times.speaking(bridge):
                if one.key not in spot.interpreters:
                    spot.interpreters[one.key] = self.cp.new_bool_var("interpreter")
            able = [spot.interpreters[one.key] for one in self.times.speaking(bridge)]
            self.cp.add_bool_or([*able, needed.negated()])
        if not spot.interpreters:
            return
        chosen = sum(spot.interpreters.values())
        self.cp.add(chosen <= len(wanted.bridges) * spot.placed)
        for key, literal in spot.interpreters.items():
            when = [literal, *self.promised("interpreter", key)]
            windows = self.times.interpreters[key].windows
            self._free(spot.start, wanted, windows, when)

    # Promises ---------------------------------------------------------------------

    def promise(self, kind: str, key: str) -> IntVar:
        """A literal where promises are literals, else always kept."""
        if not self.promising:
            return self.yes
        made = Promise(kind, key)
        if made not in self.promises:
            self.promises[made] = self.cp.new_bool_var(f"{kind} {key}")
        return self.promises[made]

    def promised(self, kind: str, key: str) -> list[IntVar]:
        return [self.promise(kind, key)] if self.promising else []

    def _and_promised(self, spot: Spot, kind: str) -> IntVar:
        """`placed`, or the promise to this session (then every session is placed)."""
        if self.promising:
            return self.promise(kind, spot.wanted.key)
        return spot.placed

    def all(self) -> list[Spot]:
        return list(self.spots.values())
