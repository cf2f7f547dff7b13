"""What is done to a session with one button: move, cancel, remove, and take it back."""

from collections.abc import Mapping
from datetime import time

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import AgendaSession, RecordRevision, Visit, VisitDay
from app.translations import outdate_translations
from app.values import SessionStatus
from app.visits.agenda_actions import clock_of, own
from app.visits.agenda_links import LINKS, link, note_links, still_there
from app.visits.clash_actions import unblocked
from app.visits.clash_shapes_rules import WHOLE_TEAM
from app.visits.forms import MoveForm
from app.visits.rules import moved, session_problems
from app.visits.use_queries import room_is_there


def move_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, form: MoveForm
) -> AgendaSession:
    """Keeps its length, unless an end is given; another day keeps its time."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    own(session, VisitDay, visit, [form.day_id] if form.day_id else [], "day_id")
    day_id = form.day_id or item.day_id
    starts, ends = moved_times(item, form)
    if problems := session_problems(clock_of(session, visit, day_id), starts, ends):
        raise Rejected(*problems)
    values: dict[str, object] = {
        "day_id": day_id,
        "starts_local": starts,
        "ends_local": ends,
    }
    if form.track:
        values["track"] = "" if form.track == WHOLE_TEAM else form.track
    with unblocked(session, visit):
        return _change(session, actor, item, values, form.revision)


def moved_times(item: AgendaSession, form: MoveForm) -> tuple[time | None, time | None]:
    """Where there is no length to keep, the form says both or neither."""
    if form.ends_local or not (item.starts_local and item.ends_local):
        return form.starts_local or item.starts_local, form.ends_local
    times = moved(
        item.starts_local,
        item.ends_local,
        to=form.starts_local,
        minutes=form.minutes,
        longer=form.longer,
    )
    if times is None:
        field = "minutes" if form.minutes or form.longer else "starts_local"
        said = _("It would leave its day. Give it to another day, or make two of it: one until 23:59, and one from 00:00 on the next day.")  # fmt: skip
        raise Rejected(Problem(field, said))
    if times[1] <= times[0]:
        raise Rejected(Problem("minutes", _("It cannot be shorter than that.")))
    return times


def cancel_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """It stays in the agenda, struck out, and can be held after all."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return _change(session, actor, item, {"status": SessionStatus.CANCELLED}, revision)


def plan_again(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """Undoes cancelling."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    values = {"status": SessionStatus.PLANNED}
    with unblocked(session, visit):
        return _change(session, actor, item, values, revision)


def remove_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """Out of sight; its number is never given again."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    records.remove(session, item, revision=revision, by=actor.person_id)
    note_links(session, item)
    return item


def restore_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession
) -> AgendaSession:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    values = {"removed_at": None, **gone_since(session, item)}
    with unblocked(session, visit):
        records.change(session, item, values, revision=None, by=actor.person_id)
        note_links(session, item)
    return item


def gone_since(session: Session, item: AgendaSession) -> dict[str, None]:
    """What a session that comes back has to do without: its room, its day and times."""
    values: dict[str, None] = {}
    if item.room_id and not room_is_there(session, item.room_id):
        values["room_id"] = None
    if item.day_id and session.get_one(VisitDay, item.day_id).removed_at:
        values |= {"day_id": None, "starts_local": None, "ends_local": None}
    return values


def undo_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, revision: int
) -> AgendaSession:
    """Back to the revision before, links too, as a new revision."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if revision != item.revision:
        raise Conflict(item.revision, {})
    past = _values_at(session, item, revision - 1)
    if past is None:
        return item
    texts = {name: getattr(item, name) for name in ("title", "notes")}
    records.undo(session, item, revision=revision, by=actor.person_id)
    gone = gone_since(session, item)
    records.change(session, item, gone, revision=None, by=actor.person_id)
    if past.keys() >= LINKS.keys():
        changed = link(session, item, still_there(session, item, past))
        if changed and item.revision == revision:
            records.touch(session, item, by=actor.person_id)
    note_links(session, item)
    outdated = [name for name, text in texts.items() if getattr(item, name) != text]
    outdate_translations(session, "agenda_session", item.id, outdated)
    return item


def _values_at(
    session: Session, item: AgendaSession, revision: int
) -> dict[str, object] | None:
    found = session.exec(
        select(RecordRevision).where(
            RecordRevision.table == str(AgendaSession.__tablename__),
            RecordRevision.record_id == item.id,
            RecordRevision.revision == revision,
        )
    ).first()
    return found.values if found else None


def _change(
    session: Session,
    actor: Actor,
    item: AgendaSession,
    values: Mapping[str, object],
    revision: int,
) -> AgendaSession:
    records.change(session, item, values, revision=revision, by=actor.person_id)
    note_links(session, item)
    return item
