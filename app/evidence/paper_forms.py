"""A note written on paper and typed in later."""

from uuid import UUID

from app.evidence.forms import NoteForm
from app.forms import FormModel, IsoDate, LanguageTag, LocalTime


class PaperForm(NoteForm):
    """Who wrote the sheet, and when it was heard on the host's clock.

    Blank times are those of the session; a blank author is whoever types.
    """

    author_id: UUID | None = None
    heard_on: IsoDate | None = None
    heard_at: LocalTime | None = None


class NextForm(FormModel):
    """What stays from one sheet to the next; `saved`: one just went in."""

    session_id: UUID | None = None
    author_id: UUID | None = None
    heard_on: IsoDate | None = None
    language: LanguageTag | None = None
    saved: bool = False
