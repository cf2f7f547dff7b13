"""Signing in by a code, against a real mail server and both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.models import (
    Attempt,
    Login,
    Message,
    MessageState,
    PendingFor,
    PendingSignIn,
    Person,
)
from app.models.base import now
from app.people.code_actions import browser_hash, pending_in
from app.people.rules import ALPHABET
from tests.people.conftest import ADDRESS, Service

WRONG = "AAAA-AAAA"


def test_a_code_from_the_mail_signs_in_and_goes_where_one_was_going(
    service: Service,
) -> None:
    browser = service.browser()
    asked = {"email": ADDRESS.upper(), "then": "/programmes?x=1"}
    assert browser.post("/sign-in", data=asked).headers["location"] == "/sign-in/code"
    recipients, message = service.mailbox.messages[-1]
    assert recipients == [ADDRESS]
    assert message["Content-Language"] == "fr"
    typed = service.mailbox.last_code.lower().replace("-", " ")
    answer = browser.post("/sign-in/code", data={"code": f" {typed} "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/programmes?x=1")
    assert "Ana Silva" in browser.get("/").text


def test_nothing_that_opens_anything_is_kept_once_the_mail_is_out(
    service: Service,
) -> None:
    service.browser().post("/sign-in", data={"email": ADDRESS})
    code = service.mailbox.last_code.replace("-", "")
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    with service.database.reading() as session:
        message = session.exec(select(Message)).one()
        pending = session.exec(select(PendingSignIn)).one()
    assert (message.state, message.secret) == (MessageState.SENT, None)
    assert code not in repr(pending)
    assert pending.code_hmac
    assert pending.code_hmac != code


def test_an_unknown_address_gets_the_same_answers_and_no_mail(
    service: Service,
) -> None:
    known, unknown = service.browser(), service.browser()
    answers = [
        known.post("/sign-in", data={"email": ADDRESS}),
        unknown.post("/sign-in", data={"email": "nobody@example.org"}),
    ]
    seen = [(a.status_code, a.headers["location"], a.text) for a in answers]
    assert seen[0] == seen[1]
    pages = [b.get("/sign-in/code").text for b in (known, unknown)]
    assert pages[0] == pages[1]
    wrong = [b.post("/sign-in/code", data={"code": WRONG}) for b in (known, unknown)]
    assert wrong[0].status_code == wrong[1].status_code == 422
    assert wrong[0].text == wrong[1].text
    assert len(service.mailbox.messages) == 1


def test_asking_costs_the_same_rows_whoever_it_is_for(service: Service) -> None:
    counts = []
    for address in (ADDRESS, "nobody@example.org"):
        service.browser().post("/sign-in", data={"email": address})
        with service.database.reading() as session:
            counts.append(
                [
                    len(session.exec(select(table)).all())
                    for table in (Message, PendingSignIn, Attempt)
                ]
            )
    assert counts == [[1, 1, 1], [2, 2, 2]]


def test_a_code_works_once_and_only_in_the_browser_that_asked(
    service: Service,
) -> None:
    browser, other = service.browser(), service.browser()
    browser.post("/sign-in", data={"email": ADDRESS})
    code = {"code": service.mailbox.last_code}
    other.cookies.set("repere-asked", "guessed")
    assert other.post("/sign-in/code", data=code).status_code == 422
    kept = dict(browser.cookies)
    assert browser.post("/sign-in/code", data=code).status_code == 303
    browser.cookies.update(kept)
    assert browser.post("/sign-in/code", data=code).status_code == 422


def test_a_code_is_of_no_use_after_ten_minutes(service: Service) -> None:
    browser = service.browser()
    browser.post("/sign-in", data={"email": ADDRESS})
    with service.database.writing() as session:
        gone = now() - timedelta(seconds=1)
        session.execute(update(PendingSignIn).values(expires_at=gone))
    code = {"code": service.mailbox.last_code}
    answer = browser.post("/sign-in/code", data=code)
    assert answer.status_code == 422
    assert "no longer counts" in answer.text


def test_guessing_ends_after_five_wrong_codes_even_with_the_right_one(
    service: Service,
) -> None:
    browser = service.browser()
    browser.post("/sign-in", data={"email": ADDRESS})
    said = [browser.post("/sign-in/code", data={"code": WRONG}) for _ in range(5)]
    assert [answer.status_code for answer in said] == [422] * 5
    code = {"code": service.mailbox.last_code}
    answer = browser.post("/sign-in/code", data=code)
    assert answer.status_code == 422
    assert "mistyped too often" in answer.text
    with service.database.reading() as session:
        assert session.exec(select(Login)).all() == []


def test_an_account_is_guessed_at_twenty_times_an_hour_at_most(
    service: Service,
) -> None:
    browser = service.browser()
    for _ in range(4):
        browser.post("/sign-in", data={"email": ADDRESS})
        for _ in range(5):
            browser.post("/sign-in/code", data={"code": WRONG})
    browser.post("/sign-in", data={"email": ADDRESS})
    answer = browser.post("/sign-in/code", data={"code": service.mailbox.last_code})
    assert answer.status_code == 422
    assert "Wait 60 minutes, then try again." in answer.text


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.org"])
def test_codes_are_mailed_five_times_and_then_one_waits(
    service: Service, address: str
) -> None:
    statuses = [
        service.browser().post("/sign-in", data={"email": address}).status_code
        for _ in range(6)
    ]
    assert statuses == [303] * 5 + [429]
    other = service.browser().post("/sign-in", data={"email": "other@example.org"})
    assert other.status_code == 303
    late = service.browser().post("/sign-in", data={"email": address.upper()})
    assert "Wait 15 minutes, then try again." in late.text


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_led_off_the_site(service: Service, then: str) -> None:
    browser = service.browser()
    browser.post("/sign-in", data={"email": ADDRESS, "then": then})
    code = {"code": service.mailbox.last_code}
    answer = browser.post("/sign-in/code", data=code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    shown = service.browser().get("/sign-in", params={"next": then[:400]}).text
    assert 'name="then" value="/"' in shown


def test_a_disabled_person_gets_no_code(service: Service) -> None:
    with service.database.writing() as session:
        session.execute(update(Person).values(disabled_at=now()))
    assert (
        service.browser().post("/sign-in", data={"email": ADDRESS}).status_code == 303
    )
    assert service.mailbox.messages == []


def test_nothing_signs_in_where_no_mail_is_set_up(service: Service) -> None:
    service.mail_to(None)
    assert "Mail is not set up here" in service.browser().get("/sign-in").text
    answer = service.browser().post("/sign-in", data={"email": ADDRESS})
    assert answer.status_code == 422
    with service.database.reading() as session:
        assert session.exec(select(PendingSignIn)).all() == []


def test_what_was_asked_for_one_purpose_answers_no_other(service: Service) -> None:
    """Else a challenge for confirming would do for adding a passkey unasked."""
    with service.database.writing() as session:
        pending = PendingSignIn(
            purpose=PendingFor.PASSKEY_CONFIRMATION,
            browser_hash=browser_hash("secret"),
            expires_at=now() + timedelta(minutes=1),
        )
        session.add(pending)
        session.flush()  # to be found below
        found = {
            purpose
            for purpose in PendingFor
            if pending_in(session, "secret", purpose, now())
        }
    assert found == {PendingFor.PASSKEY_CONFIRMATION}
