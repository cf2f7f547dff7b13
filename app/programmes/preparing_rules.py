"""What a visit's preparation asks, and when: counted back from its first day."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from app.i18n import _, day
from app.programmes.rules import ORDER, Dated, in_cycle_order
from app.values import Purpose, Step

#: Weeks from the first day of the visit (domain.md section 4).
WEEKS = {
    Step.READINESS: -12,
    Step.TEAM: -8,
    Step.SELF_ASSESSMENT: -4,
    Step.AGENDA: -4,
    Step.DESK_REVIEW: -2,
    Step.BRIEFING: -1,
    Step.VISIT: 0,
    Step.REPORT_DRAFT: 4,
    Step.REPORT_FINAL: 6,
}
#: Months from the first day: rounds of visits are 5 to 6 months apart (domain.md
#: sections 3 and 4).
MONTHS = {Step.ACTION_PLAN: 3, Step.FOLLOW_UP: 6}
#: How many steps are said before the rest is one click away.
NEXT = 3


class Side(StrEnum):
    """Who sees to a step where nobody has said otherwise."""

    HOST = "host"
    VISITORS = "visitors"
    LEARNING = "learning"
    FACILITATION = "facilitation"


@dataclass(frozen=True)
class Planned:
    step: Step
    due_on: date
    side: Side


@dataclass(frozen=True)
class LeftOut:
    """A step this visit does without, and why."""

    step: Step
    reason: str


class Standing(Dated, Protocol):
    """A step as it stands; `proposed` while nobody has dated it by hand."""

    @property
    def proposed(self) -> bool: ...


S = TypeVar("S", bound=Standing)
D = TypeVar("D", bound=Dated)


def due_date(step: Step, first_on: date) -> date:
    """A month that is too short ends on its last day."""
    if step in WEEKS:
        return first_on + timedelta(weeks=WEEKS[step])
    month = first_on.month - 1 + MONTHS[step]
    year, number = first_on.year + month // 12, month % 12 + 1
    return date(year, number, min(first_on.day, monthrange(year, number)[1]))


def left_out(purpose: Purpose | None, *, has_benchmark: bool) -> list[LeftOut]:
    """In the order of the work; a visit whose purpose is not known leaves nothing out."""
    found: dict[Step, str] = {}
    if not has_benchmark:
        said = _("No benchmark is adopted: there are no key factors to go through.")
        found |= dict.fromkeys((Step.SELF_ASSESSMENT, Step.DESK_REVIEW), said)
    if purpose is Purpose.STUDY:
        found |= _of_a_study_visit()
    if purpose is Purpose.FOLLOW_UP:
        found |= _of_a_follow_up()
    return [LeftOut(step, found[step]) for step in Step if step in found]


def _of_a_study_visit() -> dict[Step, str]:
    later = _("It follows the review of the learning city.")
    return {
        Step.SELF_ASSESSMENT: _("The host shows its practice: it is not reviewed."),
        Step.REPORT_DRAFT: _(
            "No finding waits for the host's comments: the report is what the visitors take home."
        ),
        Step.ACTION_PLAN: later,
        Step.FOLLOW_UP: later,
    }


def _of_a_follow_up() -> dict[Step, str]:
    return {
        Step.ACTION_PLAN: _("It stands since the review: this visit goes through it."),
        Step.FOLLOW_UP: _("This visit is the follow-up."),
    }


def planned(
    first_on: date,
    purpose: Purpose | None,
    *,
    has_benchmark: bool,
    known: Collection[Step] = (),
) -> list[Planned]:
    """The steps to add: those of the cycle but what stands already or makes no sense."""
    without = {one.step for one in left_out(purpose, has_benchmark=has_benchmark)}
    return in_cycle_order_of(
        Planned(step, due_date(step, first_on), side_of(step, purpose))
        for step in Step
        if step not in without and step not in known
    )


def in_cycle_order_of(steps: Iterable[Planned]) -> list[Planned]:
    return sorted(steps, key=lambda one: (one.due_on, ORDER[one.step]))


def side_of(step: Step, purpose: Purpose | None) -> Side:
    """A study visit is the visitors' own: they name who goes and write what they learnt."""
    if step in (Step.READINESS, Step.SELF_ASSESSMENT, Step.AGENDA, Step.VISIT):
        return Side.HOST
    if step is Step.ACTION_PLAN:
        return Side.LEARNING
    if purpose is Purpose.STUDY and step in (Step.TEAM, Step.REPORT_FINAL):
        return Side.VISITORS
    return Side.FACILITATION


def to_move(first_on: date | None, steps: Iterable[S]) -> list[tuple[S, date]]:
    """Open steps that nobody dated by hand and that the visit has left behind, each with
    its new date."""
    if first_on is None:
        return []
    dated = [(one, due_date(one.step, first_on)) for one in in_cycle_order(steps)]
    return [
        (one, new)
        for one, new in dated
        if one.done_on is None and one.proposed and one.due_on != new
    ]


def next_three(steps: Iterable[D]) -> Sequence[D]:
    """Of the open steps those whose dates come first, the late ones among them."""
    return in_cycle_order(one for one in steps if one.done_on is None)[:NEXT]


def election_words(
    city: str, on: date | None, follow_up_on: date | None, today: date
) -> str:
    """A warning where a city is yet to vote before the follow-up; empty elsewhere.

    What the visit agreed may then be in other hands (domain.md section 4, what goes
    wrong).
    """
    if on is None or follow_up_on is None or not today <= on <= follow_up_on:
        return ""
    return _(
        "%(city)s votes on %(election)s, before the follow-up of %(follow_up)s: agree now who carries the work on after the election.",
        city=city,
        election=day(on),
        follow_up=day(follow_up_on),
    )
