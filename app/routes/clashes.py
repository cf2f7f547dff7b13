"""`/visits/{id}/clashes`: what cannot be as it stands, and what was accepted, and why."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Conflict, NotFound, Rejected
from app.forms import Form
from app.i18n import _
from app.visits.clash_actions import accept_clash, withdraw_acceptance
from app.visits.clash_forms import AcceptForm
from app.visits.clash_pages import accepting, clashes_page, standing_clash
from app.visits.clash_queries import acceptance_of
from app.visits.forms import RevisionForm
from app.visits.queries import visit_planned, visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/clashes")
def clashes(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, rule: str = ""
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = clashes_page(session, actor, visit, rule)
    return page.show("clashes/index.html", part="clashes/_list.html", **context)


@router.get("/visits/{visit_id}/clashes/{key}")
def clash(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, key: str
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    one = standing_clash(session, actor, visit, key)
    if one is None:
        raise NotFound
    return page.show("clashes/show.html", **accepting(visit, one))


@router.post("/visits/{visit_id}/clashes/{key}")
def accept(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    key: str,
    form: Annotated[Form[AcceptForm], posted(AcceptForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    one = standing_clash(session, actor, visit, key)
    try:
        reason = form.checked()
        if one is None:
            return gone(page, visit_id)
        accept_clash(session, actor, visit, one, reason)
    except Rejected as rejected:
        if one is None:
            raise
        context = accepting(visit, one, form.showing(rejected))
        raise page.refuse("clashes/show.html", **context) from rejected
    return page.go(f"/visits/{visit_id}/clashes", _("It is accepted, with its reason."))


@router.post("/visits/{visit_id}/clashes/{key}/withdrawal")
def withdraw(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    key: str,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    item = acceptance_of(session, visit, key)
    if item is None:
        raise NotFound
    try:
        withdraw_acceptance(session, actor, visit, item, form.checked().revision)
    except Conflict:
        said = _("Somebody changed it meanwhile. This is how it stands now.")
        return page.go(f"/visits/{visit_id}/clashes", said)
    return page.go(f"/visits/{visit_id}/clashes", _("It is a warning again."))


def gone(page: Page, visit_id: UUID) -> Response:
    said = _("This clash is no longer there: times or people have changed.")
    return page.go(f"/visits/{visit_id}/clashes", said)
