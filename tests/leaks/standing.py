"""What each actor is towards a record, read off the tables anew: access is on trial."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from app.ids import seed_id
from tests.actors import SEATED, TABLET
from tests.leaks.classes import told

Rows = list[Row[Any]]


@dataclass(frozen=True)
class Scope:
    """Where a record stands; null where it stands nowhere in particular."""

    programmes: frozenset[str] = frozenset()
    pair: str | None = None
    visit: str | None = None
    people: frozenset[str] = frozenset()


@dataclass
class Map:
    """Rows of who is where, keyed as text: SQLite and PostgreSQL write ids otherwise."""

    memberships: Rows
    seats: Rows
    pair_cities: Rows
    visits: dict[str, Row[Any]]
    personas: dict[str, str]

    @classmethod
    def of(cls, connection: Connection) -> "Map":
        def rows(sql: str) -> Rows:
            return list(connection.execute(text(sql)).all())

        visits = rows("SELECT id, pair_id, programme_id, host_city_id FROM visit")
        people = rows("SELECT persona, id FROM person WHERE persona IS NOT NULL")
        return cls(
            rows("SELECT * FROM membership WHERE removed_at IS NULL"),
            rows(
                "SELECT person_id, visit_id, part FROM team_member WHERE removed_at IS NULL "
                "AND person_id IS NOT NULL"
            ),
            rows(
                "SELECT pair_id, city_id, organisation_id FROM paircity "
                "JOIN city ON city.id = city_id WHERE paircity.removed_at IS NULL "
                "AND NOT former"
            ),
            {visit.id: visit for visit in visits},
            {one.persona: one.id for one in people},
        )

    def standings(self, actor: str, scope: Scope) -> set[str]:
        """`{"coordinator", "host"…}` of a persona; nobody has none."""
        if actor == TABLET:
            return self.at_tablet(scope)
        person = self.personas.get(actor)
        if person is None:
            return set()
        found = {"self"} if person in scope.people else set()
        for held in [one for one in self.memberships if one.person_id == person]:
            found |= self.by_role(held, scope)
        if self.programmes_of(person) & scope.programmes:
            found.add("colleague")
        own = [one for one in self.seats if one.person_id == person]
        led = {one.visit_id for one in own if one.part == "lead"}
        found |= {"lead"} if scope.visit in led else set()
        seats = {one.visit_id for one in own}
        if scope.visit in seats or (scope.visit is None and seats & self.below(scope)):
            found.add("team")
        return found

    def at_tablet(self, scope: Scope) -> set[str]:
        """Of the visit it was enrolled for, and in the name of whose seat is open."""
        visit, seat = SEATED
        if scope.visit != as_key(seed_id("demonstration", "visit", visit)):
            return set()
        member = as_key(seed_id("demonstration", "member", f"{visit}/{seat}"))
        return {TABLET} | ({"author"} if member in scope.people else set())

    def by_role(self, held: Row[Any], scope: Scope) -> set[str]:
        of_pair = [one for one in self.pair_cities if one.pair_id == scope.pair]
        found = set()
        if held.role == "coordinator" and held.programme_id in scope.programmes:
            found.add("coordinator")
        if held.role == "facilitator" and (
            held.pair_id == scope.pair
            if held.pair_id
            else held.programme_id in scope.programmes
        ):
            found.add("facilitator")
        if held.role == "officer":
            found |= {"officer" for one in of_pair if one.city_id == held.city_id}
            host = self.visits[scope.visit].host_city_id if scope.visit else None
            found |= {"host"} if host == held.city_id else set()
        if held.organisation_id is not None:
            theirs = [o for o in of_pair if o.organisation_id == held.organisation_id]
            found |= {"association"} if theirs else set()
        return found

    def programmes_of(self, person: str | None) -> set[str]:
        """Those somebody works in, by a role or by a seat."""
        held = {one.programme_id for one in self.memberships if one.person_id == person}
        seats = [one.visit_id for one in self.seats if one.person_id == person]
        return (held | {self.visits[one].programme_id for one in seats}) - {None}

    def below(self, scope: Scope) -> set[str]:
        """The visits of the scope's pair."""
        return {v.id for v in self.visits.values() if v.pair_id == scope.pair}


def may_meet(standings: set[str], class_name: str) -> bool:
    audience = told()["audiences"][class_name]
    if standings & set(audience.get("never", [])):
        return False
    return bool(standings & set(audience["may"]))


def as_key(value: UUID | str | None) -> str | None:
    """As SQLite keeps an id."""
    return value.hex if isinstance(value, UUID) else value
