from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter

from app.answers import Clock, ListOf, cursor_of, key_of, list_of
from app.benchmarks.answers import SlugText
from app.errors import Rejected
from app.ids import uuid7
from app.visits.answers import texts
from tests.factories import both

words = st.text(st.characters(categories=["L", "N", "P"]), max_size=20)


@given(st.lists(words, min_size=1, max_size=3))
def test_a_cursor_leads_back_to_its_key(key: list[str]) -> None:
    assert key_of(cursor_of(*key), parts=len(key)) == tuple(key)


@given(st.text(max_size=60))
def test_any_other_text_is_refused_or_read_as_one_key(text: str) -> None:
    with suppress(Rejected):
        assert len(key_of(text)) == 1


@pytest.mark.parametrize(
    "cursor", ["", "W10", "bnVsbA", cursor_of("a", "b"), "é", "[" * 400]
)
def test_a_place_that_is_not_known_is_refused(cursor: str) -> None:
    with pytest.raises(Rejected) as refused:
        key_of(cursor)
    assert [problem.field for problem in refused.value.problems] == ["after"]


def test_a_list_says_where_it_goes_on_only_when_it_does() -> None:
    rows = [SlugText(slug=slug, text=both(slug)) for slug in ("a", "b", "c")]
    whole = list_of(rows[:2], 2, lambda row: row.slug, SlugText)
    assert whole == ListOf(items=rows[:2], next=None)
    first = list_of(rows, 2, lambda row: row.slug, SlugText)
    assert first == ListOf(items=rows[:2], next=cursor_of("b"))


def test_what_was_written_wins_over_a_translation_into_its_language() -> None:
    record = uuid7()
    translated = {(record, "title"): {"fr": "Ancien", "en": "Welcome"}}
    assert texts(record, "title", "Accueil", "fr", translated) == {
        "fr": "Accueil",
        "en": "Welcome",
    }
    assert texts(uuid7(), "title", "", "fr", translated) == {}


def test_local_times_are_hours_and_minutes() -> None:
    assert TypeAdapter(Clock).validate_python(time(9, 5)) == "09:05"
