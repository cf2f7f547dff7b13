"""What leaves beside the pages: mail, tokens, redirects, names of downloads."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.addresses import SlugInAddress
from app.db import Database
from app.forms import Slug
from app.ids import seed_id
from app.models import ApiToken, Invitation, Message, MessageState, Person
from app.models.base import now
from app.people import outbox
from app.people.letters import REMINDER, TEXTS, composed
from app.people.outbox import send_waiting
from app.people.tokens import new_token, token_hash
from app.settings import Settings
from app.visits.availability_link_queries import ASK, ASK_AGAIN
from app.visits.telling_queries import AGENDA, DATES, DATES_AGAIN, SESSION
from tests.actors import BASE, Steady
from tests.leaks.conftest import Planted
from tests.leaks.crawl import answered, words_of
from tests.leaks.planting import found_in

PROGRAMME = seed_id("demonstration", "programme", "demonstration")
SECRET = "zq99999zqsecret"
#: What a letter may name: its reader, and who invites them to what.
NAMED = {("person", "name"), ("person", "email"), ("invitation", "name"), ("invitation", "email")}  # fmt: skip


#: The others are read off a release, a step or a visit: tests/releases, tests/preparation,
#: tests/availability and tests/dates send those, and look at what they name.
READ_OFF = (AGENDA, SESSION, REMINDER, ASK, ASK_AGAIN, DATES, DATES_AGAIN)
PLAIN = [one for one in TEXTS if one not in READ_OFF]


@pytest.fixture
def mailed(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[EmailMessage]]:
    """One letter of each template, sent; the server keeps what it was handed."""
    handed: list[EmailMessage] = []
    compose = composed

    def kept(*told: Any) -> EmailMessage:
        handed.append(compose(*told))
        return handed[-1]

    class Server:
        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def send_message(self, _message: EmailMessage) -> None:
            pass

    monkeypatch.setattr(outbox, "composed", kept)
    monkeypatch.setattr(outbox, "connected", lambda _server: Server())
    database = Database(planted.address)
    with database.writing() as session:
        for waiting in session.exec(select(Message)).all():
            session.delete(waiting)
        for template in PLAIN:
            session.add(waiting_letter(session, template))
    post = send_waiting(database, Settings(demo=True, mail_url="smtp://127.0.0.1:1?from=a@example.org"))  # fmt: skip
    assert (post.sent, post.failed) == (len(PLAIN), 0)
    yield handed
    database.close()


def waiting_letter(session: Session, template: str) -> Message:
    message = Message(template=template, secret=SECRET, programme_id=PROGRAMME)
    if template == "invitation":
        by = seed_id("demonstration", "person", "coordinator")
        asked = session.exec(select(Invitation).where(Invitation.programme_id == PROGRAMME)).first()  # fmt: skip
        assert asked
        asked.created_by = by
        session.add(asked)
        message.subject_id, message.to_address = asked.id, f"{SECRET}@example.org"
    else:
        message.person_id = seed_id("demonstration", "person", "member")
        message.to_address = f"{SECRET}@example.org" if template == "sign-in-code" else None  # fmt: skip
    return message


def test_a_letter_names_its_reader_and_who_asks_and_nothing_else(
    planted: Planted, mailed: list[EmailMessage]
) -> None:
    assert len(mailed) == len(PLAIN) >= 4
    for letter in mailed:
        words = letter.as_string() + letter.get_content()
        met = {planted.nest.canaries[n] for n in found_in(words) if n != 99999}
        assert met, "its reader's own name is planted too"
        assert {(one.table, one.column) for one in met} <= NAMED
        assert len(letter.get_all("To", [])) == 1
        assert "\n" not in str(letter["Subject"])
    bodies = ["".join(one.get_content().split("-")) for one in mailed]
    assert [SECRET in body for body in bodies].count(True) == 2, "a code, and a link"


@pytest.mark.usefixtures("mailed")
def test_a_message_that_was_sent_keeps_no_secret_and_nothing_people_wrote(
    planted: Planted,
) -> None:
    database = Database(planted.address)
    with database.reading() as session:
        sent = session.exec(select(Message).where(Message.state == MessageState.SENT)).all()  # fmt: skip
        told = [one.model_dump() for one in sent]
    database.close()
    assert len(told) == len(PLAIN)
    assert {(one["secret"], one["to_address"]) for one in told} == {(None, None)}
    assert list(found_in(str(told))) == []


def with_token(planted: Planted, actor: str) -> TestClient:
    """A program of that persona's that may read."""
    token, database = new_token(), Database(planted.address)
    with database.writing() as session:
        wanted = select(Person.id).where(col(Person.persona) == actor)
        person_id = session.exec(wanted).one()
        session.add(ApiToken(person_id=person_id, name="Script", token_hash=token_hash(token), ending=token[-4:], scopes=["read"], expires_at=now() + timedelta(days=1)))  # fmt: skip
    database.close()
    return Steady(planted.app, base_url=BASE, follow_redirects=False, headers={"Authorization": f"Bearer {token}"})  # fmt: skip


