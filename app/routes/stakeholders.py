"""`/visits/{id}/stakeholders`: the people met, by function."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_see_contact
from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.models import Stakeholder, Visit
from app.translations import Texts
from app.visits.actions import restore_part
from app.visits.forms import RevisionForm, StakeholderForm
from app.visits.people_actions import (
    add_stakeholder,
    change_stakeholder,
    remove_stakeholder,
)
from app.visits.people_queries import (
    by_category,
    sessions_meeting,
    stakeholder_for,
    stakeholders_of,
)
from app.visits.places_queries import host_options
from app.visits.queries import visit_planned, visit_shown
from app.visits.rules import changed_meanwhile
from app.visits.use_queries import taken_off
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[StakeholderForm], posted(StakeholderForm)]
FIELDS = tuple(name for name in StakeholderForm.model_fields if name != "id")


@router.get("/visits/{visit_id}/stakeholders")
def stakeholders(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    form = Form(RevisionForm)
    return page.show(
        "stakeholders/index.html", **listing(session, visit, form, removed)
    )


@router.get("/visits/{visit_id}/stakeholders/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_planned(session, actor, visit_id)
    start = {"id": uuid7(), "invited_by_city_id": side_of(actor, visit)}
    form = Form.of(StakeholderForm, start)
    return page.show("stakeholders/edit.html", **editing(visit, None, form))


@router.post("/visits/{visit_id}/stakeholders")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        made = add_stakeholder(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = editing(visit, None, form.showing(rejected))
        raise page.refuse("stakeholders/edit.html", **context) from rejected
    at = f"/visits/{visit_id}/stakeholders#stakeholder-{made.id}"
    return page.go(at, _("They are on the list."))


@router.get("/visits/{visit_id}/stakeholders/{stakeholder_id}")
def stakeholder(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    stakeholder_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = stakeholder_for(session, actor, visit, stakeholder_id)
    known = {name: getattr(found, name) for name in FIELDS}
    if not may_see_contact(actor, visit, found):
        known |= {"contact": "", "invited_by_city_id": None}
    form = Form.of(StakeholderForm, known)
    return page.show("stakeholders/edit.html", **editing(visit, found, form))


@router.post("/visits/{visit_id}/stakeholders/{stakeholder_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    stakeholder_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = stakeholder_for(session, actor, visit, stakeholder_id)
    try:
        change_stakeholder(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = editing(visit, found, form.showing(rejected))
        raise page.refuse("stakeholders/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(visit, found, form.clashing(conflict))
        raise page.refuse("stakeholders/edit.html", status=409, **context) from conflict
    at = f"/visits/{visit_id}/stakeholders#stakeholder-{found.id}"
    return page.go(at, _("Your changes are saved."))


@router.post("/visits/{visit_id}/stakeholders/{stakeholder_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    stakeholder_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = stakeholder_for(session, actor, visit, stakeholder_id)
    try:
        remove_stakeholder(session, actor, visit, found, form.checked().revision)
    except Rejected as rejected:
        context = listing(session, visit, form.showing(rejected))
        raise page.refuse("stakeholders/index.html", **context) from rejected
    except Conflict as stale:
        context = listing(session, visit, form.showing(changed_meanwhile()))
        raise page.refuse("stakeholders/index.html", status=409, **context) from stale
    return page.go(f"/visits/{visit_id}/stakeholders", removed=found.id)


@router.post("/visits/{visit_id}/stakeholders/{stakeholder_id}/return")
def put_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    stakeholder_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = stakeholder_for(session, actor, visit, stakeholder_id, removed=True)
    restore_part(session, actor, visit, found)
    at = f"/visits/{visit_id}/stakeholders#stakeholder-{found.id}"
    return page.go(at, _("They are back on the list."))


def listing(
    session: Session,
    visit: Visit,
    form: Form[RevisionForm],
    removed: UUID | None = None,
) -> dict[str, Any]:
    people = stakeholders_of(session, visit)
    meeting = sessions_meeting(session, visit)
    return {
        "visit": visit,
        "form": form,
        "categories": by_category(people),
        "meeting": meeting,
        "unmet": any(one.id not in meeting for one in people),
        "texts": Texts(session, people, language=visit.language),
        "removed": taken_off(session, visit, Stakeholder, removed),
    }


def editing(
    visit: Visit, found: Stakeholder | None, form: Form[StakeholderForm]
) -> dict[str, Any]:
    sides = host_options(visit.pair, visit.host_city_id)
    return {"visit": visit, "stakeholder": found, "form": form, "sides": sides}


def side_of(actor: Actor, visit: Visit) -> UUID | None:
    """One's own city where it takes part, else the host: who mostly invites."""
    cities = [part.city_id for part in visit.pair.cities if not part.former]
    own = [city_id for city_id in cities if city_id in actor.cities]
    return own[0] if own else visit.host_city_id
