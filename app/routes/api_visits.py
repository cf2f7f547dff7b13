"""`/api/v1/visits`: one visit with its days and its agenda."""

from uuid import UUID

from app.access import may_see_shown_names
from app.visits.answers import VisitAnswer, session_answer, visit_answer
from app.visits.api_queries import sessions_of_visit, translations_of_plan
from app.visits.queries import visit_shown
from app.web import DbSession, SignedIn, router as new_router

router = new_router(prefix="/api/v1", tags=["visits"])


@router.get("/visits/{visit_id}")
def read_visit(session: DbSession, actor: SignedIn, visit_id: UUID) -> VisitAnswer:
    """Days by date; sessions in the order of the day, those without a place last."""
    visit = visit_shown(session, actor, visit_id)
    agenda = sessions_of_visit(session, visit)
    translated = translations_of_plan(session, visit, agenda)
    named = may_see_shown_names(actor, visit)
    sessions = [
        session_answer(one, with_members=named, translated=translated) for one in agenda
    ]
    return visit_answer(visit, sessions, translated)
