"""What the second of two is told of what somebody else saved: only what is different."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jinja2 import Template

from app.errors import Conflict
from app.forms import Form, FormModel, LocalTime, Prose, Slug
from app.templating import templates
from app.values import Voice

CHOICES = [("migrants", "Migrants"), ("residents", "Residents")]


class Sample(FormModel):
    text: Prose = ""
    at: LocalTime | None = None
    voice: Voice | None = None
    factors: list[Slug] = []
    private: bool = False


def second(posted: dict[str, list[str]], **theirs: Any) -> Form[Sample]:
    return Form(Sample, posted).clashing(Conflict(2, theirs))


@pytest.mark.parametrize(
    ("name", "posted", "saved"),
    [
        ("text", [" One\r\ntwo \r\n"], "One\ntwo"),
        ("text", [" "], ""),
        ("text", [], ""),
        ("text", ["first", "last"], "last"),
        ("at", ["09:30"], time(9, 30)),
        ("at", [""], None),
        ("voice", [""], None),
        ("voice", ["migrants"], Voice.MIGRANTS),
        ("factors", ["b", "", "a"], ["a", "b"]),
        ("factors", [], []),
        ("private", [], False),
        ("private", ["on"], True),
    ],
)
def test_what_would_be_stored_alike_is_no_difference(
    name: str, posted: list[str], saved: Any
) -> None:
    form = second({name: posted}, **{name: saved})
    assert form.saved_meanwhile(name) is None
    assert form.theirs(name) is None


@pytest.mark.parametrize(
    ("name", "posted", "saved", "told"),
    [
        ("text", ["Mine"], "Theirs,\ntoo", ["Theirs,\ntoo"]),
        ("text", ["Mine"], "", []),
        ("text", [], "Theirs", ["Theirs"]),
        ("factors", ["a"], ["b", "a"], ["b", "a"]),
        ("private", ["on"], False, []),
    ],
)
def test_what_is_different_is_told_as_it_was_saved(
    name: str, posted: list[str], saved: Any, told: list[str]
) -> None:
    form = second({name: posted}, **{name: saved})
    assert form.saved_meanwhile(name) == told
    assert form.theirs(name) == ", ".join(told)


@given(st.lists(st.text("abc", min_size=1, max_size=2), max_size=4), st.randoms())
def test_the_order_of_what_is_chosen_never_counts(
    chosen: list[str], random: Any
) -> None:
    other = random.sample(chosen, len(chosen))
    assert second({"factors": chosen}, factors=other).theirs("factors") is None


def test_without_a_conflict_and_in_other_fields_nothing_is_told() -> None:
    assert Form(Sample, {"text": ["Mine"]}).theirs("text") is None
    assert second({"text": ["Mine"]}, voice=None).theirs("text") is None


def drawn(call: str, form: Form[Sample]) -> str:
    source = f'{{% import "ui/fields.html" as fields %}}{{{{ {call} }}}}'
    template: Template = templates().from_string(source)
    html = template.render(form=form, choices=CHOICES)
    return " ".join(html.replace("\n", " ").split())


def test_choices_are_told_in_words_also_where_they_are_no_longer_offered() -> None:
    form = second({"voice": [""]}, voice=Voice.MIGRANTS, factors=["x", "migrants"])
    one = drawn("fields.select(form, 'voice', 'Voice', choices)", form)
    many = drawn("fields.checks(form, 'factors', 'Factors', choices)", form)
    assert "Saved meanwhile by somebody else:</strong> Migrants</p>" in one
    assert "Saved meanwhile by somebody else:</strong> x, Migrants</p>" in many


@pytest.mark.parametrize(("mine", "saved", "word"), [([], True, "Yes"), (["on"], False, "No")])  # fmt: skip
def test_a_tick_that_differs_is_told(mine: list[str], saved: bool, word: str) -> None:
    form = second({"private": mine}, private=saved)
    page = drawn("fields.flag(form, 'private', 'Private')", form)
    assert f"Saved meanwhile by somebody else:</strong> {word}</p>" in page
    same = drawn("fields.flag(form, 'private', 'Private')", second({"private": mine}, private=bool(mine)))  # fmt: skip
    assert "meanwhile" not in same
