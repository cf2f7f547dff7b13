"""Changing a visit, its days, and where it takes place."""

from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_edit_agenda, may_plan
from app.errors import NotPermitted, Problem, Rejected
from app.forms import FormModel
from app.i18n import _
from app.ids import uuid7
from app.models import Evidence, Pair, Room, Venue, Visit
from app.models.base import VisitRecord
from app.translations import outdate_translations
from app.visits.forms import RoomForm, VenueForm, VisitForm
from app.visits.rules import host_problems

V = TypeVar("V", bound=VisitRecord)


def add_visit(session: Session, actor: Actor, pair: Pair, form: VisitForm) -> Visit:
    """A known id is left as it stands, here and below: a form sent twice is one."""
    if not may_plan(actor, pair):
        raise NotPermitted
    if known := records.sent_before(session, Visit, form.id, pair_id=pair.id):
        return known
    _check_host(pair, form.host_city_id)
    values = form.model_dump(exclude={"id", "revision"})
    visit = Visit(
        id=form.id or uuid7(),
        programme_id=pair.programme_id,
        pair_id=pair.id,
        **values,
    )
    return records.create(session, visit, actor.person_id)


def change_visit(
    session: Session, actor: Actor, visit: Visit, form: VisitForm
) -> Visit:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    changes = form.host_city_id != visit.host_city_id
    if changes:
        _check_host(visit.pair, form.host_city_id)
        recorded = _has_evidence(session, visit)
        if problems := host_problems(changes=changes, recorded=recorded):
            raise Rejected(*problems)
    values = form.model_dump(exclude={"id", "revision"})
    aims = visit.aims
    expected = form.revision or 0
    records.change(session, visit, values, revision=expected, by=actor.person_id)
    if visit.aims != aims:
        outdate_translations(session, "visit", visit.id, ["aims"])
    return visit


def _has_evidence(session: Session, visit: Visit) -> bool:
    """Also what was taken out of sight again."""
    query = select(Evidence.id).where(Evidence.visit_id == visit.id).limit(1)
    return session.exec(query).first() is not None


def _check_host(pair: Pair, city_id: UUID | None) -> None:
    if city_id and city_id not in {part.city_id for part in pair.cities}:
        raise Rejected(Problem("host_city_id", _("Choose a city of the pair.")))


def add_venue(session: Session, actor: Actor, visit: Visit, form: VenueForm) -> Venue:
    return add_part(session, actor, visit, Venue, form)


def add_room(
    session: Session, actor: Actor, visit: Visit, venue: Venue, form: RoomForm
) -> Room:
    return add_part(session, actor, visit, Room, form, venue_id=venue.id)


def add_part(
    session: Session,
    actor: Actor,
    visit: Visit,
    table: type[V],
    form: FormModel,
    **more: Any,
) -> V:
    """A record below the visit, from a form whose fields are its columns."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    own_id: UUID | None = getattr(form, "id", None)
    known = records.sent_before(session, table, own_id, visit_id=visit.id, **more)
    if known:
        return known
    values = form.model_dump(exclude={"id", "revision"})
    record = table(
        id=own_id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        **values,
        **more,
    )
    return records.create(session, record, actor.person_id)


def change_part(
    session: Session, actor: Actor, visit: Visit, record: V, form: FormModel
) -> V:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    values = form.model_dump(exclude={"id", "revision"})
    expected: int = getattr(form, "revision", None) or 0
    note = getattr(record, "note", "")
    records.change(session, record, values, revision=expected, by=actor.person_id)
    if note != getattr(record, "note", ""):
        outdate_translations(session, str(record.__tablename__), record.id, ["note"])
    return record


def remove_part(
    session: Session, actor: Actor, visit: Visit, record: V, revision: int
) -> V:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return records.remove(session, record, revision=revision, by=actor.person_id)


def restore_part(session: Session, actor: Actor, visit: Visit, record: V) -> V:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return records.restore(session, record, by=actor.person_id)
