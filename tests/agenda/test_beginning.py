"""The form of a new session begins with what is likely."""

import re
from datetime import time
from html import unescape

import pytest
from hypothesis import given, strategies as st
from starlette.testclient import TestClient

from app.values import Mode, SessionFormat
from app.visits.agenda_rules import free_time, likely_format
from app.visits.rules import at_minute, minutes_of
from tests.agenda.test_routes import FOLLOW_UP, NEW, REVIEW, posted_form, read
from tests.conftest import Browse

NINE, TEN, SIX = time(9), time(10), time(18)
DETAILS = re.compile(
    r'<details class="group"( open)?><summary>.*?class="group-title">([^<]+)<'
)
times = st.integers(7 * 4, 20 * 4).map(lambda quarter: at_minute(quarter * 15))
sessions = st.lists(
    st.tuples(times, times).filter(lambda one: one[0] < one[1]), max_size=8
)


def test_an_empty_day_begins_at_nine() -> None:
    assert free_time([]) == (NINE, TEN)


def test_the_first_hour_between_two_sessions_is_free() -> None:
    taken = [(NINE, time(10, 50)), (time(12), SIX)]
    assert free_time(taken) == (time(11), time(12))
    assert free_time([(NINE, time(11, 15)), (time(12), SIX)]) is None


@given(sessions)
def test_a_free_time_is_within_the_day_and_meets_no_session(
    taken: list[tuple[time, time]],
) -> None:
    found = free_time(taken)
    if found is None:
        return
    start, end = found
    assert NINE <= start < end <= SIX
    assert minutes_of(end) - minutes_of(start) == 60
    assert [one for one in taken if one[0] < end and start < one[1]] == []


@pytest.mark.parametrize(
    ("mode", "is_first", "likely"),
    [
        (Mode.ON_SITE, True, SessionFormat.OPENING),
        (Mode.ON_SITE, False, SessionFormat.INTERVIEW),
        (Mode.VIRTUAL, True, SessionFormat.ONLINE_MEETING),
        (None, False, SessionFormat.INTERVIEW),
    ],
)
def test_the_format_follows_the_day(
    mode: Mode | None, is_first: bool, likely: SessionFormat
) -> None:
    assert likely_format(mode, is_first) is likely


def begun(client: TestClient, address: str) -> list[list[str]]:
    form = posted_form(read(client, address))
    return [form[name] for name in ("day_id", "starts_local", "ends_local", "format")]


def test_a_new_session_stands_on_the_next_day_with_room(browse: Browse) -> None:
    client = browse("mentee-officer")
    day = NEW["day_id"]
    expected = [[day], ["10:45"], ["11:45"], ["interview"]]
    assert begun(client, f"{FOLLOW_UP}/new") == expected
    assert begun(client, f"{FOLLOW_UP}/new?day={day}") == expected


def test_a_visit_that_is_over_offers_no_day(browse: Browse) -> None:
    client = browse("mentee-officer")
    offered = begun(client, f"{REVIEW}/new")
    assert offered == [[""], [""], [""], ["interview"]]


def test_only_a_title_has_to_be_written(browse: Browse) -> None:
    client = browse("mentee-officer")
    form = posted_form(read(client, f"{FOLLOW_UP}/new"))
    answer = client.post(FOLLOW_UP, data={**form, "title": "The landlord"})
    assert answer.status_code == 303
    own = answer.headers["location"]
    assert "10:45</time>–<time>11:45" in read(client, own)


def groups(page: str) -> dict[str, bool]:
    return {title: bool(is_open) for is_open, title in DETAILS.findall(page)}


def test_groups_are_open_where_something_stands_or_is_wrong(browse: Browse) -> None:
    client = browse("mentee-officer")
    closed = dict.fromkeys(
        ("Who", "Languages and needs", "What to ask", "Where else", "Arrangements"),
        False,
    )
    assert groups(read(client, f"{FOLLOW_UP}/new")) == closed
    asked = read(client, f"{FOLLOW_UP}/new?factor=quantitative-data")
    assert groups(asked) == {**closed, "What to ask": True}
    wrong = {"title": "x", "format": "interview", "link": "ftp://example.org"}
    answer = client.post(FOLLOW_UP, data={**wrong, "members": NEW["members"]})
    assert answer.status_code == 422
    opened = {**closed, "Who": True, "Where else": True}
    assert groups(unescape(answer.text)) == opened
