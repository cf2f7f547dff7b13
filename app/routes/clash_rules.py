"""`/visits/{id}/clash-rules`: what clashes do in a visit."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.visits.clash_actions import set_rules
from app.visits.clash_forms import ClashRulesForm
from app.visits.clash_pages import rules_page
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

EDIT = "clash_rules/edit.html"


@router.get("/visits/{visit_id}/clash-rules")
def rules(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show(EDIT, **rules_page(session, actor, visit))


@router.post("/visits/{visit_id}/clash-rules")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[ClashRulesForm], posted(ClashRulesForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        set_rules(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = rules_page(session, actor, visit, form.showing(rejected))
        raise page.refuse(EDIT, **context) from rejected
    except Conflict as conflict:
        context = rules_page(session, actor, visit, form.clashing(conflict))
        raise page.refuse(EDIT, status=409, **context) from conflict
    return page.go(f"/visits/{visit_id}/clashes", _("The rules are saved."))
