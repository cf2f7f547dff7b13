"""What a page shows of a visit's preparation, put together for one reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.access import (
    Actor,
    may_plan,
    may_read_actions,
    may_read_assessment,
    may_read_plan_notes,
    may_read_raw,
    may_read_readiness,
    may_read_take_home,
    may_see_shown_names,
)
from app.models import Deadline, Visit
from app.programmes.preparing_actions import said_of
from app.programmes.preparing_queries import steps_of, steps_taken_out
from app.programmes.preparing_rules import (
    LeftOut,
    Planned,
    left_out,
    next_three,
    planned,
    to_move,
)
from app.programmes.rules import Standing, days_late, late_words, standing
from app.values import Purpose, Step, VisitStatus

#: Where each step is done, below its visit.
PARTS = {
    Step.TEAM: "/team",
    Step.AGENDA: "/agenda",
    Step.VISIT: "/agenda",
    Step.REPORT_DRAFT: "/findings",
    Step.REPORT_FINAL: "/findings",
}

#: Those of them that not everybody who sees the visit may read.
GUARDED: dict[Step, tuple[str, Callable[[Actor, Visit], bool]]] = {
    Step.SELF_ASSESSMENT: ("/self-assessment", may_read_assessment),
    Step.DESK_REVIEW: ("/desk-review", may_read_raw),
    Step.BRIEFING: ("/briefing", may_read_plan_notes),
}


@dataclass(frozen=True)
class StepShown:
    """`address` is where its work is done; empty where this reader has nothing there."""

    deadline: Deadline
    owner: str
    standing: Standing
    late: str
    address: str


@dataclass(frozen=True)
class Move:
    """`said` is what a confirmation of it sends."""

    deadline: Deadline
    new: date
    said: str


@dataclass(frozen=True)
class Preparation:
    """`next` are the first three open steps, the late ones among them."""

    steps: list[StepShown]
    next: list[StepShown]
    moves: list[Move]

    @property
    def rest(self) -> int:
        """Open steps beyond the next ones."""
        open_steps = [one for one in self.steps if one.deadline.done_on is None]
        return len(open_steps) - len(self.next)


def preparation(
    session: Session, actor: Actor, visit: Visit, today: date
) -> Preparation:
    inside = may_see_shown_names(actor, visit)
    rows = steps_of(session, visit, with_members=inside)
    shown = [step_shown(actor, visit, row, today) for row in rows]
    first = {step.id for step in next_three([step for step, _owner in rows])}
    following = [one for one in shown if one.deadline.id in first]
    return Preparation(shown, following, moves(actor, visit, [s for s, _o in rows]))


def step_shown(
    actor: Actor, visit: Visit, row: tuple[Deadline, str], today: date
) -> StepShown:
    step, owner = row
    late = late_words(days_late(step.due_on, step.done_on, today))
    address = part_address(actor, visit, step.step)
    return StepShown(step, owner, standing(step, today), late, address)


def moves(actor: Actor, visit: Visit, steps: Sequence[Deadline]) -> list[Move]:
    """For those who may confirm them."""
    if not visit.days or not is_planned(visit) or not may_plan(actor, visit.pair):
        return []
    found = to_move(visit.days[0].day_on, steps)
    return [Move(step, new, said_of(step, new)) for step, new in found]


def is_planned(visit: Visit) -> bool:
    return visit.status is not VisitStatus.CANCELLED


def part_address(actor: Actor, visit: Visit, step: Step) -> str:
    pair, at = f"/pairs/{visit.pair_id}", f"/visits/{visit.id}"
    if step is Step.REPORT_FINAL and visit.purpose is Purpose.STUDY:
        return f"{at}/take-home" if may_read_take_home(actor, visit) else ""
    if step in PARTS:
        return f"{at}{PARTS[step]}"
    if step in GUARDED:
        part, may_read = GUARDED[step]
        return f"{at}{part}" if may_read(actor, visit) else ""
    if step is Step.READINESS:
        return f"{pair}#readiness" if may_read_readiness(actor, visit.pair) else ""
    if step is Step.ACTION_PLAN:
        return f"{pair}/actions" if may_read_actions(actor, visit.pair) else ""
    return f"{pair}#visits"


def preparation_page(
    session: Session, actor: Actor, visit: Visit, today: date
) -> dict[str, Any]:
    return {
        "visit": visit,
        "preparation": preparation(session, actor, visit, today),
        "missing": missing(session, actor, visit),
        "left_out": without(visit),
        "today": today,
    }


def missing(session: Session, actor: Actor, visit: Visit) -> list[Planned]:
    """What planning would add, for those who may."""
    if not visit.days or not is_planned(visit) or not may_plan(actor, visit.pair):
        return []
    standing_steps = {step.step for step, _owner in steps_of(session, visit)}
    return planned(
        visit.days[0].day_on,
        visit.purpose,
        has_benchmark=visit.pair.benchmark_version_id is not None,
        known=standing_steps | steps_taken_out(session, visit),
    )


def without(visit: Visit) -> list[LeftOut]:
    has_benchmark = visit.pair.benchmark_version_id is not None
    return left_out(visit.purpose, has_benchmark=has_benchmark)
