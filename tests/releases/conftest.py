"""The demo with a mail server, and a visit whose agenda is released through its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import AgendaSession, Stakeholder, VisitDay
from tests.conftest import Browse
from tests.people.mailbox import Mailbox, mailbox

VISIT = seed_id("demonstration", "visit", "val-daubre-follow-up")
LINK = re.compile(r"/links/([\w-]{43})")


@dataclass
class Post:
    """`planner` is the facilitator's browser; mail is read as it arrived."""

    database: Database
    browse: Browse
    box: Mailbox
    planner: TestClient
    read: int = field(default=0)

    def release(self, **form: Any) -> str:
        """Releases and tells; what is said about it on the next page."""
        at = f"/visits/{VISIT}/agenda/releases"
        answer = self.planner.post(at, data={"tell": "on", **form})
        assert answer.status_code == 303, answer.text
        return str(answer.cookies.get("said", ""))

    def arrived(self) -> dict[str, list[EmailMessage]]:
        """What has come since it was asked last, by address."""
        new = self.box.messages[self.read :]
        found: dict[str, list[EmailMessage]] = {}
        self.read = len(self.box.messages)
        for (address,), message in new:
            found.setdefault(address, []).append(message)
        return found

    def change(self, number: int, **values: Any) -> UUID:
        """A change to a session as any other part of the service makes one."""
        with self.database.writing() as session:
            item = self.item(number)
            session.execute(
                update(AgendaSession)
                .where(col(AgendaSession.id) == item.id)
                .values(**values)
            )
        return item.id

    def item(self, number: int) -> AgendaSession:
        asked = select(AgendaSession).where(
            AgendaSession.visit_id == VISIT, AgendaSession.number == number
        )
        with self.database.reading() as session:
            return session.exec(asked).one()

    def met_in(self, number: int) -> list[str]:
        """Contacts of whoever is met in a session."""
        page = self.planner.get(f"/visits/{VISIT}/agenda/{self.item(number).id}")
        with self.database.reading() as session:
            asked = select(Stakeholder).where(Stakeholder.visit_id == VISIT)
            return [
                one.contact
                for one in session.exec(asked)
                if one.contact and one.name.replace("'", "&#39;") in page.text
            ]

    def days(self) -> list[VisitDay]:
        asked = select(VisitDay).where(VisitDay.visit_id == VISIT)
        with self.database.reading() as session:
            return list(session.exec(asked.order_by(col(VisitDay.day_on))))


@pytest.fixture
def post(demo: Database, demo_app: FastAPI, browse: Browse) -> Iterator[Post]:
    before = demo_app.state.settings
    with mailbox() as box:
        demo_app.state.settings = before.model_copy(update={"mail_url": box.url})
        yield Post(demo, browse, box, browse("facilitator"))
    demo_app.state.settings = before


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part
    return str(part.get_content())


def token_in(message: EmailMessage) -> str:
    found = LINK.search(text_of(message))
    assert found
    return found[1]
