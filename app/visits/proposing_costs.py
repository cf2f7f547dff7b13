"""What an agenda costs, counted without a solver: the wishes of `proposing_wishes`.

The model counts the same for the solver to lower; a test holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.visits.proposing_problem import DAY, Agenda, Placed, Wanted
from app.visits.proposing_times import Times

QUARTER = 15


def costed(times: Times, agenda: Agenda, *, everything: bool) -> Agenda:
    """With its cost and parts. `everything`: no session may be left out, so which
    voices are heard is settled by the sessions wanted."""
    parts = Count(times, agenda).parts(everything=everything)
    return replace(agenda, cost=sum(parts.values()), parts=parts)


@dataclass(frozen=True)
class Count:
    times: Times
    agenda: Agenda

    def parts(self, *, everything: bool) -> dict[str, int]:
        """What each wish costs; nothing for those without a weight here."""
        spans = list(self.spans())
        found = {
            "left_out": sum(not self.times.wanted[k].fixed for k in self.agenda.left),
            "unheard": 0 if everything else self.unheard(),
            "unseen": self.unseen(),
            "wish_missed": self.wishes_missed(),
            "span": sum(spans),
            "longest_day": max(spans, default=0),
            "venues": len(set(self.visits())),
            "uneven": self.uneven(),
            **self.changes(),
        }
        weights = self.times.problem.weights
        return {name: getattr(weights, name) * count for name, count in found.items()}

    def having(self, track: str) -> Iterable[tuple[Placed, Wanted]]:
        for one in self.agenda.placed:
            if track in attending(self.times, one):
                yield one, self.times.wanted[one.key]

    def movable(self) -> Iterable[tuple[Placed, Wanted]]:
        for one in self.agenda.placed:
            if not self.times.wanted[one.key].fixed:
                yield one, self.times.wanted[one.key]

    def unheard(self) -> int:
        """Factors without a second voice, or without a migrant's, that could have it."""
        here = {one.key for one in self.agenda.placed}
        could = self.voices(self.times.wanted)
        heard = self.voices({k: w for k, w in self.times.wanted.items() if k in here})
        return sum(
            (len(voices) > 1 and len(heard.get(factor, ())) < 2)
            + ("migrants" in voices - heard.get(factor, set()))
            for factor, voices in could.items()
        )

    def voices(self, wanted: Mapping[str, Wanted]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in wanted.values():
            voices = {self.times.people[key].voice for key in one.people}
            for factor in one.factors if voices else ():
                found.setdefault(factor, set()).update(voices)
        return found

    def unseen(self) -> int:
        if len(self.times.tracks) < 2:
            return 0
        missed = 0
        for track in self.times.tracks:
            could = {
                factor
                for one in self.times.problem.wanted
                if track in may_attend(self.times, one)
                for factor in one.factors
            }
            missed += len(could.difference(*(w.factors for _, w in self.having(track))))
        return missed

    def wishes_missed(self) -> int:
        return sum(
            bool(starts) and one.start not in starts
            for one, wanted in self.movable()
            for starts in self.times.liked(wanted)
        )

    def spans(self) -> Iterable[int]:
        """Of each team and day, in quarters of an hour; never less than what is in it."""
        for track in self.times.tracks:
            days: dict[int, list[tuple[int, int]]] = {}
            for one, wanted in self.having(track):
                end = one.start + wanted.minutes
                days.setdefault(one.start // DAY, []).append((one.start, end))
            for held in days.values():
                length = max(end for _, end in held) - min(start for start, _ in held)
                content = sum(end - start for start, end in held)
                yield -(-max(length, content) // QUARTER)

    def visits(self) -> Iterable[tuple[str, int, str]]:
        for track in self.times.tracks:
            for one, wanted in self.having(track):
                venue = self.times.venue(wanted, one.room)
                if venue is not None:
                    yield track, one.start // DAY, venue

    def uneven(self) -> int:
        if len(self.times.tracks) < 2:
            return 0
        loads = [
            sum(wanted.minutes for _, wanted in self.having(track))
            for track in self.times.tracks
        ]
        return -(-(max(loads) - min(loads)) // QUARTER)

    def changes(self) -> dict[str, int]:
        found = dict.fromkeys(("moved", "other_room", "other_track", "other_interpreter"), 0)  # fmt: skip
        for one, wanted in self.movable():
            stands = wanted.stands
            if stands is None:
                continue
            found["moved"] += one.start != stands.start
            if stands.room in {room.key for room in self.times.usable(wanted)}:
                found["other_room"] += one.room != stands.room
            if stands.track in may_attend(self.times, wanted):
                found["other_track"] += stands.track not in attending(self.times, one)
            able = {one.key for b in wanted.bridges for one in self.times.speaking(b)}
            kept = able.intersection(stands.interpreters)
            found["other_interpreter"] += len(kept.difference(one.interpreters))
        return found


def attending(times: Times, one: Placed) -> tuple[str, ...]:
    """The sub-teams that are in a session placed."""
    return (one.track,) if one.track in times.tracks else tuple(times.tracks)


def may_attend(times: Times, wanted: Wanted) -> tuple[str, ...]:
    if wanted.fixed and wanted.stands and wanted.stands.track in times.tracks:
        return (wanted.stands.track,)
    return tuple(times.tracks if wanted.fixed else times.tracks_of(wanted))
