"""What is asked for too often waits, per account, with the time in words and seconds."""

import pytest
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import ApiToken, Attempt
from app.people.rules import EXPORTS, SEARCHES, TOKEN_USED, Limit
from tests.conftest import Browse
from tests.people.test_tokens import bearing, put_note, token_of

VISIT = seed_id("demonstration", "visit", "val-daubre-review")


@pytest.mark.parametrize(
    ("limit", "address", "words"),
    [
        (EXPORTS, "/audit.csv", "Wait 60 minutes, then try again."),
        (SEARCHES, f"/visits/{VISIT}/evidence?q=ramp", "Wait 10 minutes, then try again."),
    ],
)  # fmt: skip
def test_one_account_waits_and_another_beside_it_does_not(
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
    limit: Limit,
    address: str,
    words: str,
) -> None:
    few = Limit(limit.kind, 2, limit.within)
    monkeypatch.setattr("app.routes.audit.EXPORTS", few)
    monkeypatch.setattr("app.routes.evidence.SEARCHES", few)
    member, other = browse("member"), browse("migrant-member")
    assert [member.get(address).status_code for _ in range(3)] == [200, 200, 429]
    late = member.get(address)
    assert words in late.text
    assert 0 < int(late.headers["retry-after"]) <= limit.within.total_seconds()
    assert other.get(address).status_code == 200


def test_a_days_work_fits_under_the_limits() -> None:
    """Fifty notes at once after a day offline are normal, and each may be looked up."""
    assert SEARCHES.most >= 50
    assert EXPORTS.most >= 20
    assert TOKEN_USED.most >= 4 * 50


def test_fifty_notes_of_a_program_pass_at_once(browse: Browse, demo: Database) -> None:
    program = bearing(browse, token_of(browse("member"), "evidence"))
    assert [put_note(program) for _ in range(50)] == [201] * 50
    with demo.reading() as session:
        kept = session.exec(select(Attempt).where(Attempt.kind == "token-used")).all()
        tokens = session.exec(select(ApiToken.token_hash)).all()
    assert [one.key for one in kept] == [*tokens] * 50


def test_one_token_waits_and_a_second_of_the_same_person_does_not(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit(TOKEN_USED.kind, 2, TOKEN_USED.within)
    monkeypatch.setattr("app.people.tokens.TOKEN_USED", few)
    browser = browse("member")
    first, second = (
        bearing(browse, token_of(browser, "read", "evidence")) for _ in range(2)
    )
    address = "/api/v1/programmes"
    assert [first.get(address).status_code for _ in range(3)] == [200, 200, 429]
    late = first.get(address)
    assert late.headers["content-type"] == "application/problem+json"
    assert 0 < int(late.headers["retry-after"]) <= 600
    told = late.json()
    assert (told["status"], told["detail"]) == (429, "Wait 10 minutes, then try again.")
    french = first.get(address, headers={"accept-language": "fr"}).json()["detail"]
    assert french.replace("\u202f", " ") == "Attendez 10 minutes, puis réessayez."
    assert put_note(first) == 429
    assert [put_note(second), second.get(address).status_code] == [201, 200]
    assert browser.get(address).status_code == 200


def test_what_is_no_token_is_not_counted(browse: Browse, demo: Database) -> None:
    program = bearing(browse, "repere_guessed")
    assert [program.get("/api/v1/programmes").status_code for _ in range(3)] == [
        401
    ] * 3
    with demo.reading() as session:
        assert (
            session.exec(select(Attempt).where(Attempt.kind == "token-used")).all()
            == []
        )
