from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from app.models.base import (
    Editable,
    Row,
    TextMap,
    json_field,
    long_text,
    now,
    stored,
)
from app.values import (
    Condition,
    Method,
    OrganisationKind,
    PairStatus,
    Part,
    ReadinessState,
    ReminderKind,
    Step,
)

FIXED = {"lazy": "raise"}


class Programme(SQLModel, table=True):
    """A project of many cities. `fictional` marks demonstration content."""

    id: UUID = Field(primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: TextMap = json_field()
    summary: TextMap = json_field()
    led_by: TextMap = json_field()
    fictional: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    languages: list[str] = json_field(list)
    default_language: str = Field(default="en", max_length=35)
    #: `{"when": {…}, "title": {…}}`, as published: to the month or the season.
    milestones: list[dict[str, TextMap]] = json_field(list)
    source: str = long_text()
    revision: int = Field(default=1)


class FormerSlug(Row, table=True):
    """Slugs given up: the old address leads on and is never given again."""

    kind: str = Field(max_length=40)
    slug: str = Field(max_length=80)
    subject_id: UUID

    __table_args__ = (Index("uq_former_slug_kind_slug", "kind", "slug", unique=True),)


class Organisation(Editable, table=True):
    name: TextMap = json_field()
    kind: OrganisationKind = Field(sa_type=stored(OrganisationKind))
    country: str = Field(default="", max_length=2)


class City(Editable, table=True):
    slug: str = Field(max_length=80, unique=True)
    name: TextMap = json_field()
    country: str = Field(max_length=2)
    inhabitants: int | None = None
    language: str = Field(default="en", max_length=35)
    about: TextMap = json_field()
    foreign_origin: str = Field(default="", max_length=80)
    foreign_origin_note: TextMap = json_field()
    source: str = long_text()
    organisation_id: UUID | None = Field(
        default=None, foreign_key="organisation.id", index=True
    )
    #: Of its council or mayor; null where nobody has said it.
    next_election_on: date | None = None

    organisation: Organisation | None = Relationship(sa_relationship_kwargs=FIXED)


class Pair(Editable, table=True):
    number: int
    theme: TextMap = json_field()
    method: Method = Field(sa_type=stored(Method))
    status: PairStatus = Field(sa_type=stored(PairStatus))
    benchmark_version_id: UUID | None = Field(
        default=None, foreign_key="benchmark_version.id", index=True
    )
    benchmark_note: TextMap = json_field()
    started_on: date | None = None
    objective: TextMap = json_field()
    needs: TextMap = json_field()
    strengths: TextMap = json_field()
    questions: list[TextMap] = json_field(list)
    source: str = long_text()

    cities: list["PairCity"] = Relationship(
        back_populates="pair",
        sa_relationship_kwargs={**FIXED, "order_by": "PairCity.position"},
    )


class PairCity(Editable, table=True):
    """A city's part in a pair, with its dates: a city replaced keeps its history.

    `replaces_id` is the part that this one took over.
    """

    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    city_id: UUID = Field(foreign_key="city.id", index=True)
    part: Part = Field(sa_type=stored(Part))
    position: int = 0
    from_on: date | None = None
    until_on: date | None = None
    former: bool = False
    note: TextMap = json_field()
    replaces_id: UUID | None = Field(
        default=None, foreign_key="paircity.id", index=True
    )

    pair: Pair = Relationship(back_populates="cities", sa_relationship_kwargs=FIXED)
    city: City = Relationship(sa_relationship_kwargs=FIXED)


class Readiness(Editable, table=True):
    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    condition: Condition = Field(sa_type=stored(Condition))
    state: ReadinessState = Field(sa_type=stored(ReadinessState))
    text: str = long_text()
    risk: str = long_text()
    measure: str = long_text()
    owner: str = Field(default="", max_length=200)
    checked_on: date | None = None
    language: str = Field(max_length=35)


class ContextNote(Editable, table=True):
    """What the cities do not control; of one of them, or of both where `city_id` is null."""

    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    context: str = Field(default="", max_length=80)
    text: str = long_text()
    language: str = Field(max_length=35)
    source: str = long_text()


class Deadline(Editable, table=True):
    """A step with its date. One that is `proposed` has the date that the plan gave it:
    nobody has moved it by hand, so it moves with the visit."""

    pair_id: UUID = Field(foreign_key="pair.id", index=True)
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    step: Step = Field(sa_type=stored(Step))
    due_on: date
    done_on: date | None = None
    owner_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    under_way: bool = False
    proposed: bool = False


class Reminder(Row, table=True):
    """What somebody was reminded of; once for each step, person, kind and due date."""

    deadline_id: UUID = Field(foreign_key="deadline.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: ReminderKind = Field(sa_type=stored(ReminderKind))
    due_on: date
    at: datetime = Field(default_factory=now)

    __table_args__ = (
        Index(
            "uq_reminder_once",
            "deadline_id",
            "person_id",
            "kind",
            "due_on",
            unique=True,
        ),
    )
