"""`/visits/{id}/self-assessment`: where the reviewed city stands, in its own words."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Rejected
from app.findings.sheet_forms import SheetForm
from app.findings.sheet_pages import (
    assessment_page,
    shown_again,
    take_assessment,
    take_one_assessment,
    visit_assessed,
)
from app.findings.sheet_queries import assessments_of
from app.forms import Form
from app.i18n import _
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX, STATE = "self_assessment/index.html", "ui/_saved.html"
Sent = Annotated[Form[SheetForm], posted(SheetForm)]


@router.get("/visits/{visit_id}/self-assessment")
def self_assessment(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_assessed(session, actor, visit_id)
    return page.show(INDEX, **assessment_page(session, actor, visit))


@router.post("/visits/{visit_id}/self-assessment")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Sent,
    at: str = "",
) -> Response:
    """What nobody else changed is kept also where the answer is 409."""
    visit = visit_assessed(session, actor, visit_id)
    try:
        conflicts = take_assessment(session, actor, visit, form.posted)
    except Rejected as rejected:
        context = assessment_page(session, actor, visit)
        again = form.showing(rejected)
        raise page.refuse(INDEX, **context | {"form": again}) from rejected
    if conflicts:
        context = assessment_page(session, actor, visit)
        return page.show(INDEX, status=409, **shown_again(context, form, conflicts))
    return page.go(f"/visits/{visit_id}/self-assessment#{at}", _("It is saved."))


@router.post("/visits/{visit_id}/self-assessment/{factor}")
def save_one(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    factor: str,
    form: Sent,
) -> Response:
    """One of the page, as it saves itself; the answer says only how that went."""
    visit = visit_assessed(session, actor, visit_id)
    try:
        clash = take_one_assessment(session, actor, visit, factor, form.posted)
    except Rejected as rejected:
        why = rejected.problems[0].message
        raise page.refuse(STATE, key=factor, revision=None, why=why) from rejected
    row = assessments_of(session, actor, visit).get(factor)
    revision = None if clash else row and row.revision
    status = 409 if clash else 200
    return page.show(STATE, status=status, key=factor, revision=revision, why="")
