"""Sessions of a day lie beside each other without hiding one another."""

from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from hypothesis import given, strategies as st

from app.visits.agenda_layout import MOST_COLUMNS, Block, blocks
from app.visits.rules import at_minute


@dataclass(frozen=True)
class Item:
    number: int
    starts: time
    ends: time
    track: str = ""


def item(number: int, start: str, end: str, track: str = "") -> Item:
    return Item(number, time.fromisoformat(start), time.fromisoformat(end), track)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(st.integers(8 * 4, 14 * 4)) * 15
        end = start + draw(st.integers(1, 10)) * 15
        track = draw(st.sampled_from(["", "", "a", "b"]))
        made.append(Item(number, at_minute(start), at_minute(end), track))
    return made


def laid(found: list[Block[Item]]) -> list[tuple[int, list[tuple[int, int]]]]:
    return [(b.columns, [(c, i.number) for c, i in b.placed]) for b in found]


def test_tracks_stand_side_by_side_and_the_rest_one_under_the_other() -> None:
    day = [
        item(1, "09:00", "10:00"),
        item(2, "10:30", "12:00", "b"),
        item(3, "10:30", "11:45", "a"),
        item(4, "14:00", "15:00"),
    ]
    assert laid(blocks(day)) == [(1, [(1, 1)]), (2, [(2, 2), (1, 3)]), (1, [(1, 4)])]


def test_a_column_is_used_again_when_it_is_free() -> None:
    day = [
        item(1, "09:00", "12:00"),
        item(2, "09:00", "10:00"),
        item(3, "10:00", "11:00"),
    ]
    assert laid(blocks(day)) == [(2, [(1, 1), (2, 2), (2, 3)])]


@given(items())
def test_every_session_is_placed_once_in_order_of_time(day: list[Item]) -> None:
    found = blocks(day)
    placed = [i for block in found for _column, i in block.placed]
    assert sorted(i.number for i in placed) == [i.number for i in day]
    assert [i.starts for i in placed] == sorted(i.starts for i in day)
    assert all(1 <= column <= block.columns for block in found for column, _ in block.placed)  # fmt: skip
    assert all(block.columns <= MOST_COLUMNS for block in found)


@given(items())
def test_blocks_do_not_overlap_each_other(day: list[Item]) -> None:
    found = blocks(day)
    for one, next_one in pairwise(found):
        assert max(i.ends for _, i in one.placed) <= next_one.starts


@given(items())
def test_sessions_without_a_track_never_share_a_column_and_a_time(
    day: list[Item],
) -> None:
    bare = [Item(i.number, i.starts, i.ends) for i in day]
    for block in blocks(bare):
        if block.columns == MOST_COLUMNS:
            continue
        for column, one in block.placed:
            for other_column, other in block.placed:
                apart = one.ends <= other.starts or other.ends <= one.starts
                assert one is other or column != other_column or apart
