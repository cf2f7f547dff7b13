from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.errors import Problem, Rejected
from app.evidence.forms import (
    CompletionForm,
    EvidenceForm,
    FilterForm,
    NoteForm,
    RivalForm,
    TranslationForm,
)
from app.evidence.reading import read_json
from app.forms import Form, FormModel, check
from tests.evidence.notes import SMALLEST, form

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["interview", "2027-04-26T09:42:10Z", "\0", "\ud800", "on", "0"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=8,
)
FORMS: list[type[FormModel]] = [
    EvidenceForm,
    NoteForm,
    CompletionForm,
    FilterForm,
    RivalForm,
    TranslationForm,
]


def fate(checking: Callable[[], Any]) -> tuple[Any, list[Problem]]:
    """What came of it, or what is wrong with it."""
    try:
        return checking(), []
    except Rejected as rejected:
        return None, list(rejected.problems)


@pytest.mark.parametrize("model", FORMS)
@given(sent=st.lists(anything, min_size=24, max_size=24), whole=anything)
def test_whatever_is_sent_is_checked_or_rejected(
    model: type[FormModel], sent: list[Any], whole: Any
) -> None:
    for values in (dict(zip(model.model_fields, sent, strict=False)), whole):
        made, problems = fate(partial(check, model, values))
        assert all(problem.message for problem in problems)
        assert problems or isinstance(made, model)


@given(name=st.sampled_from([*EvidenceForm.model_fields]), value=anything)
def test_one_wild_field_is_named_or_stored(name: str, value: Any) -> None:
    made, problems = fate(lambda: check(EvidenceForm, {**SMALLEST, name: value}))
    if problems:
        assert {problem.field for problem in problems} == {name}
    else:
        made.model_dump_json().encode()
        assert made.captured_at.tzinfo is UTC
        assert "\0" not in made.text


@pytest.mark.parametrize("model", FORMS)
@given(
    posted=st.dictionaries(
        st.sampled_from(["id", "text", "factors", "revision", "voice", "q", "who"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_whatever_is_posted_can_be_shown_again(
    model: type[FormModel], posted: dict[str, list[str]]
) -> None:
    shown = Form(model, posted)
    _made, problems = fate(shown.checked)
    assert shown.showing(Rejected(*problems)).posted == posted


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-16")))
def test_bytes_are_json_or_rejected(body: bytes) -> None:
    _made, problems = fate(lambda: read_json(body))
    assert {p.message for p in problems} <= {"This is not valid JSON."}


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"NaN", b'{"a": Infinity}', b"\xff", b'"\\ud800"', b""]
)
def test_what_is_no_json_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        check(EvidenceForm, read_json(body))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0", "Write the moment as 2027-04-24T09:30:00Z."),
        (0, "Write the moment as 2027-04-24T09:30:00Z."),
        ("2027-04-26", "Write the moment as 2027-04-24T09:30:00Z."),
        ("2027-02-30T09:00:00Z", "Write the moment as 2027-04-24T09:30:00Z."),
        ("0001-01-01T00:00:00+14:00", "Write the moment as 2027-04-24T09:30:00Z."),
        (
            "2027-04-26T09:42:10",
            "Say the time zone too, such as 2027-04-24T09:30:00Z.",
        ),
    ],
)
def test_a_moment_is_written_out_with_its_zone(written: Any, message: str) -> None:
    with pytest.raises(Rejected) as refused:
        check(EvidenceForm, {**SMALLEST, "captured_at": written})
    assert [p.message for p in refused.value.problems] == [message]


def test_a_moment_is_kept_in_utc() -> None:
    made = form(captured_at="2027-04-26T09:42:10+02:00")
    assert made.captured_at == datetime(2027, 4, 26, 7, 42, 10, tzinfo=UTC)


def test_text_may_wait_for_an_attachment_and_factors_may_not() -> None:
    with pytest.raises(Rejected) as refused:
        check(EvidenceForm, {**SMALLEST, "text": "", "factors": []})
    assert [p.field for p in refused.value.problems] == ["factors"]
