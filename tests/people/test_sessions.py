"""Sessions: new at every sign-in, over when they should be, and nothing typed lost."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import HeldForm, Login, Person
from app.models.base import now
from app.people.rules import browser_of
from tests.conftest import Browse
from tests.people.conftest import Enter, Service

AGENDA = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-follow-up')}/agenda"
TYPED = {"title": "What we typed for long", "format": "interview", "language": "en"}


def unattended(database: Database, minutes: int) -> None:
    with database.writing() as session:
        seen = now() - timedelta(minutes=minutes)
        session.execute(update(Login).values(last_seen_at=seen))


def open_to(browser: TestClient) -> bool:
    return browser.get("/account").status_code == 200


def test_a_session_planted_before_signing_in_is_worth_nothing(
    service: Service, enter: Enter
) -> None:
    victim, thief = enter(), service.browser()
    planted = victim.cookies["repere"]
    thief.cookies.set("repere", planted)
    assert open_to(thief)
    victim.post("/sign-in", data={"email": service.person().email})
    victim.post("/sign-in/code", data={"code": service.mailbox.last_code})
    assert victim.cookies["repere"] != planted
    assert open_to(victim)
    assert not open_to(thief)


def test_a_cookie_stolen_before_signing_out_opens_nothing_after(
    service: Service, enter: Enter
) -> None:
    browser, thief = enter(), service.browser()
    thief.cookies.set("repere", browser.cookies["repere"])
    assert open_to(thief)
    browser.post("/sign-out")
    assert not open_to(thief)


def test_a_disabled_person_is_out_at_once(service: Service, enter: Enter) -> None:
    browser = enter()
    assert open_to(browser)
    with service.database.writing() as session:
        session.execute(update(Person).values(disabled_at=now()))
    assert not open_to(browser)


def test_a_session_is_over_after_twelve_hours_or_thirty_minutes_unattended(
    service: Service, enter: Enter
) -> None:
    browser = enter()
    unattended(service.database, minutes=28)
    assert open_to(browser)
    unattended(service.database, minutes=31)
    assert not open_to(browser)
    browser = enter()
    with service.database.writing() as session:
        login = session.exec(select(Login).where(Login.ended_at == None)).all()[-1]  # noqa: E711
        assert login.expires_at - login.created_at <= timedelta(hours=12)
        session.execute(update(Login).values(expires_at=now()))
    assert not open_to(browser)


def test_sessions_are_listed_and_ended_from_another_browser(
    service: Service, enter: Enter
) -> None:
    here, there = enter(), enter()
    page = here.get("/account").text
    assert page.count("This session") == 1
    with service.database.reading() as session:
        logins = session.exec(select(Login).order_by(Login.created_at)).all()  # type: ignore[arg-type]
    here.post(f"/account/sessions/{logins[1].id}/end")
    assert (open_to(here), open_to(there)) == (True, False)
    third = enter()
    here.post("/account/sessions/others/end")
    assert (open_to(here), open_to(third)) == (True, False)


def test_nobody_ends_a_session_of_somebody_else(browse: Browse, demo: Database) -> None:
    member, other = browse("member"), browse("coordinator")
    with demo.reading() as session:
        member_id = session.exec(
            select(Person.id).where(Person.persona == "member")
        ).one()
        login_id = session.exec(
            select(Login.id).where(Login.person_id == member_id)
        ).one()
    answer = other.post(f"/account/sessions/{login_id}/end")
    assert answer.status_code == 404
    assert open_to(member)


def held_after_idling(browse: Browse, demo: Database) -> tuple[TestClient, str]:
    """A browser whose form was sent too late, and the address where it is kept."""
    browser = browse("mentee-officer")
    unattended(demo, minutes=31)
    answer = browser.post(AGENDA, data=TYPED)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where.startswith("/sign-in?next=%2Fheld-forms%2F")
    return browser, where.removeprefix("/sign-in?next=").replace("%2F", "/")


def test_a_form_sent_too_late_comes_back_after_signing_in(
    browse: Browse, demo: Database
) -> None:
    browser, kept = held_after_idling(browse, demo)
    form = {"persona": "mentee-officer", "then": kept}
    assert browser.post("/sign-in/demo", data=form).headers["location"] == kept
    assert TYPED["title"] in browser.get(kept).text
    answer = browser.post(kept, data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (307, AGENDA)
    assert browser.post(AGENDA, data=TYPED).status_code == 303
    assert browser.get(kept).status_code == 404
    with demo.reading() as session:
        assert session.exec(select(HeldForm)).all() == []


@pytest.mark.parametrize("persona", ["", "mentor-officer", "coordinator"])
def test_a_form_sent_too_late_is_for_nobody_else(
    browse: Browse, demo: Database, persona: str
) -> None:
    _browser, kept = held_after_idling(browse, demo)
    other = browse(persona)
    expected = 404 if persona else 303
    answers = [other.get(kept), other.post(kept), other.post(f"{kept}/removal")]
    assert [answer.status_code for answer in answers] == [expected] * 3
    assert TYPED["title"] not in "".join(answer.text for answer in answers)


def test_a_form_of_a_session_that_was_ended_is_not_kept(
    browse: Browse, demo: Database
) -> None:
    browser = browse("mentee-officer")
    token = browser.cookies["repere"]
    browser.post("/sign-out")
    browser.cookies.set("repere", token)
    answer = browser.post(AGENDA, data=TYPED)
    assert answer.headers["location"] == "/sign-in"
    with demo.reading() as session:
        assert session.exec(select(HeldForm)).all() == []


def test_a_held_form_is_gone_after_an_hour(browse: Browse, demo: Database) -> None:
    browser, kept = held_after_idling(browse, demo)
    browser.post("/sign-in/demo", data={"persona": "mentee-officer"})
    assert browser.get(kept).status_code == 200
    with demo.writing() as session:
        session.execute(update(HeldForm).values(expires_at=now()))
    assert browser.get(kept).status_code == 404


@pytest.mark.parametrize("address", ["/account", "/sign-in", "/sign-in/code"])
def test_pages_of_signing_in_are_never_cached(enter: Enter, address: str) -> None:
    assert enter().get(address).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0) Version/18.0 Safari/604.1", "Safari, iPad"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_so_that_one_knows_it(user_agent: str, name: str) -> None:
    assert browser_of(user_agent) == name
