"""Which cities must agree, and how far a subject then reaches."""

from datetime import date
from uuid import UUID

from hypothesis import given, strategies as st

from app.ids import uuid7
from app.sharing.rules import (
    Stay,
    audience_reached,
    audiences_of,
    cities_concerned,
    title_may_leave,
)
from app.values import Audience, Need, SharedSubject

MENTOR, LEARNER, GONE, HOST = (uuid7() for _ in range(4))
STAYS = [
    Stay(MENTOR, None, None, has_left=False),
    Stay(LEARNER, date(2026, 3, 16), None, has_left=False),
    Stay(GONE, date(2026, 1, 26), date(2026, 3, 15), has_left=True),
]
cities = st.sampled_from([MENTOR, LEARNER, GONE])
answers = st.dictionaries(cities, st.sampled_from(Audience))


def test_a_city_that_has_left_is_asked_about_its_own_time_only() -> None:
    today = frozenset({MENTOR, LEARNER})
    assert cities_concerned(STAYS, [date(2026, 5, 4)]) == today
    assert cities_concerned(STAYS, [date(2026, 3, 15)]) == today | {GONE}
    assert cities_concerned(STAYS, [date(2026, 3, 16)]) == today
    assert cities_concerned(STAYS, [date(2026, 5, 4)], HOST) == today | {HOST}


def test_where_no_day_is_known_every_city_that_was_there_is_asked() -> None:
    assert cities_concerned(STAYS, []) == {MENTOR, LEARNER, GONE}


@given(st.sampled_from(SharedSubject), st.frozensets(cities), answers)
def test_nothing_is_shared_before_every_city_has_agreed(
    subject: SharedSubject, concerned: frozenset[UUID], agreed: dict[UUID, Audience]
) -> None:
    reached = audience_reached(subject, concerned, agreed)
    everyone = bool(concerned) and concerned <= set(agreed)
    public = everyone and {agreed[one] for one in concerned} == {Audience.PUBLIC}
    if public and subject is not SharedSubject.PLAN:
        assert reached is Audience.PUBLIC
    else:
        assert reached == (Audience.CITIES if everyone else None)


def test_a_plan_is_not_offered_to_everybody() -> None:
    """Only once adopted and published (design, section 6), which is not built yet."""
    assert audiences_of(SharedSubject.PLAN) == (Audience.CITIES,)
    assert audiences_of(SharedSubject.FINDINGS) == (Audience.CITIES, Audience.PUBLIC)


def test_a_title_stays_where_it_would_say_who_was_met() -> None:
    assert title_may_leave([Need.STEP_FREE])
    assert title_may_leave([])
    assert not title_may_leave([Need.WOMEN_ONLY])
    assert not title_may_leave([Need.STEP_FREE, Need.PRIVATE])
    assert not title_may_leave(None)
