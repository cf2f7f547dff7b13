"""What a visit lacks, which session a day names, and which days and hosts can stand."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, strategies as st

from app.visits.rules import (
    Missing,
    Plan,
    day_problems,
    host_problems,
    missing,
    session_to_name,
    zone_of,
)

DAY = date(2027, 4, 26)
numbers = st.lists(st.integers(1, 99), max_size=3, unique=True).map(tuple)
names = st.lists(st.sampled_from(["Ana", "Bo"]), max_size=2, unique=True).map(tuple)
plans = st.builds(
    Plan,
    has_host=st.booleans(),
    days=st.integers(0, 3),
    members=st.integers(0, 8),
    has_lead=st.booleans(),
    unprepared=names,
    sessions=st.integers(0, 20),
    without_time=numbers,
    without_place=numbers,
    without_people=numbers,
    without_members=numbers,
    unheard_factors=names,
    has_local_contact=st.booleans(),
)
times = st.lists(st.times(), max_size=6).map(sorted)


def ready(**changes: Any) -> Plan:
    values: dict[str, Any] = {
        "has_host": True,
        "days": 2,
        "members": 5,
        "has_lead": True,
        "unprepared": (),
        "sessions": 12,
        "without_time": (),
        "without_place": (),
        "without_people": (),
        "without_members": (),
        "unheard_factors": (),
    }
    return Plan(**{**values, **changes})


def test_a_visit_with_everything_lacks_nothing() -> None:
    assert missing(ready()) == []


def test_each_gap_is_said_and_leads_to_where_it_is_mended() -> None:
    plan = ready(
        has_host=False,
        has_local_contact=False,
        days=0,
        has_lead=False,
        unprepared=("Member 3", "Nadia"),
        without_time=(4, 5),
        without_members=(7,),
        unheard_factors=("3 (Data)",),
    )
    assert missing(plan) == [
        Missing("edit", "The host city is not named."),
        Missing("edit", "No local contact is named for when somebody is in danger."),
        Missing("days", "No day is chosen."),
        Missing("team", "The team has no lead."),
        Missing("team", "Preparation is still open for Member 3, Nadia."),
        Missing("agenda", "Sessions without a time: 4, 5."),
        Missing("agenda", "Sessions without two team members: 7."),
        Missing("agenda", "No session has these key factors in focus: 3 (Data)."),
    ]


def test_an_empty_visit_is_not_told_of_leads_and_rooms() -> None:
    plan = ready(members=0, has_lead=False, sessions=0, without_place=(1,))
    assert missing(plan) == [
        Missing("team", "The team is not named."),
        Missing("agenda", "The agenda has no session."),
    ]


@given(plans)
def test_nothing_is_missing_exactly_when_everything_is_there(plan: Plan) -> None:
    gaps = (
        plan.unprepared,
        plan.without_time,
        plan.without_place,
        plan.without_people,
        plan.without_members,
        plan.unheard_factors,
    )
    whole = plan.has_host and plan.days and plan.members and plan.has_lead
    whole = whole and plan.has_local_contact
    complete = bool(whole and plan.sessions and not any(gaps))
    assert (missing(plan) == []) == complete


@given(times, st.integers(-3, 3), st.times())
def test_a_day_names_its_first_session_to_come(
    starts: list[time], days_ahead: int, clock: time
) -> None:
    now = datetime.combine(DAY - timedelta(days=days_ahead), clock)
    index = session_to_name(starts, DAY, now)
    if days_ahead < 0 or not starts:
        assert index is None
    elif days_ahead > 0:
        assert index == 0
    else:
        later = [start for start in starts if start >= clock]
        assert (None if index is None else starts[index:]) == (later or None)


@given(st.dates(), st.lists(st.dates(), max_size=5))
def test_a_day_is_refused_exactly_when_it_is_taken(
    day_on: date, taken: list[date]
) -> None:
    assert bool(day_problems(day_on, taken)) == (day_on in taken)


def test_who_hosts_is_settled_once_something_is_recorded() -> None:
    assert host_problems(changes=True, recorded=False) == []
    assert host_problems(changes=False, recorded=True) == []
    found = host_problems(changes=True, recorded=True)
    assert [problem.field for problem in found] == ["host_city_id"]


def test_a_form_begins_with_the_hosts_time_zone() -> None:
    wanted = {"FR": "Europe/Paris", "ES": "Europe/Madrid", "LV": "Europe/Riga"}
    assert {country: zone_of(country) for country in wanted} == wanted
    assert zone_of("") == "Europe/Brussels"
