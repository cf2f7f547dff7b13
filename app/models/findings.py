from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from app.models.base import VisitRecord, VisitRow, json_field, long_text, stored
from app.values import Bearing, FindingStatus, Judgement, ReplyKind, Support


class SelfAssessment(VisitRecord, table=True):
    """Where the reviewed city says it stands: a word and one sentence."""

    __tablename__ = "self_assessment"

    #: Of a key factor, or of a contextual factor: the other is empty.
    factor: str = Field(default="", max_length=80)
    context: str = Field(default="", max_length=80)
    word: Judgement | None = Field(default=None, sa_type=stored(Judgement))
    sentence: str = long_text()
    language: str = Field(max_length=35)

    __table_args__ = (
        Index(
            "uq_self_assessment_subject", "visit_id", "factor", "context", unique=True
        ),
    )


class AssessmentDocument(VisitRecord, table=True):
    """A document that the reviewed city points to: where it is read, not the file."""

    __tablename__ = "assessment_document"

    title: str = Field(max_length=200)
    link: str = Field(default="", max_length=500)
    factor: str = Field(default="", max_length=80)


class DeskNote(VisitRecord, table=True):
    """What the team reads out of the documents before it leaves, per factor."""

    __tablename__ = "desk_note"

    factor: str = Field(max_length=80)
    hypotheses: str = long_text()
    missing: str = long_text()
    to_meet: str = long_text()
    language: str = Field(max_length=35)

    __table_args__ = (
        Index("uq_desk_note_visit_factor", "visit_id", "factor", unique=True),
    )


class DebriefNote(VisitRecord, table=True):
    """What the team made of one factor on one day. One text per part, never a score."""

    __tablename__ = "debrief_note"

    day_id: UUID = Field(foreign_key="visit_day.id", index=True)
    factor: str = Field(max_length=80)
    agreement: str = long_text()
    dissent: str = long_text()
    contrary: str = long_text()
    tomorrow: str = long_text()
    language: str = Field(max_length=35)

    __table_args__ = (
        Index("uq_debrief_note_day_factor", "day_id", "factor", unique=True),
    )


class Finding(VisitRecord, table=True):
    """What the team concludes on one factor: a sentence, a word, a reason, evidence."""

    factor: str = Field(max_length=80)
    sentence: str = long_text()
    word: Judgement = Field(sa_type=stored(Judgement))
    reason: str = long_text()
    support: Support | None = Field(default=None, sa_type=stored(Support))
    support_reason: str = long_text()
    contexts: list[str] = json_field(list)
    dissent: str = long_text()
    status: FindingStatus = Field(
        default=FindingStatus.DRAFT, sa_type=stored(FindingStatus)
    )
    language: str = Field(max_length=35)
    #: Pieces of evidence it rested on that are gone because somebody withdrew.
    withdrawn: int = 0

    __table_args__ = (
        Index("uq_finding_visit_factor", "visit_id", "factor", unique=True),
    )


class FindingEvidence(VisitRow, table=True):
    """Evidence a finding rests on; `bearing` says for (supports) or against."""

    __tablename__ = "finding_evidence"

    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    bearing: Bearing = Field(sa_type=stored(Bearing))

    __table_args__ = (
        Index("uq_finding_evidence_pair", "finding_id", "evidence_id", unique=True),
    )


class HostReply(VisitRecord, table=True):
    __tablename__ = "host_reply"

    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    kind: ReplyKind = Field(sa_type=stored(ReplyKind))
    text: str = long_text()
    language: str = Field(max_length=35)


class TakeHome(VisitRecord, table=True):
    """What a study visit takes home, failures and needed changes included."""

    __tablename__ = "take_home"

    practice: str = long_text()
    factor: str = Field(max_length=80)
    what_failed_there: str = long_text()
    what_must_change_here: str = long_text()
    who: str = Field(default="", max_length=200)
    author_id: UUID | None = Field(
        default=None, foreign_key="team_member.id", index=True
    )
    language: str = Field(max_length=35)
