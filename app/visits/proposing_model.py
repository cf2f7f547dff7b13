"""The rules of an agenda as a CP-SAT model. Imported by the worker process only.

Source of the form: OR-tools' notes on scheduling (optional intervals, no overlap per
resource); travel by one order literal per pair of sessions that can share somebody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar

from app.visits.proposing_problem import ANY_TRACK, DAY, FIRST, LAST, Wanted, Windows
from app.visits.proposing_times import Times, blocks, within


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
        self._each_resource_once()
        self._lunches()
        self._journeys()
        self._order()
        self._hours_of_interpreters()

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
            when = [literal, *self._promised("interpreter", key)]
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

    def _promised(self, kind: str, key: str) -> list[IntVar]:
        return [self.promise(kind, key)] if self.promising else []

    def _and_promised(self, spot: Spot, kind: str) -> IntVar:
        """`placed`, or the promise to this session (then every session is placed)."""
        if self.promising:
            return self.promise(kind, spot.wanted.key)
        return spot.placed

    # Resources --------------------------------------------------------------------

    def _each_resource_once(self) -> None:
        pause, times = self.times.problem.pause, self.times
        for key in times.tracks:
            self.once(
                [(s, s.tracks[key]) for s in self.all() if key in s.tracks], pause
            )
        for key in times.people:
            self.once(self._having(key, "people"), pause)
        for key in times.members:
            self.once(self._having(key, "members"), pause)
        for key in times.interpreters:
            self.once(self._with(key, "interpreters"), pause)
        for room in times.problem.rooms:
            self.once(self._with(room.key, "rooms"), room.turnover)

    def all(self) -> list[Spot]:
        return list(self.spots.values())

    def _having(self, key: str, name: str) -> list[tuple[Spot, IntVar]]:
        return [(s, s.placed) for s in self.all() if key in getattr(s.wanted, name)]

    def _with(self, key: str, name: str) -> list[tuple[Spot, IntVar]]:
        return [
            (s, getattr(s, name)[key]) for s in self.all() if key in getattr(s, name)
        ]

    def once(self, uses: Iterable[tuple[Spot, IntVar]], tail: int) -> None:
        """No two of them at one time, `tail` minutes between."""
        self.cp.add_no_overlap(self.intervals(list(uses), tail))

    def intervals(
        self, uses: list[tuple[Spot, IntVar]], tail: int
    ) -> list[IntervalVar]:
        found: list[IntervalVar] = []
        for spot, present in uses:
            if not spot.wanted.fixed:
                size = spot.minutes + tail
                found.append(
                    self.cp.new_optional_fixed_size_interval_var(
                        spot.start, size, present, "use"
                    )
                )
        return [
            *found,
            *self._fixed_blocks([s for s, _ in uses if s.wanted.fixed], tail),
        ]

    def _fixed_blocks(self, spots: list[Spot], tail: int) -> list[IntervalVar]:
        stands = [(s.wanted.stands.start, s) for s in spots if s.wanted.stands]
        taken = [(start, start + s.minutes) for start, s in stands]
        found: list[IntervalVar] = []
        for start, end in blocks(taken, tail):
            inside = [s for at, s in stands if start <= at < end]
            present = self._fixed(inside[0]) if len(inside) == 1 else self.yes
            found.append(
                self.cp.new_optional_fixed_size_interval_var(
                    start, end - start, present, "fixed"
                )
            )
        return found

    def _fixed(self, spot: Spot) -> IntVar:
        return self.promise("fixed", spot.wanted.key)

    # Lunch, travel, order, hours --------------------------------------------------

    def _lunches(self) -> None:
        lunch, pause = self.times.problem.lunch, self.times.problem.pause
        if lunch is None:
            return
        for kind, keys in (("tracks", self.times.tracks), ("interpreters", self.times.interpreters)):  # fmt: skip
            for key in keys:
                uses = self._with(key, kind)
                for day, first, last in self.lunch_starts(uses):
                    at = self.cp.new_int_var(first, last, "lunch")
                    eaten = self.cp.new_optional_interval_var(
                        at + pause,
                        lunch.minutes - pause,
                        at + lunch.minutes,
                        self.promise("lunch", f"{day} {key}"),
                        "lunch",
                    )
                    self.cp.add_no_overlap([*self.intervals(uses, pause), eaten])

    def lunch_starts(
        self, uses: list[tuple[Spot, IntVar]]
    ) -> list[tuple[int, int, int]]:
        """(day, first start, last start) of lunches that fixed sessions leave room for.

        A fixed meal at noon is the lunch.
        """
        lunch = self.times.problem.lunch
        assert lunch is not None
        taken = [
            (s.wanted.stands.start, s.wanted.stands.start + s.minutes)
            for s, _ in uses
            if s.wanted.fixed and s.wanted.stands
        ]
        found = []
        for index, day in enumerate(self.times.problem.days):
            first = index * DAY + lunch.starts
            last = index * DAY + lunch.ends - lunch.minutes
            if day.opens > lunch.starts or day.closes < lunch.ends:
                continue
            free = any(
                all(end <= at or at + lunch.minutes <= start for start, end in taken)
                for at in range(first, last + 1, 5)
            )
            if free:
                found.append((index, first, last))
        return found

    def _journeys(self) -> None:
        pause = self.times.problem.pause
        for one, other in combinations(self.all(), 2):
            if one.wanted.fixed and other.wanted.fixed:
                continue
            if not one.days.keys() & other.days.keys():
                continue
            far = [
                (a, b, minutes)
                for a in one.at
                for b in other.at
                if (minutes := self.times.travel(a, b)) > pause
            ]
            if far and (together := self._together(one, other)):
                self._journey(one, other, far, together)

    def _journey(
        self,
        one: Spot,
        other: Spot,
        far: list[tuple[str | None, str | None, int]],
        together: list[IntVar],
    ) -> None:
        before = self.cp.new_bool_var("before")
        for spot in (one, other):
            if spot.wanted.fixed:
                together = [*together, self._fixed(spot)]
        for a, b, minutes in far:
            when = [*together, one.at[a], other.at[b]]
            self.cp.add(
                other.start >= one.start + one.minutes + minutes
            ).only_enforce_if([before, *when])
            self.cp.add(
                one.start >= other.start + other.minutes + minutes
            ).only_enforce_if([before.negated(), *when])

    def _together(self, one: Spot, other: Spot) -> list[IntVar]:
        """Literals that are all true when somebody is in both; none: never."""
        named = set(one.wanted.people) & set(other.wanted.people)
        named |= set(one.wanted.members) & set(other.wanted.members)
        if named:
            return [one.placed, other.placed]
        pairs = [
            (mine[key], theirs[key])
            for mine, theirs in (
                (one.tracks, other.tracks),
                (one.interpreters, other.interpreters),
            )
            for key in mine
            if key in theirs
        ]
        if not pairs:
            return []
        both = self.cp.new_bool_var("together")
        for mine, theirs in pairs:
            self.cp.add_bool_or([mine.negated(), theirs.negated(), both])
        return [both]

    def _order(self) -> None:
        for spot in self.all():
            for key in spot.wanted.after:
                if key in self.spots:
                    self._before(self.spots[key], spot, spot)
            for other in self.all():
                if other is spot or other.wanted.position == spot.wanted.position:
                    continue
                if spot.wanted.position == FIRST:
                    self._before(spot, other, spot)
                elif spot.wanted.position == LAST:
                    self._before(other, spot, spot)

    def _before(self, one: Spot, other: Spot, asking: Spot) -> None:
        if one.wanted.fixed and other.wanted.fixed:
            return
        when = [one.placed, other.placed, *self._promised("order", asking.wanted.key)]
        self.cp.add(other.start >= one.start + one.minutes).only_enforce_if(when)

    def _hours_of_interpreters(self) -> None:
        for interpreter in self.times.problem.interpreters:
            limit = interpreter.minutes_a_day
            uses = self._with(interpreter.key, "interpreters")
            if limit is None or not uses:
                continue
            for day in range(len(self.times.problem.days)):
                terms, fixed = [], 0
                for spot, literal in uses:
                    if day not in spot.days:
                        continue
                    if spot.wanted.fixed:
                        fixed += spot.minutes
                        continue
                    busy = self.cp.new_bool_var("busy")
                    self.cp.add_bool_or(
                        [literal.negated(), spot.days[day].negated(), busy]
                    )
                    terms.append(spot.minutes * busy)
                if terms:
                    kept = self._promised("hours", interpreter.key)
                    rule = self.cp.add(sum(terms) <= max(0, limit - fixed))
                    rule.only_enforce_if(kept) if kept else None
