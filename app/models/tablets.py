"""Shared tablets of a visit, and the seats that members of the team open on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.base import VisitRecord, VisitRow, json_field, now, stored
from app.values import SeatOpenedBy

STILL_OPEN = text("ended_at IS NULL")


class FieldRules(VisitRecord, table=True):
    """How seats open and lock on a visit's tablets; without a row the defaults hold."""

    __tablename__ = "field_rules"

    by_touch: bool = False
    idle_minutes: int = 5

    __table_args__ = (Index("uq_field_rules_visit", "visit_id", unique=True),)


class TabletCode(VisitRow, table=True):
    """A tablet may join, once and soon. Typed and scanned form are kept sealed."""

    __tablename__ = "tablet_code"

    code_hmac: str = Field(max_length=64, unique=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None


class Tablet(VisitRow, table=True):
    """A browser that sends for a visit. Its cookie's token is kept as a hash only.

    `sent` counts the writes since `sent_since`, to keep a broken tablet from flooding.
    """

    number: int
    name: str = Field(default="", max_length=80)
    token_hash: str = Field(max_length=64, unique=True)
    browser: str = Field(default="", max_length=80)
    enrolled_at: datetime = Field(default_factory=now)
    expires_at: datetime
    last_seen_at: datetime = Field(default_factory=now)
    ejected_at: datetime | None = None
    sent: int = 0
    sent_since: datetime = Field(default_factory=now)

    __table_args__ = (
        Index("uq_tablet_visit_number", "visit_id", "number", unique=True),
    )


class TabletReport(VisitRow, table=True):
    """What a tablet last told of itself: what it still holds, and whether it is ready."""

    __tablename__ = "tablet_report"

    tablet_id: UUID = Field(foreign_key="tablet.id", unique=True)
    at: datetime = Field(default_factory=now)
    #: Finished and not yet received; of these, files; and what needs somebody.
    unsent: int = 0
    files_unsent: int = 0
    attention: int = 0
    oldest_unsent_at: datetime | None = None
    #: Check → true, false, a number, or null where the browser does not say.
    ready: dict[str, Any] = json_field()
    release: str = Field(default="", max_length=40)


class HandedQueue(VisitRow, table=True):
    """A queue that a tablet handed over as a file, and what became of what was in it."""

    __tablename__ = "handed_queue"

    tablet_id: UUID = Field(foreign_key="tablet.id", index=True)
    #: By the tablet's clock.
    made_at: datetime
    read_at: datetime = Field(default_factory=now)
    read_by: UUID | None = Field(default=None, foreign_key="person.id")
    #: `Fate` → how many notes, people who spoke and files.
    fates: dict[str, Any] = json_field()
    #: False where it breaks off: more may have been in it.
    whole: bool = True


class Seat(VisitRow, table=True):
    """A team member's place at the visit's tablets; the card's secret is a hash here."""

    member_id: UUID = Field(foreign_key="team_member.id", unique=True)
    card_hash: str | None = Field(default=None, max_length=64, unique=True)
    card_made_at: datetime | None = None


class OpenSeat(VisitRow, table=True):
    """A seat open on a tablet: at most one at a time. It has no token of its own."""

    __tablename__ = "open_seat"

    tablet_id: UUID = Field(foreign_key="tablet.id", index=True)
    seat_id: UUID = Field(foreign_key="seat.id", index=True)
    opened_by: SeatOpenedBy = Field(sa_type=stored(SeatOpenedBy))
    opened_at: datetime = Field(default_factory=now)
    last_used_at: datetime = Field(default_factory=now)
    expires_at: datetime
    ended_at: datetime | None = None

    __table_args__ = (
        Index(
            "uq_open_seat_tablet",
            "tablet_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
    )
