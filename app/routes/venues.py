"""`/visits/{id}/venues`: where the visit takes place, and the rooms there."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.models import Room, Venue, Visit
from app.visits.actions import add_room, add_venue, change_part
from app.visits.forms import RevisionForm, RoomForm, VenueForm
from app.visits.places_actions import (
    remove_room,
    remove_venue,
    restore_room,
    restore_venue,
)
from app.visits.places_queries import room_for, venue_for, venues_of
from app.visits.queries import visit_planned, visit_shown
from app.visits.rules import changed_meanwhile
from app.visits.use_queries import taken_off
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

VenueSent = Annotated[Form[VenueForm], posted(VenueForm)]
RoomSent = Annotated[Form[RoomForm], posted(RoomForm)]
Seen = Annotated[Form[RevisionForm], posted(RevisionForm)]
OF_VENUE = tuple(name for name in VenueForm.model_fields if name != "id")
OF_ROOM = tuple(name for name in RoomForm.model_fields if name != "id")


@router.get("/visits/{visit_id}/venues")
def venues(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
    room: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    gone = taken_off(session, visit, Room, room)
    return page.show(
        "venues/index.html",
        visit=visit,
        venues=venues_of(session, visit),
        removed=removed if gone else taken_off(session, visit, Venue, removed),
        room_removed=gone,
    )


@router.get("/visits/{visit_id}/venues/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_planned(session, actor, visit_id)
    form = Form.of(VenueForm, {"id": uuid7()})
    return page.show("venues/edit.html", **of_venue(visit, None, form))


@router.post("/visits/{visit_id}/venues")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: VenueSent
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        made = add_venue(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = of_venue(visit, None, form.showing(rejected))
        raise page.refuse("venues/edit.html", **context) from rejected
    at = f"/visits/{visit_id}/venues#venue-{made.id}"
    return page.go(at, _("The place is added. Now add its rooms."))


@router.get("/visits/{visit_id}/venues/{venue_id}")
def venue(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, venue_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    return page.show("venues/edit.html", **of_venue(visit, found, form_of(found)))


@router.post("/visits/{visit_id}/venues/{venue_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    form: VenueSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    try:
        change_part(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = of_venue(visit, found, form.showing(rejected))
        raise page.refuse("venues/edit.html", **context) from rejected
    except Conflict as conflict:
        context = of_venue(visit, found, form.clashing(conflict))
        raise page.refuse("venues/edit.html", status=409, **context) from conflict
    at = f"/visits/{visit_id}/venues#venue-{found.id}"
    return page.go(at, _("Your changes are saved."))


@router.post("/visits/{visit_id}/venues/{venue_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    try:
        remove_venue(session, actor, visit, found, form.checked().revision)
    except Rejected as rejected:
        context = of_venue(visit, found, form_of(found).showing(rejected))
        raise page.refuse("venues/edit.html", **context) from rejected
    except Conflict as stale:
        context = of_venue(visit, found, form_of(found).showing(changed_meanwhile()))
        raise page.refuse("venues/edit.html", status=409, **context) from stale
    return page.go(f"/visits/{visit_id}/venues", removed=venue_id)


@router.post("/visits/{visit_id}/venues/{venue_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, venue_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id, removed=True)
    restore_venue(session, actor, visit, found)
    at = f"/visits/{visit_id}/venues#venue-{found.id}"
    return page.go(at, _("The place is back on the list."))


@router.get("/visits/{visit_id}/venues/{venue_id}/rooms/new")
def new_room(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, venue_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    form = Form.of(RoomForm, {"id": uuid7(), "step_free": found.step_free})
    return page.show("venues/room.html", **of_room(visit, found, None, form))


@router.post("/visits/{visit_id}/venues/{venue_id}/rooms")
def add_one_room(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    form: RoomSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    try:
        add_room(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = of_room(visit, found, None, form.showing(rejected))
        raise page.refuse("venues/room.html", **context) from rejected
    at = f"/visits/{visit_id}/venues#venue-{found.id}"
    return page.go(at, _("The room is added."))


@router.get("/visits/{visit_id}/venues/{venue_id}/rooms/{room_id}")
def room(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    room_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    item = room_for(session, found, room_id)
    form = form_of_room(item)
    return page.show("venues/room.html", **of_room(visit, found, item, form))


@router.post("/visits/{visit_id}/venues/{venue_id}/rooms/{room_id}")
def save_room(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    room_id: UUID,
    form: RoomSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    item = room_for(session, found, room_id)
    try:
        change_part(session, actor, visit, item, form.checked())
    except Rejected as rejected:
        context = of_room(visit, found, item, form.showing(rejected))
        raise page.refuse("venues/room.html", **context) from rejected
    except Conflict as conflict:
        context = of_room(visit, found, item, form.clashing(conflict))
        raise page.refuse("venues/room.html", status=409, **context) from conflict
    at = f"/visits/{visit_id}/venues#venue-{found.id}"
    return page.go(at, _("Your changes are saved."))


@router.post("/visits/{visit_id}/venues/{venue_id}/rooms/{room_id}/removal")
def remove_one_room(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    room_id: UUID,
    form: Seen,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    item = room_for(session, found, room_id)
    try:
        remove_room(session, actor, visit, item, form.checked().revision)
    except Rejected as rejected:
        context = of_room(visit, found, item, form_of_room(item).showing(rejected))
        raise page.refuse("venues/room.html", **context) from rejected
    except Conflict as stale:
        shown = form_of_room(item).showing(changed_meanwhile())
        context = of_room(visit, found, item, shown)
        raise page.refuse("venues/room.html", status=409, **context) from stale
    return page.go(f"/visits/{visit_id}/venues", removed=venue_id, room=room_id)


@router.post("/visits/{visit_id}/venues/{venue_id}/rooms/{room_id}/return")
def put_room_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    venue_id: UUID,
    room_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = venue_for(session, actor, visit, venue_id)
    item = room_for(session, found, room_id, removed=True)
    restore_room(session, actor, visit, item)
    at = f"/visits/{visit_id}/venues#venue-{found.id}"
    return page.go(at, _("The room is back on the list."))


def form_of(venue: Venue) -> Form[VenueForm]:
    return Form.of(VenueForm, {name: getattr(venue, name) for name in OF_VENUE})


def form_of_room(room: Room) -> Form[RoomForm]:
    return Form.of(RoomForm, {name: getattr(room, name) for name in OF_ROOM})


def of_venue(
    visit: Visit, venue: Venue | None, form: Form[VenueForm]
) -> dict[str, Any]:
    return {"visit": visit, "venue": venue, "form": form}


def of_room(
    visit: Visit, venue: Venue, room: Room | None, form: Form[RoomForm]
) -> dict[str, Any]:
    return {"visit": visit, "venue": venue, "room": room, "form": form}
