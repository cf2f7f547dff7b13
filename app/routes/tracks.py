"""`/visits/{id}/agenda/{session}/tracks`: one session becomes two, for two sub-teams."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.visits.agenda_session_pages import session_for
from app.visits.agenda_together import split_session
from app.visits.forms import SplitForm
from app.visits.queries import visit_shown
from app.visits.track_pages import splitting
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()

EDIT = "tracks/edit.html"


@router.get("/visits/{visit_id}/agenda/{session_id}/tracks")
def tracks(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, session_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    return page.show(EDIT, **splitting(session, actor, visit, item))


@router.post("/visits/{visit_id}/agenda/{session_id}/tracks")
def split(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    session_id: UUID,
    form: Annotated[Form[SplitForm], posted(SplitForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    item = session_for(session, visit, session_id)
    try:
        made = split_session(session, actor, visit, item, form.checked())
    except Rejected as rejected:
        context = splitting(session, actor, visit, item, form.showing(rejected))
        raise page.refuse(EDIT, **context) from rejected
    except Conflict as conflict:
        context = splitting(session, actor, visit, item, form.clashing(conflict))
        raise page.refuse(EDIT, status=409, **context) from conflict
    said = _("Session %(number)s is added beside session %(first)s.", number=made.number, first=item.number)  # fmt: skip
    return page.go(f"/visits/{visit_id}/agenda", said)
