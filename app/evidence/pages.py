"""What the pages of evidence show, gathered once per page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_correct
from app.answers import cursor_of, key_of
from app.benchmarks.queries import version_of
from app.errors import Problem, Rejected
from app.evidence.arrival_pages import waiting_on
from app.evidence.arrival_queries import OVERLAP, came_since
from app.evidence.attachment_rules import taken_words
from app.evidence.break_glass import openings_of
from app.evidence.forms import (
    FilterForm,
    NoteForm,
    RevisionForm,
    TranslationForm,
)
from app.evidence.history import revisions_of
from app.evidence.history_pages import rivals_shown, steps_shown
from app.evidence.listing import (
    MOST,
    count_each,
    is_to_choose,
    narrowed,
    newest_notes,
)
from app.evidence.queries import (
    Note,
    own_language,
    programme_language,
    sessions_offered,
    zone_of,
)
from app.evidence.redacting import gaps_of
from app.evidence.rows import iso
from app.evidence.speaker_queries import speaker_options
from app.findings.queries import resting_on
from app.forms import Form
from app.i18n import OFFERED, _, language_name, lazy, listed, of
from app.ids import uuid7
from app.labels import choices
from app.models import Visit
from app.models.base import now
from app.translations import shown, translations_of
from app.values import TO_PLACE, Bearing, Heard, Kind, Sensitivity, Voice, Who
from app.values_evidence import WrittenOn

ROWS = 50
#: Fewer where each brings its own form.
ROWS_TONIGHT = 15

#: What a note may still lack.
STILL: dict[str, str] = {
    "factors": lazy("the factor"),
    "voice": lazy("who spoke"),
    "heard": lazy("how they were heard"),
    "bearing": lazy("what it says about the factor"),
    "consent-notes": lazy("the speaker's consent to notes"),
    "consent-audio": lazy("the speaker's consent to the recording"),
    "consent-photo": lazy("the speaker's consent to the photograph"),
    "consent-quote": lazy("the speaker's consent to be quoted"),
}


def evidence_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    wanted: Form[FilterForm],
    after: str | None,
) -> dict[str, Any]:
    """The list as narrowed, and what its filters and the new note offer."""
    asked = wanted.checked()
    since = now() - OVERLAP
    conditions = narrowed(session, actor, visit, asked)
    to_complete = narrowed(session, actor, visit, FilterForm(to_complete=True))
    lacking = narrowed(session, actor, visit, FilterForm(files_to_come=True))
    to_choose, news = is_to_choose(actor, visit), came_since(conditions, since)
    lists = conditions, to_complete, to_choose, news, lacking
    counts = count_each(session, visit, *lists)  # before the list is read
    rows = ROWS_TONIGHT if asked.to_complete or asked.two_texts else ROWS
    found = newest_notes(session, visit, conditions, place_after(after), rows)
    led_on = address_of(visit, wanted, found[rows - 1]) if len(found) > rows else None
    return {
        **offered(session, visit),
        "visit": visit,
        "waiting": waiting_on(visit, asked, since, counts[3]),
        "openings": openings_of(session, visit),
        "gaps": gaps_of(session, actor, visit),
        "wanted": wanted,
        "tonight": asked.to_complete,
        "notes": found[:rows],
        "next": led_on,
        "newest": address_of(visit, wanted) if after else None,
        "still": still_said(found),
        "count": counts[0],
        "most": MOST,
        "to_complete": counts[1],
        "to_choose": counts[2],
        "files_to_come": counts[4],
        "rivals": rivals_shown(session, visit, found) if asked.two_texts else {},
        "corrects": {n.id for n in found if may_correct(actor, visit, n.author_id)},
    }


def offered(session: Session, visit: Visit) -> dict[str, Any]:
    """What the forms and filters offer: of the benchmark, the agenda, the closed lists."""
    version = version_of(session, visit.pair.benchmark_version_id)
    factors = list(version.factors) if version else []
    contexts = list(version.contexts) if version else []
    titled = [(f.slug, f"{f.number}. {of(f.title)}") for f in factors]
    return {
        "numbered": {factor.slug: factor for factor in factors},
        "factor_options": titled,
        "factor_choices": [*titled, (TO_PLACE, _("To place tonight"))],
        "question_options": [
            (f"{f.slug}/{q.slug}", f"{f.number}. {of(q.text)}")
            for f in factors
            for q in f.questions
        ],
        "context_options": [(c.slug, of(c.text)) for c in contexts],
        "session_options": session_options(session, visit),
        "speaker_options": speaker_options(session, visit),
        "language_options": [(code, language_name(code)) for code in OFFERED],
        "kinds": choices(Kind),
        "voices": choices(Voice),
        "whos": choices(Who),
        "heards": choices(Heard),
        "bearings": choices(Bearing),
        "written_ons": choices(WrittenOn),
        "sensitivities": choices(Sensitivity),
        "files_hint": taken_words(),
    }


def session_options(session: Session, visit: Visit) -> list[tuple[UUID, str]]:
    rows = sessions_offered(session, visit)
    titles = translations_of(session, "agenda_session", [row.id for row in rows])
    language = programme_language(session, visit)
    return [
        (row.id, f"{row.number}. {said.text}")
        for row in rows
        for said in [
            shown(row.title, row.language, titles.get((row.id, "title")), language)
        ]
    ]


def new_note(
    session: Session, actor: Actor, visit: Visit, taking: UUID | None
) -> Form[NoteForm]:
    """An empty note with its id, so that sending it twice makes one."""
    return Form.of(
        NoteForm,
        {
            "id": uuid7(),
            "session_id": taking,
            "language": own_language(session, actor, visit),
        },
    )


def note_page(
    session: Session, actor: Actor, visit: Visit, note: Note
) -> dict[str, Any]:
    """One note with its history, and what may be done to it."""
    revisions = revisions_of(session, note.id)
    return {
        **offered(session, visit),
        "visit": visit,
        "note": note,
        "still": still_said([note]),
        "resting": resting_on(session, visit, [note.id]),
        "corrects": may_correct(actor, visit, note.author_id),
        "steps": steps_shown(revisions, note, zone_of(visit)),
        "rivals": rivals_shown(session, visit, [note]).get(note.id, []),
        "form": Form.of(NoteForm, {n: getattr(note, n) for n in NoteForm.model_fields}),
        "translation": Form(TranslationForm),
        "adding": Form(RevisionForm),
    }


def place_of(note: Note) -> str:
    return cursor_of(f"{iso(note.captured_at)} {note.id}")


def place_after(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Where a list goes on; raises `Rejected`."""
    if cursor is None:
        return None
    at, _space, id_ = key_of(cursor)[0].partition(" ")
    try:
        return datetime.fromisoformat(at), UUID(id_)
    except ValueError:
        said = _("Start again: this place is not known.")
        raise Rejected(Problem("after", said)) from None


def address_of(visit: Visit, wanted: Form[FilterForm], last: Note | None = None) -> str:
    """The list with its filters, from its beginning or from after `last` on."""
    chosen = {name: v for name, v in wanted.posted.items() if any(v)}
    query = {**chosen, "after": place_of(last)} if last else chosen
    said = f"?{urlencode(query, doseq=True)}" if query else ""
    return f"/visits/{visit.id}/evidence{said}#list"


def still_said(notes: Sequence[Note]) -> dict[UUID, str]:
    """By note, the words for what it still lacks."""
    return {note.id: listed([STILL[name] for name in note.missing]) for note in notes}
