"""What changes several sessions in one go: splitting one in two, undoing the last change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.i18n import _
from app.ids import uuid7
from app.models import AgendaSession, RecordRevision, Room, Visit
from app.models.base import now
from app.visits.agenda_actions import free_number, own
from app.visits.agenda_last_queries import TABLE, last_change
from app.visits.agenda_links import Linked, link, linked, note_links, present
from app.visits.agenda_moving import remove_session, undo_session
from app.visits.clash_actions import unblocked
from app.visits.forms import SplitForm

#: What the second session takes over from the first.
SHARED = ("language", "format", "day_id", "starts_local", "ends_local", "languages", "needs", "questions", "minutes", "status", "notes")  # fmt: skip
KINDS = ("members", "stakeholders", "interpreters")


def split_session(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession, form: SplitForm
) -> AgendaSession:
    """Two sub-teams at the same time, each with its own people; answers the second.

    Both keep factors and questions in focus. One change: it is undone in one go.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    before = present(session, item, linked(session, item))
    if problems := split_problems(form, before):
        raise Rejected(*problems)
    rooms = {one for one in (form.room_id, form.other_room_id) if one}
    own(session, Room, visit, list(rooms), "other_room_id")
    with unblocked(session, visit):
        values = {"track": form.track, "room_id": form.room_id}
        records.change(
            session, item, values, revision=form.revision, by=actor.person_id
        )
        if link(session, item, before | _ids(form)) and item.revision == form.revision:
            records.touch(session, item, by=actor.person_id)
        note_links(session, item)
        other = AgendaSession(
            id=uuid7(),
            programme_id=visit.programme_id,
            visit_id=visit.id,
            number=free_number(session, visit, None),
            title=form.other_title or item.title,
            track=form.other_track,
            room_id=form.other_room_id,
            **{name: getattr(item, name) for name in SHARED},
        )
        records.create(session, other, actor.person_id)
        link(session, other, before | _ids(form, "other_"))
        note_links(session, other)
        at_one_moment(session, [item, other])
    return other


def _ids(form: SplitForm, prefix: str = "") -> Linked:
    return {f"{kind[:-1]}_ids": getattr(form, prefix + kind) for kind in KINDS}


def split_problems(form: SplitForm, before: Linked) -> list[Problem]:
    """Two tracks, nobody in both, and nobody who was not in the session."""
    problems = []
    if form.track == form.other_track:
        problems.append(Problem("other_track", _("Give the second sub-team another name.")))  # fmt: skip
    for kind in KINDS:
        first, second = set(getattr(form, kind)), set(getattr(form, f"other_{kind}"))
        if first & second:
            sentence = _("Nobody can be in both at the same time: choose one.")
            problems.append(Problem(f"other_{kind}", sentence))
        if (first | second) - set(before[f"{kind[:-1]}_ids"]):
            problems.append(Problem(kind, _("This is not known in this visit.")))
    return problems


def undo_last(session: Session, actor: Actor, visit: Visit, moment: datetime) -> None:
    """Takes back what was changed in one go; that again can be undone.

    Raises `Conflict` where somebody has changed the agenda since.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    last = last_change(session, visit)
    if last is None or last.moment != moment:
        raise Conflict(0, {})
    items = []
    for session_id, _number, revision, _what in last.touched:
        item = session.get_one(AgendaSession, session_id)
        if revision == 1:
            remove_session(session, actor, visit, item, revision)
        else:
            undo_session(session, actor, visit, item, revision)
        items.append(item)
    at_one_moment(session, items)


def at_one_moment(session: Session, items: Iterable[AgendaSession]) -> None:
    """What changed in one go is one change, and undone as one."""
    session.flush()  # the revisions have to be there
    at = now()
    for item in items:
        session.execute(
            update(RecordRevision)
            .where(
                col(RecordRevision.table) == TABLE,
                col(RecordRevision.record_id) == item.id,
                col(RecordRevision.revision) == item.revision,
            )
            .values(at=at)
            .execution_options(synchronize_session=False)
        )
