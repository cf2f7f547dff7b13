"""`/visits/{id}/attendance`: who comes; and the page of a link by which they say so."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import may_see_whole_team
from app.errors import Rejected
from app.forms import Form
from app.i18n import _
from app.models import AccessLink
from app.models.base import now
from app.people.links import link_to_use
from app.values_people import LinkPurpose
from app.visits.attendance_actions import say
from app.visits.attendance_pages import asked_page
from app.visits.attendance_queries import answers_from, attendance_of
from app.visits.forms import AnswerForm
from app.visits.queries import visit_planned, visit_with_link
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()
LINK = "attendance/link.html"


@router.get("/visits/{visit_id}/attendance")
def attendance(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    answer: str = "",
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    rows = attendance_of(session, visit)
    every = answers_from(rows, whole_team=may_see_whole_team(actor, visit))
    shown = [one for one in every if answer in ("", one.answer or "none")]
    context: dict[str, Any] = {
        "visit": visit,
        "every": every,
        "shown": shown,
        "answer": answer,
    }
    return page.show("attendance/index.html", **context)


def asked(page: Page, session: Session, link: AccessLink, token: str) -> Response:
    """What whoever holds a link is asked; looking changes nothing."""
    return page.show(LINK, **asked_page(session, link, token, now()))


@router.post("/links/{token}/attendance")
def answer(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    token: str,
    form: Annotated[Form[AnswerForm], posted(AnswerForm)],
) -> Response:
    link = link_to_use(session, token, LinkPurpose.ATTENDANCE)
    try:
        say(session, link, visit_with_link(session, link), form.checked())
    except Rejected as rejected:
        context = asked_page(session, link, token, now(), form.showing(rejected))
        raise page.refuse(LINK, **context) from rejected
    return page.go(f"/links/{token}", _("Thank you: your answer is kept."))
