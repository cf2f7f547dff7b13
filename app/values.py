"""The closed lists of the field; what is stored is the value, what is shown `labels`.

Source: domain.md sections 2 to 6 as carried into docs/glossary; words for judgement,
support and bearing have no order, and nothing here may give them one.
"""

from enum import StrEnum


class Kind(StrEnum):
    INTERVIEW = "interview"
    GROUP_DISCUSSION = "group-discussion"
    OBSERVATION = "observation"
    DOCUMENT = "document"
    FIGURES = "figures"


class Voice(StrEnum):
    MIGRANTS = "migrants"
    ASSOCIATIONS = "associations"
    CITY_STAFF = "city-staff"
    PUBLIC_SERVICES = "public-services"
    ELECTED_LEADERS = "elected-leaders"
    SOCIAL_PARTNERS = "social-partners"
    RESIDENTS = "residents"
    ACADEMICS = "academics"
    NONE = "none"


class Who(StrEnum):
    WOMEN = "women"
    MEN = "men"
    YOUNG_PEOPLE = "young-people"


class Heard(StrEnum):
    DIRECTLY = "directly"
    INTERPRETED = "interpreted"
    SPOKEN_FOR = "spoken-for"


class Bearing(StrEnum):
    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"


class Sensitivity(StrEnum):
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


class Judgement(StrEnum):
    NOT_EXPLORED = "not-explored"
    NOT_IN_PLACE = "not-in-place"
    STARTING = "starting"
    WORKS_IN_PART = "works-in-part"
    WORKS = "works"
    WELL_ESTABLISHED = "well-established"
    VIEWS_DIFFER = "views-differ"


class Support(StrEnum):
    WELL = "well"
    FAIRLY = "fairly"
    WEAKLY = "weakly"
    VERY_WEAKLY = "very-weakly"


class Mode(StrEnum):
    ON_SITE = "on-site"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Method(StrEnum):
    PEER_REVIEW = "peer-review"
    MENTORING = "mentoring"
    COMMUNITY_OF_PRACTICE = "community-of-practice"


class Purpose(StrEnum):
    REVIEW = "review"
    STUDY = "study"
    FOLLOW_UP = "follow-up"


class PairStatus(StrEnum):
    PREPARING = "preparing"
    ACTIVE = "active"
    CLOSED = "closed"


class Part(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    EQUAL = "equal"


class VisitStatus(StrEnum):
    PLANNING = "planning"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under-way"
    DONE = "done"
    CANCELLED = "cancelled"


class SessionFormat(StrEnum):
    OPENING = "opening"
    INTERVIEW = "interview"
    GROUP_DISCUSSION = "group-discussion"
    SITE_VISIT = "site-visit"
    PLENARY = "plenary"
    ONLINE_MEETING = "online-meeting"
    DEBRIEF = "debrief"
    FEEDBACK = "feedback"
    MEAL = "meal"
    TRAVEL = "travel"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Need(StrEnum):
    WOMEN_ONLY = "women-only"
    STEP_FREE = "step-free"
    PRIVATE = "private"


class Step(StrEnum):
    """Steps of the cycle, in the order of the work."""

    READINESS = "readiness"
    TEAM = "team"
    SELF_ASSESSMENT = "self-assessment"
    AGENDA = "agenda"
    DESK_REVIEW = "desk-review"
    BRIEFING = "briefing"
    VISIT = "visit"
    REPORT_DRAFT = "report-draft"
    REPORT_FINAL = "report-final"
    ACTION_PLAN = "action-plan"
    FOLLOW_UP = "follow-up"


class ReminderKind(StrEnum):
    """Days before or after a step's date."""

    WEEK_BEFORE = "week-before"
    DAY_BEFORE = "day-before"
    DAY_AFTER = "day-after"
    WEEK_AFTER = "week-after"
    TWO_WEEKS_AFTER = "two-weeks-after"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    ASSOCIATION = "association"
    FACILITATOR = "facilitator"
    OFFICER = "officer"


class TeamPart(StrEnum):
    LEAD = "lead"
    EXPERT = "expert"
    OFFICER = "officer"
    MEMBER = "member"


class Preparation(StrEnum):
    CONTRACT = "contract"
    BRIEFING = "briefing"
    TRAINING = "training"
    TRAVEL = "travel"
    PAY = "pay"


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not-needed"


class Joins(StrEnum):
    ON_SITE = "on-site"
    ONLINE = "online"


class Condition(StrEnum):
    """The three conditions of the readiness check (domain.md section 4)."""

    LEADERSHIP = "leadership"
    CAPACITY = "capacity"
    RELATIONS = "relations"


class ReadinessState(StrEnum):
    AGREED = "agreed"
    IN_HAND = "in-hand"
    AT_RISK = "at-risk"


class FindingStatus(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"


class ReplyKind(StrEnum):
    AGREES = "agrees"
    ADDS = "adds"
    DISPUTES = "disputes"


class ActionStatus(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


class VersionStatus(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class CommentKind(StrEnum):
    UNCLEAR = "unclear"
    MISSING = "missing"
    DOES_NOT_FIT = "does-not-fit"
    WORKS_WELL = "works-well"


class OrganisationKind(StrEnum):
    LEAD = "lead"
    ASSOCIATION = "association"
    FACILITATION = "facilitation"


class Audience(StrEnum):
    CITIES = "cities"
    PUBLIC = "public"


class SharedSubject(StrEnum):
    """What cities may share: of a visit the first two, of a pair the last."""

    AGENDA = "agenda"
    FINDINGS = "findings"
    PLAN = "plan"


class ConsentTo(StrEnum):
    """What a speaker may agree to, each by itself (domain.md section 6)."""

    NOTES = "notes"
    AUDIO = "audio"
    PHOTO = "photo"
    QUOTE = "quote"


class FileState(StrEnum):
    """What became of a file that was sent; until its bytes are here it has no state."""

    RECEIVED = "received"
    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"
    DELETED = "deleted"
    ERASED = "erased"


#: The factor of a note that waits to be placed (design, the API).
TO_PLACE = "to-place"


class SignInMethod(StrEnum):
    DEMO = "demo"
    CODE = "code"
    PASSKEY = "passkey"
    LINK = "link"


class SeatOpenedBy(StrEnum):
    CARD = "card"
    TOUCH = "touch"


class TokenScope(StrEnum):
    READ = "read"
    EVIDENCE = "evidence"
    EXPORT = "export"
