"""Point 2, two hundred sessions: the agenda's page, and every clash among them."""

import time as clock
from collections.abc import Iterator
from datetime import date, time, timedelta
from statistics import median, quantiles
from uuid import UUID

from sqlmodel import col, select

from app.access import Actor
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import AgendaSession, Visit
from app.visits.clash_rules import clashes
from app.visits.clash_shapes_rules import Place, Plan, Slot, Someone
from app.visits.releasing import release_agenda
from bench.grow import more_sessions
from bench.load import Rate, enter, hammer
from bench.results import Result
from bench.served import postgres_demo, served

SESSIONS = 200
VISIT = seed_id("demonstration", "visit", "val-daubre-review")
ADDRESS = f"/visits/{VISIT}/agenda"
#: (name, address, clients)
PAGES = (
    ("page/agenda-200", ADDRESS, 1),
    ("page/agenda-200/8", ADDRESS, 8),
    ("page/clashes-200", f"/visits/{VISIT}/clashes", 1),
)


def measure(quick: bool) -> Iterator[Result]:
    yield from pages(quick)
    yield every_clash(20 if quick else 200)


def pages(quick: bool) -> Iterator[Result]:
    """One client for the 95th percentile, eight for the rate; then one who edits."""
    rounds, seconds = (1, 2.0) if quick else (3, 5.0)
    with postgres_demo() as url:
        moved, revision = prepare(url)
        with served(url, workers=2) as address:
            cookie = enter(address, "facilitator")
            for name, path, clients in PAGES:
                about = {"clients": clients, "seconds": seconds, "cookie": cookie}
                found = [hammer("get", address + path, **about) for _ in range(rounds)]
                yield result(name, found, f"{clients} at a time")
            planner = enter(address, "mentee-officer")
            edit = f"{address}{ADDRESS}/{moved}/times"
            about = {"clients": 1, "seconds": seconds, "cookie": planner}
            found = [hammer("move", edit, revision=revision, **about)]
            yield result("edit/agenda-200", found, "a session moved, 1 at a time")


def result(name: str, found: list[Rate], note: str) -> Result:
    return Result(
        name,
        median(rate.per_second for rate in found),
        "/s",
        median(rate.p95_ms for rate in found),
        note=f"PostgreSQL, 2 workers, {note}",
    )


def prepare(url: str) -> tuple[UUID, int]:
    """Two hundred sessions, released: what a reader of a large agenda meets.

    The id and revision of one that can be moved.
    """
    database = Database(url)
    more_sessions(database, SESSIONS)
    with database.writing() as session:
        visit = session.get_one(Visit, VISIT)
        coordinator = Actor(coordinated=frozenset({visit.programme_id or VISIT}))
        release_agenda(session, coordinator, visit, "", "en")
        moved = session.exec(MOVABLE).first()
        assert moved
    database.close()
    return moved.id, moved.revision


MOVABLE = select(AgendaSession).where(
    AgendaSession.visit_id == VISIT,
    col(AgendaSession.starts_local) > time(9, 30),
    col(AgendaSession.removed_at).is_(None),
)


def every_clash(rounds: int) -> Result:
    """The rules alone, on sessions that share members, people, rooms and interpreters."""
    plan = crowded_plan(SESSIONS)
    found = clashes(plan)
    times = []
    for _ in range(rounds):
        started = clock.perf_counter()
        clashes(plan)
        times.append((clock.perf_counter() - started) * 1000)
    p95 = quantiles(times, n=20)[-1]
    return Result("clashes/200", median(times), "ms", p95, note=f"{len(found)} clashes")


def crowded_plan(sessions: int) -> Plan:
    """Everybody is wanted everywhere; some said when they can come."""
    everybody = {f"{kind} {n}": n for kind, count in PEOPLE for n in range(count)}
    return Plan(
        slots=[slot(number) for number in range(sessions)],
        whom={
            name: Someone(name, ["fr" if n % 2 else "ar"], 1, ["ar/fr"], 6)
            for name, n in everybody.items()
        },
        places={
            n: Place(f"Room {n}", n % 3, 4, n % 2 == 0, n % 3 > 0, 10) for n in range(9)
        },
        windows={(name, MONDAY): [(9 * 60, 12 * 60)] for name in everybody},
        ways={frozenset(venues): 20 for venues in ((0, 1), (0, 2), (1, 2))},
        holidays={MONDAY: [("national", "National day")]},
    )


PEOPLE = (("Member", 11), ("Person", 60), ("Interpreter", 4))
MONDAY = date(2026, 10, 12)


def slot(number: int) -> Slot:
    day, hour = number % 5, 8 + number // 5 % 10
    return Slot(
        uuid7(),
        number,
        MONDAY + timedelta(days=day),
        hour * 60,
        hour * 60 + 75,
        room=number % 9,
        members=tuple({f"Member {number % 7}", f"Member {number % 11}"}),
        people=(f"Person {number % 60}",),
        interpreters=(f"Interpreter {number % 4}",),
        languages=("fr",),
        needs=("private", "step-free") if number % 6 == 0 else (),
    )
