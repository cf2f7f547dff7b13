"""Who is asked in: links without accounts, and invitations that travel by one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from app.models.base import Editable, Row, now, stored
from app.values import Role, TeamPart
from app.values_people import LinkPurpose


class AccessLink(Row, table=True):
    """A way to act without an account. Of its token only the hash is kept.

    `subject` is the table of what it is about; `person_id` or `stakeholder_id` whom it
    is for, null where that is somebody who has no record yet.
    """

    __tablename__ = "access_link"

    token_hash: str = Field(max_length=64, unique=True)
    purpose: LinkPurpose = Field(sa_type=stored(LinkPurpose))
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    subject: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    stakeholder_id: UUID | None = Field(
        default=None, foreign_key="stakeholder.id", index=True
    )
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(default_factory=now)
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None


class Invitation(Editable, table=True):
    """Somebody asked to take part, by e-mail. One per programme and address at a time.

    `visit_id` is set where whoever invites may only ask people to that visit's team.
    `takes_over_from`: whose open things pass to whoever accepts.
    """

    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=120)
    language: str = Field(default="en", max_length=35)
    accepted_at: datetime | None = None
    accepted_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    takes_over_from: UUID | None = Field(
        default=None, foreign_key="person.id", index=True
    )

    __table_args__ = (Index("ix_invitation_programme_email", "programme_id", "email"),)


class InvitedRole(Row, table=True):
    """One role an invitation brings; `role` is null for a place on a visit's team."""

    __tablename__ = "invited_role"

    invitation_id: UUID = Field(foreign_key="invitation.id", index=True)
    role: Role | None = Field(default=None, sa_type=stored(Role))
    pair_id: UUID | None = Field(default=None, foreign_key="pair.id", index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    organisation_id: UUID | None = Field(
        default=None, foreign_key="organisation.id", index=True
    )
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    part: TeamPart | None = Field(default=None, sa_type=stored(TeamPart))
