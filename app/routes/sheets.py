"""`/visits/{id}/sheets`: a blank evidence sheet, for where a tablet cannot be."""

from uuid import UUID

from starlette.responses import Response

from app.labels import choices
from app.routes.briefing import visit_briefed
from app.values import Bearing, ConsentTo, Heard, Kind, Voice
from app.visits.agenda_options import factor_options
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/sheets")
def sheets(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    return page.show(
        "sheets/index.html",
        visit=visit,
        factors=factor_options(session, visit),
        kinds=choices(Kind),
        voices=choices(Voice),
        heard=choices(Heard),
        bearings=choices(Bearing),
        consents=choices(ConsentTo),
    )
