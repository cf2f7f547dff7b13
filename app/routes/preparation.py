"""`/visits/{id}/preparation`: the steps before and after a visit, counted from its first
day."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Rejected
from app.forms import Form
from app.i18n import _, ngettext
from app.models.base import now
from app.programmes.forms import MovingForm
from app.programmes.preparing_actions import move_preparation, plan_preparation
from app.programmes.preparing_pages import preparation_page
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX = "preparation/index.html"


@router.get("/visits/{visit_id}/preparation")
def preparation(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = preparation_page(session, actor, visit, now().date())
    return page.show(INDEX, **context, form=Form(MovingForm))


@router.post("/visits/{visit_id}/preparation")
def plan(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_shown(session, actor, visit_id)
    try:
        made = plan_preparation(session, actor, visit)
    except Rejected as rejected:
        context = preparation_page(session, actor, visit, now().date())
        form = Form(MovingForm).showing(rejected)
        raise page.refuse(INDEX, **context, form=form) from rejected
    said = ngettext("%(n)s step is added.", "%(n)s steps are added.", len(made))
    nothing = _("Nothing was missing: every step stands already.")
    words = said % {"n": len(made)} if made else nothing
    return page.go(f"/visits/{visit_id}/preparation", words)


@router.post("/visits/{visit_id}/preparation/moves")
def move(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[MovingForm], posted(MovingForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    wanted = form.checked().moves
    try:
        moved = move_preparation(session, actor, visit, wanted)
    except Rejected as rejected:
        context = preparation_page(session, actor, visit, now().date())
        again = form.showing(rejected)
        raise page.refuse(INDEX, status=409, **context, form=again) from rejected
    said = ngettext("%(n)s date is moved.", "%(n)s dates are moved.", len(moved))
    return page.go(f"/visits/{visit_id}/preparation", said % {"n": len(moved)})
