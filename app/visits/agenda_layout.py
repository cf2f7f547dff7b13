"""How the sessions of a day lie beside each other. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Generic, Protocol, TypeVar

#: More columns than this cannot be read; further sessions stand under the last one.
MOST_COLUMNS = 6


class Timed(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def starts(self) -> time | None: ...
    @property
    def ends(self) -> time | None: ...
    @property
    def track(self) -> str: ...


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """Sessions linked by overlapping; `placed` is (column from 1, session) by start."""

    starts: time
    columns: int
    placed: list[tuple[int, T]]


def blocks(sessions: Iterable[T]) -> list[Block[T]]:
    """What overlaps stands side by side, a track in one column; all have times."""
    return [_block(together) for together in _linked(sessions)]


def _linked(sessions: Iterable[T]) -> Iterator[list[T]]:
    together: list[T] = []
    until = time.min
    for session in sorted(sessions, key=lambda s: (s.starts, s.number)):
        assert session.starts
        assert session.ends
        if together and session.starts >= until:
            yield together
            together = []
        until = max(until, session.ends) if together else session.ends
        together.append(session)
    if together:
        yield together


def _block(together: list[T]) -> Block[T]:
    """Tracks in their own order, then whatever has none where a column is free."""
    tracks = sorted({session.track for session in together if session.track})
    column_of = {track: index for index, track in enumerate(tracks)}
    busy: list[time] = [time.min] * len(tracks)
    columns: list[int] = []
    for session in together:
        assert session.starts
        assert session.ends
        index = column_of.get(session.track)
        if index is None:
            free = (n for n, until in enumerate(busy) if until <= session.starts)
            index = next(free, len(busy))
        if index == len(busy):
            busy.append(time.min)
        busy[index] = max(busy[index], session.ends)
        columns.append(min(index + 1, MOST_COLUMNS))
    assert together[0].starts
    placed = list(zip(columns, together, strict=True))
    return Block(together[0].starts, max(columns), placed)
