"""Every agenda the solver proposes keeps every rule: an independent checker agrees."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from app.visits import proposing_search
from app.visits.proposing_members import with_members
from app.visits.proposing_problem import Agenda, Place, Placed, Problem, Weights
from app.visits.proposing_reasons import reasons
from app.visits.proposing_search import Outcome, Stop, first, improved
from app.visits.proposing_times import Times
from bench.proposing_instances import ISSUE, Size, made
from tests.proposing.checker import violations
from tests.proposing.clashes import one_interpreter, with_two_interpreters

SMALL = Size(2, 8, 6, 3, 3, 2, 2, 4)
#: Too many to be searched as a whole: made better in rounds.
MIDDLE = Size(2, 14, 10, 4, 4, 2, 2, 5)
TINY = Size(2, 5, 5, 2, 2, 2, 2, 3)


def proposed(problem: Problem, seconds: float = 20, everything: bool = True) -> Outcome:
    times = Times(problem)
    began = first(times, seconds, Stop(), everything)
    assert began.agenda is not None
    return improved(times, began.agenda, seconds, Stop(), lambda _: None)


def complete(problem: Problem, agenda: Agenda | None) -> Agenda:
    assert agenda is not None
    return replace(agenda, placed=with_members(Times(problem), agenda.placed))


def harder(problem: Problem, seed: int) -> Problem:
    """With members who are not always there, sessions named for members, and fixed ones."""
    chance = Random(seed)
    wanted = list(problem.wanted)
    for n in chance.sample(range(1, len(wanted) - 1), 2):
        wanted[n] = replace(wanted[n], members=(problem.members[n % 3].key,))
    stands = Place(chance.choice((600, 660, 1440 + 900)), problem.rooms[0].key, "A")
    wanted[2] = replace(wanted[2], fixed=True, stands=stands, bridges=())
    return replace(problem, wanted=tuple(wanted))


@pytest.mark.parametrize("seed", range(6))
def test_a_first_agenda_keeps_every_rule(seed: int) -> None:
    problem = made(ISSUE, seed)
    found = first(Times(problem), 30, Stop())
    assert found.fits is True
    assert violations(problem, complete(problem, found.agenda)) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_better_agenda_keeps_every_rule_too(seed: int) -> None:
    problem = harder(made(SMALL, seed), seed)
    outcome = proposed(problem, 0.5, everything=False)
    assert violations(problem, complete(problem, outcome.agenda)) == []


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_an_agenda_made_better_in_rounds_keeps_every_rule(seed: int) -> None:
    problem = harder(made(MIDDLE, seed), seed)
    outcome = proposed(problem, 0.4, everything=False)
    assert violations(problem, complete(problem, outcome.agenda)) == []


def test_rounds_find_the_same_for_a_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With work for some rounds and time for more of them."""
    problem = made(MIDDLE, 4)
    began = first(Times(problem), 20, Stop(), everything=False).agenda
    assert began is not None
    monkeypatch.setattr(proposing_search, "WORK_A_SECOND", 0.0015)
    once, again = (
        improved(Times(problem), began, 60, Stop(), lambda _: None) for _ in range(2)
    )
    assert once == again
    assert once.agenda is not None
    assert once.agenda.cost < began.cost


def test_what_does_not_fit_is_left_out_and_the_rest_keeps_every_rule() -> None:
    problem = one_interpreter()
    outcome = proposed(problem, 0.5, everything=False)
    assert outcome.agenda is not None
    assert outcome.agenda.left == ("s3",)
    assert violations(problem, complete(problem, outcome.agenda)) == []


def test_a_search_with_one_seed_finds_one_agenda() -> None:
    problem = made(TINY, 3)
    once, again = (proposed(problem, 60) for _ in range(2))
    assert once == again
    assert once.proven


def test_what_is_proven_best_costs_no_more_than_any_other() -> None:
    problem = made(TINY, 3)
    outcome = proposed(problem, 60)
    assert outcome.agenda is not None
    assert outcome.proven
    assert outcome.bound == outcome.agenda.cost
    assert sum(outcome.agenda.parts.values()) == outcome.agenda.cost


def standing(problem: Problem, agenda: Agenda) -> Problem:
    """With the agenda as what stands, to be repaired."""
    at = {one.key: one for one in agenda.placed}
    wanted = tuple(
        replace(
            one,
            stands=Place(
                at[one.key].start,
                at[one.key].room,
                at[one.key].track,
                at[one.key].interpreters,
            ),
        )
        for one in problem.wanted
    )
    return replace(problem, wanted=wanted, weights=Weights(moved=100))


def test_repairing_leaves_alone_what_still_fits() -> None:
    problem = made(TINY, 3)
    agenda = first(Times(problem), 20, Stop()).agenda
    assert agenda is not None
    again = proposed(standing(problem, agenda), 20).agenda
    assert again is not None
    assert starts(again.placed) == starts(agenda.placed)


def starts(placed: tuple[Placed, ...]) -> dict[str, int]:
    return {one.key: one.start for one in placed}


def test_a_withdrawal_moves_the_session_it_concerns() -> None:
    problem = made(TINY, 3)
    agenda = first(Times(problem), 20, Stop()).agenda
    assert agenda is not None
    stands = standing(problem, agenda)
    one = next(w for w in stands.wanted if w.people and w.stands)
    assert one.stands is not None
    day = one.stands.start // 1440
    elsewhere = tuple(
        replace(
            person,
            windows=tuple(w for w in person.windows or () if w.day != day) or None,
        )
        if person.key == one.people[0]
        else person
        for person in stands.people
    )
    changed = replace(stands, people=elsewhere)
    again = proposed(changed, 20, everything=False).agenda
    assert again is not None
    assert violations(changed, complete(changed, again)) == []


def test_each_session_says_why_it_is_there() -> None:
    problem = with_two_interpreters()
    agenda = complete(problem, proposed(problem, 1).agenda)
    said = {one.session: one for one in reasons(Times(problem), agenda)}
    assert said["s2"].kind == "fixed"
    assert (said["s3"].kind, said["s3"].names) == ("only-hour", ("Ms K.",))
    assert said.keys() == {one.key for one in problem.wanted}
