"""A visit with so much of everything that its planning pages list, and of each kind some.

`size` days, people, places and proposals; three times as many sessions. Rows are made as
they are stored: quicker than through the actions, which have their own tests.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel, select

from app.access import Actor
from app.ids import seed_id
from app.models import (
    AgendaSession,
    Availability,
    Interpreter,
    KeyFactor,
    Pair,
    Person,
    Room,
    SessionFactor,
    SessionInterpreter,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    TravelTime,
    Venue,
    Visit,
    VisitDay,
)
from app.values import (
    Mode,
    Purpose,
    SessionFormat,
    SessionStatus,
    TeamPart,
    VisitStatus,
    Voice,
)

PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
VISIT = seed_id("demonstration", "visit", "of-a-size")
R = TypeVar("R", bound=SQLModel)
Values = dict[str, Any]


def one_of(table: type[SQLModel], number: int = 0) -> UUID:
    """The id of one of the rows that were made of a table."""
    return seed_id("of-a-size", table.__name__, str(number))


@dataclass
class Growing:
    """What has grown so far; each step needs those before it."""

    session: Session
    visit: Visit
    planner: Actor
    size: int
    factors: Sequence[KeyFactor]
    days: Sequence[VisitDay] = ()
    rooms: Sequence[Room] = ()
    members: Sequence[TeamMember] = ()
    met: Sequence[Stakeholder] = ()
    interpreters: Sequence[Interpreter] = ()
    sessions: Sequence[AgendaSession] = ()
    kept: Counter[type] = field(default_factory=Counter)

    def keep(self, table: type[R], rows: Iterable[Values]) -> list[R]:
        """Rows of the visit, unless they say otherwise."""
        scope = {"programme_id": self.visit.programme_id, "visit_id": VISIT}
        known = {one: scope[one] for one in scope.keys() & table.model_fields.keys()}
        first = self.kept[table]
        made = [
            table(**{"id": one_of(table, number), **known, **row})
            for number, row in enumerate(rows, start=first)
        ]
        self.kept[table] += len(made)
        self.session.add_all(made)
        self.session.flush()  # later rows refer to these
        return made

    @property
    def numbers(self) -> range:
        return range(self.size)

    @property
    def each(self) -> list[Values]:
        """Each person as the rows that are about one of three name them."""
        return [
            *({"member_id": one.id} for one in self.members),
            *({"stakeholder_id": one.id} for one in self.met),
            *({"interpreter_id": one.id} for one in self.interpreters),
        ]


def begin(session: Session, size: int) -> Growing:
    """The visit `VISIT` of the demo's pair: days, places, people, sessions."""
    pair = session.get_one(Pair, PAIR)
    visit = Visit(id=VISIT, **visit_of(pair, 4))
    session.add(visit)
    session.flush()  # everything else refers to it
    facilitator = session.exec(select(Person).where(Person.persona == "facilitator"))
    planner = Actor(
        person_id=facilitator.one().id, coordinated=frozenset({visit.programme_id})  # type: ignore[arg-type]
    )  # fmt: skip
    of_pair = KeyFactor.version_id == pair.benchmark_version_id
    factors = session.exec(select(KeyFactor).where(of_pair)).all()
    growing = Growing(session, visit, planner, size, factors)
    for step in (grow_places, grow_people, grow_windows, grow_sessions, grow_links):
        step(growing)
    session.refresh(visit, ["days", "pair"])
    return growing


def visit_of(pair: Pair, number: int) -> Values:
    return {
        "programme_id": pair.programme_id,
        "pair_id": PAIR,
        "round": number,
        "purpose": Purpose.REVIEW,
        "host_city_id": seed_id("demonstration", "city", "val-daubre"),
        "mode": Mode.ON_SITE,
        "status": VisitStatus.PLANNING,
    }


def grow_places(g: Growing) -> None:
    first = date(2099, 4, 20)
    days = [first + timedelta(days=n) for n in g.numbers]
    own = {"mode": Mode.ON_SITE, "time_zone": "Europe/Paris"}
    g.days = g.keep(VisitDay, ({**own, "day_on": on, "note": str(on)} for on in days))
    venues = g.keep(
        Venue,
        ({"name": f"Venue {n}", "latitude": 45 + n, "longitude": 4} for n in g.numbers),
    )
    g.rooms = g.keep(
        Room,
        ({"venue_id": one.id, "name": "Room", "capacity": 1} for one in venues),
    )
    ends = [sorted((venues[0].id, one.id)) for one in venues[1:]]
    g.keep(
        TravelTime,
        ({"from_venue_id": a, "to_venue_id": b, "minutes": 90} for a, b in ends),
    )


def grow_people(g: Growing) -> None:
    contacts = [f"{n}@of-a-size.example" for n in g.numbers]
    people = g.keep(Person, ({"name": one, "email": one} for one in contacts))
    g.members = g.keep(
        TeamMember,
        (
            {
                "position": n,
                "person_id": one.id,
                "shown_name": f"Member {n}",
                "part": TeamPart.MEMBER,
                "languages": ["en"],
            }
            for n, one in enumerate(people)
        ),
    )
    own = {"category": Voice.ELECTED_LEADERS, "languages": ["ar"]}
    g.met = g.keep(
        Stakeholder,
        ({**own, "name": f"Mayor {one}", "contact": one} for one in contacts),
    )
    g.interpreters = g.keep(
        Interpreter,
        ({"name": f"Interpreter {n}", "pairs": ["ar/fr"]} for n in g.numbers),
    )


def grow_windows(g: Growing) -> None:
    """Every other person comes in the afternoon."""
    hours = {"starts_local": time(14), "ends_local": time(17)}
    g.keep(
        Availability,
        (
            {**hours, **one, "day_id": day.id}
            for day in g.days
            for one in g.each[::2]
        ),
    )  # fmt: skip


def grow_sessions(g: Growing) -> None:
    """A third is planned, on the first two days; a third waits; a third is cancelled."""
    own = {
        "format": SessionFormat.INTERVIEW,
        "languages": ["fr"],
        "needs": ["private", "step-free"],
        "status": SessionStatus.PLANNED,
    }
    rows: list[Values] = []
    for n in g.numbers:
        hours = {"starts_local": time(9), "ends_local": time(10)}
        when = {**own, **hours, "day_id": g.days[n % 2].id}
        rows += [
            {**when, "room_id": g.rooms[n].id, "track": "AB"[n % 2]},
            own,
            {**when, "status": SessionStatus.CANCELLED},
        ]
    g.sessions = g.keep(
        AgendaSession,
        (
            {**row, "number": n, "title": f"Session {n}"}
            for n, row in enumerate(rows, start=1)
        ),
    )


def grow_links(g: Growing) -> None:
    """The first member and interpreter are in all of them, and others beside them."""
    of = [(n // 3, {"session_id": one.id}) for n, one in enumerate(g.sessions)]
    factors = [g.factors[n % len(g.factors)] for n in g.numbers]
    g.keep(SessionMember, ({**one, "member_id": g.members[0].id} for _n, one in of))
    others = ((g.members[n].id, one) for n, one in of if n)
    g.keep(SessionMember, ({**one, "member_id": member} for member, one in others))
    g.keep(
        SessionStakeholder, ({**one, "stakeholder_id": g.met[n].id} for n, one in of)
    )
    first = {"interpreter_id": g.interpreters[0].id}
    g.keep(SessionInterpreter, ({**one, **first} for _n, one in of))
    g.keep(SessionFactor, ({**one, "factor_id": factors[n].id} for n, one in of))
