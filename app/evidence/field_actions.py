"""Noting on a shared tablet: nothing typed is lost to a lock or an ejection."""

import json
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_deposit
from app.errors import NotPermitted
from app.evidence.correcting import change_note, contents, write_note
from app.evidence.deposits import deposit
from app.evidence.forms import NoteForm
from app.evidence.outcomes import Outcome, Sent
from app.evidence.queries import Note
from app.models import Visit
from app.models.base import now
from app.people.seat_queries import sat_last
from app.values import Kind, Voice


def sitting(session: Session, actor: Actor, open_seat_id: UUID | None) -> Actor:
    """The tablet for whoever sat there when the form was shown, also if locked since."""
    at = actor.tablet
    if at is None or at.open_seat_id == open_seat_id or open_seat_id is None:
        return actor
    member = sat_last(session, actor, open_seat_id)
    found = replace(at, member_id=member.id if member else None, open_seat_id=None)
    return replace(actor, tablet=found)


def note_in_field(
    session: Session, actor: Actor, visit: Visit, form: NoteForm
) -> Outcome:
    """Evidence; from a tablet that has ended meanwhile, set aside for the lead."""
    if not may_deposit(actor, visit):
        return write_note(session, actor, visit, form)
    values = {
        **contents(form),
        "kind": form.kind or Kind.INTERVIEW,
        "voice": form.voice or Voice.NONE,
        "captured_at": now(),
    }
    body = json.dumps(values, default=str, sort_keys=True).encode()
    return deposit(session, actor, visit, Sent(form.id, 0, body))


def change_in_field(
    session: Session, actor: Actor, visit: Visit, note: Note, form: NoteForm
) -> Outcome:
    """One's own. Who spoke is not shown on a tablet, so it stays as it stands."""
    if actor.seat is None:
        raise NotPermitted
    kept = form.model_copy(update={"speakers": [UUID(one) for one in note.speakers]})
    return change_note(session, actor, visit, note, kept)
