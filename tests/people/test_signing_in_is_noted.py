"""What the audit says of signing in: who, what, how; no code, no address, no secret."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import uuid7
from app.models import ApiToken, AuditEntry, Login
from app.models.base import now
from app.people.passkey_actions import remove_passkey
from app.people.sessions import begin_login, end_login
from app.people.tokens import token_hash
from app.values import SignInMethod, TokenScope
from app.values_audit import Verb
from tests.people.conftest import ADDRESS, Enter, Service
from tests.people.software_key import make_passkey

WRONG = {"code": "AAAA-AAAA"}


def noted(database: Database) -> list[tuple[bool, str, str, str]]:
    """(by somebody known, verb, subject, reason), in the order of the table."""
    with database.reading() as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.at))).all()
    return [(bool(r.person_id), r.verb, r.subject, r.reason) for r in rows]


def test_signing_in_and_out_is_noted_before_the_answer(
    service: Service, enter: Enter
) -> None:
    browser = enter()
    assert noted(service.database) == [(True, "signed-in", "login", "code")]
    browser.post("/sign-out")
    assert noted(service.database)[1:] == [(True, "signed-out", "login", "")]
    browser.post("/sign-out")
    assert len(noted(service.database)) == 2


def test_ending_sessions_names_each_that_was_open(
    service: Service, enter: Enter
) -> None:
    here, _there, _third = enter(), enter(), enter()
    here.post("/account/sessions/others/end")
    ended = [one for one in noted(service.database) if one[1] == "ended-session"]
    assert ended == [(True, "ended-session", "login", "")] * 2


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.org"])
def test_guessing_is_noted_once_and_costs_the_same_rows_whoever_it_is(
    service: Service, address: str
) -> None:
    browser = service.browser()
    browser.post("/sign-in", data={"email": address})
    for _ in range(7):
        browser.post("/sign-in/code", data=WRONG)
    assert noted(service.database) == [(False, "mistyped-codes", "person", "")]
    with service.database.reading() as session:
        about = session.exec(select(AuditEntry.subject_id)).one()
    known = address == ADDRESS
    assert about == (service.person().id if known else None)


def test_asking_for_codes_is_noted_when_the_last_one_is_spent(
    service: Service,
) -> None:
    for _ in range(7):
        service.browser().post("/sign-in", data={"email": "nobody@example.org"})
    assert noted(service.database) == [(False, "asked-too-often", "person", "")]


def test_no_code_and_no_address_is_in_the_audit(service: Service, enter: Enter) -> None:
    enter()
    code = service.mailbox.last_code
    with service.database.reading() as session:
        rows = [str(row) for row in session.exec(select(AuditEntry)).all()]
    assert rows
    told = " ".join(rows).lower()
    for secret in (code, code.replace("-", ""), ADDRESS, "nobody@example.org"):
        assert secret.lower() not in told


def test_confirming_again_and_tokens_are_noted(service: Service, enter: Enter) -> None:
    browser = enter()
    browser.post("/account/confirmation/codes", data={"then": "/account"})
    code = {"code": service.mailbox.last_code}
    browser.post("/account/confirmation/code", data=code)
    form = {"name": "A program", "scopes": ["read"], "days": "30"}
    page = browser.post("/account/tokens", data=form).text
    token = page.split('class="secret">')[1].split("<")[0]
    program = service.browser(authorization=f"Bearer {token}")
    for _ in range(2):
        assert program.get("/api/v1/programmes").status_code == 200
    revoke(service, browser)
    assert noted(service.database)[1:] == [
        (True, "asked-again", "login", "code"),
        (True, "made-token", "api_token", ""),
        (True, "used-token", "api_token", ""),
        (True, "revoked-token", "api_token", ""),
    ]


def revoke(service: Service, browser: TestClient) -> None:
    with service.database.reading() as session:
        token_id = session.exec(select(ApiToken.id)).one()
    browser.post(f"/account/tokens/{token_id}/revocation")


def test_taking_a_passkey_away_is_noted(service: Service) -> None:
    person = service.person()
    with service.database.writing() as session:
        remove_passkey(session, make_passkey(session, person.id))
    assert noted(service.database) == [(True, "removed-passkey", "passkey", "")]


def test_the_audit_is_shown_in_words_to_whose_account_it_is(
    service: Service, enter: Enter
) -> None:
    browser = enter()
    page = browser.get("/audit", headers={"accept-language": "fr"}).text
    said = '<td>Connexion<span class="under" dir="auto">Par un code reçu par courriel'
    assert said in page
    rows = browser.get("/audit.csv").text.splitlines()
    assert [row.split(",")[1:4] for row in rows] == [
        ["Person", "What was done", "Why"],
        ["Ana Silva", "Signed in", "With a code by mail"],
    ]
    assert noted(service.database)[1:] == [(True, "exported", "audit_entry", "")]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = ''", "DELETE FROM audit_entry"])  # fmt: skip
def test_nobody_changes_or_takes_out_what_was_noted(
    database: Database, session: Session, statement: str
) -> None:
    session.add(AuditEntry(verb=Verb.EXPORTED, subject="programme"))
    session.flush()  # the database is to refuse it
    with pytest.raises(DatabaseError, match="only ever added to"):
        session.execute(text(statement))


def test_what_is_older_than_a_year_may_be_taken_out(session: Session) -> None:
    at = now().replace(year=now().year - 2)
    session.add(AuditEntry(verb=Verb.EXPORTED, subject="programme", at=at))
    session.flush()  # to be deleted below
    session.execute(text("DELETE FROM audit_entry"))
    assert session.exec(select(AuditEntry)).all() == []


def test_a_token_used_first_is_noted_by_the_session_of_its_own(
    service: Service,
) -> None:
    """Also where two requests come at once: the second finds it used."""
    person = service.person()
    with service.database.writing() as session:
        token = begin_login(session, person, method=SignInMethod.CODE)
        session.add(
            ApiToken(
                id=uuid7(),
                person_id=person.id,
                name="A program",
                token_hash=token_hash("repere_x"),
                ending="x",
                scopes=[TokenScope.READ.value],
                expires_at=now().replace(year=now().year + 1),
            )
        )
        session.flush()  # the session is found by its token
        end_login(session, token)
        assert session.exec(select(Login.ended_at)).one()
    program = service.browser(authorization="Bearer repere_x")
    program.get("/api/v1/programmes")
    assert [one[1] for one in noted(service.database)] == [
        "signed-in",
        "signed-out",
        "used-token",
    ]
