"""What counting alone finds, without a solver."""

import time
from dataclasses import replace

from app.visits.proposing_arithmetic import Shortfall, shortfalls
from app.visits.proposing_problem import Bridge, Interpreter, Place, Window
from app.visits.proposing_times import Times
from bench.proposing_instances import ISSUE, made
from tests.proposing.clashes import one_interpreter


def test_an_agenda_with_room_for_everything_lacks_nothing() -> None:
    assert shortfalls(Times(made(ISSUE, 0))) == []


def test_too_many_sessions_are_named_by_the_hours_of_the_team() -> None:
    problem = made(ISSUE, 0)
    people = tuple(replace(one, windows=None) for one in problem.people)
    one_day = replace(problem, days=problem.days[:1], people=people)
    began = time.perf_counter()
    found = shortfalls(Times(one_day))
    assert time.perf_counter() - began < 1
    assert [one.kind for one in found if one.kind == "team"] == ["team"]
    assert all(one.needed > one.free for one in found)


def test_somebody_who_is_never_free_for_so_long_is_named() -> None:
    problem = one_interpreter()
    short = replace(problem.people[1], windows=(Window(1, 585, 600),))
    found = shortfalls(Times(replace(problem, people=(problem.people[0], short))))
    assert found == [Shortfall("start", "s3", ("Ms K.",), 60)]


def test_a_language_nobody_interprets_is_named_and_does_not_block() -> None:
    problem = replace(one_interpreter(), interpreters=())
    found = shortfalls(Times(problem))
    assert found == [Shortfall("interpreter-missing", "s3", ("uk",))]
    assert [one.blocks for one in found] == [False]


def test_an_interpreter_with_too_few_hours_is_named() -> None:
    problem = one_interpreter()
    busy = tuple(
        replace(one, bridges=(Bridge("uk", ("en",)),), minutes=90)
        for one in problem.wanted
    )
    brief = Interpreter("i1", "interpreter A", (("en", "uk"),), None, 120)
    found = shortfalls(Times(replace(problem, wanted=busy, interpreters=(brief,))))
    assert Shortfall("interpreter", "", ("interpreter A",), 540, 240) in found


def test_a_fixed_session_outside_somebodys_hours_is_said_and_stays() -> None:
    problem = one_interpreter()
    stays = replace(problem.wanted[1], fixed=True, stands=Place(540, "r2", "A", ("i1",)))  # fmt: skip
    found = shortfalls(Times(replace(problem, wanted=(problem.wanted[0], stays))))
    assert found == [Shortfall("stands", "s3", ("Ms K.",))]
    assert [one.blocks for one in found] == [False]
