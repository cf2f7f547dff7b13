"""`/visits/{id}/queues`: what a tablet handed over as a file is read in here."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response

from app.evidence.queue_actions import keep_queue
from app.evidence.queue_pages import queues_page
from app.forms import Form, FormModel
from app.i18n import _
from app.people.tablet_queries import visit_run
from app.routes.queue_files import Handed, handed
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()
INDEX = "queues/index.html"


@router.get("/visits/{visit_id}/queues")
def queues(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    return page.show(INDEX, form=Form(FormModel), **queues_page(session, visit))


@router.post("/visits/{visit_id}/queues")
def read_in(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    sent: Annotated[Handed, Depends(handed)],
) -> Response:
    """The same file twice changes nothing: it says what is here already."""
    visit = visit_run(session, actor, visit_id)
    if sent.queue is None or sent.refused:
        form = Form(FormModel)
        refused = form.showing(sent.refused) if sent.refused else form
        raise page.refuse(INDEX, form=refused, **queues_page(session, visit))
    keep_queue(session, actor, visit, sent.queue, sent.came)
    address = f"/visits/{visit_id}/queues"
    return page.go(address, _("The file is read in. What became of it stands below."))
