"""What cannot be: a smallest set of promises, checked, and ways out that work."""

import pytest

from app.visits.proposing_explain import Explanation, explained, keepable
from app.visits.proposing_model import Promise
from app.visits.proposing_search import Stop, first
from app.visits.proposing_times import Times
from tests.proposing.clashes import one_interpreter, with_two_interpreters

LONG = 10**9


@pytest.fixture(scope="module")
def found() -> Explanation:
    return explained(Times(one_interpreter()), 20, Stop())


def test_a_clash_is_named_by_the_promises_that_make_it(found: Explanation) -> None:
    assert set(found.promises) == {
        Promise("fixed", "s2"),
        Promise("person", "ms-k"),
        Promise("bridge", "s3"),
    }


def test_any_one_promise_left_out_lets_the_rest_be_kept(found: Explanation) -> None:
    times = Times(one_interpreter())
    assert keepable(times, found.promises, LONG) is False
    for promise in found.promises:
        rest = [one for one in found.promises if one != promise]
        assert keepable(times, rest, LONG) is True


def test_every_way_out_leads_to_a_whole_agenda(found: Explanation) -> None:
    problem = one_interpreter()
    assert [str(way) for way, _ in found.ways] == [
        "unfix:s2",
        "other-time:ms-k",
        "interpreter:s3",
    ]
    for way, _ in found.ways:
        agenda = first(Times(way.applied(problem)), 20, Stop()).agenda
        assert agenda is not None
        assert agenda.left == ()


def test_a_way_out_says_where_the_session_would_be(found: Explanation) -> None:
    placed = {str(way): [one.key for one in placed] for way, placed in found.ways}
    assert placed == {
        "unfix:s2": ["s2"],
        "other-time:ms-k": ["s3"],
        "interpreter:s3": ["s3"],
    }


def test_what_can_be_kept_is_not_explained() -> None:
    assert explained(Times(with_two_interpreters()), 20, Stop()).promises == ()
