"""Smallest valid things; nothing random but ids. Each returns what it made."""

from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from app.access import Actor
from app.benchmarks.actions import import_benchmark
from app.benchmarks.forms import BenchmarkForm
from app.ids import uuid7
from app.models import (
    BenchmarkVersion,
    City,
    OpenSeat,
    Pair,
    PairCity,
    Person,
    Programme,
    Tablet,
    TeamMember,
    Visit,
    VisitDay,
)
from app.models.base import now
from app.people.seat_actions import seat_of
from app.people.tablet_actions import next_number
from app.people.tablet_rules import ENROLLED, SEATED
from app.people.tablets import new_tablet_token
from app.people.tokens import token_hash
from app.values import (
    Method,
    Mode,
    PairStatus,
    Part,
    Purpose,
    SeatOpenedBy,
    TeamPart,
    VisitStatus,
)

R = TypeVar("R", bound=SQLModel)


def both(text: str) -> dict[str, str]:
    return {"en": text, "fr": f"{text} (fr)"}


def make_programme(session: Session, **changes: Any) -> Programme:
    values = {"id": uuid7(), "slug": f"p-{uuid7().hex[-8:]}", "name": both("Programme")}
    return _kept(session, Programme(**{**values, **changes}))


def make_city(
    session: Session, programme: Programme, name: str, **changes: Any
) -> City:
    values = {
        "programme_id": programme.id,
        "slug": f"{name.lower()}-{uuid7().hex[-6:]}",
        "name": both(name),
        "country": "FR",
    }
    return _kept(session, City(**{**values, **changes}))


def make_benchmark(session: Session, factors: int = 2) -> BenchmarkVersion:
    """Published, with factors `factor-1`, `factor-2`…, one question each."""
    form = BenchmarkForm.model_validate(
        {
            "slug": f"b-{uuid7().hex[-8:]}",
            "theme": both("Theme"),
            "title": both("Title"),
            "principle": both("Principle"),
            "contextual_factors": [{"slug": "economy", **both("Economy")}],
            "key_factors": [
                {
                    "number": n,
                    "slug": f"factor-{n}",
                    "title": both(f"Factor {n}"),
                    "why_and_how": both("Why"),
                    "guiding_questions": [{"slug": "how", **both("How?")}],
                }
                for n in range(1, factors + 1)
            ],
        }
    )
    return import_benchmark(session, form)


def make_pair(session: Session, programme: Programme, **changes: Any) -> Pair:
    """A mentor city and a learning city, with a benchmark of two factors adopted."""
    version = make_benchmark(session)
    values = {
        "programme_id": programme.id,
        "number": 1,
        "theme": both("Theme"),
        "method": Method.MENTORING,
        "status": PairStatus.ACTIVE,
        "benchmark_version_id": version.id,
    }
    pair = _kept(session, Pair(**{**values, **changes}))
    for position, part in enumerate((Part.MENTOR, Part.MENTEE)):
        city = make_city(session, programme, part.value.capitalize())
        link = PairCity(
            programme_id=programme.id,
            pair_id=pair.id,
            city_id=city.id,
            part=part,
            position=position,
        )
        _kept(session, link)
    session.refresh(pair, ["cities"])
    return pair


def make_visit(session: Session, pair: Pair | None = None, **changes: Any) -> Visit:
    """A review visit of one day, hosted by the learning city."""
    pair = pair or make_pair(session, make_programme(session))
    values = {
        "programme_id": pair.programme_id,
        "pair_id": pair.id,
        "round": 1,
        "purpose": Purpose.REVIEW,
        "host_city_id": pair.cities[1].city_id,
        "mode": Mode.ON_SITE,
        "status": VisitStatus.PLANNING,
    }
    visit = _kept(session, Visit(**{**values, **changes}))
    visit.pair = pair  # lazy loading raises, here as in the application
    make_day(session, visit)
    return visit


def make_day(session: Session, visit: Visit, **changes: Any) -> VisitDay:
    values = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "day_on": date(2027, 4, 26),
        "mode": Mode.ON_SITE,
        "time_zone": "Europe/Paris",
    }
    return _kept(session, VisitDay(**{**values, **changes}))


def make_person(session: Session, name: str = "Somebody", **changes: Any) -> Person:
    values = {"id": uuid7(), "name": name, "email": f"{uuid7().hex}@example.org"}
    return _kept(session, Person(**{**values, **changes}))


def make_member(session: Session, visit: Visit, **changes: Any) -> TeamMember:
    person = make_person(session)
    values = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "position": 1,
        "person_id": person.id,
        "shown_name": "Member 1",
        "part": TeamPart.MEMBER,
    }
    return _kept(session, TeamMember(**{**values, **changes}))


def make_tablet(
    session: Session, visit: Visit, at: datetime | None = None, **changes: Any
) -> tuple[Tablet, str]:
    """Enrolled at `at`, now unless said, for 12 hours; and its credential."""
    token, enrolled_at = new_tablet_token(), at or now()
    values = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
        "number": next_number(session, visit.id),
        "token_hash": token_hash(token),
        "enrolled_at": enrolled_at,
        "expires_at": enrolled_at + ENROLLED,
    }
    return _kept(session, Tablet(**{**values, **changes})), token


def make_open_seat(
    session: Session, tablet: Tablet, member: TeamMember, **changes: Any
) -> OpenSeat:
    values = {
        "programme_id": tablet.programme_id,
        "visit_id": tablet.visit_id,
        "tablet_id": tablet.id,
        "seat_id": seat_of(session, member).id,
        "opened_by": SeatOpenedBy.CARD,
        "expires_at": now() + SEATED,
    }
    return _kept(session, OpenSeat(**{**values, **changes}))


def on_team(session: Session, visit: Visit, **also: Any) -> Actor:
    """An actor who is a member of the visit's team."""
    member = make_member(session, visit)
    values = {"person_id": member.person_id, "teams": {visit.id: member.id}}
    return Actor(**{**values, **also})


def host_officer(session: Session, visit: Visit, **also: Any) -> Actor:
    """An officer of the city that hosts the visit."""
    assert visit.host_city_id
    values = {
        "person_id": make_person(session).id,
        "cities": frozenset({visit.host_city_id}),
        "pairs": frozenset({visit.pair_id}),
        "learning": frozenset({visit.pair_id}),
    }
    return Actor(**{**values, **also})


def visiting_officer(session: Session, visit: Visit, **also: Any) -> Actor:
    """An officer of the pair's other city."""
    other = next(c for c in visit.pair.cities if c.city_id != visit.host_city_id)
    values = {
        "person_id": make_person(session).id,
        "cities": frozenset({other.city_id}),
        "pairs": frozenset({visit.pair_id}),
    }
    return Actor(**{**values, **also})


def facilitator(session: Session, visit: Visit, **also: Any) -> Actor:
    values = {
        "person_id": make_person(session).id,
        "facilitated": frozenset({visit.programme_id}),
    }
    return Actor(**{**values, **also})


def coordinator(session: Session, visit: Visit, **also: Any) -> Actor:
    values = {
        "person_id": make_person(session).id,
        "coordinated": frozenset({visit.programme_id}),
    }
    return Actor(**{**values, **also})


def _kept(session: Session, record: R) -> R:
    session.add(record)
    session.flush()  # later rows refer to this one
    return record
