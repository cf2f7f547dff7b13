"""Asking people when they can come: a letter, a link, an answer, and nothing by looking."""

import html
import re
from datetime import time, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from app.db import Database
from app.ids import seed_id
from app.models import AccessLink, Availability, Message, Stakeholder, Visit, VisitDay
from app.models.base import now
from app.values import VisitStatus
from app.values_people import LinkPurpose
from app.visits.availability_queries import Subject, windows_of
from tests.conftest import Browse
from tests.releases.conftest import VISIT, Post, text_of, token_in
from tests.visits.test_routes import read

AT = f"/visits/{VISIT}/availability"
DEPUTY = "deputy@example.org"


def met(post: Post, contact: str = DEPUTY) -> Stakeholder:
    asked = select(Stakeholder).where(
        Stakeholder.visit_id == VISIT, Stakeholder.contact == contact
    )
    with post.database.reading() as session:
        return session.exec(asked).one()


def own(post: Post) -> str:
    return f"{AT}/stakeholder/{met(post).id}"


def asked(post: Post) -> str:
    """The token of the one letter the deputy gets."""
    assert post.planner.post(f"{own(post)}/asking").status_code == 303
    return token_in(post.arrived()[DEPUTY][0])


def said(post: Post) -> list[tuple[int, time | None, time | None, bool]]:
    """Day from 0, from, to, whether somebody with an account said so."""
    places = {day.id: place for place, day in enumerate(post.days())}
    with post.database.reading() as session:
        rows = windows_of(session, session.get_one(Visit, VISIT))
    mine = rows.get((Subject.STAKEHOLDER, met(post).id), [])
    return sorted(
        (places[r.day_id], r.starts_local, r.ends_local, r.by is not None) for r in mine
    )


def mark(text: str) -> str:
    return str(re.findall(r'name="mark" value="(\w+)"', text)[0])


def test_a_letter_in_their_language_asks_and_its_link_takes_the_answer(
    post: Post,
) -> None:
    at = own(post)
    assert post.planner.post(f"{at}/asking").status_code == 303
    ((to, (letter,)),) = post.arrived().items()
    assert to == DEPUTY
    assert letter["Content-Language"] == "fr"
    assert "Quand pouvez-vous venir" in str(letter["Subject"])
    guest, token = post.browse(""), token_in(letter)
    page = read(guest, f"/links/{token}")
    first, *_others = post.days()
    sent = {
        "mark": mark(page),
        "days": [str(first.id)] * 2,
        "starts": ["09:00", "14:00"],
        "ends": ["11:00", "16:00"],
    }
    assert guest.post(f"/links/{token}/availability", data=sent).status_code == 303
    rest = [(n, time(0), time(23, 59), False) for n in range(1, len(post.days()))]
    assert said(post) == [(0, time(9), time(11), False), (0, time(14), time(16), False), *rest]  # fmt: skip
    page = read(guest, f"/links/{token}")
    assert 'value="14:00"' in page, "it can be said again"
    listed = read(post.planner, AT)
    assert "09:00–11:00, 14:00–16:00" in listed
    assert "Answered through the link" in listed


