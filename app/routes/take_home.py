"""`/visits/{id}/take-home`: what a study visit takes home, failures included."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_write_take_home
from app.errors import Conflict, NotPermitted, Rejected
from app.findings.forms import RevisionForm, TakeHomeForm
from app.findings.queries import factors_of
from app.findings.take_home_actions import (
    TEXTS,
    add_take_home,
    change_take_home,
    remove_take_home,
    restore_take_home,
)
from app.findings.take_home_queries import take_home_for, take_home_list
from app.forms import Form
from app.i18n import _
from app.models import TakeHome, Visit
from app.translations import Texts
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[TakeHomeForm], posted(TakeHomeForm)]


@router.get("/visits/{visit_id}/take-home")
def take_home(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    form = Form.of(TakeHomeForm, {"language": page.language})
    context = listing(session, actor, visit, form)
    return page.show("take_home/index.html", **context, removed=removed)


@router.post("/visits/{visit_id}/take-home")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        added = add_take_home(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = listing(session, actor, visit, form.showing(rejected))
        raise page.refuse("take_home/index.html", **context, removed=None) from rejected
    said = _("It is on the list.")
    return page.go(f"/visits/{visit.id}/take-home#take-home-{added.id}", said)


@router.get("/visits/{visit_id}/take-home/{item_id}")
def edit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, item_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = editing(session, actor, visit, item_id)
    return page.show("take_home/edit.html", **context)


@router.post("/visits/{visit_id}/take-home/{item_id}")
def change(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    item_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = editing(session, actor, visit, item_id)
    try:
        change_take_home(session, actor, visit, item_id, form.checked())
    except Rejected as rejected:
        context["form"] = form.showing(rejected)
        raise page.refuse("take_home/edit.html", **context) from rejected
    except Conflict as conflict:
        context["form"] = form.clashing(conflict)
        raise page.refuse("take_home/edit.html", status=409, **context) from conflict
    address = f"/visits/{visit.id}/take-home#take-home-{item_id}"
    return page.go(address, _("Your changes are saved."))


@router.post("/visits/{visit_id}/take-home/{item_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    item_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    remove_take_home(session, actor, visit, item_id, form.checked().revision)
    return page.go(f"/visits/{visit.id}/take-home", removed=item_id)


@router.post("/visits/{visit_id}/take-home/{item_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, item_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    restore_take_home(session, actor, visit, item_id)
    address = f"/visits/{visit.id}/take-home#take-home-{item_id}"
    return page.go(address, _("It is back on the list."))


def listing(
    session: Session, actor: Actor, visit: Visit, form: Form[TakeHomeForm]
) -> dict[str, Any]:
    items = take_home_list(session, actor, visit)
    return {
        "visit": visit,
        "items": items,
        "texts": Texts(session, [item for item, _name in items]),
        "factors": factors_of(session, visit.pair.benchmark_version_id),
        "form": form,
    }


def editing(
    session: Session, actor: Actor, visit: Visit, item_id: UUID
) -> dict[str, Any]:
    item = take_home_for(session, actor, visit, item_id)
    if not may_write_take_home(actor, visit):
        raise NotPermitted
    factors = factors_of(session, visit.pair.benchmark_version_id)
    return {"visit": visit, "item": item, "factors": factors, "form": form_of(item)}


def form_of(item: TakeHome) -> Form[TakeHomeForm]:
    names = (*TEXTS, "factor", "who", "language", "revision")
    return Form.of(TakeHomeForm, {name: getattr(item, name) for name in names})
