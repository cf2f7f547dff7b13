"""Everything that changes evidence; the intake itself is in `recording`."""

from app.evidence.correcting import (
    add_files,
    change_note,
    complete_note,
    drop_file,
    remove_note,
    restore_note,
    settle_rival,
    translate_note,
    undo_note,
    write_note,
)
from app.evidence.outcomes import (
    Full,
    Gone,
    Outcome,
    Quarantined,
    Receipt,
    Recorded,
    Replayed,
    Rival,
    Sent,
    Write,
    digest_of,
    digest_of_values,
)
from app.evidence.receiving import receive_bytes
from app.evidence.recording import record_evidence

__all__ = [
    "Full",
    "Gone",
    "Outcome",
    "Quarantined",
    "Receipt",
    "Recorded",
    "Replayed",
    "Rival",
    "Sent",
    "Write",
    "add_files",
    "change_note",
    "complete_note",
    "digest_of",
    "digest_of_values",
    "drop_file",
    "receive_bytes",
    "record_evidence",
    "remove_note",
    "restore_note",
    "settle_rival",
    "translate_note",
    "undo_note",
    "write_note",
]
