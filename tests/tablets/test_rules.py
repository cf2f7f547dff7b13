"""Codes and pass cards as people type them, and how long a tablet counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from app.people.rules import ALPHABET
from app.people.tablet_rules import (
    DEPOSITS,
    GROUP,
    GROUPS,
    in_groups,
    is_idle,
    mistyped_groups,
    new_card,
    new_token,
    takes_deposits,
)
from app.qr import qr_picture

places = st.integers(0, GROUPS * GROUP - 1)
letters = st.sampled_from(ALPHABET)
AT = datetime(2027, 4, 26, 9, tzinfo=UTC)
CARD = "FAFVAP9YCQRX73D4MXP4JPN3QRQ6DNKFR44Q"


def test_a_new_card_stands_however_it_is_typed() -> None:
    card = new_card()
    typed = [card, in_groups(card, 6), in_groups(card, 6).lower().replace("-", " ")]
    assert [mistyped_groups(one) for one in typed] == [[], [], []]


def test_cards_and_tokens_hold_at_least_128_bits() -> None:
    assert len(new_token()) == 30
    assert len(ALPHABET) ** ((GROUP - 1) * GROUPS) > 2**128
    assert len(ALPHABET) ** 30 > 2**128
    assert len({new_card() for _ in range(50)}) == 50


@given(places, letters)
def test_one_wrong_letter_is_told_by_its_group(place: int, letter: str) -> None:
    card = new_card()
    typed = card[:place] + letter + card[place + 1 :]
    wrong = [] if typed == card else [place // GROUP + 1]
    assert mistyped_groups(typed) == wrong


@given(st.integers(0, GROUPS - 1), st.integers(0, GROUP - 3))
def test_two_letters_that_changed_places_are_told(group: int, place: int) -> None:
    card, at = new_card(), group * GROUP + place
    typed = card[:at] + card[at + 1] + card[at] + card[at + 2 :]
    assert mistyped_groups(typed) == ([] if typed == card else [group + 1])


@pytest.mark.parametrize("typed", ["", "ACDEFH", CARD[:-1], CARD + "A"])
def test_what_is_not_as_long_as_a_card_is_no_card(typed: str) -> None:
    assert mistyped_groups(typed) == [1, 2, 3, 4, 5, 6]


def test_letters_that_are_taken_for_others_are_in_no_card() -> None:
    typed = "0" + new_card()[1:]
    assert mistyped_groups(typed) == [1]


@pytest.mark.parametrize(("passed", "idle"), [(4, False), (5, True), (60, True)])
def test_a_seat_is_idle_from_its_last_minute_on(passed: int, idle: bool) -> None:
    assert is_idle(AT, 5, AT + timedelta(minutes=passed)) is idle


@pytest.mark.parametrize(("later", "taken"), [(0, True), (90, True), (91, False)])
def test_deposits_are_taken_until_90_days_after_the_last_day(
    later: int, taken: bool
) -> None:
    days = [date(2027, 4, 24), date(2027, 4, 26)]
    at = AT + timedelta(days=later)
    assert takes_deposits(days, AT - timedelta(days=400), at) is taken
    assert takes_deposits([], AT, at) is taken
    assert timedelta(days=90) == DEPOSITS


def test_a_picture_has_its_quiet_zone_and_no_style() -> None:
    picture = qr_picture("AAAA")
    assert picture.size == 21 + 8
    assert picture.path.startswith("M4 4h7v1h-7z")
