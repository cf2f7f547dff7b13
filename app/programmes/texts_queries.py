"""What people wrote, each text in its reader's language where it is translated."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from app.models import Action, ActionUpdate, ContextNote, Readiness
from app.translations import Shown, Translated, shown, translations_of

Written = Readiness | ContextNote | Action | ActionUpdate


class Texts:
    """One query per kind of record, however many there are."""

    def __init__(self, session: Session, *records: Iterable[Written]) -> None:
        ids: dict[str, list[UUID]] = {}
        for record in (one for some in records for one in some):
            ids.setdefault(str(record.__tablename__), []).append(record.id)
        self._translated: Translated = {}
        for table, wanted in ids.items():
            self._translated.update(translations_of(session, table, wanted))

    def of(self, record: Written, field: str) -> Shown:
        translated = self._translated.get((record.id, field))
        return shown(getattr(record, field), record.language, translated)
