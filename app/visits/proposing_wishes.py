"""What a good agenda is, as costs on the model; every weight stands in the problem."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from ortools.sat.python.cp_model import Domain, IntVar, LinearExpr

from app.visits.proposing_model import Model, Spot
from app.visits.proposing_problem import DAY, Place
from app.visits.proposing_times import blocks

QUARTER = 15
Cost = tuple[str, Any, int]


def wishes(model: Model) -> list[Cost]:
    """(name of the weight, expression, weight) of every wish."""
    weights = model.times.problem.weights
    parts: list[tuple[str, list[Any]]] = [
        ("left_out", [1 - spot.placed for spot in movable(model)]),
        ("unheard", unheard(model)),
        ("unseen", unseen(model)),
        ("wish_missed", wishes_missed(model)),
        *of_the_days(model),
        ("uneven", uneven(model)),
        *changes(model),
    ]
    return [(name, total(terms), getattr(weights, name)) for name, terms in parts]


def total(terms: Sequence[Any]) -> Any:
    return LinearExpr.sum(list(terms)) if terms else 0


def movable(model: Model) -> list[Spot]:
    return [spot for spot in model.all() if not spot.wanted.fixed]


def unheard(model: Model) -> list[Any]:
    """Factors heard by fewer than two voices, or by no migrant; only when some may be
    left out: else it is settled by the sessions wanted."""
    if model.everything:
        return []
    voices = {key: one.voice for key, one in model.times.people.items()}
    heard: dict[str, dict[str, list[IntVar]]] = {}
    for spot in model.all():
        for factor, key in product(spot.wanted.factors, spot.wanted.people):
            of_factor = heard.setdefault(factor, {})
            of_factor.setdefault(voices[key], []).append(spot.placed)
    return [term for by_voice in heard.values() for term in _missing(model, by_voice)]


def _missing(model: Model, by_voice: dict[str, list[IntVar]]) -> list[Any]:
    """One where it lacks a second voice, one where it lacks a migrant's."""
    any_of = {voice: some(model, literals) for voice, literals in by_voice.items()}
    found: list[Any] = []
    if len(any_of) > 1:
        found.append(model.cp.new_bool_var("one voice"))
        model.cp.add(LinearExpr.sum(list(any_of.values())) + 2 * found[0] >= 2)
    if "migrants" in any_of:
        found.append(any_of["migrants"].negated())
    return found


def some(model: Model, literals: list[IntVar]) -> IntVar:
    """True only if one of them is."""
    one = model.cp.new_bool_var("some")
    model.cp.add_bool_or([*literals, one.negated()])
    return one


def unseen(model: Model) -> list[Any]:
    """Factors that a sub-team sees nowhere."""
    if len(model.times.tracks) < 2:
        return []
    missed = []
    factors = {factor for spot in model.all() for factor in spot.wanted.factors}
    for factor, track in product(sorted(factors), model.times.tracks):
        seen = [
            spot.tracks[track]
            for spot in model.all()
            if factor in spot.wanted.factors and track in spot.tracks
        ]
        if seen:
            missed.append(model.cp.new_bool_var("unseen"))
            model.cp.add_bool_or([*seen, missed[-1]])
    return missed


def wishes_missed(model: Model) -> list[Any]:
    """People placed outside the windows they prefer, where they prefer any."""
    missed = []
    for spot in movable(model):
        for starts in model.times.liked(spot.wanted):
            if starts:
                missed.append(model.cp.new_bool_var("missed"))
                model.cp.add_linear_expression_in_domain(
                    spot.start, Domain.from_values(sorted(starts))
                ).only_enforce_if([missed[-1].negated(), spot.placed])
    return missed


