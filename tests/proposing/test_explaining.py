"""What cannot be: a smallest set of promises, checked, and ways out that work."""

import pytest

from app.visits.proposing_explain import explained, keepable, tried
from app.visits.proposing_model import Promise, model_of
from app.visits.proposing_problem import Placed
from app.visits.proposing_search import Stop, first
from app.visits.proposing_times import Times
from app.visits.proposing_ways import Way
from tests.proposing.clashes import one_interpreter, with_two_interpreters

LONG = 10**9
Promises = tuple[Promise, ...]
Ways = list[tuple[Way, tuple[Placed, ...]]]


@pytest.fixture(scope="module")
def promises() -> Promises:
    return explained(Times(one_interpreter()), 20)


@pytest.fixture(scope="module")
def ways(promises: Promises) -> Ways:
    return list(tried(Times(one_interpreter()), promises, 20, Stop()))


def test_a_clash_is_named_by_the_promises_that_make_it(promises: Promises) -> None:
    assert set(promises) == {
        Promise("fixed", "s2"),
        Promise("person", "ms-k"),
        Promise("bridge", "s3"),
    }


def test_any_one_promise_left_out_lets_the_rest_be_kept(promises: Promises) -> None:
    model = model_of(Times(one_interpreter()), promising=True)
    assert keepable(model, promises, LONG) is False
    for promise in promises:
        rest = [one for one in promises if one != promise]
        assert keepable(model, rest, LONG) is True


def test_every_way_out_leads_to_a_whole_agenda(ways: Ways) -> None:
    problem = one_interpreter()
    assert [str(way) for way, _ in ways] == [
        "unfix:s2",
        "other-time:ms-k",
        "interpreter:s3",
    ]
    for way, _ in ways:
        agenda = first(Times(way.applied(problem)), 20, Stop()).agenda
        assert agenda is not None
        assert agenda.left == ()


def test_a_way_out_says_where_the_session_would_be(ways: Ways) -> None:
    placed = {str(way): [one.key for one in placed] for way, placed in ways}
    assert placed == {
        "unfix:s2": ["s2"],
        "other-time:ms-k": ["s3"],
        "interpreter:s3": ["s3"],
    }


def test_what_can_be_kept_is_not_explained() -> None:
    assert explained(Times(with_two_interpreters()), 20) == ()
