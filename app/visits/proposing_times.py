"""Pure questions about a problem's time: when its people are free, which starts are left."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.visits.proposing_parts import Parts
from app.visits.proposing_problem import ANY_TRACK, DAY, Problem, Wanted, Windows


class Times(Parts):
    """The starts at which each session may take place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self._starts: dict[str, list[int]] = {}
        self._liked: dict[str, list[frozenset[int]]] = {}

    def hours(self, wanted: Wanted) -> list[int]:
        """Every start within the hours of the days, in minutes of the visit."""
        grid = self.problem.grid
        found: list[int] = []
        for index, day in enumerate(self.problem.days):
            first = -(-day.opens // grid) * grid
            last = day.closes - wanted.minutes
            found += range(index * DAY + first, index * DAY + last + 1, grid)
        return found

    def starts(self, wanted: Wanted) -> list[int]:
        """Starts at which its people, the members named and enough others are free."""
        if wanted.key not in self._starts:
            found = self.hours(wanted)
            for windows in self.windows_of(wanted):
                found = within(windows, wanted.minutes, found)
            free = [start for start in found if self.enough(wanted, start)]
            self._starts[wanted.key] = free
        return self._starts[wanted.key]

    def liked(self, wanted: Wanted) -> list[frozenset[int]]:
        """Starts that each of its people prefers; empty for one who prefers none."""
        if wanted.key not in self._liked:
            self._liked[wanted.key] = [
                frozenset(within(windows, wanted.minutes, self.starts(wanted)))
                for key in wanted.people
                for windows in [preferred(self.people[key].windows)]
            ]
        return self._liked[wanted.key]

    def windows_of(self, wanted: Wanted) -> list[Windows]:
        return [one.windows for one in self.everybody(wanted)]

    def enough(self, wanted: Wanted, start: int) -> bool:
        """Two of the team that attends are free, or the one there is; or it is named."""
        if wanted.members or not self.problem.members:
            return True
        if wanted.attends != ANY_TRACK:
            return self.team_is_free(wanted, wanted.attends, start)
        keys = self.tracks
        return any(self.team_is_free(wanted, track, start) for track in keys)

    def team_is_free(self, wanted: Wanted, track: str, start: int) -> bool:
        team = self.team(track)
        free = sum(
            bool(within(self.members[key].windows, wanted.minutes, [start]))
            for key in team
        )
        return free >= min(2, len(team))


def preferred(windows: Windows) -> Windows:
    return tuple(one for one in windows or () if one.preferred)


def within(windows: Windows, minutes: int, starts: Iterable[int]) -> list[int]:
    """Those starts from which all `minutes` lie inside one window."""
    if windows is None:
        return list(starts)
    spans = [(w.day * DAY + w.starts, w.day * DAY + w.ends) for w in windows]
    return [
        start
        for start in starts
        if any(first <= start and start + minutes <= last for first, last in spans)
    ]


def blocks(taken: Sequence[tuple[int, int]], tail: int) -> list[tuple[int, int]]:
    """Times already taken as stretches apart, each with its pause after it.

    Fixed sessions may touch or overlap: that is decided, and no reason to refuse.
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(taken):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [
        (start, min(end + tail, after))
        for (start, end), (after, _) in pairwise([*merged, (10**6, 10**6)])
    ]
