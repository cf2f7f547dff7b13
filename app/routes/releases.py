"""`/visits/{id}/agenda/releases`: the agenda as it stood, under a number."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.access import may_edit_agenda
from app.addresses import NumberInAddress
from app.errors import NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.visits.agenda_pages import list_page
from app.visits.forms import ReleaseForm
from app.visits.queries import visit_shown
from app.visits.releases_pages import release_page
from app.visits.releases_queries import releases_of
from app.visits.releasing import release_agenda
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.post("/visits/{visit_id}/agenda/releases")
def release(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[ReleaseForm], posted(ReleaseForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    try:
        changes = form.checked().changes
        made = release_agenda(session, actor, visit, changes, page.language)
    except Rejected as rejected:
        context = list_page(session, actor, visit, "", form.showing(rejected))
        raise page.refuse("agenda/index.html", **context) from rejected
    said = _("The agenda is released as version %(number)s.", number=made.number)
    return page.go(f"/visits/{visit_id}/agenda", said)


@router.get("/visits/{visit_id}/agenda/releases")
def releases(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = releases_of(session, visit)
    return page.show("releases/index.html", visit=visit, releases=found)


@router.get("/visits/{visit_id}/agenda/releases/{number}")
def release_as_it_was(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    number: NumberInAddress,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = release_page(session, actor, visit, number)
    return page.show("releases/show.html", **context)
