"""Going out into the world: calendars somebody subscribes to, and who comes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.models.base import Row, VisitRow, long_text, now, stored
from app.values_people import Coming


class CalendarFeed(Row, table=True):
    """A calendar one person subscribes to; of its address only the hash is kept.

    `visit_id` is null for all sessions of theirs, whatever the visit.
    """

    __tablename__ = "calendar_feed"

    person_id: UUID = Field(foreign_key="person.id", index=True)
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(default_factory=now)
    last_read_at: datetime | None = None
    revoked_at: datetime | None = None


class SessionInvitation(VisitRow, table=True):
    """Somebody is asked to a session as it stood in a release; of exactly one of three.

    Asked again when it has moved: `replaced_at` is set, and the answer kept.
    """

    __tablename__ = "session_invitation"

    session_id: UUID = Field(foreign_key="agenda_session.id", index=True)
    member_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    stakeholder_id: UUID | None = Field(
        default=None, foreign_key="stakeholder.id", index=True
    )
    interpreter_id: UUID | None = Field(
        default=None, foreign_key="interpreter.id", index=True
    )
    #: Of the release in which it was asked.
    release_number: int
    asked_at: datetime = Field(default_factory=now)
    answer: Coming | None = Field(default=None, sa_type=stored(Coming))
    remark: str = long_text()
    answered_at: datetime | None = None
    replaced_at: datetime | None = None

    __table_args__ = (
        Index("ix_session_invitation_standing", "visit_id", "replaced_at"),
        CheckConstraint(
            "(member_id IS NOT NULL AND stakeholder_id IS NULL AND interpreter_id IS NULL)"
            " OR (member_id IS NULL AND stakeholder_id IS NOT NULL AND interpreter_id IS NULL)"
            " OR (member_id IS NULL AND stakeholder_id IS NULL AND interpreter_id IS NOT NULL)",
            name="one_person",
        ),
    )
