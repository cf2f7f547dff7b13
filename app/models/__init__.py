"""Every table, so that the metadata is whole wherever it is needed."""

from app.models.base import metadata
from app.models.benchmarks import (
    Benchmark,
    BenchmarkComment,
    BenchmarkVersion,
    ContextualFactor,
    GoodPractice,
    GuidingQuestion,
    IndicativeEvidence,
    KeyFactor,
    RelatedFactors,
    Source,
)
from app.models.evidence import (
    Consent,
    Erasure,
    Evidence,
    EvidenceFactor,
    EvidenceRevision,
    Quarantine,
    ReleasedEvidence,
    RivalText,
    Speaker,
)
from app.models.findings import (
    DebriefNote,
    Finding,
    FindingEvidence,
    HostReply,
    SelfAssessment,
    TakeHome,
)
from app.models.people import Login, Membership, Person
from app.models.plans import Action, ActionUpdate
from app.models.programmes import (
    City,
    ContextNote,
    Deadline,
    FormerSlug,
    Organisation,
    Pair,
    PairCity,
    Programme,
    Readiness,
)
from app.models.records import (
    AuditEntry,
    Instance,
    RecordRevision,
    Sharing,
    Translation,
)
from app.models.visits import (
    AgendaRelease,
    AgendaSession,
    Room,
    SessionFactor,
    SessionMember,
    SessionStakeholder,
    Stakeholder,
    TeamMember,
    Venue,
    Visit,
    VisitDay,
)

__all__ = [
    "Action", "ActionUpdate", "AgendaRelease", "AgendaSession", "AuditEntry",
    "Benchmark", "BenchmarkComment", "BenchmarkVersion", "City", "Consent",
    "ContextNote", "ContextualFactor", "Deadline", "DebriefNote", "Erasure",
    "Evidence", "EvidenceFactor", "EvidenceRevision", "Finding", "FindingEvidence",
    "FormerSlug", "GoodPractice", "GuidingQuestion", "HostReply",
    "IndicativeEvidence", "Instance", "KeyFactor", "Login", "Membership",
    "Organisation", "Pair", "PairCity", "Person", "Programme", "Quarantine",
    "Readiness", "RecordRevision", "RelatedFactors", "ReleasedEvidence", "RivalText",
    "Room", "SelfAssessment", "SessionFactor", "SessionMember",
    "SessionStakeholder", "Sharing", "Source", "Speaker", "Stakeholder", "TakeHome",
    "TeamMember", "Translation", "Venue", "Visit", "VisitDay", "metadata",
]
