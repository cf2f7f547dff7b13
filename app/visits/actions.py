"""Changing a visit, its days, and where it takes place."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from app import records
from app.access import Actor, may_edit_agenda, may_plan
from app.errors import NotPermitted, Problem, Rejected
from app.forms import FormModel
from app.i18n import _
from app.ids import uuid7
from app.models import Pair, Room, Venue, Visit, VisitDay
from app.models.base import VisitRecord
from app.visits.forms import DayForm, RoomForm, VenueForm, VisitForm

V = TypeVar("V", bound=VisitRecord)


def add_visit(session: Session, actor: Actor, pair: Pair, form: VisitForm) -> Visit:
    """A known id is left as it stands, here and below: a form sent twice is one."""
    if form.id and (known := session.get(Visit, form.id)):
        return known
    if not may_plan(actor, pair):
        raise NotPermitted
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
    _check_host(visit.pair, form.host_city_id)
    values = form.model_dump(exclude={"id", "revision"})
    return records.change(
        session, visit, values, revision=form.revision, by=actor.person_id
    )


def _check_host(pair: Pair, city_id: UUID | None) -> None:
    if city_id and city_id not in {part.city_id for part in pair.cities}:
        raise Rejected(Problem("host_city_id", _("Choose a city of the pair.")))


def add_day(session: Session, actor: Actor, visit: Visit, form: DayForm) -> VisitDay:
    return add_part(session, actor, visit, VisitDay, form)


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
    own_id: UUID | None = getattr(form, "id", None)
    if own_id and (known := session.get(table, own_id)):
        return known
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
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
    revision: int | None = getattr(form, "revision", None)
    return records.change(
        session, record, values, revision=revision, by=actor.person_id
    )


def remove_part(
    session: Session, actor: Actor, visit: Visit, record: V, revision: int
) -> V:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    at = datetime.now(UTC)
    return records.change(
        session, record, {"removed_at": at}, revision=revision, by=actor.person_id
    )


def restore_part(session: Session, actor: Actor, visit: Visit, record: V) -> V:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return records.restore(session, record, by=actor.person_id)
