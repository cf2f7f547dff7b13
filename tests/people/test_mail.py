"""What goes out, what is kept of it, and what the ill-willed would slip in."""

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.ids import uuid7
from app.mail_server import MailServer, mail_server
from app.models import Message, MessageState, Person
from app.models.base import now
from app.people.letters import Letter, composed
from app.people.outbox import Post, send_waiting
from tests.people.conftest import ADDRESS, Service

INJECTED = "ana@example.org\r\nBcc: all@example.org"


def message_in(service: Service) -> Message:
    with service.database.reading() as session:
        return session.exec(select(Message)).one()


@pytest.mark.parametrize(
    "address",
    [
        INJECTED,
        "ana@example.org\nBcc: all@example.org",
        "ana@example.org,all@example.org",
        "Ana <ana@example.org>",
    ],
)
def test_no_address_brings_a_header_or_a_second_reader(
    service: Service, address: str
) -> None:
    answer = service.browser().post("/sign-in", data={"email": address})
    assert answer.status_code == 422
    assert service.mailbox.messages == []


def test_a_stored_address_with_a_line_break_is_never_mailed(service: Service) -> None:
    with service.database.writing() as session:
        session.execute(update(Person).values(email=INJECTED))
        person_id = session.exec(select(Person.id)).one()
        session.add(Message(template="sign-in-code", person_id=person_id, secret="A"))
    assert send_waiting(service.database, service.settings) == Post(sent=0, failed=1)
    assert service.mailbox.messages == []
    kept = message_in(service)
    assert (kept.state, kept.secret) == (MessageState.FAILED, None)


def test_a_name_with_line_breaks_stays_in_the_text() -> None:
    name = "Ana\r\nBcc: all@example.org\r\n\r\nHello"
    letter = Letter(uuid7(), "sign-in-code", name, ADDRESS, "en", "ACDE3467")
    message = composed(letter, "repere@example.org", "https://example.org")
    assert message["Bcc"] is None
    assert message["To"] == ADDRESS


def test_what_a_server_refuses_is_tried_again_and_sent_once(service: Service) -> None:
    service.mailbox.refusing = True
    service.browser().post("/sign-in", data={"email": ADDRESS})
    kept = message_in(service)
    assert (kept.state, kept.tries) == (MessageState.WAITING, 1)
    assert kept.due_at > now()
    service.mailbox.refusing = False
    assert send_waiting(service.database, service.settings) == Post()
    with service.database.writing() as session:
        session.execute(update(Message).values(due_at=now()))
    assert send_waiting(service.database, service.settings) == Post(sent=1)
    assert send_waiting(service.database, service.settings) == Post()
    assert len(service.mailbox.messages) == 1


def test_a_server_that_is_not_there_is_no_fault_of_the_page(service: Service) -> None:
    service.mail_to("smtp://127.0.0.1:9")
    answer = service.browser().post("/sign-in", data={"email": ADDRESS})
    assert answer.status_code == 303
    assert message_in(service).state is MessageState.WAITING


def test_a_code_that_ran_out_is_not_sent_and_not_kept(service: Service) -> None:
    service.mailbox.refusing = True
    service.browser().post("/sign-in", data={"email": ADDRESS})
    with service.database.writing() as session:
        session.execute(update(Message).values(due_at=now(), expires_at=now()))
    send_waiting(service.database, service.settings)
    kept = message_in(service)
    assert (kept.state, kept.secret) == (MessageState.EXPIRED, None)


def test_the_address_of_the_mail_server_is_read() -> None:
    url = "smtps://re%40ex:pa%3Ass@mail.example.org?from=no-reply@example.org"
    found = mail_server(url, "example.org")
    assert found == MailServer(
        "smtps", "mail.example.org", 465, "re@ex", "pa:ss", "no-reply@example.org"
    )
    assert mail_server("smtp://mail.example.org", "r.example").turns_to_tls
    assert not mail_server("smtp://localhost:25", "r.example").turns_to_tls


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail"])
def test_a_wrong_mail_address_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="REPERE_MAIL_URL"):
        mail_server(url, "example.org")