def of_the_days(model: Model) -> list[tuple[str, list[Any]]]:
    """From the first to the last session of each team and day, in quarters of an hour;
    the longest of these; venues gone to."""
    spans, venues = [], []
    longest = model.cp.new_int_var(0, DAY // QUARTER, "longest")
    for track in model.times.tracks:
        for day in range(len(model.times.problem.days)):
            here = list(on_day(model, track, day))
            if not here:
                continue
            spans.append(span(model, day, here))
            model.cp.add(longest >= spans[-1])
            venues += visited(model, here)
    return [("span", spans), ("longest_day", [longest]), ("venues", venues)]


def on_day(model: Model, track: str, day: int) -> Iterable[tuple[Spot, IntVar]]:
    """Sessions that the team may have that day, with the literal that it has."""
    for spot in model.all():
        if track not in spot.tracks or day not in spot.days:
            continue
        there = model.cp.new_bool_var("there")
        model.cp.add_bool_or(
            [spot.tracks[track].negated(), spot.days[day].negated(), there]
        )
        yield spot, there


def span(model: Model, day: int, here: list[tuple[Spot, IntVar]]) -> IntVar:
    hours = model.times.problem.days[day]
    opens, closes = day * DAY + hours.opens, day * DAY + hours.closes
    opens = min([opens, *(s.wanted.stands.start for s, _ in here if s.wanted.fixed and s.wanted.stands)])  # fmt: skip
    closes = max([closes, *(s.wanted.stands.start + s.minutes for s, _ in here if s.wanted.fixed and s.wanted.stands)])  # fmt: skip
    first = model.cp.new_int_var(opens, closes, "first")
    last = model.cp.new_int_var(opens, closes, "last")
    for spot, there in here:
        model.cp.add(first <= spot.start).only_enforce_if(there)
        model.cp.add(last >= spot.start + spot.minutes).only_enforce_if(there)
    length = model.cp.new_int_var(0, (closes - opens) // QUARTER + 1, "span")
    model.cp.add(QUARTER * length >= last - first)
    # A day is as long as what is in it: without this the bound stays at nothing.
    model.cp.add(QUARTER * length >= content(model, here))
    return length


def content(model: Model, here: list[tuple[Spot, IntVar]]) -> Any:
    """Minutes of the sessions and of the pauses between them; the last has none after.

    Fixed sessions may overlap: only the time that they cover counts.
    """
    pause = model.times.problem.pause
    fixed = [(s.wanted.stands.start, s.wanted.stands.start + s.minutes) for s, _ in here if s.wanted.fixed and s.wanted.stands]  # fmt: skip
    covered = sum(end - start for start, end in blocks(fixed, pause))
    free = [(s.minutes + pause) * there for s, there in here if not s.wanted.fixed]
    return LinearExpr.sum(free) + covered - pause


def visited(model: Model, here: list[tuple[Spot, IntVar]]) -> list[IntVar]:
    """A literal for each venue the team goes to that day."""
    gone: dict[str, IntVar] = {}
    for spot, there in here:
        for venue, at in spot.at.items():
            if venue is None:
                continue
            if venue not in gone:
                gone[venue] = model.cp.new_bool_var("venue")
            model.cp.add_bool_or([there.negated(), at.negated(), gone[venue]])
    return list(gone.values())


def uneven(model: Model) -> list[Any]:
    """Between the team with most hours and the one with fewest, in quarters."""
    if len(model.times.tracks) < 2:
        return []
    loads = [
        total([s.minutes * s.tracks[key] for s in model.all() if key in s.tracks])
        for key in model.times.tracks
    ]
    most = sum(spot.minutes for spot in model.all())
    high, low = (model.cp.new_int_var(0, most, name) for name in ("high", "low"))
    for load in loads:
        model.cp.add(high >= load)
        model.cp.add(low <= load)
    apart = model.cp.new_int_var(0, most // QUARTER + 1, "uneven")
    model.cp.add(QUARTER * apart >= high - low)
    return [apart]


def changes(model: Model) -> list[tuple[str, list[Any]]]:
    """What is elsewhere than in the agenda that stands."""
    standing = [(s, s.wanted.stands) for s in movable(model) if s.wanted.stands]
    return [
        ("moved", [moved(model, spot, stands.start) for spot, stands in standing]),
        ("other_room", _others(standing, "rooms")),
        ("other_track", _others(standing, "tracks")),
        ("other_interpreter", _others(standing, "interpreters")),
    ]


def moved(model: Model, spot: Spot, start: int) -> IntVar:
    away = model.cp.new_bool_var("moved")
    model.cp.add(spot.start == start).only_enforce_if([away.negated(), spot.placed])
    return away


def _others(standing: list[tuple[Spot, Place]], name: str) -> list[Any]:
    """Placed without the room, track or interpreter it stands with."""
    found = []
    for spot, stands in standing:
        literals = getattr(spot, name)
        if name == "interpreters":
            kept = [literals[key] for key in stands.interpreters if key in literals]
        else:
            key = stands.room if name == "rooms" else stands.track
            kept = [literals[key]] if key in literals else []
        found += [spot.placed - literal for literal in kept]
    return found
