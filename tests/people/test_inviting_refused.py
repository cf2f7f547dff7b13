"""What an invitation does not do, whoever sends what."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.ids import uuid7
from app.models import (
    AccessLink,
    Invitation,
    Login,
    Message,
    Person,
)
from app.models.base import now
from app.values import Role
from tests.factories import make_city, make_programme
from tests.people.conftest import Service
from tests.people.inviting import GUEST, House, asked_again, house

__all__ = ["house"]


def test_inviting_asks_once_more_who_it_is(house: House, service: Service) -> None:
    with service.database.writing() as session:
        long_ago = now() - timedelta(minutes=11)
        session.execute(update(Login).values(asked_again_at=long_ago))
    answer = house.browser.post("/people/invitations", data=house.form())
    assert answer.headers["location"].startswith("/account/confirmation?next=%2Fheld-")
    assert house.read(Invitation) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "bea@example.org\r\nBcc: all@example.org"},
        {"email": "bea@example.org,all@example.org"},
        {"language": "xx"},
        {"cities": []},
        {"cities": ["00000000-0000-7000-8000-000000000000"]},
        {"takes_over_from": "00000000-0000-7000-8000-000000000000"},
        {"role": "coordinator"},
        {"created_by": "00000000-0000-7000-8000-000000000000"},
        {"accepted_at": "2026-01-01"},
    ],
    ids=str,
)
def test_an_invitation_takes_no_more_than_its_form(
    house: House, service: Service, wrong: dict[str, object]
) -> None:
    answer = house.browser.post("/people/invitations", data=house.form(**wrong))
    assert answer.status_code == 422
    assert house.read(Invitation) == []
    assert len(service.mailbox.messages) == 1


def test_a_name_brings_no_line_into_the_mail(house: House, service: Service) -> None:
    house.invite(name="Bea\r\nBcc: all@example.org\r\n\r\nPay here")
    recipients, mail = service.mailbox.messages[-1]
    assert (recipients, mail["Bcc"]) == ([GUEST], None)
    first = mail.get_content().splitlines()[0]
    assert first == "Bonjour Bea Bcc: all@example.org Pay here,"


def test_another_programmes_places_cannot_be_given(
    house: House, service: Service
) -> None:
    with service.database.writing() as session:
        other = make_programme(session)
        city = make_city(session, other, "Elsewhere")
    forms = [
        house.form(cities=[str(city.id)]),
        house.form(programme_id=str(other.id), cities=[str(city.id)]),
        house.form(programme_id=str(other.id), cities=[], coordinates="on"),
    ]
    answers = [house.browser.post("/people/invitations", data=one) for one in forms]
    assert [one.status_code for one in answers] == [422, 404, 404]
    assert house.read(Invitation) == []


def test_an_officer_invites_nobody(house: House, service: Service) -> None:
    token = house.invite()
    officer = service.browser()
    officer.post(f"/links/{token}", data={"name": "Bea"})
    asked_again(service)
    form = house.form(email="eve@example.org")
    assert officer.post("/people/invitations", data=form).status_code == 404
    invitation = house.invitation()
    at = f"/people/invitations/{invitation.id}"
    answers = [
        officer.get("/people"),
        officer.get("/people/invitations"),
        officer.get(at),
        officer.post(f"{at}/sending"),
        officer.post(f"{at}/withdrawal", data={"revision": "2"}),
        officer.get(f"/people/{invitation.accepted_by}"),
    ]
    assert [one.status_code for one in answers] == [404] * 6
    assert Role.OFFICER.value in house.roles_of()


def test_a_closed_account_is_not_opened_by_an_invitation(
    house: House, service: Service
) -> None:
    with service.database.writing() as session:
        session.add(Person(id=uuid7(), name="Bea", email=GUEST, disabled_at=now()))
    token = house.invite()
    answer = service.browser().post(f"/links/{token}", data={"name": "Bea"})
    assert (answer.status_code, "is closed" in answer.text) == (422, True)
    assert house.roles_of() == []


def test_without_mail_nobody_is_invited_and_nobody_sees_a_link(
    house: House, service: Service
) -> None:
    service.mail_to(None)
    answer = house.browser.post("/people/invitations", data=house.form())
    assert answer.status_code == 422
    assert "repere person invite" in answer.text
    assert house.read(AccessLink) == []
    with service.database.reading() as session:
        assert session.exec(select(Message.template)).all() == ["sign-in-code"]
