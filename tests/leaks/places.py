"""Where a record stands: its programmes, pair and visit, and whom it is about."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from app.models import metadata
from tests.leaks.standing import Map, Scope, as_key


class Places:
    """Looks them up in the tables, whatever the table."""

    def __init__(self, connection: Connection, found: Map) -> None:
        self.connection = connection
        self.map = found

    def scope_of(self, table: str, row: dict[str, Any]) -> Scope:
        visit = as_key(row.get("visit_id"))
        visit = as_key(row["id"]) if table == "visit" else visit
        pair = as_key(row["id"]) if table == "pair" else as_key(row.get("pair_id"))
        programme = as_key(row.get("programme_id"))
        if visit:
            pair = self.map.visits[visit].pair_id
        if table in ("action_update", "record_revision", "translation") and not pair:
            pair = self.pair_of(table, row)
        by = ("person_id", "by", "created_by", "author_id")
        people = {as_key(row.get(c)) for c in by}
        people |= {as_key(row["id"])} if table == "team_member" else set()
        people |= {self.asked(row)} if table == "date_question" else set()
        people |= self.authors(row) if table == "translation" else set()
        programmes = {programme} if programme else set()
        if table == "person":
            people, programmes = (
                {as_key(row["id"])},
                self.map.programmes_of(as_key(row["id"])),
            )
            pair, visit = self.place_of(row["id"])
        return Scope(
            frozenset(programmes),
            pair,
            visit,
            frozenset(one for one in people if one),
        )

    def asked(self, row: dict[str, Any]) -> str | None:
        """The account of the member who is asked and reads their own answer."""
        members = metadata.tables["team_member"]
        asked = select(members.c.person_id).where(members.c.id == row["member_id"])
        return as_key(self.connection.execute(asked).scalar())

    def authors(self, row: dict[str, Any]) -> set[str | None]:
        """Who wrote the note that was translated: it stays theirs."""
        notes = metadata.tables["evidence"]
        asked = select(notes.c.author_id).where(notes.c.id == row["record_id"])
        return {as_key(self.connection.execute(asked).scalar())}

    def pair_of(self, table: str, row: dict[str, Any]) -> str | None:
        """Through the record it is about."""
        about = {"action_update": "action"}.get(table, str(row.get("table")))
        subject = row.get("action_id") or row.get("record_id")
        parent = metadata.tables.get(about)
        if parent is None or subject is None:
            return None
        if about == "pair":
            return as_key(subject)
        if about == "action_update":
            actions, updates = metadata.tables["action"], parent
            asked = select(actions.c.pair_id).join(
                updates, updates.c.action_id == actions.c.id
            )
            return as_key(
                self.connection.execute(asked.where(updates.c.id == subject)).scalar()
            )
        if "pair_id" not in parent.columns:
            return None
        asked = select(parent.c.pair_id).where(parent.c.id == subject)
        return as_key(self.connection.execute(asked).scalar())

    def place_of(self, person_id: UUID) -> tuple[str | None, str | None]:
        """A pair and a visit that somebody goes on."""
        key = as_key(person_id)
        seats = [one.visit_id for one in self.map.seats if one.person_id == key]
        if seats:
            return self.map.visits[seats[0]].pair_id, seats[0]
        cities = {m.city_id for m in self.map.memberships if m.person_id == key}
        mine = [o.pair_id for o in self.map.pair_cities if o.city_id in cities]
        return (mine[0] if mine else None), None
