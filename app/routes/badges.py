"""`/visits/{id}/badges`: name badges, with the names that members chose to be shown by."""

from uuid import UUID

from starlette.responses import Response

from app.routes.briefing import visit_briefed
from app.visits.overview_queries import members_of
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/badges")
def badges(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    team = members_of(session, visit)
    return page.show("badges/index.html", visit=visit, team=team)
