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
        self.spots = {one.key: _spot(self, one) for one in times.problem.wanted}

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

    def and_promised(self, spot: Spot, kind: str) -> IntVar:
        """`placed`, or the promise to this session (then every session is placed)."""
        if self.promising:
            return self.promise(kind, spot.wanted.key)
        return spot.placed

    def all(self) -> list[Spot]:
        return list(self.spots.values())


def _spot(model: Model, wanted: Wanted) -> Spot:
    if wanted.fixed and wanted.stands:
        return _fixed_spot(model, wanted)
    placed = model.yes if model.everything else model.cp.new_bool_var("placed")
    spot = Spot(wanted, _start(model, wanted, placed), placed)
    _in_days(model, spot)
    _attended(model, spot)
    _in_a_room(model, spot)
    _interpreted(model, spot)
    return spot


def _fixed_spot(model: Model, wanted: Wanted) -> Spot:
    stands = wanted.stands
    assert stands is not None
    spot = Spot(wanted, model.cp.new_constant(stands.start), model.yes)
    spot.days = {stands.start // DAY: model.yes}
    tracks = [stands.track] if stands.track in model.times.tracks else []
    spot.tracks = dict.fromkeys(tracks or model.times.tracks, model.yes)
    spot.rooms = {stands.room: model.yes} if stands.room else {}
    spot.interpreters = dict.fromkeys(stands.interpreters, model.yes)
    spot.at = {model.times.venue(wanted, stands.room): model.yes}
    return spot


def _start(model: Model, wanted: Wanted, placed: IntVar) -> IntVar:
    if not model.promising:
        found = model.times.starts(wanted)
        if not found:
            model.cp.add(placed == 0)
        return _among(model, found or [0])
    start = _among(model, model.times.hours(wanted) or [0])
    for kind, keys, table in (
        ("person", wanted.people, model.times.people),
        ("member", wanted.members, model.times.members),
    ):
        for key in keys:
            _free(model, start, wanted, table[key].windows, [model.promise(kind, key)])
    return start


def _among(model: Model, values: Sequence[int]) -> IntVar:
    return model.cp.new_int_var_from_domain(Domain.from_values(values), "start")


def _free(
    model: Model, start: IntVar, wanted: Wanted, windows: Windows, when: list[IntVar]
) -> None:
    if windows is None:
        return
    found = within(windows, wanted.minutes, model.times.hours(wanted))
    if found:
        model.cp.add_linear_expression_in_domain(
            start, Domain.from_values(found)
        ).only_enforce_if(when)
    else:
        model.cp.add_bool_or([literal.negated() for literal in when])


def _in_days(model: Model, spot: Spot) -> None:
    starts = model.times.hours(spot.wanted) if model.promising else model.times.starts(spot.wanted)  # fmt: skip
    for day in sorted({start // DAY for start in starts}) or [0]:
        here = model.cp.new_bool_var("day")
        span = Domain(day * DAY, day * DAY + DAY - 1)
        model.cp.add_linear_expression_in_domain(spot.start, span).only_enforce_if(here)
        spot.days[day] = here
    model.cp.add_exactly_one(spot.days.values())


def _attended(model: Model, spot: Spot) -> None:
    times, wanted = model.times, spot.wanted
    attends = model.and_promised(spot, "attends")
    if wanted.attends == ANY_TRACK and len(times.tracks) > 1:
        spot.tracks = {key: model.cp.new_bool_var("track") for key in times.tracks}
        model.cp.add(sum(spot.tracks.values()) == attends)
    else:
        spot.tracks = dict.fromkeys(times.tracks_of(wanted), attends)
    if wanted.members or model.promising:
        return
    for key, literal in spot.tracks.items() if wanted.attends else ():
        starts = times.starts(wanted)
        free = [one for one in starts if times.team_is_free(wanted, key, one)]
        if len(free) == len(starts):
            continue
        if not free:
            model.cp.add(literal == 0)
            continue
        model.cp.add_linear_expression_in_domain(
            spot.start, Domain.from_values(free)
        ).only_enforce_if(literal)


def _in_a_room(model: Model, spot: Spot) -> None:
    wanted = spot.wanted
    suiting = model.times.usable(wanted)
    if not suiting:  # counted already, and still to be found
        spot.at = {wanted.venue: model.yes}
        return
    spot.rooms = {room.key: model.cp.new_bool_var("room") for room in suiting}
    model.cp.add(sum(spot.rooms.values()) == model.and_promised(spot, "room"))
    venues = sorted({room.venue for room in suiting})
    for venue in venues:
        inside = [spot.rooms[r.key] for r in suiting if r.venue == venue]
        spot.at[venue] = inside[0]
        if len(inside) > 1:
            spot.at[venue] = model.cp.new_bool_var("at")
            model.cp.add(sum(inside) == spot.at[venue])


def _interpreted(model: Model, spot: Spot) -> None:
    wanted = spot.wanted
    if not wanted.bridges:
        return
    needed = model.and_promised(spot, "bridge")
    for bridge in filter(model.times.speaking, wanted.bridges):
        for one in model.times.speaking(bridge):
            if one.key not in spot.interpreters:
                spot.interpreters[one.key] = model.cp.new_bool_var("interpreter")
        able = [spot.interpreters[one.key] for one in model.times.speaking(bridge)]
        model.cp.add_bool_or([*able, needed.negated()])
    if not spot.interpreters:
        return
    chosen = sum(spot.interpreters.values())
    model.cp.add(chosen <= len(wanted.bridges) * spot.placed)
    for key, literal in spot.interpreters.items():
        when = [literal, *model.promised("interpreter", key)]
        windows = model.times.interpreters[key].windows
        _free(model, spot.start, wanted, windows, when)
