from hypothesis import given, strategies as st

from app.errors import Problem
from app.evidence.rules import (
    Met,
    Named,
    Vocabulary,
    evidence_problems,
    kind_in,
    placed,
    still_to_say,
    voice_among,
)
from app.ids import uuid7
from app.values import TO_PLACE, Bearing, Heard, Kind, SessionFormat, Voice

KNOWN = Vocabulary(frozenset({"plan"}), frozenset({"plan/who"}), frozenset({"economy"}))
slugs = st.lists(st.sampled_from(["plan", "other", TO_PLACE, "third"]))


def fields(problems: list[Problem]) -> list[str]:
    return [problem.field for problem in problems]


def test_what_is_of_the_visit_and_its_benchmark_stands() -> None:
    session_id, speaker = uuid7(), uuid7()
    named = Named(["plan"], ["plan/who"], ["economy"], session_id, [speaker])
    met = Met(frozenset({session_id}), frozenset({speaker}))
    assert evidence_problems(named, KNOWN, met) == []


def test_each_unknown_reference_is_a_problem_of_its_field() -> None:
    named = Named(["x"], ["plan/x"], ["x"], uuid7(), [uuid7()])
    assert fields(evidence_problems(named, KNOWN, Met())) == [
        "factors",
        "questions",
        "contexts",
        "session_id",
        "speakers",
    ]


def test_to_place_is_known_everywhere_also_without_a_benchmark() -> None:
    assert evidence_problems(Named([TO_PLACE]), Vocabulary(), Met()) == []


@given(slugs)
def test_factors_are_kept_once_and_to_place_only_alone(sent: list[str]) -> None:
    kept = placed(sent)
    assert len(kept) == len(set(kept))
    assert set(kept) == (set(sent) - {TO_PLACE} or set(sent))


def test_a_note_in_a_hurry_still_has_to_say_everything() -> None:
    missing = still_to_say(Kind.INTERVIEW, Voice.NONE, None, None, [TO_PLACE])
    assert missing == ["factors", "voice", "bearing"]


def test_a_document_has_no_voice_and_nobody_heard() -> None:
    said = (Kind.DOCUMENT, Voice.NONE, None, Bearing.SUPPORTS, ["plan"])
    assert still_to_say(*said) == []


def test_a_voice_was_heard_somehow() -> None:
    without = (Kind.INTERVIEW, Voice.MIGRANTS, None, Bearing.SUPPORTS, ["plan"])
    assert still_to_say(*without) == ["heard"]
    said = (Kind.INTERVIEW, Voice.MIGRANTS, Heard.DIRECTLY, Bearing.UNCLEAR, ["plan"])
    assert still_to_say(*said) == []


def test_the_session_says_kind_and_voice_where_it_can() -> None:
    assert kind_in(SessionFormat.INTERVIEW) is Kind.INTERVIEW
    assert kind_in(SessionFormat.MEAL) is Kind.OBSERVATION
    assert kind_in(None) is Kind.OBSERVATION
    assert voice_among([Voice.RESIDENTS, Voice.RESIDENTS]) is Voice.RESIDENTS
    assert voice_among([Voice.RESIDENTS, Voice.MIGRANTS]) is Voice.NONE
    assert voice_among([]) is Voice.NONE
