"""When a session needs an interpreter: who speaks what, and nothing more."""

import pytest
from hypothesis import given, strategies as st

from app.visits.interpreting_rules import needs_interpreter

codes = st.sampled_from(["fr", "en", "ar", "tr"])
speakers = st.lists(st.lists(codes, max_size=3), max_size=3)


@pytest.mark.parametrize(
    ("held_in", "people", "members", "needed"),
    [
        (["fr"], [["fr"]], [["fr", "en"], ["ar"]], False),
        (["fr"], [["fr-BE"]], [["FR"]], False),
        ([], [["it"]], [["en", "fr"], ["nl", "en"]], True),
        ([], [["it", "en"]], [["en", "fr"], ["nl", "en"]], False),
        (["it"], [["it"]], [["en"], ["nl"]], True),
        (["fr", "ar", "tr"], [["fr", "ar", "tr"]], [["fr", "en"], ["ar", "fr"]], True),
        (["fr"], [["ar"]], [["fr"], ["ar"]], True),
        (["fr"], [["fr"], ["ar"]], [["fr"]], True),
        (["fr"], [["ar"]], [], True),
        (["fr"], [], [["fr"]], False),
        ([], [["ar"]], [[]], False),
        ([], [[]], [["fr"]], False),
        ([], [], [], False),
    ],
)
def test_an_interpreter_is_needed_where_somebody_is_not_understood(
    held_in: list[str],
    people: list[list[str]],
    members: list[list[str]],
    needed: bool,
) -> None:
    assert needs_interpreter(held_in, people, members) == needed


@given(st.lists(codes), speakers, speakers)
def test_whoever_states_no_language_changes_nothing(
    held_in: list[str], people: list[list[str]], members: list[list[str]]
) -> None:
    found = needs_interpreter(held_in, people, members)
    assert needs_interpreter(held_in, [*people, []], [[], *members]) == found


@given(st.lists(codes), speakers, speakers)
def test_a_member_who_speaks_everything_makes_up_for_every_language_heard(
    held_in: list[str], people: list[list[str]], members: list[list[str]]
) -> None:
    everything = ["fr", "en", "ar", "tr"]
    without = needs_interpreter([], people, [*members, everything])
    assert without is False
    said = set(held_in)
    apart = bool(said) and any(one and not set(one) & said for one in people)
    assert needs_interpreter(held_in, people, [*members, everything]) == apart
