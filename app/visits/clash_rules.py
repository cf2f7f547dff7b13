"""Every clash of an agenda, pure: what it reads and finds is in `clash_shapes_rules`.

Women among themselves is no rule: of nobody here is it known who is a woman.
"""

from collections.abc import Mapping
from hashlib import sha256
from itertools import chain

from app.values_agenda import ClashLevel, ClashRule
from app.visits.clash_fit_rules import languages, rooms
from app.visits.clash_overlap_rules import overlaps, tracks
from app.visits.clash_shapes_rules import Clash, Plan, Slot
from app.visits.clash_time_rules import availability, breaks, holidays, hours, ways

#: What a visit has not set otherwise; nothing blocks until somebody wants it to.
DEFAULT = ClashLevel.WARN
ORDER = {rule: place for place, rule in enumerate(ClashRule)}
Levels = Mapping[str, str]


def clashes(plan: Plan) -> list[Clash]:
    """In the order of the days, their sessions and the rules."""
    ordered = sorted(plan.slots, key=lambda s: (s.day, s.starts, s.number))
    found = chain(
        overlaps(plan, ordered),
        tracks(ordered),
        availability(plan, ordered),
        ways(plan, ordered),
        breaks(plan, ordered),
        hours(plan, ordered),
        holidays(plan, ordered),
        rooms(plan, [*ordered, *plan.waiting]),
        languages(plan, [*ordered, *plan.waiting]),
    )
    return sorted(found, key=_place)


def _place(clash: Clash) -> tuple[object, ...]:
    numbers = [(slot.starts, slot.number) for slot in clash.sessions]
    return (clash.day, numbers, ORDER[clash.rule], [name for _id, name in clash.who])


def level_of(levels: Levels, rule: ClashRule) -> ClashLevel:
    """`levels` are those set in a visit, by the rule's value."""
    return ClashLevel(levels.get(rule.value, DEFAULT))


def key_of(clash: Clash) -> str:
    """The same for the same clash of the same sessions with the same times, rooms and
    people: what was accepted ends when any of these changes, and is back when the
    change is undone. A holiday is its day's, whatever happens on it.
    """
    told = [
        clash.rule.value,
        clash.day.isoformat(),
        *sorted(str(which) for which, _name in clash.who),
        str(clash.needed),
        str(clash.has),
        *(text for slot in clash.sessions for text in _fingerprint(slot)),
    ]
    return sha256("\n".join(told).encode()).hexdigest()


def _fingerprint(slot: Slot) -> list[str]:
    people = sorted(str(which) for which in slot.everybody())
    return [
        f"{slot.id} {slot.starts} {slot.ends} {slot.room} {slot.track}",
        ",".join(people),
        ",".join(sorted({*slot.languages, *slot.needs})),
    ]
