"""Whether a session fits its room, and its people understand each other."""

from collections.abc import Iterator, Sequence

from app.values import Need
from app.values_agenda import ClashRule
from app.visits.clash_shapes_rules import Clash, Plan, Slot
from app.visits.interpreting_rules import bridged, needs_interpreter
from app.visits.rules import MEETS


def rooms(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """Too small, not private, not step-free; nothing is said of a session without one."""
    for slot in ordered:
        if slot.room is None:
            continue
        place = plan.places[slot.room]
        who = ((slot.room, place.name),)
        if place.capacity is not None:
            come = sum(plan.whom[which].how_many for which in slot.everybody())
            if come > place.capacity:
                yield Clash(
                    ClashRule.CAPACITY, slot.day, (slot,), who, come, place.capacity
                )
        if Need.STEP_FREE in slot.needs and not place.step_free:
            yield Clash(ClashRule.STEP_FREE, slot.day, (slot,), who)
        if Need.PRIVATE in slot.needs and not place.private:
            yield Clash(ClashRule.PRIVATE, slot.day, (slot,), who)


def languages(plan: Plan, ordered: Sequence[Slot]) -> Iterator[Clash]:
    """People of a session share no language, and nobody interprets between them."""
    for slot in ordered:
        if (slot.people or slot.format in MEETS) and _apart(plan, slot):
            who = tuple((which, plan.whom[which].name) for which in slot.interpreters)
            yield Clash(ClashRule.LANGUAGE, slot.day, (slot,), who)


def _apart(plan: Plan, slot: Slot) -> bool:
    """An interpreter whose languages are not known is trusted."""
    speaking = [plan.whom[which].pairs for which in slot.interpreters]
    if speaking and not all(speaking):
        return False
    pairs = [pair for one in speaking for pair in one]
    met, sent = (
        [bridged(plan.whom[which].languages, pairs) for which in ids]
        for ids in (slot.people, slot.members)
    )
    return needs_interpreter(slot.languages, met, sent)
