"""What the field page of a shared tablet sends."""

from uuid import UUID

from app.evidence.forms import NoteForm


class FieldNoteForm(NoteForm):
    """A note, and who sat there when its form was shown; `lock` ends the seat after it."""

    open_seat: UUID | None = None
    lock: bool = False

    @property
    def note(self) -> NoteForm:
        own = {name: getattr(self, name) for name in NoteForm.model_fields}
        return NoteForm.model_validate(own)
