"""A change after release reaches exactly the people it concerns, through a real server."""

from datetime import time
from email.message import EmailMessage
from typing import Any

import vobject  # type: ignore[import-untyped]
from sqlalchemy import update
from sqlmodel import col, select

from app.models import (
    AgendaRelease,
    Message,
    MessageState,
    SessionInvitation,
    Stakeholder,
    Visit,
)
from app.people.mail_rules import mail_failure
from app.values import SessionStatus
from app.values_people import MailFailure
from tests.releases.conftest import VISIT, Post, text_of, token_in


def calendar_in(message: EmailMessage) -> Any:
    """As another library reads it, and the same in both of its places."""
    (shown,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    (file,) = [p for p in message.walk() if p.get_content_type() == "application/ics"]
    text = str(shown.get_content()).replace("\r\n", "\n")
    assert text == file.get_content().decode().replace("\r\n", "\n")
    found = vobject.readOne(text)
    assert shown.get_param("method") == found.method.value
    return found


MET = {"deputy", "services", "centre", "employment"}


def met(post: Post) -> dict[str, list[EmailMessage]]:
    return {to: sent for to, sent in post.arrived().items() if to.split("@")[0] in MET}


def test_only_those_in_a_session_that_moved_are_told(post: Post) -> None:
    post.release()
    assert set(met(post)) == {f"{one}@example.org" for one in MET}
    post.change(3, starts_local=time(11), ends_local=time(12))
    post.release()
    ((to, (message,)),) = met(post).items()
    assert to == "centre@example.org"
    assert "déplacée de 09:30–10:45 à 11:00–12:00" in text_of(message) or "moved from 09:30–10:45 to 11:00–12:00" in text_of(message)  # fmt: skip
    event = calendar_in(message).vevent
    assert (event.uid.value, event.sequence.value) == (str(post.item(3).id), "1")
    assert event.dtstart.value.isoformat() == "2027-01-26T11:00:00+01:00"


def test_a_release_that_changes_nothing_and_one_that_is_not_told_write_to_nobody(
    post: Post,
) -> None:
    post.release()
    post.arrived()
    post.release()
    assert post.arrived() == {}
    post.change(3, starts_local=time(11), ends_local=time(12))
    post.planner.post(f"/visits/{VISIT}/agenda/releases", data={})
    assert post.arrived() == {}
    post.change(3, starts_local=time(9, 30), ends_local=time(10, 45))
    post.release()
    assert post.arrived() == {}, "who was told of neither is told of neither"


def test_a_cancelled_session_is_taken_out_of_calendars(post: Post) -> None:
    post.release()
    post.arrived()
    post.change(3, status=SessionStatus.CANCELLED)
    post.release()
    ((_to, (message,)),) = met(post).items()
    found = calendar_in(message)
    told = (found.method.value, found.vevent.status.value, found.vevent.sequence.value)
    assert told == ("CANCEL", "CANCELLED", "1")


def test_a_session_that_moves_after_it_was_accepted_is_asked_again(post: Post) -> None:
    post.release()
    token = token_in(met(post)["centre@example.org"][0])
    guest, own = post.browse(""), post.item(3).id
    page = guest.get(f"/links/{token}")
    assert page.status_code == 200
    sent = {"session_id": str(own), "answer": "yes", "remark": "With a colleague"}
    assert guest.post(f"/links/{token}/attendance", data=sent).status_code == 303
    post.change(3, place="Hall B")
    post.release()
    asked = calendar_in(met(post)["centre@example.org"][0]).vevent.attendee
    assert asked.params["PARTSTAT"] == ["ACCEPTED"], "another place asks nothing"
    post.change(3, starts_local=time(11), ends_local=time(12))
    post.release()
    asked = calendar_in(met(post)["centre@example.org"][0]).vevent.attendee
    assert asked.params["PARTSTAT"] == ["NEEDS-ACTION"]
    with post.database.reading() as session:
        rows = session.exec(
            select(SessionInvitation)
            .where(SessionInvitation.session_id == own)
            .where(col(SessionInvitation.stakeholder_id).is_not(None))
            .order_by(col(SessionInvitation.asked_at))
        ).all()
    kept = [(one.answer, one.remark, one.replaced_at is None) for one in rows]
    assert kept == [("yes", "With a colleague", False), (None, "", True)]
    assert "said yes" in post.planner.get(f"/visits/{VISIT}/attendance").text


def test_looking_changes_nothing_and_a_bad_answer_is_refused(post: Post) -> None:
    post.release()
    token = token_in(met(post)["centre@example.org"][0])
    guest = post.browse("")
    for _n in range(3):
        guest.get(f"/links/{token}")
    with post.database.reading() as session:
        answers = session.exec(select(SessionInvitation.answer)).all()
    assert set(answers) == {None}
    other = {"session_id": str(post.item(1).id), "answer": "yes"}
    at = f"/links/{token}/attendance"
    assert guest.post(at, data=other).status_code == 422, "they are not in that one"
    assert guest.post(at, data={"session_id": str(post.item(3).id)}).status_code == 422
    assert guest.post("/links/unknown/attendance", data=other).status_code == 404


def test_mail_to_whoever_is_met_names_nobody_else(post: Post) -> None:
    """Everything that could leak is in the agenda first."""
    post.change(1, notes="RAW-NOTE", track="")
    with post.database.reading() as session:
        visit = session.get_one(Visit, VISIT)
        people = session.exec(select(Stakeholder).where(Stakeholder.visit_id == visit.id)).all()  # fmt: skip
    post.release(changes="CHANGES-NOTE")
    names = [one.name for one in people]
    for to, messages in met(post).items():
        own = next(one.name for one in people if one.contact == to)
        for message in messages:
            text = message.as_string() + text_of(message)
            hidden = [*(n for n in names if n != own), "RAW-NOTE", "CHANGES-NOTE", "Member 2", "Lead"]  # fmt: skip
            assert [one for one in hidden if one in text] == []
            others = [c for c in (one.contact for one in people) if c and c != to]
            assert [one for one in others if one in text] == []


def test_what_somebody_wrote_makes_no_header(post: Post) -> None:
    post.change(3, title="Visit\r\nBcc: all@example.org\r\n\r\nHello", place="a\r\nATTENDEE:mailto:x@example.org")  # fmt: skip
    post.release()
    for messages in post.arrived().values():
        for message in messages:
            assert message["Bcc"] is None
            if message.is_multipart():
                assert len(calendar_in(message).vevent.attendee_list) == 1


def test_a_failed_mail_says_why_and_is_sent_again_with_another_link(post: Post) -> None:
    post.box.refusing = True
    post.release()
    with post.database.writing() as session:
        session.execute(update(Message).values(state=MessageState.FAILED, secret=None))
    page = post.planner.get(f"/visits/{VISIT}/messages?state=failed")
    assert "The mail server asked to try later." in page.text
    post.box.refusing = False
    with post.database.reading() as session:
        own = session.exec(
            select(Message)
            .join(Stakeholder, col(Stakeholder.id) == col(Message.stakeholder_id))
            .where(Stakeholder.contact == "employment@example.org")
        ).one()
    at = f"/visits/{VISIT}/messages/{own.id}"
    assert post.planner.post(f"{at}/sending").status_code == 303
    ((to, (message,)),) = post.arrived().items()
    assert to == "employment@example.org"
    assert post.browse("").get(f"/links/{token_in(message)}").status_code == 200
    assert post.planner.post(f"{at}/sending").status_code == 422, "it was sent"
    assert post.planner.post(f"{at}/cancelling").status_code == 422


def test_what_is_held_back_goes_to_nobody_and_is_told_the_next_time(post: Post) -> None:
    post.box.refusing = True
    post.release()
    with post.database.reading() as session:
        waiting = session.exec(select(Message.id)).all()
    for id_ in waiting:
        answer = post.planner.post(f"/visits/{VISIT}/messages/{id_}/cancelling")
        assert answer.status_code == 303
    post.box.refusing = False
    post.release()
    assert {f"{one}@example.org" for one in MET} <= set(post.arrived())


def test_why_a_server_refuses_is_told_apart() -> None:
    told = {
        (550, "5.1.1 no such user"): (MailFailure.ADDRESS_REFUSED, True),
        (552, "5.2.2 over quota"): (MailFailure.MAILBOX_FULL, True),
        (452, "4.2.2 over quota"): (MailFailure.MAILBOX_FULL, False),
        (451, "try later"): (MailFailure.TRY_LATER, False),
        (554, "5.7.1 no"): (MailFailure.NOT_TAKEN, True),
    }
    found = {said: mail_failure(*said, is_about_us=False) for said in told}
    assert {k: (v.reason, v.is_final) for k, v in found.items()} == told
    assert not mail_failure(535, "5.7.8 who are you", is_about_us=True).is_final


def test_releasing_what_somebody_changed_meanwhile_is_asked_again(post: Post) -> None:
    at = f"/visits/{VISIT}/agenda/releases"
    page = post.planner.get(f"{at}/new")
    assert page.status_code == 200
    seen = page.text.partition('name="seen" value="')[2].partition('"')[0]
    post.change(3, place="Hall B")
    sent = {"seen": seen, "tell": "on", "changes": "My words"}
    answer = post.planner.post(at, data=sent)
    assert (answer.status_code, "My words" in answer.text) == (409, True)
    assert post.arrived() == {}
    with post.database.reading() as session:
        kept = session.exec(select(AgendaRelease).where(AgendaRelease.visit_id == VISIT)).all()  # fmt: skip
    assert list(kept) == []
