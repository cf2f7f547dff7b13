"""Agendas to be proposed, made up for a seed: the size of the issue, and a larger one."""

from dataclasses import dataclass
from random import Random

from app.visits.proposing_problem import (
    ANY_TRACK,
    FIRST,
    LAST,
    Bridge,
    Day,
    Interpreter,
    Journey,
    Member,
    Person,
    Problem,
    Room,
    Track,
    Wanted,
    Window,
)

VOICES = (
    "migrants",
    "associations",
    "city-staff",
    "public-services",
    "elected-leaders",
)
LANGUAGES = ("ar", "uk", "ti")


@dataclass(frozen=True)
class Size:
    days: int
    sessions: int
    people: int
    venues: int
    rooms: int
    interpreters: int
    tracks: int
    factors: int


ISSUE = Size(3, 24, 17, 6, 4, 3, 2, 8)
LARGE = Size(5, 60, 40, 8, 8, 5, 3, 8)


def made(size: Size, seed: int) -> Problem:
    """Days of 9 to 18; six windows a person; one session in four is interpreted."""
    chance = Random(seed)
    days = tuple(Day(f"d{n}", 540, 1080) for n in range(size.days))
    venues = [f"v{n}" for n in range(size.venues)]
    journeys = tuple(
        Journey(a, b, chance.choice((10, 15, 20, 25, 30)))
        for n, a in enumerate(venues)
        for b in venues[n + 1 :]
    )
    people = tuple(person(chance, size, n) for n in range(size.people))
    interpreters = tuple(
        Interpreter(
            f"i{n}", f"Interpreter {n + 1}", ((LANGUAGES[n % 3], "en"),), None, 360
        )
        for n in range(size.interpreters)
    )
    members = tuple(Member(f"m{n}", f"Member {n + 1}") for n in range(size.tracks * 3))
    tracks = tuple(
        Track(chr(65 + n), tuple(m.key for m in members[n :: size.tracks]))
        for n in range(size.tracks)
    )
    return Problem(
        days=days,
        wanted=sessions(chance, size, venues),
        people=people,
        members=members,
        tracks=tracks,
        interpreters=interpreters,
        rooms=rooms(size, venues),
        journeys=journeys,
        seed=seed,
    )


def rooms(size: Size, venues: list[str]) -> tuple[Room, ...]:
    return tuple(
        Room(
            f"r{n}",
            f"Room {n + 1}",
            venues[n % max(1, size.venues - 2)],
            (60, 20, 14, 12)[n % 4],
            ("private", "step-free") if n % 2 else ("step-free",),
            10,
        )
        for n in range(size.rooms)
    )


def person(chance: Random, size: Size, number: int) -> Person:
    """Six windows over the days, some of them preferred."""
    windows = []
    for _ in range(6):
        day, starts = chance.randrange(size.days), chance.choice((540, 600, 660, 780, 840, 900))  # fmt: skip
        ends = min(1080, starts + chance.choice((120, 150, 180)))
        windows.append(Window(day, starts, ends, chance.random() < 0.3))
    voice = VOICES[number % len(VOICES)]
    return Person(f"p{number}", f"Person {number + 1}", voice, tuple(windows), 1 + number % 3)  # fmt: skip


def sessions(chance: Random, size: Size, venues: list[str]) -> tuple[Wanted, ...]:
    found = []
    for number in range(1, size.sessions + 1):
        first, last = number == 1, number == size.sessions
        whole = first or last
        off_site = not whole and number % 6 == 0
        language = LANGUAGES[number // 4 % 3]
        found.append(
            Wanted(
                key=f"s{number}",
                number=number,
                title=f"Session {number}",
                format="opening" if first else "feedback" if last else "interview",
                minutes=60 if whole else chance.choice((45, 60, 60, 75, 90)),
                people=() if whole else (f"p{(number - 2) % size.people}",),
                factors=(f"f{number % size.factors}", f"f{number * 3 % size.factors}"),
                bridges=(Bridge(language, ("en",)),) if number % 4 == 0 else (),
                needs=("private",) if number % 7 == 0 else (),
                attends="" if whole else ANY_TRACK,
                needs_room=not off_site,
                venue=chance.choice(venues) if off_site else None,
                position=FIRST if first else LAST if last else "",
            )
        )
    return tuple(found)
