"""Whether people can come, get there, eat and rest between their sessions."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date

from app.values import SessionFormat
from app.values_agenda import ClashRule
from app.visits.clash_shapes_rules import WHOLE_TEAM, Clash, Named, Plan, Slot, Window

#: Less than this between two sessions is no break: the agenda's own grid, and what it
#: takes to end a note and drink something.
SHORTEST_BREAK = 15
#: Two long interviews with the way between them. Whoever listens and writes for longer
#: without a break hears less; our choice, a visit may set the rule aside.
LONGEST_STRETCH = 180
#: Lunch is somewhere in here, the same window in all countries of the programmes so far…
LUNCH_FROM, LUNCH_TO = 12 * 60, 14 * 60
#: …and takes so long, sitting down.
LUNCH = 45

ByDay = Mapping[tuple[date, Hashable], Sequence[Slot]]


def availability(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """Somebody is expected when they said they cannot come."""
    if not plan.windows:
        return
    for slot in ordered:
        for which in slot.everybody():
            windows = plan.windows.get((which, slot.day))
            if windows is None or _inside(slot, windows):
                continue
            who = ((which, plan.whom[which].name),)
            yield Clash(
                ClashRule.AVAILABILITY, slot.day, (slot,), who, windows=tuple(windows)
            )


def _inside(slot: Slot, windows: Sequence[Window]) -> bool:
    """Windows that touch or overlap are one."""
    reached = slot.starts
    for starts, ends in sorted(windows):
        if starts <= reached < ends:
            reached = ends
    return reached >= slot.ends


def ways(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """Too little time between two venues; one clash for all who make that way.

    Sessions that overlap are another rule's.
    """
    if not plan.ways:
        return
    found: dict[tuple[Slot, Slot], dict[Hashable, str]] = {}
    longest = max(plan.ways.values())
    for (_day, which), slots in _by_whom(ordered, everybody=True).items():
        for one, other in _soon_after(slots, longest):
            if 0 <= other.starts - one.ends < _way(plan, one, other):
                found.setdefault((one, other), {})[which] = _name(plan, which)
    for (one, other), who in found.items():
        needed, has = _way(plan, one, other), other.starts - one.ends
        named = tuple(sorted(who.items(), key=lambda item: item[1]))
        yield Clash(ClashRule.TRAVEL, one.day, (one, other), named, needed, has)


def _way(plan: Plan, one: Slot, other: Slot) -> int:
    if one.room is None or other.room is None:
        return 0
    venues = frozenset({plan.places[one.room].venue, plan.places[other.room].venue})
    return plan.ways.get(venues, 0) if len(venues) == 2 else 0


def _soon_after(slots: Sequence[Slot], longest: int) -> Iterator[tuple[Slot, Slot]]:
    for index, one in enumerate(slots):
        for other in slots[index + 1 :]:
            if other.starts - one.ends >= longest:
                break
            yield one, other


def breaks(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """No break in a long stretch, and no time for lunch; a meal is both.

    One clash for all who have the same stretch.
    """
    working = [slot for slot in ordered if slot.format is not SessionFormat.MEAL]
    stretched: dict[tuple[Slot, ...], list[Named]] = {}
    hungry: dict[tuple[Slot, ...], list[Named]] = {}
    for (_day, which), slots in _by_whom(working, everybody=False).items():
        named = (which, _name(plan, which))
        for stretch in _stretches(slots):
            if _length(stretch) > LONGEST_STRETCH:
                stretched.setdefault(stretch, []).append(named)
        if at_noon := _without_lunch(slots):
            hungry.setdefault(at_noon, []).append(named)
    for stretch, who in stretched.items():
        yield Clash(
            ClashRule.BREAK, stretch[0].day, stretch, tuple(who),
            LONGEST_STRETCH, _length(stretch),
        )  # fmt: skip
    for at_noon, who in hungry.items():
        yield Clash(ClashRule.LUNCH, at_noon[0].day, at_noon, tuple(who), LUNCH)


def _length(stretch: Sequence[Slot]) -> int:
    return max(slot.ends for slot in stretch) - stretch[0].starts


def _stretches(slots: Sequence[Slot]) -> Iterator[tuple[Slot, ...]]:
    together: list[Slot] = []
    until = 0
    for slot in slots:
        if together and slot.starts - until >= SHORTEST_BREAK:
            yield tuple(together)
            together, until = [], 0
        together.append(slot)
        until = max(until, slot.ends)
    if together:
        yield tuple(together)


def _without_lunch(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The sessions that leave no time for it; none where there is enough."""
    at_noon = tuple(s for s in slots if s.starts < LUNCH_TO and s.ends > LUNCH_FROM)
    free_from = LUNCH_FROM
    for slot in at_noon:
        if slot.starts - free_from >= LUNCH:
            return ()
        free_from = max(free_from, slot.ends)
    return () if LUNCH_TO - free_from >= LUNCH else at_noon


def hours(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """An interpreter works longer on a day than was agreed."""
    by_day: dict[tuple[date, Hashable], list[Slot]] = defaultdict(list)
    for slot in ordered:
        for which in slot.interpreters:
            if plan.whom[which].hours is not None:
                by_day[slot.day, which].append(slot)
    for (day, which), slots in by_day.items():
        agreed = (plan.whom[which].hours or 0) * 60
        if (worked := _worked(slots)) > agreed:
            who = ((which, plan.whom[which].name),)
            yield Clash(
                ClashRule.INTERPRETER_HOURS, day, tuple(slots), who, agreed, worked
            )


def _worked(slots: Sequence[Slot]) -> int:
    """Minutes in some session; two at once count once."""
    worked = until = 0
    for slot in slots:
        worked += max(0, slot.ends - max(slot.starts, until))
        until = max(until, slot.ends)
    return worked


def holidays(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """A day of sessions is a public holiday somewhere that matters."""
    for day in dict.fromkeys(slot.day for slot in ordered):
        if named := plan.holidays.get(day):
            yield Clash(ClashRule.HOLIDAY, day, (), tuple(named))


def _by_whom(ordered: Sequence[Slot], *, everybody: bool) -> ByDay:
    """Each one's sessions of a day in their order; `everybody`: who is met, too."""
    found: dict[tuple[date, Hashable], list[Slot]] = defaultdict(list)
    for slot in ordered:
        for which in slot.team():
            found[slot.day, which].append(slot)
        if everybody:
            for which in (*slot.people, *slot.interpreters):
                found[slot.day, which].append(slot)
    return found


def _name(plan: Plan, which: Hashable) -> str:
    if which == WHOLE_TEAM:
        return ""
    known = plan.whom.get(which)
    return known.name if known else str(which)
