"""`/visits/{id}/agenda.xlsx`, `.csv`, `.json`: the agenda as its reader sees it."""

from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.audit import deed
from app.models import Visit
from app.people.rules import EXPORTS
from app.routes.api_visits import read_visit
from app.routes.limiting import limited
from app.routes.programmes import XLSX
from app.values_audit import Verb
from app.visits.agenda_queries import Agenda, agenda_of
from app.visits.agenda_sheet import agenda_csv, agenda_workbook
from app.visits.queries import visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/agenda.xlsx")
def workbook(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    agenda = exported(page, session, visit_shown(session, actor, visit_id))
    return download(agenda_workbook(agenda), XLSX, "xlsx")


@router.get("/visits/{visit_id}/agenda.csv")
def table(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    agenda = exported(page, session, visit_shown(session, actor, visit_id))
    return download(agenda_csv(agenda), "text/csv; charset=utf-8", "csv")


@router.get("/visits/{visit_id}/agenda.json")
def values(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    """As `/api/v1/visits/{id}` gives it."""
    noted(page, visit_shown(session, actor, visit_id))
    answer = read_visit(session, actor, visit_id).model_dump_json(indent=2)
    return download(answer.encode(), "application/json", "json")


def exported(page: Page, session: Session, visit: Visit) -> Agenda:
    noted(page, visit)
    return agenda_of(session, page.actor, visit)


def noted(page: Page, visit: Visit) -> None:
    limited(page, EXPORTS)
    page.noted(deed(Verb.EXPORTED, visit))


def download(content: bytes, media_type: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="agenda.{ending}"'}
    return Response(content, media_type=media_type, headers=headers)
