"""What planning asks for beside the agenda: who interprets, when people can come, ways."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import (
    VisitRecord,
    VisitRow,
    json_field,
    long_text,
    now,
    stored,
)
from app.values_agenda import ClashRule


class TravelTime(VisitRecord, table=True):
    """What was written down for the way between two venues, in either direction;
    `from_venue_id` is the smaller id. Without a row it is estimated."""

    __tablename__ = "travel_time"

    from_venue_id: UUID = Field(foreign_key="venue.id", index=True)
    to_venue_id: UUID = Field(foreign_key="venue.id", index=True)
    minutes: int

    __table_args__ = (
        Index("uq_travel_time_pair", "from_venue_id", "to_venue_id", unique=True),
    )


class Interpreter(VisitRecord, table=True):
    """Somebody who interprets, by a letter: “interpreter A”.

    `pairs` are two languages each (BCP 47) in the order of the alphabet, such as `ar/fr`,
    interpreted in both directions.
    """

    name: str = Field(max_length=200)
    pairs: list[str] = json_field(list)
    contact: str = Field(default="", max_length=200)
    #: So many hours of a day at most; null where nothing was agreed.
    hours_a_day: int | None = None
    note: str = long_text()


class SessionInterpreter(VisitRow, table=True):
    __tablename__ = "session_interpreter"

    session_id: UUID = Field(foreign_key="agenda_session.id", index=True)
    interpreter_id: UUID = Field(foreign_key="interpreter.id", index=True)

    __table_args__ = (
        Index(
            "uq_session_interpreter_pair", "session_id", "interpreter_id", unique=True
        ),
    )


class Availability(VisitRow, table=True):
    """When somebody can come on a day; of exactly one of the three.

    Times are local to the day; both null: not on this day. Who has no row for a day is
    free on it, who has rows is free within them only.
    """

    day_id: UUID = Field(foreign_key="visit_day.id", index=True)
    member_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    stakeholder_id: UUID | None = Field(
        default=None, foreign_key="stakeholder.id", index=True
    )
    interpreter_id: UUID | None = Field(
        default=None, foreign_key="interpreter.id", index=True
    )
    starts_local: time | None = None
    ends_local: time | None = None
    preferred: bool = False
    #: Null where it was said through a link.
    by: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now)

    __table_args__ = (
        CheckConstraint(
            "(member_id IS NOT NULL AND stakeholder_id IS NULL AND interpreter_id IS NULL)"
            " OR (member_id IS NULL AND stakeholder_id IS NOT NULL AND interpreter_id IS NULL)"
            " OR (member_id IS NULL AND stakeholder_id IS NULL AND interpreter_id IS NOT NULL)",
            name="one_person",
        ),
    )


class ClashRules(VisitRecord, table=True):
    """What a visit has set for the rules of clashes: rule → block, warn or ignore.

    Without a row, and for a rule that is not in it, the default holds.
    """

    __tablename__ = "clash_rules"

    levels: dict[str, str] = json_field()

    __table_args__ = (Index("uq_clash_rules_visit", "visit_id", unique=True),)


class AcceptedClash(VisitRecord, table=True):
    """A clash that somebody has taken on, and why. `key` is that of the clash as it
    stood: another time, another person, and it is another clash."""

    __tablename__ = "accepted_clash"

    rule: ClashRule = Field(sa_type=stored(ClashRule))
    key: str = Field(max_length=64)
    reason: str = Field(max_length=300)
    language: str = Field(default="en", max_length=35)

    __table_args__ = (Index("uq_accepted_clash_key", "visit_id", "key", unique=True),)
