"""`/visits/{id}`: a visit at a glance; planning one, and its basics."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import may_edit_agenda, may_plan
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.models import Pair, Visit
from app.models.base import now
from app.programmes.queries import pair_shown, programme_of
from app.values import VisitStatus
from app.visits.actions import add_visit, change_visit
from app.visits.forms import VisitForm
from app.visits.overview_pages import overview
from app.visits.places_queries import host_options, next_round
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[VisitForm], posted(VisitForm)]
FIELDS = tuple(name for name in VisitForm.model_fields if name != "id")


@router.get("/visits/{visit_id}")
def visit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    found = visit_shown(session, actor, visit_id)
    return page.show("visits/show.html", **overview(session, actor, found, now()))


@router.get("/visits/{visit_id}/edit")
def edit(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    found = visit_shown(session, actor, visit_id)
    if not may_edit_agenda(actor, found):
        raise NotPermitted
    form = Form.of(VisitForm, {name: getattr(found, name) for name in FIELDS})
    return page.show("visits/edit.html", **editing(found, form))


@router.post("/visits/{visit_id}")
def save(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    found = visit_shown(session, actor, visit_id)
    if not may_edit_agenda(actor, found):
        raise NotPermitted
    try:
        change_visit(session, actor, found, form.checked())
    except Rejected as rejected:
        context = editing(found, form.showing(rejected))
        raise page.refuse("visits/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(found, form.clashing(conflict))
        raise page.refuse("visits/edit.html", status=409, **context) from conflict
    return page.go(f"/visits/{visit_id}", _("The visit is saved."))


@router.get("/pairs/{pair_id}/visits/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID) -> Response:
    pair = pair_shown(session, actor, pair_id)
    if not may_plan(actor, pair):
        raise NotPermitted
    known = {"round": next_round(session, pair), "status": VisitStatus.PLANNING}
    form = Form.of(VisitForm, {"id": uuid7(), "language": page.language, **known})
    return page.show("visits/new.html", **planning(session, pair, form))


@router.post("/pairs/{pair_id}/visits")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, form: FormSent
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    if not may_plan(actor, pair):
        raise NotPermitted
    try:
        made = add_visit(session, actor, pair, form.checked())
    except Rejected as rejected:
        context = planning(session, pair, form.showing(rejected))
        raise page.refuse("visits/new.html", **context) from rejected
    return page.go(
        f"/visits/{made.id}", _("The visit is planned. Now choose its days.")
    )


def editing(found: Visit, form: Form[VisitForm]) -> dict[str, Any]:
    hosts = host_options(found.pair, found.host_city_id)
    return {"visit": found, "hosts": hosts, "form": form}


def planning(session: Session, pair: Pair, form: Form[VisitForm]) -> dict[str, Any]:
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "hosts": host_options(pair, None),
        "form": form,
    }
