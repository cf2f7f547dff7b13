"""`/visits/{id}/coverage`: factors by session and by voice."""

from uuid import UUID

from starlette.responses import Response

from app.values import Voice
from app.visits.coverage import coverage_of
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/coverage")
def coverage(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = coverage_of(session, actor, visit)
    return page.show(
        "coverage/index.html", visit=visit, coverage=found, voices=list(Voice)
    )
