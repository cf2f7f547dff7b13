"""What a site must refuse of an authenticator, made wrong one part at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pydantic import AnyHttpUrl
from sqlalchemy import update
from sqlmodel import select
from starlette.testclient import TestClient

from app.ids import uuid7
from app.models import AuditEntry, Passkey, PendingSignIn, Person
from app.models.base import now
from tests.people.conftest import ADDRESS, Enter, Service
from tests.people.software_key import PRESENT, SoftwareKey, make_passkey

Wrong = Callable[[SoftwareKey], object]


@pytest.fixture(autouse=True)
def named(service: Service) -> None:
    """Passkeys belong to a name; the site is reached by one here."""
    changed = {"public_url": AnyHttpUrl("http://localhost:8000")}
    service.settings = service.settings.model_copy(update=changed)
    service.app.state.settings = service.settings


@pytest.fixture
def key(service: Service) -> SoftwareKey:
    """The account's own."""
    made = SoftwareKey()
    with service.database.writing() as session:
        make_passkey(session, service.person().id, made)
    return made


def challenge(browser: TestClient, purpose: str = "passkey-sign-in") -> str:
    answer = browser.post("/passkeys/challenges", data={"purpose": purpose})
    assert answer.status_code == 200
    return str(answer.json()["challenge"])


def sign_in(browser: TestClient, credential: str) -> str:
    """Where the answer leads."""
    answer = browser.post("/passkeys/sign-in", data={"credential": credential})
    assert answer.status_code == 303
    return answer.headers["location"]


REFUSED = "/sign-in?next=%2F"


def refusals(service: Service) -> list[object]:
    with service.database.reading() as session:
        wanted = AuditEntry.verb == "refused-passkey"
        rows = session.exec(select(AuditEntry).where(wanted)).all()
    return [(row.person_id, row.subject_id) for row in rows]


def test_a_passkey_signs_in(service: Service, key: SoftwareKey) -> None:
    browser = service.browser()
    assert sign_in(browser, key.assertion(challenge(browser))) == "/"
    assert browser.get("/account").status_code == 200
    assert refusals(service) == []


def test_an_answer_works_once(service: Service, key: SoftwareKey) -> None:
    browser, thief = service.browser(), service.browser()
    answer = key.assertion(challenge(browser))
    kept = dict(browser.cookies)
    assert sign_in(browser, answer) == "/"
    thief.cookies.update({"repere-passkey": kept["repere-passkey"]})
    assert sign_in(thief, answer) == REFUSED
    assert thief.get("/account").status_code == 303


def elsewhere(key: SoftwareKey) -> None:
    key.origin = "http://localhost.example.org"


def of_another_site(key: SoftwareKey) -> None:
    key.site = "example.org"


def without_proof_of_who(key: SoftwareKey) -> None:
    key.flags = PRESENT


def for_another_account(key: SoftwareKey) -> None:
    key.user = uuid7().bytes


def signed_by_another_key(key: SoftwareKey) -> None:
    key.key = SoftwareKey().key


def never_added(key: SoftwareKey) -> None:
    key.id = SoftwareKey().id


@pytest.mark.parametrize(
    "wrong",
    [elsewhere, of_another_site, without_proof_of_who, for_another_account, signed_by_another_key, never_added],
)  # fmt: skip
def test_an_answer_wrong_in_one_part_is_refused_and_noted(
    service: Service, key: SoftwareKey, wrong: Wrong
) -> None:
    wrong(key)
    browser = service.browser()
    assert sign_in(browser, key.assertion(challenge(browser))) == REFUSED
    assert browser.get("/account").status_code == 303
    known = None if wrong is never_added else service.person().id
    assert refusals(service) == [(None, known)]


def test_an_answer_to_another_challenge_is_refused(
    service: Service, key: SoftwareKey
) -> None:
    browser, other = service.browser(), service.browser()
    challenge(browser)
    assert sign_in(browser, key.assertion(challenge(other))) == REFUSED


def test_a_challenge_is_of_no_use_after_ten_minutes(
    service: Service, key: SoftwareKey
) -> None:
    browser = service.browser()
    answer = key.assertion(challenge(browser))
    with service.database.writing() as session:
        gone = now() - timedelta(seconds=1)
        session.execute(update(PendingSignIn).values(expires_at=gone))
    assert sign_in(browser, answer) == REFUSED


def test_a_copy_of_a_key_is_found_out_by_its_count(
    service: Service, key: SoftwareKey
) -> None:
    browser = service.browser()
    key.count = 41
    assert sign_in(browser, key.assertion(challenge(browser))) == "/"
    for count in (41, 12):
        key.count = count - 1  # an answer counts one more
        assert sign_in(browser, key.assertion(challenge(browser))) == REFUSED
    with service.database.reading() as session:
        assert session.exec(select(Passkey.sign_count)).one() == 42


def test_a_challenge_for_confirming_adds_no_passkey(
    service: Service, enter: Enter
) -> None:
    browser, own = enter(), SoftwareKey()
    asked = challenge(browser, "passkey-confirmation")
    browser.post("/account/passkeys", data={"credential": own.enrolment(asked)})
    with service.database.reading() as session:
        assert session.exec(select(Passkey)).all() == []


def test_a_passkey_is_added_once_and_signs_in(service: Service, enter: Enter) -> None:
    browser, own = enter(), SoftwareKey(user=service.person().id.bytes)
    for _ in range(2):
        answer = own.enrolment(challenge(browser, "passkey-enrolment"))
        browser.post("/account/passkeys", data={"credential": answer})
    with service.database.reading() as session:
        assert len(session.exec(select(Passkey)).all()) == 1
    other = service.browser()
    assert sign_in(other, own.assertion(challenge(other))) == "/"
    assert refusals(service) == [(None, service.person().id)]


def test_nobody_confirms_a_session_with_the_passkey_of_another(
    service: Service, enter: Enter
) -> None:
    theirs, browser = SoftwareKey(), enter()
    with service.database.writing() as session:
        other = Person(id=uuid7(), name="Other", email="other@example.org")
        session.add(other)
        session.flush()  # the passkey refers to it
        make_passkey(session, other.id, theirs)
    answer = theirs.assertion(challenge(browser, "passkey-confirmation"))
    sent = browser.post("/account/confirmation/passkey", data={"credential": answer})
    assert sent.headers["location"] == "/account/confirmation?next=%2F"
    made = {"name": "A program", "scopes": ["read"], "days": "30"}
    led = browser.post("/account/tokens", data=made).headers["location"]
    assert led.startswith("/account/confirmation")
    assert (None, service.person().id) in refusals(service)


def test_a_passkey_of_a_disabled_person_opens_nothing(
    service: Service, key: SoftwareKey
) -> None:
    with service.database.writing() as session:
        session.execute(
            update(Person).where(Person.email == ADDRESS).values(disabled_at=now())  # type: ignore[arg-type]
        )
    browser = service.browser()
    assert sign_in(browser, key.assertion(challenge(browser))) == REFUSED
