"""A programme with one coordinator, and the letters it sends, for tests of inviting."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.ids import uuid7
from app.models import City, Invitation, Login, Membership, Person, Programme
from app.models.base import now
from app.values import Role
from tests.factories import both, make_city
from tests.people.conftest import Enter, Service

LINK = re.compile(r"/links/([\w-]{43})")
GUEST = "bea.novak@example.org"


@dataclass
class House:
    """`browser` is the coordinator's, who has just been asked again."""

    service: Service
    browser: TestClient
    programme_id: UUID
    city_id: UUID

    def form(self, **changes: Any) -> dict[str, Any]:
        values = {
            "programme_id": str(self.programme_id),
            "email": GUEST,
            "name": "Bea Novak",
            "language": "fr",
            "cities": [str(self.city_id)],
        }
        return {**values, **changes}

    def invite(self, **changes: Any) -> str:
        """The token in the mail that went out."""
        answer = self.browser.post("/people/invitations", data=self.form(**changes))
        assert answer.status_code == 303, answer.text
        return self.last_token()

    def last_token(self) -> str:
        found = LINK.search(self.service.mailbox.last_text)
        assert found
        return found[1]

    def read(self, table: type[Any], **wanted: Any) -> list[Any]:
        asked = select(table).filter_by(**wanted)
        with self.service.database.reading() as session:
            return list(session.exec(asked).all())

    def invitation(self) -> Invitation:
        (found,) = self.read(Invitation)
        assert isinstance(found, Invitation)
        return found

    def person(self, email: str = GUEST) -> Person:
        (found,) = self.read(Person, email=email)
        assert isinstance(found, Person)
        return found

    def roles_of(self, email: str = GUEST) -> list[str]:
        held = self.read(Membership, person_id=self.person(email).id, removed_at=None)
        return sorted(one.role.value for one in held)


@pytest.fixture
def house(service: Service, enter: Enter) -> House:
    with service.database.writing() as session:
        programme_id, city_id = founded(session, service.person().id)
    browser = enter()
    asked_again(service)
    return House(service, browser, programme_id, city_id)


def founded(session: Session, coordinator_id: UUID) -> tuple[UUID, UUID]:
    programme = Programme(id=uuid7(), slug="our-cities", name=both("Our cities"))
    session.add(programme)
    session.flush()  # the city and the role refer to it
    city = make_city(session, programme, "Linden")
    assert isinstance(city, City)
    held = Membership(
        person_id=coordinator_id, role=Role.COORDINATOR, programme_id=programme.id
    )
    session.add(held)
    return programme.id, city.id


def asked_again(service: Service) -> None:
    """Everybody who is signed in has just proved once more who they are."""
    with service.database.writing() as session:
        open_ones = update(Login).where(col(Login.ended_at).is_(None))
        session.execute(open_ones.values(asked_again_at=now()))
