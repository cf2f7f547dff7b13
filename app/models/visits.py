from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship

from app.models.base import (
    Editable,
    TextMap,
    VisitRecord,
    VisitRow,
    json_field,
    long_text,
    stored,
)
from app.models.benchmarks import KeyFactor
from app.models.people import Person
from app.models.planning import Interpreter, SessionInterpreter
from app.models.programmes import City, Pair
from app.values import (
    Joins,
    Mode,
    Purpose,
    SessionFormat,
    SessionStatus,
    TeamPart,
    VisitStatus,
    Voice,
)

FIXED = {"lazy": "raise"}


class Visit(Editable, table=True):
    """`host_city_id` decides who never sees raw evidence.

    Host, purpose and mode are null where a real visit's were not published.
    """

    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    round: int
    purpose: Purpose | None = Field(default=None, sa_type=stored(Purpose))
    host_city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    mode: Mode | None = Field(default=None, sa_type=stored(Mode))
    status: VisitStatus = Field(sa_type=stored(VisitStatus))
    aims: str = long_text()
    language: str = Field(default="en", max_length=35)
    #: Whom to call there when somebody is in danger (domain, section 6).
    local_contact: str = Field(default="", max_length=200)
    date_note: TextMap = json_field()
    source: str = long_text()

    pair: Pair = Relationship(sa_relationship_kwargs=FIXED)
    host_city: City | None = Relationship(sa_relationship_kwargs=FIXED)
    days: list["VisitDay"] = Relationship(
        sa_relationship_kwargs={
            **FIXED,
            "order_by": "VisitDay.day_on",
            "primaryjoin": "and_(VisitDay.visit_id == Visit.id, "
            "VisitDay.removed_at.is_(None))",
        }
    )


class VisitDay(VisitRecord, table=True):
    """A day in the host's calendar; days need not follow each other."""

    __tablename__ = "visit_day"

    day_on: date
    mode: Mode | None = Field(default=None, sa_type=stored(Mode))
    time_zone: str = Field(max_length=64)
    note: str = long_text()


class Venue(VisitRecord, table=True):
    name: str = Field(max_length=200)
    address: str = Field(default="", max_length=300)
    step_free: bool = False
    #: Degrees (WGS 84), both or neither.
    latitude: float | None = None
    longitude: float | None = None

    rooms: list["Room"] = Relationship(
        back_populates="venue",
        sa_relationship_kwargs={**FIXED, "order_by": "Room.name"},
    )


class Room(VisitRecord, table=True):
    venue_id: UUID = Field(foreign_key="venue.id", index=True)
    name: str = Field(max_length=200)
    capacity: int | None = None
    private: bool = False
    step_free: bool = False
    network: bool = False
    #: What it takes to leave it in order for the next session.
    turnover_minutes: int = 0

    venue: Venue = Relationship(back_populates="rooms", sa_relationship_kwargs=FIXED)


class Stakeholder(VisitRecord, table=True):
    """Somebody the team meets, by function: never the name of a migrant."""

    name: str = Field(max_length=200)
    organisation: str = Field(default="", max_length=200)
    category: Voice = Field(sa_type=stored(Voice))
    languages: list[str] = json_field(list)
    #: People who come, where it is a group.
    how_many: int = 1
    contact: str = Field(default="", max_length=200)
    #: The side that invites them and knows how to reach them; null is the facilitator's.
    invited_by_city_id: UUID | None = Field(
        default=None, foreign_key="city.id", index=True
    )
    note: str = long_text()


class SessionFactor(VisitRow, table=True):
    __tablename__ = "session_factor"

    session_id: UUID = Field(foreign_key="agenda_session.id", index=True)
    factor_id: UUID = Field(foreign_key="key_factor.id", index=True)

    __table_args__ = (
        Index("uq_session_factor_pair", "session_id", "factor_id", unique=True),
    )


