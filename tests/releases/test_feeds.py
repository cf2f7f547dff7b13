"""Calendars that follow releases, read by a library other than the one that wrote them."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import vobject  # type: ignore[import-untyped]
from hypothesis import given, strategies as st
from sqlalchemy import delete, update
from sqlmodel import col, select

from app.models import (
    Attempt,
    CalendarFeed,
    Person,
    SessionMember,
    TeamMember,
    VisitDay,
)
from app.values import SessionStatus
from app.visits.calendar_files import Feed, feed_file
from app.visits.calendar_rules import entries, followed, followed_through
from app.visits.calendar_zones import described
from app.visits.telling_rules import Reader, Seat
from tests.releases.conftest import VISIT, Post
from tests.releases.test_telling import agendas, one_session

ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/calendar/[\w-]{43}\.ics)")
AT = datetime(2027, 1, 4, 12, tzinfo=UTC)
ALL = Reader(Seat.PLANNING)


def made(post: Post, persona: str, **form: str) -> str:
    answer = post.browse(persona).post("/account/calendars", data=form)
    found = ADDRESS.search(answer.text)
    assert found, answer.text
    return found[1]


def read(post: Post, address: str, **headers: str) -> Any:
    return post.browse("").get(address, headers=headers)


def events(post: Post, address: str) -> dict[str, tuple[str, int, str, str]]:
    """By UID: status, sequence, start and place, as a subscriber has them."""
    found = vobject.readOne(read(post, address).text)
    return {
        one.uid.value: (
            one.status.value,
            int(one.sequence.value),
            one.dtstart.value.isoformat(),
            one.location.value if hasattr(one, "location") else "",
        )
        for one in getattr(found, "vevent_list", [])
    }


def quiet(post: Post) -> None:
    answer = post.planner.post(f"/visits/{VISIT}/agenda/releases", data={})
    assert answer.status_code == 303


def test_a_subscriber_sees_what_moved_and_what_was_cancelled(post: Post) -> None:
    address = made(post, "coordinator", visit_id=str(VISIT))
    assert events(post, address) == {}, "nothing was released"
    quiet(post)
    first = events(post, address)
    opening, visit = str(post.item(1).id), str(post.item(3).id)
    post.change(3, starts_local=time(11), ends_local=time(12))
    assert events(post, address) == first, "a draft is in no calendar"
    post.change(1, status=SessionStatus.CANCELLED)
    quiet(post)
    second = events(post, address)
    place = first[visit][3]
    assert first[visit] == ("CONFIRMED", 0, "2027-01-26T09:30:00+01:00", place)
    assert second[visit] == ("CONFIRMED", 1, "2027-01-26T11:00:00+01:00", place)
    assert (second[opening][0], second[opening][1]) == ("CANCELLED", 1)
    post.change(3, removed_at=datetime.now(UTC))
    quiet(post)
    third = events(post, address)
    assert third[visit] == ("CANCELLED", 2, "2027-01-26T11:00:00+01:00", place)
    assert third[opening] == second[opening]


def test_a_calendar_tells_of_nobody_who_is_met_and_of_no_private_place(
    post: Post,
) -> None:
    post.change(1, title="Tea with Adjointe à la cohésion sociale et à l'égalité")
    private = post.change(2, needs=["private"], title="Secret title", place="Secret place")  # fmt: skip
    quiet(post)
    text = read(post, made(post, "facilitator", visit_id=str(VISIT))).text
    plain = text.replace("\r\n ", "")
    hidden = ("Adjointe", "Secret", "meet.example.org", "ATTENDEE")
    assert [one for one in hidden if one in plain] == []
    assert str(private) in plain


def test_one_s_own_calendar_has_one_s_own_sessions(post: Post) -> None:
    """What was theirs and is not any more is cancelled in it, though it takes place."""
    with post.database.writing() as session:
        person = session.exec(select(Person).where(Person.persona == "facilitator")).one()  # fmt: skip
        asked = select(TeamMember).where(TeamMember.visit_id == VISIT)
        member = session.exec(asked.order_by(col(TeamMember.position))).all()[1]
        member.person_id = person.id
        session.execute(delete(SessionMember))
        scope: dict[str, Any] = {"programme_id": member.programme_id, "visit_id": VISIT}
        others = [one.id for one in session.exec(asked) if one.id != member.id]
        for number, of in ((1, member.id), (2, others[0]), (3, others[0])):
            session.add(SessionMember(**scope, session_id=post.item(number).id, member_id=of))  # fmt: skip
    opening, other = str(post.item(1).id), str(post.item(3).id)
    feedback = str(post.item(6).id)
    here = {str(post.item(n).id) for n in range(1, 7)}
    quiet(post)
    address = made(post, "facilitator")
    assert set(events(post, address)) & here == {opening, feedback}, (
        "feedback is for everybody"
    )
    with post.database.writing() as session:
        given_to = update(SessionMember).where(col(SessionMember.session_id) == UUID(opening))  # fmt: skip
        session.execute(given_to.values(member_id=others[0]))
    quiet(post)
    found = {id_: one[0] for id_, one in events(post, address).items() if id_ in here}
    assert found == {opening: "CANCELLED", feedback: "CONFIRMED"}
    assert other not in found


def test_nothing_is_sent_twice(post: Post) -> None:
    quiet(post)
    address = made(post, "coordinator", visit_id=str(VISIT))
    first = read(post, address)
    tag, at = first.headers["ETag"], first.headers["Last-Modified"]
    assert first.headers["Cache-Control"].startswith("private")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert read(post, address, **{"If-None-Match": tag}).status_code == 304
    assert read(post, address, **{"If-Modified-Since": at}).status_code == 304
    assert read(post, address, **{"If-None-Match": '"other"'}).status_code == 200
    post.change(3, place="Hall B")
    quiet(post)
    assert read(post, address, **{"If-None-Match": tag}).status_code == 200


def test_a_calendar_ends_with_its_owner_s_account_or_when_it_is_taken_back(
    post: Post,
) -> None:
    owner = post.browse("coordinator")
    address = made(post, "coordinator", visit_id=str(VISIT))
    other = made(post, "facilitator", visit_id=str(VISIT))
    with post.database.reading() as session:
        feeds = session.exec(select(CalendarFeed).order_by(col(CalendarFeed.made_at))).all()  # fmt: skip
        assert all(one.token_hash not in address for one in feeds)
    at = f"/account/calendars/{feeds[0].id}/revocation"
    assert post.browse("facilitator").post(at).status_code == 404
    assert owner.post(at).status_code == 303
    assert read(post, address).status_code == 404
    with post.database.writing() as session:
        closed = update(Person).where(col(Person.persona) == "facilitator")
        session.execute(closed.values(disabled_at=AT))
    assert read(post, other).status_code == 404


def test_a_program_that_asks_too_often_has_to_wait(post: Post) -> None:
    address = made(post, "coordinator", visit_id=str(VISIT))
    with post.database.writing() as session:
        feed = session.exec(select(CalendarFeed)).one()
        for _n in range(60):
            session.add(Attempt(kind="calendar-read", key=str(feed.id)))
    answer = read(post, address)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


def zoned(on: str, zone: str, **times: str) -> dict[str, Any]:
    content = one_session(day_on=on, **times)
    content["days"] = [{"on": on, "time_zone": zone}]
    return content


def written(content: dict[str, Any]) -> Any:
    found = entries(followed({}, content, AT), ALL)
    text = feed_file(Feed("Visit", "https://example.org", "en", AT), [(one, "/a") for one in found])  # fmt: skip
    return vobject.readOne(text.decode()).vevent


def test_times_are_those_of_the_day_s_own_zone() -> None:
    """The clocks change in the night to 28 March 2027 in Europe, two weeks before in
    New York; one day is virtual, elsewhere; one session ends after midnight."""
    cases = {
        ("2027-03-27", "Europe/Paris", "09:00", "10:00"): ("2027-03-27T08:00", 60),
        ("2027-03-28", "Europe/Paris", "09:00", "10:00"): ("2027-03-28T07:00", 60),
        ("2027-03-28", "Europe/Paris", "01:30", "03:30"): ("2027-03-28T00:30", 60),
        ("2027-03-20", "America/New_York", "09:00", "10:00"): ("2027-03-20T13:00", 60),
        ("2027-10-31", "Europe/Paris", "23:00", "01:00"): ("2027-10-31T22:00", 120),
    }
    for (on, zone, starts, ends), (start, minutes) in cases.items():
        event = written(zoned(on, zone, starts=starts, ends=ends))
        at = event.dtstart.value.astimezone(UTC)
        lasts = event.dtend.value.astimezone(UTC) - at
        assert (f"{at:%Y-%m-%dT%H:%M}", lasts) == (start, timedelta(minutes=minutes))


@given(st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]))  # fmt: skip
def test_a_zone_is_described_as_the_system_knows_it(zone: str) -> None:
    parts: list[Any] = list(described(zone, 2026, 2027).subcomponents)
    for part in parts:
        moment = part["DTSTART"].dt - part["TZOFFSETFROM"].td
        own = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        assert own.utcoffset() == part["TZOFFSETTO"].td


@given(st.lists(agendas(), min_size=1, max_size=5))
def test_a_sequence_grows_exactly_when_what_is_told_changes(
    releases: list[dict[str, Any]],
) -> None:
    marks = followed_through([(one, AT + timedelta(days=n)) for n, one in enumerate(releases)])  # fmt: skip
    again = followed(marks, releases[-1], AT + timedelta(days=99))
    assert {id_: (one["sequence"], one["at"], one["here"]) for id_, one in again.items()} == {id_: (one["sequence"], one["at"], one["here"]) for id_, one in marks.items()}  # fmt: skip
    last = {one["id"] for one in releases[-1]["sessions"]}
    ever = {one["id"] for release in releases for one in release["sessions"]}
    assert (set(marks), {id_ for id_, one in marks.items() if one["here"]}) == (ever, last)  # fmt: skip


def test_a_day_in_another_zone_is_a_change_for_calendars(post: Post) -> None:
    quiet(post)
    address = made(post, "coordinator", visit_id=str(VISIT))
    first = events(post, address)
    with post.database.writing() as session:
        day = post.days()[0]
        session.execute(update(VisitDay).where(col(VisitDay.id) == day.id).values(time_zone="Europe/Riga"))  # fmt: skip
    quiet(post)
    opening = str(post.item(1).id)
    second = events(post, address)
    assert (first[opening][1], second[opening][1]) == (0, 1)
    assert second[opening][2].endswith("+02:00")
