"""Texts of the seed in their languages: the first as written, the others beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.models import Visit
from app.translations import save_translation


def save_others(
    session: Session,
    record: Any,
    field: str,
    texts: Mapping[str, str] | None,
    by: UUID | None = None,
) -> None:
    """Saves what is not in the record's own language, the first where it says none."""
    visit_id = getattr(record, "visit_id", None)
    own = getattr(record, "language", None) or next(iter(texts or {}), None)
    for language, text in (texts or {}).items():
        if language != own:
            save_translation(
                session,
                table=str(record.__tablename__),
                record_id=record.id,
                field=field,
                language=language,
                text=text,
                source_revision=record.revision,
                by=by,
                programme_id=record.programme_id,
                visit_id=record.id if isinstance(record, Visit) else visit_id,
            )
