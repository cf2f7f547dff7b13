"""`/api/v1/visits/…/tablet`: a tablet tells what it holds and is told what is new."""

from datetime import UTC, datetime
from uuid import UUID

from app.answers import Answer
from app.evidence.field_pages import field_visit
from app.evidence.telling import told
from app.people.reporting import keep_report
from app.people.tablet_forms import ReportForm
from app.routes.api_intake import EpochRoute
from app.routes.field import only_tablet
from app.web import Anybody, DbSession, router as new_router

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute


class ToldAnswer(Answer):
    """`gone` are those it holds that were erased; `pack` is the version of the plan now.

    What was received until `backup_covers_at` is in a verified backup; null where none is.
    """

    server_time: datetime
    gone: list[UUID]
    backup_covers_at: datetime | None
    pack: str
    expires_at: datetime
    ended: bool
    seat: UUID | None
    visit_closed: bool


@router.post("/visits/{visit_id}/tablet")
def report(
    session: DbSession, actor: Anybody, visit_id: UUID, report: ReportForm
) -> ToldAnswer:
    """From the tablet itself, every half minute; it keeps no seat awake."""
    visit = field_visit(session, only_tablet(actor), visit_id)
    assert actor.tablet
    keep_report(session, visit, actor.tablet, report, datetime.now(UTC))
    return ToldAnswer(**told(session, visit, actor.tablet, report.holding))
