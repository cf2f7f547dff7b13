"""People's texts in other languages: kept beside the source, never instead of it.

A reader gets their own language where somebody has translated, else the programme's,
else the text as it was written; `Shown` says which, so that a page can tell them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from app import i18n, records
from app.models import Translation

#: (record, field) → language → text.
Translated = dict[tuple[UUID, str], dict[str, str]]

#: Stands in `source_revision` when the text has been changed since it was translated.
OUTDATED = 0


@dataclass(frozen=True)
class Shown:
    """A text as one reader gets it; `original` is set when it is a translation."""

    text: str
    language: str
    translated_from: str | None = None
    original: str | None = None


def shown(
    text: str,
    language: str,
    translations: Mapping[str, str] | None = None,
    programme_language: str = i18n.DEFAULT,
) -> Shown:
    """`text` for the present reader: their language → the programme's → the source."""
    for wanted in (i18n.language(), programme_language):
        if same_language(language, wanted):
            return Shown(text, language)
        for code, translated in (translations or {}).items():
            if translated and same_language(code, wanted):
                return Shown(translated, code, language, text)
    return Shown(text, language)


def same_language(one: str, other: str) -> bool:
    """`fr-BE` is read by who reads `fr`."""
    return one.split("-")[0].lower() == other.split("-")[0].lower()


def translations_of(session: Session, table: str, ids: Collection[UUID]) -> Translated:
    """Translations of the texts as they stand; outdated ones are left out."""
    found: Translated = {}
    for row in _rows(session, table, ids):
        if row.source_revision != OUTDATED:
            found.setdefault((row.record_id, row.field), {})[row.language] = row.text
    return found


class Written(Protocol):
    """A record with a text; `language`, where it has one, is that of its texts."""

    id: UUID
    revision: int


class Texts:
    """Texts as the reader gets them: one query per kind of record, however many.

    `language` is that of records that do not say it themselves.
    """

    def __init__(
        self, session: Session, *records: Iterable[Written], language: str = ""
    ) -> None:
        self.language = language
        ids: dict[str, list[UUID]] = {}
        for record in (one for some in records for one in some):
            ids.setdefault(_table_of(record), []).append(record.id)
        self._translated: Translated = {}
        for table, wanted in ids.items():
            self._translated.update(translations_of(session, table, wanted))

    def of(self, record: Written, field: str) -> Shown:
        language = getattr(record, "language", self.language)
        translated = self._translated.get((record.id, field))
        return shown(getattr(record, field), language, translated)


def _table_of(record: Any) -> str:
    return str(record.__tablename__)


def outdated_translations_of(
    session: Session, table: str, ids: Collection[UUID]
) -> Translated:
    """Translations of a text that has been changed since: to look at again."""
    found: Translated = {}
    for row in _rows(session, table, ids):
        if row.source_revision == OUTDATED:
            found.setdefault((row.record_id, row.field), {})[row.language] = row.text
    return found


def save_translation(  # noqa: PLR0913
    session: Session,
    *,
    table: str,
    record_id: UUID,
    field: str,
    language: str,
    text: str,
    source_revision: int,
    by: UUID | None,
    programme_id: UUID | None,
    visit_id: UUID | None = None,
) -> Translation:
    """Adds the translation or replaces the one there is; the caller has asked access."""
    known = _known(session, (table, record_id, field, language))
    if known is not None:
        values = {"text": text, "source_revision": source_revision, "removed_at": None}
        return records.change(session, known, values, revision=None, by=by)
    made = Translation(
        programme_id=programme_id,
        visit_id=visit_id,
        table=table,
        record_id=record_id,
        field=field,
        language=language,
        text=text,
        source_revision=source_revision,
    )
    return records.create(session, made, by)


def in_own_words(table: Any, field: str) -> ColumnElement[str]:
    """A short text as a column: in the reader's language where it is translated."""
    own = (
        select(Translation.text)
        .where(
            Translation.table == table.__tablename__,
            Translation.record_id == table.id,
            Translation.field == field,
            Translation.language == i18n.language(),
            col(Translation.removed_at).is_(None),
            Translation.source_revision != OUTDATED,
        )
        .scalar_subquery()
    )
    return func.coalesce(own, getattr(table, field))


def outdate_translations(
    session: Session, table: str, record_id: UUID, fields: Collection[str]
) -> None:
    """The source has changed: what translated it is no longer shown as its translation."""
    session.execute(
        update(Translation)
        .where(
            col(Translation.table) == table,
            col(Translation.record_id) == record_id,
            col(Translation.field).in_(fields),
        )
        .values(source_revision=OUTDATED)
        .execution_options(synchronize_session=False)
    )


def _known(session: Session, place: tuple[str, UUID, str, str]) -> Translation | None:
    """The row at (table, record, field, language), removed ones too."""
    table, record_id, field, language = place
    return session.exec(
        select(Translation).where(
            Translation.table == table,
            Translation.record_id == record_id,
            Translation.field == field,
            Translation.language == language,
        )
    ).first()


def _rows(session: Session, table: str, ids: Collection[UUID]) -> list[Translation]:
    if not ids:
        return []
    rows = session.exec(
        select(Translation)
        .where(
            Translation.table == table,
            col(Translation.record_id).in_(list(ids)),
            col(Translation.removed_at).is_(None),
        )
        .order_by(col(Translation.language))
    )
    return list(rows.all())
