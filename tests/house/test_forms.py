from datetime import date, time
from typing import Annotated
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from pydantic import Field

from app.errors import Problem, Rejected
from app.forms import (
    MESSAGES,
    Form,
    FormModel,
    IsoDate,
    LanguageTag,
    Line,
    LocalTime,
    Revision,
    Slug,
    Text,
    as_posted,
    check,
)
from app.values import Voice


class Sample(FormModel):
    title: Line
    on: IsoDate | None = None
    at: LocalTime | None = None
    voice: Voice | None = None
    factors: list[Slug] = []
    language: LanguageTag = "en"
    session_id: UUID | None = None
    revision: Revision = 1
    plain: bool = False


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(),
    st.lists(st.text(), max_size=3), st.dictionaries(st.text(), st.integers(), max_size=2),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*Sample.model_fields, "x"]), ANYTHING))
def test_whatever_is_sent_is_either_taken_or_refused_in_known_words(
    sent: dict[str, object],
) -> None:
    try:
        check(Sample, sent)
    except Rejected as rejected:
        said = {str(problem.message) for problem in rejected.problems}
        assert "This does not fit here." not in said


@given(st.dates())
def test_a_day_comes_back_as_it_was_posted(day: date) -> None:
    form = Form.of(Sample, {"title": "x", "on": day})
    assert form.checked().on == day


@pytest.mark.parametrize("wrong", ["0", "2027-4-1", "2027-02-30", "20270401", "1e3"])
def test_a_day_that_is_no_iso_day_is_refused(wrong: str) -> None:
    with pytest.raises(Rejected) as refused:
        Form(Sample, {"title": ["x"], "on": [wrong]}).checked()
    expected = str(MESSAGES["iso_date"])
    assert refused.value.problems == (Problem("on", expected),)


@pytest.mark.parametrize("wrong", ["9:30", "24:00", "09:60", "0930", "09:30:15"])
def test_a_time_that_is_no_local_time_is_refused(wrong: str) -> None:
    with pytest.raises(Rejected):
        Form(Sample, {"title": ["x"], "at": [wrong]}).checked()


def test_blank_means_absent_and_unknown_fields_are_refused() -> None:
    assert Form(Sample, {"title": [" a "], "on": [""]}).checked() == Sample(title="a")
    with pytest.raises(Rejected):
        Form(Sample, {"title": ["a"], "nonsense": ["1"]}).checked()


def test_text_that_no_database_can_keep_is_refused() -> None:
    for wrong in ("a\0b", "a\ud800b"):
        with pytest.raises(Rejected) as refused:
            check(Sample, {"title": wrong})
        assert refused.value.problems[0].field == "title"


def test_values_are_posted_as_browsers_post_them() -> None:
    assert as_posted(time(9, 5)) == ["09:05"]
    assert as_posted([Voice.NONE, "x"]) == ["none", "x"]
    assert as_posted(True) == ["on"]
    assert as_posted(False) == as_posted(None) == []


def test_what_is_too_long_is_said_of_text_as_text_and_of_lists_as_lists() -> None:
    class Short(FormModel):
        name: Annotated[Text, Field(max_length=3)] = ""
        line: Line = ""
        languages: Annotated[list[LanguageTag], Field(max_length=1)] = []

    sent = {"name": "abcd", "line": "x" * 201, "languages": ["fr", "ar"]}
    with pytest.raises(Rejected) as refused:
        check(Short, sent)
    assert [(p.field, str(p.message)) for p in refused.value.problems] == [
        ("name", "Shorten this to 3 characters at most."),
        ("line", "Shorten this to 200 characters at most."),
        ("languages", "Choose 1 at most."),
    ]
