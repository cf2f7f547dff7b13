"""`/visits/{id}/interpreters`: who interprets, between which languages."""

from itertools import combinations
from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import OFFERED, _, language_name
from app.ids import uuid7
from app.models import Interpreter, Visit
from app.visits.actions import restore_part
from app.visits.agenda_options import pair_words
from app.visits.forms import RevisionForm
from app.visits.interpreter_actions import (
    add_interpreter,
    change_interpreter,
    remove_interpreter,
)
from app.visits.interpreter_queries import (
    interpreter_for,
    interpreters_of,
    languages_of_visit,
    sessions_with_interpreter,
)
from app.visits.planning_forms import InterpreterForm
from app.visits.queries import visit_planned, visit_shown
from app.visits.rules import changed_meanwhile
from app.visits.use_queries import taken_off
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

FormSent = Annotated[Form[InterpreterForm], posted(InterpreterForm)]
FIELDS = ("name", "pairs", "contact", "hours_a_day", "note", "revision")


@router.get("/visits/{visit_id}/interpreters")
def interpreters(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    form = Form(RevisionForm)
    return page.show(
        "interpreters/index.html", **listing(session, visit, form, removed)
    )


@router.get("/visits/{visit_id}/interpreters/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_planned(session, actor, visit_id)
    form = Form.of(InterpreterForm, {"id": uuid7()})
    return page.show("interpreters/edit.html", **editing(session, visit, None, form))


@router.post("/visits/{visit_id}/interpreters")
def add(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: FormSent
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        made = add_interpreter(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = editing(session, visit, None, form.showing(rejected))
        raise page.refuse("interpreters/edit.html", **context) from rejected
    at = f"/visits/{visit_id}/interpreters#interpreter-{made.id}"
    return page.go(at, _("They are on the list."))


@router.get("/visits/{visit_id}/interpreters/{interpreter_id}")
def interpreter(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    interpreter_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = interpreter_for(session, actor, visit, interpreter_id)
    form = Form.of(InterpreterForm, {name: getattr(found, name) for name in FIELDS})
    return page.show("interpreters/edit.html", **editing(session, visit, found, form))


@router.post("/visits/{visit_id}/interpreters/{interpreter_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    interpreter_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = interpreter_for(session, actor, visit, interpreter_id)
    try:
        change_interpreter(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        context = editing(session, visit, found, form.showing(rejected))
        raise page.refuse("interpreters/edit.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, visit, found, form.clashing(conflict))
        raise page.refuse("interpreters/edit.html", status=409, **context) from conflict
    at = f"/visits/{visit_id}/interpreters#interpreter-{found.id}"
    return page.go(at, _("Your changes are saved."))


@router.post("/visits/{visit_id}/interpreters/{interpreter_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    interpreter_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = interpreter_for(session, actor, visit, interpreter_id)
    try:
        remove_interpreter(session, actor, visit, found, form.checked().revision)
    except Rejected as rejected:
        context = listing(session, visit, form.showing(rejected))
        raise page.refuse("interpreters/index.html", **context) from rejected
    except Conflict as stale:
        context = listing(session, visit, form.showing(changed_meanwhile()))
        raise page.refuse("interpreters/index.html", status=409, **context) from stale
    return page.go(f"/visits/{visit_id}/interpreters", removed=found.id)


@router.post("/visits/{visit_id}/interpreters/{interpreter_id}/return")
def put_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    interpreter_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = interpreter_for(session, actor, visit, interpreter_id, removed=True)
    restore_part(session, actor, visit, found)
    at = f"/visits/{visit_id}/interpreters#interpreter-{found.id}"
    return page.go(at, _("They are back on the list."))


def listing(
    session: Session,
    visit: Visit,
    form: Form[RevisionForm],
    removed: UUID | None = None,
) -> dict[str, Any]:
    people = interpreters_of(session, visit)
    return {
        "visit": visit,
        "form": form,
        "people": [(one, [pair_words(pair) for pair in one.pairs]) for one in people],
        "interpreting": sessions_with_interpreter(session, visit),
        "removed": taken_off(session, visit, Interpreter, removed),
    }


def editing(
    session: Session,
    visit: Visit,
    found: Interpreter | None,
    form: Form[InterpreterForm],
) -> dict[str, Any]:
    """Offered are the pairs of what is spoken here, and those it has already."""
    spoken = combinations(languages_of_visit(session, visit), 2)
    pairs = {"/".join(two) for two in spoken} | set(form.values("pairs"))
    named = [(pair, pair_words(pair)) for pair in pairs if pair.count("/") == 1]
    languages = [(code, language_name(code)) for code in OFFERED]
    return {
        "visit": visit,
        "interpreter": found,
        "form": form,
        "pairs": sorted(named, key=lambda one: one[1]),
        "offered": sorted(languages, key=lambda one: one[1]),
    }
