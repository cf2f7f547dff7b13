"""From an invitation by mail to an account with its roles; both databases, real mail."""

import logging

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.ids import uuid7
from app.models import (
    AccessLink,
    AuditEntry,
    Invitation,
    Login,
    Membership,
    Message,
    MessageState,
    Person,
)
from app.models.base import now
from app.people.links import token_hash
from app.values import SignInMethod
from tests.people.conftest import ADDRESS, Service
from tests.people.inviting import GUEST, House, house

__all__ = ["house"]


def test_a_mail_in_their_language_leads_to_an_account_with_the_role(
    house: House, service: Service
) -> None:
    token = house.invite()
    recipients, mail = service.mailbox.messages[-1]
    assert (recipients, mail["Content-Language"]) == ([GUEST], "fr")
    assert mail["Subject"] == "Votre invitation à Repère"
    assert "Ana Silva vous invite à participer à Our cities (fr)" in mail.get_content()
    guest = service.browser()
    page = guest.get(f"/links/{token}")
    assert "City officer: Linden" in page.text
    answer = guest.post(f"/links/{token}", data={"name": "Bea Novak"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    first = guest.get("/")
    assert (first.status_code, "What comes first" in first.text) == (200, True)
    person = house.person()
    assert (person.name, person.language, house.roles_of()) == (
        "Bea Novak",
        "fr",
        ["officer"],
    )
    (login,) = house.read(Login, person_id=person.id)
    assert login.method is SignInMethod.LINK
    assert login.asked_again_at is None


def test_looking_at_a_link_changes_nothing(house: House, service: Service) -> None:
    token = house.invite()
    before = everything(house)
    for _look in range(3):
        assert service.browser().get(f"/links/{token}").status_code == 200
    assert everything(house) == before
    assert service.browser().head(f"/links/{token}").status_code in (200, 405)
    assert everything(house) == before


def everything(house: House) -> list[str]:
    tables = (AccessLink, Invitation, Person, Membership, AuditEntry, Login)
    return [repr(one) for table in tables for one in house.read(table)]


def test_the_database_keeps_no_token_and_the_mail_none_once_sent(
    house: House,
) -> None:
    token = house.invite()
    (link,) = house.read(AccessLink)
    assert link.token_hash == token_hash(token)
    sent = house.read(Message, template="invitation")
    assert [(one.state, one.secret) for one in sent] == [(MessageState.SENT, None)]
    tables = (AccessLink, Invitation, Message, AuditEntry)
    rows = [repr(one) for table in tables for one in house.read(table)]
    assert [row for row in rows if token in row] == []


def test_no_log_holds_a_token(
    house: House, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="repere")
    token = house.invite()
    service.browser().get(f"/links/{token}")
    service.browser().post(f"/links/{token}", data={"name": "Bea"})
    service.browser().get("/links/withdraw")
    said = [vars(record) for record in caplog.records]
    assert "/links/…" in [one.get("path") for one in said]
    assert "/links/withdraw" in [one.get("path") for one in said]
    assert [one for one in said if token in repr(one)] == []


def test_a_page_of_a_link_tells_no_other_site_and_is_not_kept(
    house: House, service: Service
) -> None:
    token = house.invite()
    for address in (f"/links/{token}", "/links/unknown"):
        headers = service.browser().get(address).headers
        kept = (headers["referrer-policy"], headers["cache-control"])
        assert kept == ("same-origin", "no-store")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_that_does_not_work_says_why_and_the_way_out(
    house: House, service: Service, language: str
) -> None:
    titles = {
        "en": ("taken back", "run out", "used already", "not known"),
        "fr": ("a été retiré", "a expiré", "a déjà servi", "est inconnu"),
    }[language]
    browser = service.browser(**{"Accept-Language": language})
    revoked = house.invite()
    expired = house.invite()
    with service.database.writing() as session:
        late = update(AccessLink).where(
            col(AccessLink.token_hash) == token_hash(expired)
        )
        session.execute(late.values(expires_at=now()))
    used = house.invite(email="cy@example.org")
    service.browser().post(f"/links/{used}", data={"name": "Cy"})
    for token, status, title in zip(
        (revoked, expired, used, "no-such-link"),
        (410, 410, 410, 404),
        titles,
        strict=True,
    ):
        answers = [browser.get(f"/links/{token}"), browser.post(f"/links/{token}")]
        assert [one.status_code for one in answers] == [status, status]
        assert all(title in one.text and "/sign-in" in one.text for one in answers)


def test_a_link_works_once(house: House, service: Service) -> None:
    token = house.invite()
    form = {"name": "Bea Novak"}
    assert service.browser().post(f"/links/{token}", data=form).status_code == 303
    again = service.browser().post(f"/links/{token}", data={"name": "Eve"})
    assert again.status_code == 410
    assert [one.email for one in house.read(Person)] == [ADDRESS, GUEST]


def test_too_many_tries_of_one_link_wait_in_words(
    house: House, service: Service
) -> None:
    token = house.invite(name="")
    browser = service.browser()
    answers = [browser.post(f"/links/{token}", data={}) for _n in range(11)]
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert "Wait 15 minutes" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0


def test_an_account_that_was_there_gets_the_role_and_is_not_opened_by_a_link(
    house: House, service: Service
) -> None:
    with service.database.writing() as session:
        there = Person(id=uuid7(), name="Bea There", email=GUEST.upper(), language="en")
        session.add(there)
    token = house.invite()
    guest = service.browser()
    answer = guest.post(f"/links/{token}", data={"name": "Another Name"})
    assert answer.headers["location"] == "/sign-in"
    assert guest.get("/account").status_code == 303
    assert house.read(Login, person_id=there.id) == []
    assert [one.name for one in house.read(Person)] == ["Ana Silva", "Bea There"]
    assert house.roles_of(GUEST.upper()) == ["officer"]


def test_whoever_invites_cannot_tell_whether_there_was_an_account(
    house: House, service: Service
) -> None:
    with service.database.writing() as session:
        session.add(Person(id=uuid7(), name="Bea", email=GUEST))
    answers = [
        house.browser.post("/people/invitations", data=house.form(email=email))
        for email in (GUEST, "nobody.yet@example.org")
    ]
    shown = [
        (one.status_code, one.headers["location"], one.headers["set-cookie"].count("%"))
        for one in answers
    ]
    assert shown[0] == shown[1]
    pages = [
        house.browser.get(f"/people/invitations/{one.id}").text.replace(one.email, "X")
        for one in house.read(Invitation)
    ]
    assert ["account" in page.split("<main")[1] for page in pages] == [False, False]
    assert GUEST not in house.browser.get("/people").text


def test_a_link_for_somebody_else_is_not_used_by_who_is_signed_in(
    house: House, service: Service
) -> None:
    token = house.invite()
    page = house.browser.get(f"/links/{token}")
    assert "You are signed in as Ana Silva" in page.text
    assert "Accept the invitation" not in page.text
    answer = house.browser.post(f"/links/{token}", data={"name": "Eve"})
    assert answer.status_code == 422
    assert [one.email for one in house.read(Person)] == [ADDRESS]
    assert house.roles_of(ADDRESS) == ["coordinator"]


def test_somebody_invited_twice_has_one_invitation_with_both_roles(
    house: House, service: Service
) -> None:
    first = house.invite()
    second = house.invite(email=GUEST.upper(), cities=[], facilitates="on")
    assert len(house.read(Invitation)) == 1
    assert service.browser().get(f"/links/{first}").status_code == 410
    service.browser().post(f"/links/{second}", data={"name": "Bea"})
    assert house.roles_of() == ["facilitator", "officer"]


def test_a_withdrawn_invitation_opens_nothing(house: House, service: Service) -> None:
    token = house.invite()
    at = f"/people/invitations/{house.invitation().id}"
    answer = house.browser.post(f"{at}/withdrawal", data={"revision": "1"})
    assert answer.status_code == 303
    assert service.browser().post(f"/links/{token}").status_code == 410
    again = house.browser.post(f"{at}/sending")
    assert again.status_code == 422


def test_a_link_is_revoked_and_the_invitation_sent_again(
    house: House, service: Service
) -> None:
    token = house.invite()
    at = f"/people/invitations/{house.invitation().id}"
    assert house.browser.post(f"{at}/revocation").status_code == 303
    assert service.browser().get(f"/links/{token}").status_code == 410
    assert house.browser.post(f"{at}/sending").status_code == 303
    assert service.browser().get(f"/links/{house.last_token()}").status_code == 200
    verbs = [one.verb for one in house.read(AuditEntry)]
    assert verbs[-3:] == ["invited", "revoked-link", "invited-again"]


def test_nobodys_mailbox_is_filled(house: House, service: Service) -> None:
    for _n in range(5):
        house.invite()
    answer = house.browser.post("/people/invitations", data=house.form())
    assert answer.status_code == 422
    assert "Wait " in answer.text
    assert len(service.mailbox.messages) == 1 + 5
