"""Estimated ways: none to oneself, the same both ways, never shorter when further."""

import pytest
from hypothesis import given, strategies as st

from app.visits.travel_rules import Point, estimated_minutes, metres_between

points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))
MEAUX = Point(48.9603, 2.8787)


@given(points, points)
def test_a_way_takes_as_long_in_both_directions(one: Point, other: Point) -> None:
    assert estimated_minutes(one, other) == estimated_minutes(other, one)
    assert estimated_minutes(one, one) == 0


@given(st.floats(0.001, 1), st.floats(0.001, 1))
def test_further_never_takes_less(near: float, far: float) -> None:
    near, far = sorted((near, far))
    minutes = [
        estimated_minutes(MEAUX, Point(MEAUX.latitude + up, MEAUX.longitude))
        for up in (near, far)
    ]
    assert minutes == sorted(minutes)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    metres = metres_between(Point(48, 2), Point(49, 2))
    assert round(metres / 1000) == 111


@pytest.mark.parametrize(
    ("north", "minutes"), [(0.001, 5), (0.005, 15), (0.02, 20), (0.2, 85)]
)
def test_near_ways_are_walked_and_far_ones_ridden(north: float, minutes: int) -> None:
    there = Point(MEAUX.latitude + north, MEAUX.longitude)
    assert estimated_minutes(MEAUX, there) == minutes
