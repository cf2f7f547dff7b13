"""An agenda as it stood: everything its reader sees, so that nothing later changes it.

Releases made before there were languages, people or rooms in it say less; which fields
a release has kept is in `model_fields_set`, and only those are compared.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app import i18n
from app.values import Mode, Need, SessionFormat, SessionStatus


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FrozenFactor(Frozen):
    slug: str
    number: int
    title: dict[str, str]


class FrozenPerson(Frozen):
    """Somebody met, or a member; `names` are translations of the name."""

    id: UUID
    name: str
    names: dict[str, str]

    @property
    def said(self) -> str:
        """In the reader's language."""
        return self.names.get(i18n.language(), self.name)


class FrozenDay(Frozen):
    """`note` as it was written, in `language`; `notes` are its translations."""

    id: UUID
    on: date
    mode: Mode | None
    time_zone: str
    note: str
    language: str
    notes: dict[str, str]


class FrozenSession(Frozen):
    """Times are local to its day; `room` has its venue before it.

    Older releases have one of room and place in `place`, and interpreters in words only.
    """

    id: UUID
    number: int
    title: str
    language: str = ""
    titles: dict[str, str] = {}
    format: SessionFormat | None = None
    status: SessionStatus
    day_on: date | None
    starts: time | None
    ends: time | None
    track: str = ""
    room: str = ""
    place: str
    link: str = ""
    languages: list[str] = []
    interpreter: str = ""
    interpreters: list[FrozenPerson] = []
    needs: list[Need] = []
    factors: list[str]
    questions: list[str] = []
    people: list[FrozenPerson] = []
    members: list[FrozenPerson] = []
    notes: str = ""

    @property
    def where(self) -> str:
        return " · ".join(part for part in (self.room, self.place) if part)

    @property
    def is_whole(self) -> bool:
        """Whether the release has kept all that is read; ids of interpreters came later."""
        return self.model_fields_set >= set(FrozenSession.model_fields) - {
            "interpreters"
        }


class FrozenAgenda(Frozen):
    days: list[FrozenDay] = []
    factors: list[FrozenFactor] = []
    sessions: list[FrozenSession]


def thawed(content: Mapping[str, Any]) -> FrozenAgenda:
    """What was stored with a release, of now or of earlier."""
    return FrozenAgenda.model_validate(content)


def otherwise(
    then: Mapping[str, Any], now: Mapping[str, Any], hidden: frozenset[str]
) -> tuple[FrozenAgenda, FrozenAgenda]:
    """Both, without the sessions that stand in them word for word alike: most do.

    What is `hidden` from the reader is in neither.
    """
    before, after = (
        {one["id"]: _seen(one, hidden) for one in some["sessions"]}
        for some in (then, now)
    )
    alike = {id_ for id_, one in after.items() if before.get(id_) == one}
    left = (
        {**some, "sessions": [one for id_, one in by_id.items() if id_ not in alike]}
        for some, by_id in ((then, before), (now, after))
    )
    first, second = (thawed(content) for content in left)
    return first, second


def _seen(session: Mapping[str, Any], hidden: frozenset[str]) -> Mapping[str, Any]:
    if not hidden:
        return session
    return {name: value for name, value in session.items() if name not in hidden}
