import pytest
from hypothesis import given, strategies as st

from app.errors import Problem, Rejected
from app.forms import FormModel, check
from app.ids import uuid7
from app.people.forms import MembershipForm, PersonForm
from app.plans.forms import ActionFilter, ActionForm, UpdateForm
from app.programmes.forms import (
    BoardFilter,
    CityForm,
    DeadlineForm,
    NewDeadlineForm,
    OrganisationForm,
    PairForm,
    ProgrammeForm,
    ReadinessForm,
)

FORMS: tuple[type[FormModel], ...] = (
    ActionFilter, ActionForm, BoardFilter, CityForm, DeadlineForm, MembershipForm,
    NewDeadlineForm, OrganisationForm, PairForm, PersonForm, ProgrammeForm,
    ReadinessForm, UpdateForm,
)  # fmt: skip
NAMES = sorted({name for form in FORMS for name in form.model_fields})
sent = st.dictionaries(
    st.sampled_from([*NAMES, "else"]),
    st.one_of(st.text(max_size=40), st.integers(), st.none(), st.lists(st.text())),
    max_size=6,
)


@given(st.sampled_from(FORMS), sent)
def test_whatever_is_sent_is_taken_or_refused_in_words(
    form: type[FormModel], sent: dict[str, object]
) -> None:
    assert all(problem.message for problem in problems_of(form, sent))


def problems_of(form: type[FormModel], sent: object) -> tuple[Problem, ...]:
    try:
        check(form, sent)
    except Rejected as rejected:
        return rejected.problems
    return ()


def test_a_name_written_once_is_the_same_in_every_language() -> None:
    form = check(
        OrganisationForm,
        {"id": uuid7(), "programme_id": uuid7(), "name": "Union", "kind": "lead"},
    )
    assert form.name == {"en": "Union", "fr": "Union"}
    assert form.country is None


def test_a_step_says_what_is_wrong_with_its_dates() -> None:
    with pytest.raises(Rejected) as refused:
        check(DeadlineForm, {"due_on": "24/04/2027", "revision": "1"})
    said = "Write the day as year-month-day, such as 2027-04-24."
    assert refused.value.problems == (Problem("due_on", said),)


def test_an_action_needs_a_title() -> None:
    with pytest.raises(Rejected) as refused:
        check(ActionForm, {"title": " ", "language": "fr"})
    assert refused.value.problems == (Problem("title", "This is needed."),)
