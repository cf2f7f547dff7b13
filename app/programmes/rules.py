"""Where a pair stands in its cycle: what is late, what comes next, what is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from app.errors import Problem
from app.i18n import _, ngettext
from app.values import Judgement, Step

#: The steps in the order of the work (domain.md section 4).
ORDER = {step: position for position, step in enumerate(Step)}


class Dated(Protocol):
    """A step with its date, whatever carries it."""

    @property
    def step(self) -> Step: ...
    @property
    def due_on(self) -> date: ...
    @property
    def done_on(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


class Standing(StrEnum):
    DONE = "done"
    LATE = "late"
    DUE = "due"


class When(StrEnum):
    LATE = "late"
    THIS_WEEK = "this-week"
    LATER = "later"


@dataclass(frozen=True)
class WordGroup:
    """The key factors, by number, on which the team's word is the same."""

    word: Judgement
    numbers: tuple[int, ...]


def is_late(due_on: date | None, done_on: date | None, today: date) -> bool:
    """A step is late from the day after its date until it is done."""
    return done_on is None and due_on is not None and due_on < today


def days_late(due_on: date | None, done_on: date | None, today: date) -> int:
    """Whole days; 0 when it is not late."""
    if due_on is None or not is_late(due_on, done_on, today):
        return 0
    return (today - due_on).days


def standing(step: Dated, today: date) -> Standing:
    if step.done_on is not None:
        return Standing.DONE
    return Standing.LATE if step.due_on < today else Standing.DUE


def in_cycle_order(steps: Iterable[D]) -> list[D]:
    """By date; on one day in the order of the work."""
    return sorted(steps, key=lambda one: (one.due_on, ORDER[one.step]))


def stage_of(steps: Iterable[D]) -> D | None:
    """Where the pair is: the first open step after the last one done.

    A step left open behind it is late but no longer where the pair is. None when every
    step is done, or none has a date.
    """
    ordered = in_cycle_order(steps)
    last = max((n for n, one in enumerate(ordered) if one.done_on), default=-1)
    after = [one for one in ordered[last + 1 :] if one.done_on is None]
    before = [one for one in ordered[: last + 1] if one.done_on is None]
    return next(iter([*after, *before]), None)


def next_step(steps: Iterable[D], today: date) -> D | None:
    """The open step whose date comes first, today included; what is late is not next."""
    ordered = in_cycle_order(steps)
    return next((s for s in ordered if standing(s, today) is Standing.DUE), None)


def late_steps(steps: Iterable[D], today: date) -> list[D]:
    return [s for s in in_cycle_order(steps) if standing(s, today) is Standing.LATE]


def when_of(day: date | None, today: date) -> When:
    """Without a day it waits now. A week is the seven days from today."""
    if day is None:
        return When.THIS_WEEK
    if day < today:
        return When.LATE
    return When.THIS_WEEK if day < today + timedelta(days=7) else When.LATER


def by_word(words: Sequence[tuple[int, Judgement]]) -> list[WordGroup]:
    """(factor number, word) grouped by word, in the order of the factors.

    Words have no order: a group stands where its first factor stands.
    """
    groups: dict[Judgement, list[int]] = {}
    for number, word in sorted(words, key=lambda one: one[0]):
        groups.setdefault(word, []).append(number)
    return [WordGroup(word, tuple(numbers)) for word, numbers in groups.items()]


def done_day_problems(done_on: date | None, today: date) -> list[Problem]:
    """One day of grace: it may already be tomorrow where they are."""
    if done_on is not None and done_on > today + timedelta(days=1):
        return [Problem("done_on", _("Choose a day that has come."))]
    return []


def late_words(days: int) -> str:
    """How late, in words; empty when it is not."""
    if days <= 0:
        return ""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def replacement_problems(
    from_on: date, since: date | None, today: date
) -> list[Problem]:
    """`since` is when the replaced city began. Access follows the day, so it has come."""
    if from_on > today:
        said = _("Choose a day that has come: until then the city still takes part.")
        return [Problem("from_on", said)]
    if since is not None and from_on <= since:
        said = _("Choose a later day: the city to be replaced began after this one.")
        return [Problem("from_on", said)]
    return []
