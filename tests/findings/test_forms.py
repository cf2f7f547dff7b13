import pytest

from app.errors import Rejected
from app.findings.forms import FindingForm
from app.forms import Form, check
from app.ids import uuid7

ONE, OTHER, THIRD = (str(uuid7()) for _ in range(3))


def test_the_choice_beside_each_piece_becomes_two_lists() -> None:
    posted = {
        "language": ["en"],
        f"use-{ONE}": ["for"],
        f"use-{OTHER}": ["against"],
        f"use-{THIRD}": ["not"],
    }
    form = Form(FindingForm, posted).checked()
    assert [str(one) for one in form.evidence_for] == [ONE]
    assert [str(one) for one in form.evidence_against] == [OTHER]


def test_lists_are_taken_as_they_are_sent() -> None:
    form = check(FindingForm, {"language": "en", "evidence_for": [ONE]})
    assert [str(one) for one in form.evidence_for] == [ONE]


@pytest.mark.parametrize("name", ["use-nothing", "used", "status"])
def test_unknown_pieces_and_fields_are_refused(name: str) -> None:
    with pytest.raises(Rejected):
        check(FindingForm, {"language": "en", name: "for"})
