"""Every predicate, scoped query and credential of access × everybody one can be."""

from typing import Any

import pytest
from sqlmodel import Session

from tests.access.told import answers, told
from tests.access.world import build

ADVICE = (
    "tests/access/standing.yaml tells something else. If what access answers now is "
    "right, run `python -m tests.access.told` and read every line that changes"
)


@pytest.fixture
def found(session: Session) -> Any:
    build(session)
    return answers(session)


@pytest.mark.parametrize("section", told())
def test_access_answers_as_it_was_told(found: Any, section: str) -> None:
    assert found[section] == told()[section], ADVICE


def test_nothing_that_access_answers_is_untold(found: Any) -> None:
    assert sorted(found) == sorted(told())


#: Of the host city, whatever else they are.
OF_HOST = frozenset(told()["may"]["is_host, visit"])
DENIED = (
    "works_on",
    "may_read_raw",
    "has_broken_glass",
    "may_break_glass",
    "may_record",
    "may_debrief",
    "may_write_desk_review",
    "may_write_released",
    "may_pass_released",
    "may_see_found_counts",
    "may_write_findings",
    "may_read_draft_findings",
    "may_see_whole_team",
    "may_edit_team",
)


@pytest.mark.parametrize("predicate", DENIED)
def test_deny_wins_over_every_other_standing(predicate: str) -> None:
    assert OF_HOST.isdisjoint(told()["may"][f"{predicate}, visit"])


def test_deny_wins_in_every_query_of_what_was_heard() -> None:
    for scope in ("raw_visits", "working_visits"):
        seen = told()["seen"][scope]
        assert {who for who in OF_HOST if "visit" in seen.get(who, [])} == set()