class SessionStakeholder(VisitRow, table=True):
    __tablename__ = "session_stakeholder"

    session_id: UUID = Field(foreign_key="agenda_session.id", index=True)
    stakeholder_id: UUID = Field(foreign_key="stakeholder.id", index=True)

    __table_args__ = (
        Index(
            "uq_session_stakeholder_pair", "session_id", "stakeholder_id", unique=True
        ),
    )


class SessionMember(VisitRow, table=True):
    __tablename__ = "session_member"

    session_id: UUID = Field(foreign_key="agenda_session.id", index=True)
    member_id: UUID = Field(foreign_key="team_member.id", index=True)

    __table_args__ = (
        Index("uq_session_member_pair", "session_id", "member_id", unique=True),
    )


class AgendaSession(VisitRecord, table=True):
    """One cell of the agenda. Times are local to its day; without them it waits.

    Without a track it is for the whole team; `minutes` is how long it should be, while
    it waits; what is `fixed` stays where it is when an agenda is proposed.
    """

    __tablename__ = "agenda_session"

    number: int
    title: str = Field(max_length=200)
    language: str = Field(default="en", max_length=35)
    format: SessionFormat = Field(sa_type=stored(SessionFormat))
    day_id: UUID | None = Field(default=None, foreign_key="visit_day.id", index=True)
    starts_local: time | None = None
    ends_local: time | None = None
    track: str = Field(default="", max_length=20)
    room_id: UUID | None = Field(default=None, foreign_key="room.id", index=True)
    place: str = Field(default="", max_length=200)
    link: str = Field(default="", max_length=500)
    languages: list[str] = json_field(list)
    needs: list[str] = json_field(list)
    minutes: int | None = None
    fixed: bool = False
    questions: list[str] = json_field(list)
    status: SessionStatus = Field(sa_type=stored(SessionStatus))
    notes: str = long_text()

    day: VisitDay | None = Relationship(sa_relationship_kwargs=FIXED)
    room: Room | None = Relationship(sa_relationship_kwargs=FIXED)
    factors: list[KeyFactor] = Relationship(
        link_model=SessionFactor,
        sa_relationship_kwargs={**FIXED, "order_by": "KeyFactor.number"},
    )
    stakeholders: list[Stakeholder] = Relationship(
        link_model=SessionStakeholder,
        sa_relationship_kwargs={**FIXED, "order_by": "Stakeholder.name"},
    )
    interpreters: list[Interpreter] = Relationship(
        link_model=SessionInterpreter,
        sa_relationship_kwargs={**FIXED, "order_by": "Interpreter.name"},
    )
    members: list["TeamMember"] = Relationship(
        link_model=SessionMember,
        sa_relationship_kwargs={**FIXED, "order_by": "TeamMember.position"},
    )


class TeamMember(VisitRecord, table=True):
    """A person of the visiting team, by the name they chose to be shown by."""

    __tablename__ = "team_member"

    position: int
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    shown_name: str = Field(max_length=80)
    #: The person has chosen it: from then on nobody else writes it.
    name_chosen: bool = False
    organisation: str = Field(default="", max_length=200)
    part: TeamPart = Field(sa_type=stored(TeamPart))
    migrant: bool = False
    languages: list[str] = json_field(list)
    preparation: dict[str, str] = json_field()
    joins: Joins = Field(default=Joins.ON_SITE, sa_type=stored(Joins))

    person: Person | None = Relationship(
        sa_relationship_kwargs={**FIXED, "foreign_keys": "TeamMember.person_id"}
    )


class AgendaRelease(VisitRow, table=True):
    """A numbered agenda as it stood when released; never changed."""

    __tablename__ = "agenda_release"

    number: int
    released_at: datetime
    released_by: UUID | None = Field(default=None, foreign_key="person.id")
    changes: str = long_text()
    language: str = Field(default="en", max_length=35)
    content: dict[str, object] = json_field()
    #: What calendars need to follow it (`calendar_rules.Followed`); empty in old ones.
    calendar: dict[str, object] = json_field()
