"""Texts of a visit's plan, each in its reader's language where it is translated."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from app.models import AgendaSession, Stakeholder, Visit, VisitDay
from app.translations import Shown, Translated, shown, translations_of

Planned = Visit | VisitDay | AgendaSession | Stakeholder


class PlanTexts:
    """One query per kind of record. Notes are in the language of the visit's aims."""

    def __init__(
        self, session: Session, visit: Visit, *records: Iterable[Planned]
    ) -> None:
        self.language = visit.language
        ids: dict[str, list[UUID]] = {}
        for record in (one for some in records for one in some):
            ids.setdefault(str(record.__tablename__), []).append(record.id)
        self._translated: Translated = {}
        for table, wanted in ids.items():
            self._translated.update(translations_of(session, table, wanted))

    def of(self, record: Planned, field: str) -> Shown:
        language = getattr(record, "language", self.language)
        translated = self._translated.get((record.id, field))
        return shown(getattr(record, field), language, translated)
