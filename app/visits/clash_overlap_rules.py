"""What is needed by two sessions at one time: people, interpreters, rooms, sub-teams."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from app.values_agenda import ClashRule
from app.visits.clash_shapes_rules import WHOLE_TEAM, Clash, Named, Plan, Slot

Sharing = dict[tuple[ClashRule, date, Hashable], list[Slot]]


def overlaps(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """Every two sessions that need the same at one time; `ordered` by day and start.

    A session may start at the minute in which another one ends, if its room needs no
    time in between.
    """
    for (rule, day, which), slots in _sharing(ordered).items():
        if len(slots) == 1:
            continue
        who: Named
        if rule is ClashRule.ROOM:
            place = plan.places[which]
            who, turnover = (which, place.name), place.turnover
        else:
            who, turnover = (which, plan.whom[which].name), 0
        for one, other in _within(slots, turnover):
            has = other.starts - one.ends
            yield Clash(rule, day, (one, other), (who,), turnover, has)


def tracks(ordered: Sequence[Slot]) -> Iterator[Clash]:
    """A sub-team in two sessions at once, or the whole team beside any other session.

    A session is for the whole team when it has no track and names no member.
    """
    by_day: dict[date, list[Slot]] = defaultdict(list)
    for slot in ordered:
        by_day[slot.day].append(slot)
    for day, slots in by_day.items():
        for one, other in _within(slots, 0):
            track = _torn(one, other)
            if track:
                has = other.starts - one.ends
                who = ((track, "" if track == WHOLE_TEAM else track),)
                yield Clash(ClashRule.TRACK, day, (one, other), who, 0, has)


def _torn(one: Slot, other: Slot) -> str:
    if one.track and one.track == other.track:
        return one.track
    whole = (not (one.track or one.members), not (other.track or other.members))
    return WHOLE_TEAM if any(whole) else ""


def _sharing(ordered: Sequence[Slot]) -> Sharing:
    found: Sharing = defaultdict(list)
    for slot in ordered:
        for rule, ids in (
            (ClashRule.MEMBER, slot.members),
            (ClashRule.STAKEHOLDER, slot.people),
            (ClashRule.INTERPRETER, slot.interpreters),
        ):
            for which in ids:
                found[rule, slot.day, which].append(slot)
        if slot.room is not None:
            found[ClashRule.ROOM, slot.day, slot.room].append(slot)
    return found


def _within(slots: Sequence[Slot], turnover: int) -> Iterator[tuple[Slot, Slot]]:
    """`slots` are of one day, ordered by their start."""
    for index, one in enumerate(slots):
        until = one.ends + turnover
        for other in slots[index + 1 :]:
            if other.starts >= until:
                break
            yield one, other
