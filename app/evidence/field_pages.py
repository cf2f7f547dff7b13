"""The field page: whose seat is open, what is on now, and their own notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, has_seat
from app.errors import NotFound
from app.evidence.forms import NoteForm
from app.evidence.listing import is_by, newest_notes
from app.evidence.pages import new_note, offered, still_said
from app.evidence.queries import Note, note_read, programme_language, zone_of
from app.forms import Form
from app.i18n import OFFERED, language_name
from app.labels import choices
from app.models import AgendaSession, Evidence, Visit
from app.people.seat_queries import members_seated
from app.people.tablet_forms import SeatForm
from app.translations import Shown, shown, translations_of
from app.values import Bearing, ConsentTo, Heard, Kind, Sensitivity, Voice, Who
from app.visits.overview_queries import sessions_in_brief

MOST_NOTES = 50


@dataclass(frozen=True)
class OnAgenda:
    """A session in brief: nothing about the people met leaves the agenda's page."""

    id: UUID
    number: int
    title: Shown
    starts: time
    ends: time | None
    place: str
    is_now: bool


def field_visit(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """The visit of this tablet; raises `NotFound` for any other."""
    at = actor.tablet
    if at is None or at.visit_id != visit_id:
        raise NotFound
    found = session.exec(
        select(Visit)
        .where(Visit.id == visit_id, col(Visit.removed_at).is_(None))
        .options(joinedload(Visit.pair), selectinload(Visit.days))  # type: ignore[arg-type]
    ).first()
    if found is None:
        raise NotFound
    return found


def field_page(session: Session, actor: Actor, visit: Visit) -> dict[str, Any]:
    own = [is_by(actor, visit), col(Evidence.removed_at).is_(None)]
    notes = newest_notes(session, visit, own, None, MOST_NOTES)[:MOST_NOTES]
    return {
        "visit": visit,
        "on_agenda": now_and_next(session, visit, datetime.now(UTC)),
        "notes": notes,
        "still": still_said(notes),
        "received": {note.id: local(visit, note.received_at) for note in notes},
    }


def now_and_next(session: Session, visit: Visit, at: datetime) -> list[OnAgenda]:
    """What is on now, each of them where tracks run beside each other, and what is next."""
    today = {
        day.id: at.astimezone(ZoneInfo(day.time_zone)).time()
        for day in visit.days
        if at.astimezone(ZoneInfo(day.time_zone)).date() == day.day_on
    }
    timed = [one for one in sessions_in_brief(session, visit) if one.day_id in today]
    on = [one for one in timed if one.day_id and is_on(one, today[one.day_id])]
    later = [one for one in timed if one.day_id and one.starts_local and one.starts_local > today[one.day_id]]  # fmt: skip
    return brief(session, visit, on, later[:1])


def is_on(one: AgendaSession, clock: time) -> bool:
    if one.starts_local is None or one.ends_local is None:
        return False
    return one.starts_local <= clock < one.ends_local


def brief(
    session: Session,
    visit: Visit,
    on: Sequence[AgendaSession],
    later: Sequence[AgendaSession],
) -> list[OnAgenda]:
    chosen = [*on, *later]
    titles = translations_of(session, "agenda_session", [one.id for one in chosen])
    language = programme_language(session, visit)
    return [
        OnAgenda(
            one.id,
            one.number,
            shown(one.title, one.language, titles.get((one.id, "title")), language),
            one.starts_local or time(),
            one.ends_local,
            one.place,
            one in on,
        )
        for one in chosen
    ]


def local(visit: Visit, moment: datetime) -> datetime:
    return moment.astimezone(zone_of(visit))


def writing_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[Any] | None = None,
    taking: UUID | None = None,
) -> dict[str, Any]:
    """The form of a new note, also where the seat was locked while it was filled in."""
    return {
        **offered(session, visit),
        "speaker_options": [],
        "visit": visit,
        "post_to": f"/visits/{visit.id}/field",
        "open_seat": actor.tablet.open_seat_id if actor.tablet else None,
        "form": form or new_note(session, actor, visit, taking),
    }


def shell_page() -> dict[str, Any]:
    """The closed lists of a note, in the reader's language."""
    return {
        "language_options": [(code, language_name(code)) for code in OFFERED],
        "kinds": choices(Kind),
        "voices": choices(Voice),
        "whos": choices(Who),
        "heards": choices(Heard),
        "bearings": choices(Bearing),
        "sensitivities": choices(Sensitivity),
        "consents": choices(ConsentTo),
    }


def own_note(session: Session, actor: Actor, visit: Visit, evidence_id: UUID) -> Note:
    """Raises `NotFound` for anybody else's, and while the seat is locked."""
    if not has_seat(actor, visit):
        raise NotFound
    return note_read(session, actor, visit, evidence_id)


def changing_page(
    session: Session, visit: Visit, note: Note, form: Form[Any] | None
) -> dict[str, Any]:
    values = {name: getattr(note, name) for name in NoteForm.model_fields}
    return {
        **offered(session, visit),
        "speaker_options": [],
        "visit": visit,
        "note": note,
        "form": form or Form.of(NoteForm, values),
    }


def locked_page(
    session: Session, actor: Actor, visit: Visit, form: Form[SeatForm] | None = None
) -> dict[str, Any]:
    """Names only where the lead allows a seat to be opened by touch."""
    assert actor.tablet
    names = members_seated(session, visit) if actor.tablet.by_touch else []
    return {"visit": visit, "members": names, "form": form or Form(SeatForm)}