HOLDERS = ("coordinator", "mentee-officer", "other-pair-officer", "association", "member")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("actor", HOLDERS)
def test_a_program_is_answered_what_its_person_may_meet(
    planted: Planted, actor: str
) -> None:
    program = with_token(planted, actor)
    addresses = [one for one in planted.every_get if one.startswith("/api/v1")]
    answers = [(f"GET {one}", program.get(one)) for one in addresses]
    assert len(addresses) > 30
    assert [a.status_code for _w, a in answers].count(200) > 3
    assert planted.leaks(actor, iter(answers)) == {}


@pytest.mark.slow
def test_a_program_of_the_team_does_meet_what_it_noted(planted: Planted) -> None:
    """Else finding nothing would prove nothing."""
    program = with_token(planted, "facilitator")
    met = set()
    for one in [a for a in planted.every_get if a.startswith("/api/v1")]:
        words = words_of(program.get(one))
        met |= {planted.nest.canaries[n].class_name for n in found_in(words)}
    assert {"raw", "draft"} <= met


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["facilitator", "nobody"])
def test_no_redirect_carries_what_people_wrote(planted: Planted, actor: str) -> None:
    """Addresses end up in logs and histories, also those of who may read it all."""
    client = planted.clients[actor]
    asked = [(f"GET {one}", client.get(one)) for one in planted.matrix_gets]
    led = {
        where: answer.headers["location"]
        for where, answer in [*asked, *answered(client)]
        if "location" in answer.headers
    }
    assert len(led) > 20
    assert {w: there for w, there in led.items() if list(found_in(there))} == {}
    assert [there for there in led.values() if not there.startswith("/")] == []


#: A name we made: no path, no quote, no line break, nothing that somebody typed.
DISPOSITION = re.compile(
    r'(attachment|inline); filename="[a-z0-9][a-z0-9-]*\.[a-z0-9]{2,5}"|inline'
)


@pytest.mark.slow
def test_a_download_is_named_by_us(planted: Planted) -> None:
    """Every title is planted with what would end a header, a folder or a page."""
    named: dict[str, str] = {}
    for actor in ("facilitator", "coordinator", "member"):
        for address in planted.matrix_gets:
            headers = planted.clients[actor].get(address).headers
            if "content-disposition" in headers:
                named[address] = headers["content-disposition"]
    kinds = {one.rpartition("/")[2].partition("?")[0] for one in named}
    assert {"audit.csv", "board.xlsx"} <= kinds
    assert {a: n for a, n in named.items() if not DISPOSITION.fullmatch(n)} == {}


@pytest.mark.parametrize("typed", ["../../etc/passwd", "a/b", 'a"; x="b', "a\r\nSet-Cookie: x=1", "a\n", ".htaccess", "zq é", "a;b", "A"])  # fmt: skip
def test_what_names_a_file_has_no_path_quote_or_line_break(typed: str) -> None:
    for kind in (Slug, SlugInAddress):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(typed)
