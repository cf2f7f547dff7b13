"""A visit and its agenda as the API gives them; nothing here of what it hears.

Texts of people are maps from language to text: the one they were written in, and their
translations. Times are local to the session's day.
"""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, field_validator
from pydantic.config import JsonDict

from app.answers import Answer, Clock, Texts
from app.models import AgendaSession, Visit, VisitDay
from app.translations import Translated
from app.values import Mode, Purpose, SessionFormat, SessionStatus, VisitStatus, Voice

EXAMPLE_DAY: JsonDict = {
    "id": "019b76da-a800-7b0c-8e5c-0b5d3b2f9a11",
    "day_on": "2027-01-25",
    "mode": "on-site",
    "time_zone": "Europe/Paris",
    "note": {"fr": "Tout se fait à pied.", "en": "Everything is on foot."},
}
EXAMPLE_SESSION: JsonDict = {
    "id": "019b76da-a800-7c1d-9f6d-1c6e4c3a0b22",
    "number": 2,
    "title": {"fr": "Au café des langues", "en": "At the language café"},
    "language": "fr",
    "format": "group-discussion",
    "status": "planned",
    "day_id": "019b76da-a800-7b0c-8e5c-0b5d3b2f9a11",
    "starts_local": "14:00",
    "ends_local": "15:45",
    "track": "",
    "room": "Salle bleue",
    "place": "",
    "languages": ["fr", "ar"],
    "interpreter": "Arabic–French, interpreter A",
    "needs": ["private"],
    "factors": ["contacts-with-migrant-groups"],
    "questions": ["contacts-with-migrant-groups/forum"],
    "stakeholders": [],
    "members": ["Member 3", "Member 4"],
}


class DayAnswer(Answer):
    """`time_zone` is an IANA name; the day is one of the host's calendar."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_DAY]})

    id: UUID
    day_on: date
    mode: Mode | None
    time_zone: str
    note: Texts


class StakeholderAnswer(Answer):
    """Whom the team meets, by function."""

    id: UUID
    name: str
    organisation: str
    category: Voice


class SessionAnswer(Answer):
    """A cell of the agenda; without day or times it waits for a place.

    `members` are shown names, null to those who may not see them. `factors` are slugs,
    `questions` are `factor-slug/question-slug`.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_SESSION]})

    id: UUID
    number: int
    title: Texts
    language: str
    format: SessionFormat
    status: SessionStatus
    day_id: UUID | None
    starts_local: Clock | None
    ends_local: Clock | None
    track: str
    room: str | None
    place: str
    languages: list[str]
    interpreter: str
    needs: list[str]
    factors: list[str]
    questions: list[str]
    stakeholders: list[StakeholderAnswer]
    members: list[str] | None

    @field_validator("room", mode="before")
    @classmethod
    def name_only(cls, room: Any) -> str | None:
        return room.name if room else None

    @field_validator("factors", mode="before")
    @classmethod
    def slugs_only(cls, factors: list[Any]) -> list[str]:
        return [factor.slug for factor in factors]


class VisitAnswer(Answer):
    id: UUID
    pair_id: UUID
    round: int
    purpose: Purpose | None
    host_city: str | None
    mode: Mode | None
    status: VisitStatus
    aims: Texts
    days: list[DayAnswer]
    sessions: list[SessionAnswer]


def visit_answer(
    visit: Visit, sessions: list[SessionAnswer], translated: Translated
) -> VisitAnswer:
    """`visit` comes with its host city and its days."""
    days = [day_answer(day, visit.language, translated) for day in visit.days]
    aims = texts(visit.id, "aims", visit.aims, visit.language, translated)
    host = visit.host_city.slug if visit.host_city else None
    own = visit.model_dump(include=set(VisitAnswer.model_fields))
    known = {"aims": aims, "days": days, "sessions": sessions, "host_city": host}
    return VisitAnswer.model_validate(own | known)


def day_answer(day: VisitDay, language: str, translated: Translated) -> DayAnswer:
    note = texts(day.id, "note", day.note, language, translated)
    return DayAnswer.model_validate(day.model_dump() | {"note": note})


def session_answer(
    session: AgendaSession, *, with_members: bool, translated: Translated
) -> SessionAnswer:
    """`session` comes with its room, factors, stakeholders, members and interpreters."""
    title = texts(session.id, "title", session.title, session.language, translated)
    members = [m.shown_name for m in session.members if m.removed_at is None]
    met = [one for one in session.stakeholders if one.removed_at is None]
    voices = [one.name for one in session.interpreters if one.removed_at is None]
    known = {
        "title": title,
        "room": session.room,
        "interpreter": "; ".join(voices),
        "factors": session.factors,
        "stakeholders": [StakeholderAnswer.model_validate(one) for one in met],
        "members": members if with_members else None,
    }
    return SessionAnswer.model_validate(session.model_dump() | known)


def texts(
    record_id: UUID, field: str, text: str, language: str, translated: Translated
) -> Texts:
    """What was written wins over a translation into its own language."""
    own = {language: text} if text else {}
    return {**translated.get((record_id, field), {}), **own}
