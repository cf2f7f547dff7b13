"""Days are proposed, people say whether they suit, one set becomes the visit's days."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.ids import seed_id
from app.models import (
    DateAnswer,
    DateQuestion,
    DaySet,
    Message,
    Person,
    VisitDay,
)
from app.models.base import now
from app.people.erasing import erase_person
from tests.conftest import Browse
from tests.releases.conftest import VISIT, Post, text_of, token_in

AT = f"/visits/{VISIT}/dates"
MAY = ["2099-05-01", "2099-05-04"]
JUNE = ["2099-06-02", "2099-06-03", "2099-06-05"]
SERVICES = seed_id("demonstration", "stakeholder", "val-daubre-follow-up/f-services")


def propose(client: TestClient, days: list[str], **columns: Any) -> Any:
    count = len(days)
    data = {"on": days, "mode": [""] * count, "zone": ["Europe/Paris"] * count}
    data |= {"starts": [""] * count, "ends": [""] * count, **columns}
    return client.post(AT, data=data)


def sets(post: Post) -> list[DaySet]:
    with post.database.reading() as session:
        asked = select(DaySet).where(DaySet.visit_id == VISIT)
        return list(session.exec(asked.order_by(col(DaySet.created_at))).all())


def whom(client: TestClient) -> list[str]:
    page = client.get(f"{AT}/asking").text
    return re.findall(r'name="whom" value="([^"]+)"', page)


def dates_of(post: Post) -> list[tuple[UUID, date]]:
    return [(one.id, one.day_on) for one in post.days() if not one.removed_at]


@pytest.fixture
def asked(post: Post) -> Post:
    """Two sets are proposed and everybody is asked."""
    propose(post.planner, MAY)
    propose(post.planner, JUNE)
    answer = post.planner.post(f"{AT}/asking", data={"whom": whom(post.planner)})
    assert answer.status_code == 303, answer.text
    return post


def say(post: Post, token: str, *words: str, **other: str) -> Any:
    found = sets(post)
    answers = [f"{one.id}:{word}" for one, word in zip(found, words, strict=False)]
    data = {"answers": answers, **other}
    return post.browse("").post(f"/links/{token}/dates", data=data)


def test_who_is_asked_gets_a_link_in_their_language_and_nobody_gets_two(
    asked: Post,
) -> None:
    arrived = asked.arrived()
    told = arrived["services@example.org"]
    assert len(told) == 1
    assert told[0]["Subject"].startswith("Quels jours vous conviennent")
    assert "/links/" in text_of(told[0])
    assert "facilitator@example.org" not in arrived, "whoever asks knows it"
    officer = text_of(arrived["mentee-officer@example.org"][0])
    assert f"/visits/{VISIT}/dates" in officer
    assert "/links/" not in officer
    assert whom(asked.planner) == []
    again = asked.planner.post(f"{AT}/asking", data={"whom": f"people:{SERVICES}"})
    assert again.status_code == 422
    assert asked.arrived() == {}


def test_an_answer_by_link_is_kept_changed_and_shown_by_name(asked: Post) -> None:
    token = token_in(asked.arrived()["services@example.org"][0])
    for _n in range(2):
        page = asked.browse("").get(f"/links/{token}")
        assert page.status_code == 200
    with asked.database.reading() as session:
        assert session.exec(select(DateAnswer)).all() == []
    assert "Member" not in page.text, "who else is asked stays with those who plan"
    assert say(asked, token, "no", "yes", remark="Not in May").status_code == 303
    assert say(asked, token, "if-need-be", "yes").status_code == 303
    with asked.database.reading() as session:
        kept = session.exec(select(DateAnswer.day_set_id, DateAnswer.suits)).all()
    may, june = sets(asked)
    assert set(kept) == {(may.id, "if-need-be"), (june.id, "yes")}
    shown = asked.planner.get(AT).text
    first, second = shown.split('id="set-2"')
    assert re.search(r"<dt>If need be</dt><dd dir=\"auto\">Head of social services|<dt>If need be</dt><dd dir=\"auto\">[^<]*social", first)  # fmt: skip
    assert "<dt>Yes, these days suit</dt>" in second
    for total in (r">\s*1\s*<", r"\d\s*/\s*\d", "%"):
        assert not re.search(total, re.sub(r"<[^>]*value[^>]*>", "", second.split("who-title")[0])), "nobody is counted"  # fmt: skip


def test_an_answer_that_cannot_be_read_is_refused_with_what_was_typed(
    asked: Post,
) -> None:
    token = token_in(asked.arrived()["services@example.org"][0])
    may, _june = sets(asked)
    for answers in ([], [f"{may.id}:perhaps"], [f"{VISIT}:yes"]):
        data = {"answers": answers, "remark": "With a colleague"}
        answer = asked.browse("").post(f"/links/{token}/dates", data=data)
        assert answer.status_code == 422
        assert "With a colleague" in answer.text
    assert asked.browse("").post("/links/unknown/dates", data={}).status_code == 404


def test_members_and_officers_answer_on_the_page_and_see_nobody_else_s(
    asked: Post,
) -> None:
    member = asked.browse("migrant-member")
    page = member.get(AT).text
    assert "Your own answer" in page
    assert "Who was asked" not in page
    answers = [f"{one.id}:yes" for one in sets(asked)]
    assert member.post(f"{AT}/answer", data={"answers": answers}).status_code == 303
    assert "Change my answer" in member.get(AT).text
    assert "Yes, these days suit</dt>" not in member.get(AT).text
    officer = asked.browse("mentee-officer")
    assert officer.post(f"{AT}/answer", data={"answers": answers}).status_code == 303
    assert asked.browse("association").get(AT).status_code == 403


def test_what_somebody_added_goes_when_they_are_erased(asked: Post) -> None:
    answers = {"answers": [f"{sets(asked)[0].id}:no"], "remark": "I am in hospital"}
    member = asked.browse("migrant-member")
    assert member.post(f"{AT}/answer", data=answers).status_code == 303
    wanted = select(DateQuestion.remark).where(DateQuestion.answered_at.is_not(None))  # type: ignore[union-attr]
    with asked.database.writing() as session:
        assert session.exec(wanted).all() == ["I am in hospital"]
        person = session.exec(select(Person).where(Person.persona == "migrant-member"))
        erase_person(session, person.one(), None)
        assert session.exec(wanted).all() == [""]


def test_days_move_with_their_sessions_when_they_are_chosen(asked: Post) -> None:
    before = dates_of(asked)
    assert len(before) == 3
    _may, june = sets(asked)
    shown = asked.planner.get(f"{AT}/{june.id}").text
    assert shown.count("with its sessions") == 3
    assert asked.planner.post(f"{AT}/{june.id}/choice", data={}).status_code == 303
    after = dates_of(asked)
    assert [id_ for id_, _on in after] == [id_ for id_, _on in before]
    assert [on.isoformat() for _id, on in after] == JUNE
    token = token_in(asked.arrived()["services@example.org"][0])
    assert "The days are chosen." in asked.browse("").get(f"/links/{token}").text
    assert say(asked, token, "yes").status_code == 422
    asked.planner.post(f"{AT}/opening", data={})
    assert say(asked, token, "yes").status_code == 303
    assert [on.isoformat() for _id, on in dates_of(asked)] == JUNE


def test_fewer_days_than_have_sessions_are_refused_by_name(asked: Post) -> None:
    before = dates_of(asked)
    may, _june = sets(asked)
    shown = asked.planner.get(f"{AT}/{may.id}").text
    assert "sessions stand on it: " in shown
    assert "Make them the days of the visit" not in shown
    answer = asked.planner.post(f"{AT}/{may.id}/choice", data={})
    assert answer.status_code == 422
    assert dates_of(asked) == before


def test_holidays_and_other_visits_are_said_beside_the_days(post: Post) -> None:
    other = seed_id("demonstration", "day", "val-daubre-review/d1")
    with post.database.writing() as session:
        session.get_one(VisitDay, other).day_on = date(2099, 5, 4)
    propose(post.planner, MAY)
    page = post.planner.get(AT).text
    assert "Public holiday: Labor Day (France)" in page
    assert re.search(r"round 2</a> is on this day", page)


def test_hours_in_another_zone_are_there_for_the_browser_to_read(post: Post) -> None:
    hours = {"mode": ["virtual"], "zone": ["America/New_York"], "starts": ["09:00"], "ends": ["11:00"]}  # fmt: skip
    assert propose(post.planner, ["2099-05-04"], **hours).status_code == 303
    page = post.planner.get(AT).text
    assert 'data-from="2099-05-04T09:00:00-04:00"' in page
    assert 'data-to="2099-05-04T11:00:00-04:00"' in page


def test_bad_days_are_shown_again_at_their_field(post: Post) -> None:
    answer = propose(post.planner, ["2099-05-04", "2020-01-01"], zone=["Europe/Paris", "Mars"])  # fmt: skip
    assert answer.status_code == 422
    assert 'id="on-2-error">This day has passed.' in answer.text
    assert 'id="zone-2-error">' in answer.text
    assert 'value="2099-05-04"' in answer.text
    assert 'value="Mars"' in answer.text
    assert sets(post) == []
    propose(post.planner, MAY)
    assert "proposed already" in propose(post.planner, MAY[::-1]).text


def test_a_proposal_is_taken_back_and_returns_with_its_answers(asked: Post) -> None:
    token = token_in(asked.arrived()["services@example.org"][0])
    say(asked, token, "yes", "no")
    may, _june = sets(asked)
    gone = asked.planner.post(f"{AT}/{may.id}/removal", data={"revision": 1})
    assert "no longer proposed" in asked.planner.get(gone.headers["location"]).text
    assert "Proposal 2" not in asked.planner.get(AT).text
    stale = asked.planner.post(f"{AT}/{may.id}/removal", data={"revision": 1})
    assert stale.status_code == 404
    asked.planner.post(f"{AT}/{may.id}/return", data={})
    assert asked.planner.get(AT).text.count("Head of social services") + asked.planner.get(AT).text.count("action sociale") >= 1  # fmt: skip


def test_only_who_has_not_answered_is_asked_again_and_once_a_day(asked: Post) -> None:
    token = token_in(asked.arrived()["services@example.org"][0])
    say(asked, token, "yes", "no")
    asked.planner.post(f"{AT}/reminder", data={})
    assert asked.arrived() == {}
    with asked.database.writing() as session:
        yesterday = now() - timedelta(days=1)
        session.execute(update(DateQuestion).values(told_at=yesterday))
    asked.planner.post(f"{AT}/reminder", data={})
    again = asked.arrived()
    assert "deputy@example.org" in again
    assert "services@example.org" not in again
    with asked.database.writing() as session:
        session.execute(update(DateQuestion).values(told_at=now() - timedelta(days=1)))
    propose(asked.planner, ["2099-07-01"])
    asked.planner.post(f"{AT}/reminder", data={})
    assert "services@example.org" in asked.arrived(), "of new days nobody has said anything"  # fmt: skip


def test_a_letter_that_waits_is_given_up_once_the_days_are_chosen(post: Post) -> None:
    propose(post.planner, JUNE)
    down = post.planner.app.state.settings  # type: ignore[attr-defined]
    post.planner.app.state.settings = down.model_copy(update={"mail_url": ""})  # type: ignore[attr-defined]
    post.planner.post(f"{AT}/asking", data={"whom": f"people:{SERVICES}"})
    [june] = sets(post)
    post.planner.post(f"{AT}/{june.id}/choice", data={})
    post.planner.app.state.settings = down  # type: ignore[attr-defined]
    post.release()
    arrived = post.arrived().get("services@example.org", [])
    assert [m["Subject"] for m in arrived if "conviennent" in m["Subject"]] == []
    with post.database.reading() as session:
        states = session.exec(select(Message.state).where(Message.template == "dates")).all()  # fmt: skip
    assert states == ["expired"]


def test_another_visit_s_proposal_is_not_found(asked: Post, browse: Browse) -> None:
    may, _june = sets(asked)
    elsewhere = seed_id("demonstration", "visit", "val-daubre-review")
    coordinator = browse("coordinator")
    assert coordinator.get(f"/visits/{elsewhere}/dates/{may.id}").status_code == 404
    posted = coordinator.post(f"/visits/{elsewhere}/dates/{may.id}/choice", data={})
    assert posted.status_code == 404
