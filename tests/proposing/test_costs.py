"""What an agenda costs is counted twice: in the model, for the solver, and without it."""

from dataclasses import replace

import pytest

from app.visits.proposing_costs import costed
from app.visits.proposing_model import model_of
from app.visits.proposing_problem import Agenda, Problem
from app.visits.proposing_rounds import narrowed, place
from app.visits.proposing_search import Stop, first, hint, solver
from app.visits.proposing_times import Times
from app.visits.proposing_wishes import wishes
from bench.proposing_instances import made
from tests.proposing.test_agendas import SMALL, harder


def modelled(times: Times, agenda: Agenda) -> dict[str, int]:
    """Each wish as the model counts it, with every session where the agenda has it."""
    here = {one.key for one in agenda.placed}
    model = model_of(times, everything=False)
    costs = wishes(model)
    for spot in model.all():
        if not spot.wanted.fixed:
            model.cp.add(spot.placed == int(spot.wanted.key in here))
    hint(model, agenda.placed)
    model.cp.minimize(sum(weight * term for _, term, weight in costs))
    search = solver(1, 20)
    search.parameters.fix_variables_to_their_hinted_value = True
    search.solve(model.cp)
    terms = {n: w * (t if isinstance(t, int) else search.value(t)) for n, t, w in costs}
    return {name: cost for name, cost in terms.items() if cost}


def found(problem: Problem, seed: int) -> Agenda:
    """Of all but the fifth session, which stays out."""
    times = Times(replace(problem, seed=seed))
    agenda = first(times, 20, Stop(), everything=False).agenda
    assert agenda is not None
    placed = tuple(one for one in agenda.placed if one.key != "s5")
    here = {one.key for one in placed}
    left = tuple(one.key for one in problem.wanted if one.key not in here)
    return replace(agenda, placed=placed, left=left)


def after(problem: Problem, agenda: Agenda) -> Problem:
    """With the agenda as what stands."""
    at = {one.key: place(one) for one in agenda.placed}
    wanted = (replace(w, stands=at.get(w.key, w.stands)) for w in problem.wanted)
    return replace(problem, wanted=tuple(wanted))


@pytest.mark.parametrize("seed", range(4))
def test_both_count_the_same(seed: int) -> None:
    problem = harder(made(SMALL, seed), seed)
    times = Times(after(problem, found(problem, seed + 50)))
    agenda = found(problem, seed)
    parts = costed(times, agenda, everything=False).parts
    assert {name: cost for name, cost in parts.items() if cost} == modelled(
        times, agenda
    )


def test_in_a_round_all_sessions_but_the_free_ones_stay() -> None:
    problem = made(SMALL, 1)
    agenda = found(problem, 1)
    narrow = narrowed(Times(problem), agenda, {"s3", "s4"})
    assert [one.key for one in narrow.movable] == ["s3", "s4"]
    stays = {one.key: one.stands.start for one in narrow.fixed if one.stands}
    assert stays == {
        one.key: one.start for one in agenda.placed if one.key not in {"s3", "s4"}
    }
