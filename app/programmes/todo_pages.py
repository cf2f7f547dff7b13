"""Everything somebody has to do next, all their roles merged, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, is_host, is_officer, is_on_team, may_plan
from app.i18n import _, ngettext
from app.labels import label
from app.models import Action, Deadline, Pair, Person, Visit
from app.plans.rules import action_days_late
from app.programmes.names import cities_named, visit_named
from app.programmes.preparing_rules import NEXT
from app.programmes.queries import programmes_shown
from app.programmes.rules import When, days_late, late_words, when_of
from app.programmes.todo_queries import (
    Counted,
    actions_waiting,
    drafts_to_agree,
    findings_to_answer,
    findings_to_read_again,
    is_alone,
    notes_to_complete,
    own_visits,
    pairs_by_id,
    steps_waiting,
    visits_by_id,
)
from app.translations import Texts

NOTES_TO_COMPLETE = "evidence?to_complete=on&mine=on"


@dataclass(frozen=True)
class Task:
    """One thing to do: its words, where it stands, and the one place to do it."""

    words: str
    context: str
    address: str
    day: date | None = None
    late: str = ""


@dataclass(frozen=True)
class Known:
    """The reader, the day, and every pair and visit a task may name."""

    actor: Actor
    today: date
    pairs: dict[UUID, Pair]
    visits: dict[UUID, Visit]

    def named(self, visit: Visit) -> str:
        pair = self.pairs.get(visit.pair_id)
        return together(visit_named(visit), cities_named(pair) if pair else "")


def home_page(session: Session, actor: Actor, today: date) -> dict[str, Any]:
    steps = steps_waiting(session, actor, today)
    actions = actions_waiting(session, actor, today)
    visits = own_visits(session, actor, today)
    drafts = drafts_to_agree(session, actor)
    answers = findings_to_answer(session, actor)
    again = findings_to_read_again(session, actor)
    notes = notes_to_complete(session, actor)
    named = {one.visit_id for one in [*drafts, *answers, *again, *notes]}
    named |= {step.visit_id for step, _owner in steps if step.visit_id}
    others = visits_by_id(session, actor, named - {visit.id for visit in visits})
    every = {visit.id: visit for visit in visits} | others
    pair_ids = {visit.pair_id for visit in every.values()}
    pair_ids |= {action.pair_id for action in actions}
    pair_ids |= {step.pair_id for step, _owner in steps}
    known = Known(actor, today, pairs_by_id(session, pair_ids), every)
    tasks = [
        *(step_task(known, step, owner) for step, owner in steps),
        *visit_tasks(known, visits),
        *counted_tasks(known, drafts, drafts_said, "findings"),
        *counted_tasks(known, answers, answers_said, "findings"),
        *counted_tasks(known, again, again_said, "findings"),
        *counted_tasks(known, notes, notes_said, NOTES_TO_COMPLETE),
        *action_tasks(session, known, actions),
    ]
    first, rest = split(tasks, alone=is_alone(session, actor))
    return {
        "groups": grouped(first, today),
        "rest": grouped(rest, today),
        "resting": len(rest),
        "visits": [
            (one, visit_named(one), cities_named(known.pairs[one.pair_id]))
            for one in visits
        ],
        "programmes": programmes_shown(session, actor),
    }


def split(tasks: Sequence[Task], *, alone: bool) -> tuple[list[Task], list[Task]]:
    """Who does the work of a whole city sees the next three things first."""
    ordered = sorted(tasks, key=lambda one: one.day or date.min)
    first = NEXT if alone else len(ordered)
    return ordered[:first], ordered[first:]


def grouped(tasks: Iterable[Task], today: date) -> list[tuple[When, list[Task]]]:
    """Late, this week, later; within one by date, what has none first."""
    groups: dict[When, list[Task]] = {when: [] for when in When}
    for task in sorted(tasks, key=lambda one: one.day or date.min):
        groups[when_of(task.day, today)].append(task)
    return [(when, some) for when, some in groups.items() if some]


def step_task(known: Known, step: Deadline, owner: Person | None) -> Task:
    """Somebody else's step carries their name."""
    pair, visit = known.pairs[step.pair_id], known.visits.get(step.visit_id)  # type: ignore[arg-type]
    of_other = owner is not None and owner.id != known.actor.person_id
    at = f"/pairs/{pair.id}"
    own_page = may_plan(known.actor, pair)
    return Task(
        words=label(step.step),
        context=together(
            visit_named(visit) if visit else "",
            cities_named(pair),
            owner.name if owner and of_other else "",
        ),
        address=f"{at}/deadlines/{step.id}" if own_page else f"{at}#cycle",
        day=step.due_on,
        late=late_words(days_late(step.due_on, step.done_on, known.today)),
    )


def visit_tasks(known: Known, visits: Sequence[Visit]) -> list[Task]:
    """The visits ahead in which this person takes part; one under way is now."""
    found = []
    for visit in visits:
        days = [one.day_on for one in visit.days if one.day_on >= known.today]
        if days and (said := part_in(known.actor, visit)):
            at = f"/visits/{visit.id}"
            found.append(Task(said, known.named(visit), at, days[0]))
    return found


def part_in(actor: Actor, visit: Visit) -> str:
    if is_host(actor, visit):
        return _("You receive the visiting team")
    if is_on_team(actor, visit):
        return _("You are on the visiting team")
    if is_officer(actor, visit):
        return _("Your city takes part in this visit")
    return ""


def counted_tasks(
    known: Known, counted: Sequence[Counted], said: Callable[[int], str], part: str
) -> list[Task]:
    """One task for each visit with something to do; `said` puts a number in words."""
    return [
        Task(
            said(one.count),
            known.named(known.visits[one.visit_id]),
            f"/visits/{one.visit_id}/{part}",
        )
        for one in counted
    ]


def drafts_said(count: int) -> str:
    return ngettext(
        "%(count)s draft finding to agree", "%(count)s draft findings to agree", count
    ) % {"count": count}


def answers_said(count: int) -> str:
    return ngettext(
        "%(count)s finding waits for your city's comments",
        "%(count)s findings wait for your city's comments",
        count,
    ) % {"count": count}


def again_said(count: int) -> str:
    return ngettext(
        "%(count)s finding has changed since your city's comments",
        "%(count)s findings have changed since your city's comments",
        count,
    ) % {"count": count}


def notes_said(count: int) -> str:
    return ngettext(
        "%(count)s note of yours to complete",
        "%(count)s notes of yours to complete",
        count,
    ) % {"count": count}


def action_tasks(
    session: Session, known: Known, actions: Sequence[Action]
) -> list[Task]:
    texts, today = Texts(session, actions), known.today
    return [
        Task(
            words=texts.of(one, "title").text,
            context=together(
                _("Plan of action"), cities_named(known.pairs[one.pair_id])
            ),
            address=f"/pairs/{one.pair_id}/actions/{one.id}",
            day=one.due_on,
            late=late_words(action_days_late(one.status, one.due_on, today)),
        )
        for one in actions
    ]


def together(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
