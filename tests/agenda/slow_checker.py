"""Every clash of an agenda, minute by minute and pair by pair: slow, plain, and written
apart from the rules it checks. It shares their shapes and their words, no reasoning.

Answers (day, rule, numbers of sessions, names of whom), as a set.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from itertools import combinations

from app.values import SessionFormat
from app.visits.clash_shapes_rules import Plan, Slot

Found = tuple[date, str, frozenset[int], frozenset[str]]
Part = tuple[str, frozenset[int], frozenset[str]]
MEETING = {"opening", "interview", "group-discussion", "site-visit", "plenary", "online-meeting", "feedback"}  # fmt: skip


def check_slowly(plan: Plan) -> set[Found]:
    found: set[Found] = set()
    for one, other in combinations(plan.slots, 2):
        if one.day == other.day:
            found |= {(one.day, *part) for part in of_two(plan, one, other)}
    for slot in [*plan.slots, *plan.waiting]:
        found |= {(slot.day, *part) for part in of_one(plan, slot)}
    for day in {slot.day for slot in plan.slots}:
        found |= {(day, *part) for part in of_a_day(plan, day)}
    return found


def minutes(slot: Slot) -> set[int]:
    return set(range(slot.starts, slot.ends))


def of_two(plan: Plan, one: Slot, other: Slot) -> Iterator[Part]:
    numbers = frozenset({one.number, other.number})
    at_once = bool(minutes(one) & minutes(other))
    for rule, field in (
        ("member", "members"),
        ("stakeholder", "people"),
        ("interpreter", "interpreters"),
    ):
        for who in set(getattr(one, field)) & set(getattr(other, field)):
            if at_once:
                yield rule, numbers, frozenset({plan.whom[who].name})
    if one.room is not None and one.room == other.room:
        place = plan.places[one.room]
        cleaned = [
            set(range(slot.starts, slot.ends + place.turnover)) for slot in (one, other)
        ]
        first = 0 if one.starts <= other.starts else 1
        if cleaned[first] & minutes((one, other)[1 - first]):
            yield "room", numbers, frozenset({place.name})
    if at_once and one.track and one.track == other.track:
        yield "track", numbers, frozenset({one.track})
    elif at_once and any(not s.track and not s.members for s in (one, other)):
        yield "track", numbers, frozenset({""})
    yield from on_the_way(plan, one, other, at_once)


def on_the_way(plan: Plan, one: Slot, other: Slot, at_once: bool) -> Iterator[Part]:
    if at_once or one.room is None or other.room is None:
        return
    venues = {plan.places[one.room].venue, plan.places[other.room].venue}
    needed = plan.ways.get(frozenset(venues), 0) if len(venues) == 2 else 0
    between = max(one.starts, other.starts) - min(one.ends, other.ends)
    both = present(one) & present(other)
    if both and between < needed:
        names = frozenset(called(plan, who) for who in both)
        yield "travel", frozenset({one.number, other.number}), names


def present(slot: Slot) -> set[Hashable]:
    """Everybody named, or the sub-team, or the whole team."""
    return {*slot.people, *slot.interpreters, *teams(slot)}


def teams(slot: Slot) -> set[Hashable]:
    if slot.members:
        return set(slot.members)
    return {slot.track} if slot.track else {"*"}


def called(plan: Plan, who: Hashable) -> str:
    if who == "*":
        return ""
    return plan.whom[who].name if who in plan.whom else str(who)


def of_one(plan: Plan, slot: Slot) -> Iterator[Part]:
    own = frozenset({slot.number})
    everybody = [*slot.members, *slot.people, *slot.interpreters]
    for who in everybody:
        if (who, slot.day) in plan.windows:
            there = {
                minute
                for starts, ends in plan.windows[who, slot.day]
                for minute in range(starts, ends)
            }
            if minutes(slot) - there:
                yield "availability", own, frozenset({plan.whom[who].name})
    yield from of_its_room(plan, slot, everybody)
    if (slot.people or slot.format.value in MEETING) and apart(plan, slot):
        names = frozenset(plan.whom[who].name for who in slot.interpreters)
        yield "language", own, names


def of_its_room(plan: Plan, slot: Slot, everybody: list[Hashable]) -> Iterator[Part]:
    own = frozenset({slot.number})
    if slot.room is not None:
        place = plan.places[slot.room]
        name = frozenset({place.name})
        if place.capacity and sum(plan.whom[w].how_many for w in everybody) > place.capacity:  # fmt: skip
            yield "capacity", own, name
        for need in ("step-free", "private"):
            if need in slot.needs and not getattr(place, need.replace("-", "_")):
                yield need, own, name


def apart(plan: Plan, slot: Slot) -> bool:
    """Somebody there hears only what they do not understand."""
    speaking = [plan.whom[who] for who in slot.interpreters]
    if any(not one.pairs for one in speaking):
        return False
    pairs = [set(pair.split("/")) for one in speaking for pair in one.pairs]

    def reach(languages: set[str]) -> set[str]:
        return languages.union(*(pair for pair in pairs if pair & languages))

    held_in = set(slot.languages)
    team: set[str] = set()
    for who in slot.members:
        team |= reach(set(plan.whom[who].languages))
    if team and any(language not in team for language in held_in):
        return True
    shared = held_in & team if held_in and team else held_in | team
    for who in slot.people:
        speaks = set(plan.whom[who].languages)
        if speaks and shared and not reach(speaks) & shared:
            return True
    return False


def of_a_day(plan: Plan, day: date) -> Iterator[Part]:
    slots = [slot for slot in plan.slots if slot.day == day]
    if plan.holidays.get(day):
        yield (
            "holiday",
            frozenset(),
            frozenset(name for _code, name in plan.holidays[day]),
        )
    for who in {who for slot in slots for who in slot.interpreters}:
        own = [slot for slot in slots if who in slot.interpreters]
        agreed = plan.whom[who].hours
        if agreed is not None and len(set().union(*map(minutes, own))) > agreed * 60:
            numbers = frozenset(slot.number for slot in own)
            yield "interpreter-hours", numbers, frozenset({plan.whom[who].name})
    yield from merged(plan, slots, "break", long_stretches)
    yield from merged(plan, slots, "lunch", hungry)


Told = Callable[[list[Slot]], list[frozenset[int]]]


def merged(plan: Plan, slots: list[Slot], rule: str, told: Told) -> Iterator[Part]:
    """Who has the same is named together."""
    names: dict[frozenset[int], set[str]] = {}
    working = [slot for slot in slots if slot.format is not SessionFormat.MEAL]
    for who in {who for slot in working for who in teams(slot)}:
        own = [slot for slot in working if who in teams(slot)]
        for numbers in told(own):
            names.setdefault(numbers, set()).add(called(plan, who))
    for numbers, whom in names.items():
        yield rule, numbers, frozenset(whom)


def long_stretches(own: list[Slot]) -> list[frozenset[int]]:
    """More than three hours in which there are nowhere fifteen free minutes in a row."""
    busy = set().union(*map(minutes, own))
    found: list[list[int]] = []
    stretch: list[int] = []
    for minute in sorted(busy):
        if stretch and minute - stretch[-1] > 15:
            found.append(stretch)
            stretch = []
        stretch.append(minute)
    found.append(stretch)
    return [
        frozenset(slot.number for slot in own if minutes(slot) & set(stretch))
        for stretch in found
        if stretch[-1] + 1 - stretch[0] > 180
    ]


def hungry(own: list[Slot]) -> list[frozenset[int]]:
    """Nowhere forty-five free minutes in a row between noon and two."""
    busy = set().union(*map(minutes, own))
    for start in range(720, 840 - 45 + 1):
        if not busy & set(range(start, start + 45)):
            return []
    at_noon = set(range(720, 840))
    return [frozenset(slot.number for slot in own if minutes(slot) & at_noon)]
