"""Interpreters: their pairs of languages, who reads their contact, who takes them off."""

from sqlmodel import select

from app.db import Database
from app.forms import check
from app.ids import seed_id
from app.models import Interpreter
from app.visits.planning_forms import InterpreterForm
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}/interpreters"
OWN = (
    f"{AT}/{seed_id('demonstration', 'interpreter', 'val-daubre-review/interpreter-a')}"
)


def test_a_pair_is_written_in_one_way_and_one_more_can_be_said() -> None:
    form = check(
        InterpreterForm,
        {"name": "Interpreter C", "pairs": ["fr/ar"], "one": "tr", "other": "en"},
    )
    assert form.pairs == ["ar/fr", "en/tr"]
    assert set(form.model_dump()) & {"one", "other"} == set()


def test_they_stand_with_their_languages_and_sessions(browse: Browse) -> None:
    page = read(browse("association"), AT)
    assert "<span>Arabic – French</span><span>Session 5</span>" in page
    assert "<span>French – Turkish</span>" in page


def test_the_contact_is_for_those_who_prepare_the_visit(browse: Browse) -> None:
    sent = {
        "name": "Interpreter A (woman)",
        "pairs": "ar/fr",
        "contact": "a@agency.example",
        "revision": "1",
    }
    assert browse("mentee-officer").post(OWN, data=sent).status_code == 303
    shown = {who: "a@agency.example" in read(browse(who), AT) for who in ("facilitator", "member", "association")}  # fmt: skip
    assert shown == {"facilitator": True, "member": False, "association": False}


def test_who_is_in_a_session_is_not_taken_off(browse: Browse) -> None:
    officer = browse("mentee-officer")
    page = officer.post(f"{OWN}/removal", data={"revision": "1"})
    assert page.status_code == 422
    assert "Change these sessions first." in page.text


def test_who_is_in_none_goes_and_comes_back(browse: Browse, demo: Database) -> None:
    officer = browse("mentee-officer")
    officer.post(AT, data={"name": "Interpreter C", "pairs": "en/fr"})
    with demo.reading() as session:
        own = select(Interpreter.id).where(Interpreter.name == "Interpreter C")
        at = f"{AT}/{session.exec(own).one()}"
    officer.post(f"{at}/removal", data={"revision": "1"})
    assert "Interpreter C" not in read(officer, AT)
    officer.post(f"{at}/return")
    assert "Interpreter C" in read(officer, AT)


def test_saving_over_somebody_else_shows_both(browse: Browse) -> None:
    officer = browse("mentee-officer")
    sent = {"name": "Interpreter A", "pairs": "ar/fr", "revision": "1"}
    assert officer.post(OWN, data=sent).status_code == 303
    again = officer.post(OWN, data={**sent, "name": "Interpreter One"})
    assert again.status_code == 409
    assert "Interpreter One" in again.text
    assert "Saved meanwhile by somebody else:" in again.text
