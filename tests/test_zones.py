"""Local hours of a day as instants: what a reader elsewhere is told from."""

from datetime import date, time

import pytest

from app.zones import hours_on


@pytest.mark.parametrize(
    ("on", "zone", "moments"),
    [
        (date(2027, 3, 27), "Europe/Paris", ("2027-03-27T09:00:00+01:00", "2027-03-27T10:30:00+01:00")),
        (date(2027, 3, 28), "Europe/Paris", ("2027-03-28T09:00:00+02:00", "2027-03-28T10:30:00+02:00")),
        (date(2027, 3, 20), "America/New_York", ("2027-03-20T09:00:00-04:00", "2027-03-20T10:30:00-04:00")),
        (date(2027, 3, 20), "Asia/Kathmandu", ("2027-03-20T09:00:00+05:45", "2027-03-20T10:30:00+05:45")),
    ],
)  # fmt: skip
def test_hours_have_the_offset_their_zone_has_on_that_day(
    on: date, zone: str, moments: tuple[str, str]
) -> None:
    found = hours_on(on, zone, time(9), time(10, 30))
    assert found is not None
    assert (found[0].isoformat(), found[1].isoformat()) == moments


def test_without_hours_it_is_noon_and_without_a_beginning_nothing() -> None:
    noon = hours_on(date(2027, 3, 28), "Europe/Paris")
    assert noon is not None
    assert noon[0] == noon[1]
    assert noon[0].isoformat() == "2027-03-28T12:00:00+02:00"
    assert hours_on(date(2027, 3, 28), "Europe/Paris", None) is None
