"""Taking back the replacement of a city that was a mistake."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import records
from app.access import Actor, may_replace_city, must_be_asked_again
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Pair, PairCity, Person, RecordRevision, TeamMember, Visit
from app.models.base import Editable
from app.programmes.actions import lock
from app.programmes.replacing_actions import append
from app.programmes.replacing_queries import hosted_by, is_free, officers_of, open_steps
from app.values_audit import Verb


def undo_replacement(
    session: Session, actor: Actor, part: PairCity, revision: int
) -> PairCity:
    """A mistaken one: the city before is back with what had passed over."""
    pair, by = session.get_one(Pair, part.pair_id), actor.person_id
    if not may_replace_city(actor, pair):
        raise NotPermitted
    must_be_asked_again(actor)
    lock(session, pair)
    before = session.get(PairCity, part.replaces_id) if part.replaces_id else None
    if before is None or part.former:
        raise NotFound
    hosted = hosted_by(session, pair, part.city_id)
    if not all(is_free(session, visit) for visit in hosted):
        said = _(
            "The new city hosts a visit by now, so this can no longer be undone. Replace it again instead."
        )
        raise Rejected(Problem("", said))
    records.remove(session, part, revision=revision, by=by)
    back = {"until_on": None, "former": False, "position": part.position}
    records.change(session, before, back, revision=None, by=by)
    give_back(session, actor, (before, part), hosted)
    append(session, actor, Verb.UNDID_REPLACEMENT, pair, "")
    return before


def give_back(
    session: Session,
    actor: Actor,
    parts: tuple[PairCity, PairCity],
    hosted: Sequence[Visit],
) -> None:
    """What had passed from the first to the second. A step that somebody gave to another
    since stays with them."""
    (before, part), by = parts, actor.person_id
    pair = session.get_one(Pair, part.pair_id)
    theirs = officers_of(session, before.city_id)
    owners = {str(one.id) for one in theirs}
    for step in open_steps(session, pair):
        if value_before(session, step, "owner_id") in owners:
            records.undo(session, step, revision=step.revision, by=by)
    for visit in hosted:
        values = {"host_city_id": before.city_id}
        records.change(session, visit, values, revision=None, by=by)
    for place in ended_since(session, pair, theirs, part.created_at):
        records.restore(session, place, by=by)


def ended_since(
    session: Session, pair: Pair, people: Sequence[Person], since: datetime
) -> Sequence[TeamMember]:
    return session.exec(
        select(TeamMember)
        .join(Visit, col(Visit.id) == col(TeamMember.visit_id))
        .where(
            Visit.pair_id == pair.id,
            col(TeamMember.person_id).in_([person.id for person in people]),
            col(TeamMember.removed_at) >= since - timedelta(minutes=1),
        )
    ).all()


def value_before(session: Session, record: Editable, name: str) -> str | None:
    """What this field was before the record's last change, if that changed it."""
    row = session.exec(
        select(RecordRevision).where(
            RecordRevision.table == str(record.__tablename__),
            RecordRevision.record_id == record.id,
            RecordRevision.revision == record.revision - 1,
        )
    ).first()
    past = row.values.get(name) if row else None
    now_is = getattr(record, name)
    return past if past != (str(now_is) if now_is else None) else None
