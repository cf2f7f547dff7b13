"""`/visits/{id}/door-lists`: what takes place in each room, to hang at its door."""

from uuid import UUID

from starlette.responses import Response

from app.routes.briefing import visit_briefed
from app.visits.door_pages import door_lists
from app.visits.handed_out import handed_out
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/door-lists")
def lists(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    out = handed_out(session, visit)
    doors = door_lists(out)
    return page.show("door_lists/index.html", visit=visit, doors=doors, out=out)
