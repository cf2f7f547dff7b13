"""Finding the days of a visit: sets of days proposed, who is asked, what they say."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import VisitRecord, VisitRow, json_field, long_text, now, stored
from app.values_people import Suits


class DaySet(VisitRecord, table=True):
    """Days on which the visit could take place; they need not follow each other.

    `days` in their order: `{"on", "mode", "zone", "starts", "ends"}`, with the day in ISO
    form, mode null as the visit's, hours local to the zone or null.
    """

    __tablename__ = "day_set"

    days: list[dict[str, Any]] = json_field(list)
    #: When it became the visit's days; null while it is one of several.
    chosen_at: datetime | None = None


class DateQuestion(VisitRow, table=True):
    """Somebody is asked which days suit them; of exactly one of the four."""

    __tablename__ = "date_question"

    member_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    stakeholder_id: UUID | None = Field(
        default=None, foreign_key="stakeholder.id", index=True
    )
    interpreter_id: UUID | None = Field(
        default=None, foreign_key="interpreter.id", index=True
    )
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    asked_at: datetime = Field(default_factory=now)
    #: When they were written to last.
    told_at: datetime | None = None
    answered_at: datetime | None = None
    remark: str = long_text()

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN member_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN stakeholder_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN interpreter_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_person",
        ),
    )


class DateAnswer(VisitRow, table=True):
    """What somebody says of one set of days."""

    __tablename__ = "date_answer"

    question_id: UUID = Field(foreign_key="date_question.id", index=True)
    day_set_id: UUID = Field(foreign_key="day_set.id", index=True)
    suits: Suits = Field(sa_type=stored(Suits))

    __table_args__ = (
        Index("uq_date_answer_of", "question_id", "day_set_id", unique=True),
    )
