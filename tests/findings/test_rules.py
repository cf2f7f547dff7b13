from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from app.findings.rules import (
    Conclusion,
    Piece,
    day_of,
    finding_problems,
    is_migrant_voice_heard,
)
from app.values import TO_PLACE, Heard, Judgement, Kind, Support, Voice

FACTOR = "action-plan"
ABOUT = frozenset({FACTOR})
DOCUMENT = Piece(Kind.DOCUMENT, Voice.NONE, None, ABOUT)
CAFE = Piece(Kind.GROUP_DISCUSSION, Voice.MIGRANTS, Heard.INTERPRETED, ABOUT)
SOUND = Conclusion(
    factor=FACTOR,
    sentence="The plan starts from needs that were found.",
    word=Judgement.WORKS_IN_PART,
    reason="Each action points to a need.",
    support=Support.WELL,
    dissent="",
    evidence=(DOCUMENT, CAFE),
)

factors = st.frozensets(st.sampled_from([FACTOR, "other", TO_PLACE]), max_size=3)
pieces = st.builds(
    Piece,
    kind=st.sampled_from(Kind),
    voice=st.sampled_from(Voice),
    heard=st.none() | st.sampled_from(Heard),
    factors=factors,
    of_this_visit=st.booleans(),
)
conclusions = st.builds(
    Conclusion,
    factor=st.just(FACTOR),
    sentence=st.sampled_from(["", "Said."]),
    word=st.sampled_from(Judgement),
    reason=st.sampled_from(["", "Because."]),
    support=st.none() | st.sampled_from(Support),
    dissent=st.sampled_from(["", "Two readings."]),
    evidence=st.lists(pieces, max_size=4).map(tuple),
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def fields(finding: Conclusion) -> list[str]:
    return [problem.field for problem in finding_problems(finding)]


def test_a_whole_finding_can_be_agreed() -> None:
    assert finding_problems(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"sentence": ""}, "sentence"),
        ({"word": Judgement.NOT_EXPLORED}, "word"),
        ({"reason": ""}, "reason"),
        ({"word": Judgement.VIEWS_DIFFER}, "dissent"),
        ({"evidence": (), "support": None}, "evidence"),
        ({"evidence": (CAFE, replace(CAFE, kind=Kind.INTERVIEW, of_this_visit=False))}, "evidence"),
        ({"evidence": (CAFE, replace(DOCUMENT, factors=frozenset({"other"})))}, "evidence"),
        ({"evidence": (CAFE, replace(DOCUMENT, factors=frozenset({TO_PLACE})))}, "evidence"),
        ({"evidence": (CAFE,)}, "support"),
        ({"evidence": (DOCUMENT, replace(CAFE, heard=Heard.SPOKEN_FOR))}, "support"),
        ({"evidence": (DOCUMENT, replace(CAFE, voice=Voice.ASSOCIATIONS))}, "support"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_field(
    changes: dict[str, object], named: str
) -> None:
    assert fields(replace(SOUND, **changes)) == [named]  # type: ignore[arg-type]


def test_views_differ_stands_with_the_dissent_in_words() -> None:
    finding = replace(SOUND, word=Judgement.VIEWS_DIFFER, dissent="Two readings.")
    assert finding_problems(finding) == []


def test_evidence_against_alone_is_evidence_too() -> None:
    assert finding_problems(replace(SOUND, evidence=(DOCUMENT,), support=None)) == []


@given(conclusions)
def test_an_agreed_finding_has_all_that_domain_asks(finding: Conclusion) -> None:
    if not finding_problems(finding):
        assert finding.sentence
        assert finding.reason
        assert finding.word is not Judgement.NOT_EXPLORED
        assert finding.word is not Judgement.VIEWS_DIFFER or finding.dissent
        assert finding.evidence
        assert all(FACTOR in p.factors and p.of_this_visit for p in finding.evidence)


@given(conclusions)
def test_well_supported_means_two_kinds_and_a_migrant_voice(
    finding: Conclusion,
) -> None:
    if not finding_problems(replace(finding, support=Support.WELL)):
        assert len({piece.kind for piece in finding.evidence}) >= 2
        assert any(is_migrant_voice_heard(piece) for piece in finding.evidence)


@given(conclusions, pieces)
def test_more_evidence_of_its_own_never_weakens_support(
    finding: Conclusion, piece: Piece
) -> None:
    more = replace(finding, evidence=(*finding.evidence, piece))
    assert fields(more).count("support") <= fields(finding).count("support")


@given(conclusions)
def test_every_refusal_is_a_sentence_with_its_field(finding: Conclusion) -> None:
    for problem in finding_problems(finding):
        assert problem.field
        assert problem.message.endswith((".", "?"))


@given(days, st.lists(days, min_size=1, max_size=5))
def test_every_note_belongs_to_one_day_of_the_visit(
    written_on: date, visit: list[date]
) -> None:
    found = day_of(written_on, visit)
    assert found in visit
    assert found <= max(written_on, min(visit))
    assert not any(found < day <= written_on for day in visit)


def test_a_note_written_between_two_days_belongs_to_the_earlier() -> None:
    first, last = date(2026, 10, 12), date(2026, 10, 15)
    between = [day_of(first + timedelta(days=n), [first, last]) for n in range(-1, 5)]
    assert between == [first, first, first, first, last, last]