def test_looking_through_a_link_changes_nothing(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    with post.database.reading() as session:
        before = session.exec(select(AccessLink)).all()
    for _n in range(3):
        read(guest, f"/links/{token}")
    with post.database.reading() as session:
        assert session.exec(select(AccessLink)).all() == before
        assert session.exec(select(Availability)).all() == []


def test_what_cannot_stand_is_refused_with_what_was_typed(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    first = str(post.days()[0].id)
    sent = {"mark": mark(read(guest, f"/links/{token}")), "days": [first] * 2, "starts": ["22:00", "09:0x"], "ends": ["01:00", "10:00"]}  # fmt: skip
    answer = guest.post(f"/links/{token}/availability", data=sent)
    assert answer.status_code == 422
    assert "Hours over midnight are hours on two days." in answer.text
    assert "Write a time such as 09:30." in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("22:00", "01:00", "09:0x"))  # fmt: skip
    assert said(post) == []


def test_a_link_speaks_for_nobody_else_and_to_no_other_question(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    guest.headers["Accept-Language"] = "fr"
    page = read(guest, f"/links/{token}")
    with post.database.reading() as session:
        people = session.exec(select(Stakeholder.name).where(Stakeholder.visit_id == VISIT)).all()  # fmt: skip
    shown = [name for name in people if name in html.unescape(page)]
    assert shown == [met(post).name]
    foreign = str(seed_id("demonstration", "day", "val-daubre-review/d1"))
    sent = {"mark": mark(page), "days": [foreign], "starts": ["09:00"], "ends": ["10:00"]}  # fmt: skip
    assert guest.post(f"/links/{token}/availability", data=sent).status_code == 303
    assert {row[0] for row in said(post)} == set(range(len(post.days())))
    answer = {"session_id": str(post.item(1).id), "answer": "yes"}
    assert guest.post(f"/links/{token}/attendance", data=answer).status_code == 404


def test_a_link_taken_back_opens_nothing_and_keeps_what_was_said(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    sent = {"mark": mark(read(guest, f"/links/{token}"))}
    guest.post(f"/links/{token}/availability", data=sent)
    before = said(post)
    assert post.planner.post(f"{own(post)}/revocation").status_code == 303
    assert guest.get(f"/links/{token}").status_code == 410
    assert guest.post(f"/links/{token}/availability", data=sent).status_code == 404
    assert said(post) == before != []


def test_taking_it_back_leaves_other_links_of_theirs(post: Post) -> None:
    post.release()
    token = token_in(post.arrived()[DEPUTY][0])
    asked(post)
    post.planner.post(f"{own(post)}/revocation")
    assert post.browse("").get(f"/links/{token}").status_code == 200


def test_all_who_said_nothing_are_asked_once_and_reminded_later(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    sent = {"mark": mark(read(guest, f"/links/{token}"))}
    guest.post(f"/links/{token}/availability", data=sent)
    assert post.planner.post(f"{AT}/asking").status_code == 303
    first = post.arrived()
    assert DEPUTY not in first
    assert "employment@example.org" in first
    again = post.planner.post(f"{AT}/asking", follow_redirects=True)
    assert post.arrived() == {}, "a second press asks nobody twice"
    assert "Asked within the last hour, so not again" in again.text
    with post.database.writing() as session:
        session.execute(update(AccessLink).values(made_at=now() - timedelta(days=3)))
    post.planner.post(f"{AT}/asking")
    ((reminder,),) = [v for k, v in post.arrived().items() if k.startswith("employment")]  # fmt: skip
    assert "rien n'est noté" in text_of(reminder).replace("’", "'")


def test_who_has_answered_meanwhile_is_not_reminded(post: Post) -> None:
    token, guest = asked(post), post.browse("")
    post.box.refusing = True
    with post.database.writing() as session:
        session.execute(update(AccessLink).values(made_at=now() - timedelta(days=3)))
    post.planner.post(f"{own(post)}/asking")
    sent = {"mark": mark(read(guest, f"/links/{token}"))}
    guest.post(f"/links/{token}/availability", data=sent)
    post.box.refusing = False
    with post.database.writing() as session:
        session.execute(update(Message).values(due_at=now()))
    other = met(post, "employment@example.org").id
    post.planner.post(f"{AT}/stakeholder/{other}/asking")
    assert list(post.arrived()) == ["employment@example.org"]


@pytest.mark.parametrize("why", ["begun", "cancelled"])
def test_when_it_is_too_late_the_link_shows_what_stands(post: Post, why: str) -> None:
    token, guest = asked(post), post.browse("")
    sent = {"mark": mark(read(guest, f"/links/{token}"))}
    with post.database.writing() as session:
        if why == "cancelled":
            session.execute(update(Visit).where(col(Visit.id) == VISIT).values(status=VisitStatus.CANCELLED))  # fmt: skip
        else:
            for place, day in enumerate(post.days()):
                session.execute(update(VisitDay).where(col(VisitDay.id) == day.id).values(day_on=now().date() - timedelta(days=place + 1)))  # fmt: skip
    page = read(guest, f"/links/{token}")
    assert ("what you said stands" in page, "<form" in page.partition("<main")[2]) == (True, False)  # fmt: skip
    assert guest.post(f"/links/{token}/availability", data=sent).status_code == 422
    assert said(post) == []
    assert post.planner.post(f"{AT}/asking").status_code == 422


def test_a_visit_without_days_asks_nobody(browse: Browse, demo: Database) -> None:
    planner = browse("facilitator")
    with demo.writing() as session:
        session.execute(update(VisitDay).where(col(VisitDay.visit_id) == VISIT).values(removed_at=now()))  # fmt: skip
    answer = planner.post(f"{AT}/asking")
    assert answer.status_code == 422
    assert "The visit has no days yet: there is nothing to ask." in answer.text
    with demo.reading() as session:
        links = session.exec(select(AccessLink).where(AccessLink.purpose == LinkPurpose.AVAILABILITY)).all()  # fmt: skip
        assert links == []


def test_a_letter_that_failed_is_sent_again_with_another_link(post: Post) -> None:
    post.box.refusing = True
    post.planner.post(f"{own(post)}/asking")
    with post.database.writing() as session:
        session.execute(update(Message).values(state="failed", secret=None))
    with post.database.reading() as session:
        one = session.exec(select(Message).where(Message.template == "availability")).one()  # fmt: skip
    post.box.refusing = False
    at = f"/visits/{VISIT}/messages/{one.id}/sending"
    assert post.planner.post(at).status_code == 303
    ((_to, (letter,)),) = post.arrived().items()
    assert post.browse("").get(f"/links/{token_in(letter)}").status_code == 200
