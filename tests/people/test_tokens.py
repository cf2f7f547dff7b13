"""Being asked again, and tokens: for the API only, within what they allow, for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import ApiToken, Login
from app.models.base import now
from tests.conftest import Browse
from tests.people.conftest import Enter, Service

FORM = {"name": "My script", "scopes": ["read"], "days": "30"}
VISIT = f"/api/v1/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"
NOTE = {
    "text": "The office opens at nine.",
    "factors": ["to-place"],
    "kind": "observation",
    "voice": "none",
    "captured_at": "2026-11-22T10:00:00Z",
}


def token_of(browser: TestClient, *scopes: str) -> str:
    """A token of the persona's, as the page shows it once."""
    browser.post("/account/confirmation/demo", data={})
    answer = browser.post("/account/tokens", data={**FORM, "scopes": list(scopes)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.text.split('class="secret">')[1].split("<")[0]


def bearing(browse: Browse, token: str) -> TestClient:
    program = browse("")
    program.headers["Authorization"] = f"Bearer {token}"
    return program


def put_note(program: TestClient) -> int:
    return program.put(f"{VISIT}/evidence/{uuid7()}", json=NOTE).status_code


def test_a_token_reads_as_its_person_and_does_no_more(browse: Browse) -> None:
    program = bearing(browse, token_of(browse("member"), "read"))
    assert program.get(f"{VISIT}/evidence").status_code == 200
    assert put_note(program) == 403
    host = bearing(browse, token_of(browse("mentee-officer"), "read"))
    assert host.get(f"{VISIT}/evidence").status_code == 404


def test_a_token_for_evidence_logs_it_and_reads_nothing(browse: Browse) -> None:
    program = bearing(browse, token_of(browse("member"), "evidence"))
    assert put_note(program) == 201
    assert program.get(f"{VISIT}/evidence").status_code == 403


def test_a_token_opens_no_page_and_no_cookie(browse: Browse) -> None:
    token = token_of(browse("member"), "read", "evidence", "export")
    assert bearing(browse, token).get("/account").status_code == 303
    by_cookie = browse("")
    by_cookie.cookies.set("repere", token)
    assert by_cookie.get("/account").status_code == 303
    assert by_cookie.get("/api/v1/programmes").status_code == 401


def test_a_session_is_no_bearer_and_a_wrong_bearer_is_not_helped_by_a_cookie(
    browse: Browse,
) -> None:
    browser = browse("member")
    program = bearing(browse, browser.cookies["repere"])
    answer = program.get("/api/v1/programmes")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    both = {"Authorization": "Bearer repere_wrong"}
    assert browser.get("/api/v1/programmes", headers=both).status_code == 401
    assert browser.get("/api/v1/programmes").status_code == 200


def test_a_token_ends_when_it_is_revoked_or_runs_out(
    browse: Browse, demo: Database
) -> None:
    browser = browse("member")
    first, second = token_of(browser, "read"), token_of(browser, "read")
    with demo.reading() as session:
        made = session.exec(select(ApiToken)).all()
        assert first not in repr(made)
        revoked = next(one for one in made if first.endswith(one.ending))
    assert bearing(browse, first).get("/api/v1/programmes").status_code == 200
    assert "Last used" in browser.get("/account").text
    browser.post(f"/account/tokens/{revoked.id}/revocation")
    assert bearing(browse, first).get("/api/v1/programmes").status_code == 401
    assert bearing(browse, second).get("/api/v1/programmes").status_code == 200
    with demo.writing() as session:
        session.execute(update(ApiToken).values(expires_at=now()))
    assert bearing(browse, second).get("/api/v1/programmes").status_code == 401


def test_a_token_is_shown_once_and_to_nobody_else(
    browse: Browse, demo: Database
) -> None:
    browser, other = browse("member"), browse("coordinator")
    token = token_of(browser, "read")
    assert token not in browser.get("/account").text
    with demo.reading() as session:
        token_id = session.exec(select(ApiToken.id)).one()
    answer = other.post(f"/account/tokens/{token_id}/revocation")
    assert answer.status_code == 404
    assert bearing(browse, token).get("/api/v1/programmes").status_code == 200


def test_a_token_is_only_made_by_somebody_who_was_asked_again(
    browse: Browse, demo: Database
) -> None:
    browser = browse("member")
    where = browser.get("/account/tokens/new").headers["location"]
    assert where == "/account/confirmation?next=%2Faccount%2Ftokens%2Fnew"
    answer = browser.post("/account/tokens", data=FORM)
    assert answer.headers["location"].startswith("/account/confirmation?next=%2Fheld-")
    assert token_of(browser, "read")
    with demo.writing() as session:
        long_ago = now() - timedelta(minutes=11)
        session.execute(update(Login).values(asked_again_at=long_ago))
    assert browser.post("/account/tokens", data=FORM).status_code == 303


def test_a_second_code_counts_for_the_session_that_asked_for_it(
    service: Service, enter: Enter
) -> None:
    browser, other = enter(), enter()
    ask = {"then": "/account/tokens/new"}
    answer = browser.post("/account/confirmation/codes", data=ask)
    assert answer.headers["location"] == "/account/confirmation/code"
    code = {"code": service.mailbox.last_code}
    other.cookies.set("repere-asked", browser.cookies["repere-asked"])
    assert other.post("/account/confirmation/code", data=code).status_code == 422
    assert browser.post("/sign-in/code", data=code).status_code == 422
    answer = browser.post("/account/confirmation/code", data=code)
    assert answer.headers["location"] == "/account/tokens/new"
    assert browser.get("/account/tokens/new").status_code == 200
    assert other.get("/account/tokens/new").status_code == 303


def test_the_first_code_is_not_the_second(service: Service, enter: Enter) -> None:
    browser = service.browser()
    browser.post("/sign-in", data={"email": service.person().email})
    kept, code = browser.cookies["repere-asked"], service.mailbox.last_code
    signed_in = enter()
    signed_in.cookies.set("repere-asked", kept)
    answer = signed_in.post("/account/confirmation/code", data={"code": code})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"scopes": ["everything"]}, {"scopes": []}, {"days": "366"}, {"name": ""}]
)
def test_a_token_without_end_scope_or_name_is_not_made(
    browse: Browse, demo: Database, wrong: dict[str, object]
) -> None:
    browser = browse("member")
    browser.post("/account/confirmation/demo", data={})
    answer = browser.post("/account/tokens", data={**FORM, **wrong})
    assert answer.status_code == 422
    with demo.reading() as session:
        assert session.exec(select(ApiToken)).all() == []
