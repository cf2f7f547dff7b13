"""`/visits/{id}/imports`: people to meet, from a table: looked at first, then added."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.access import Actor
from app.errors import Rejected
from app.forms import Form
from app.i18n import ngettext
from app.models import Visit
from app.sheets import as_pasted, of_text, read_table
from app.visits.people_actions import add_stakeholder
from app.visits.people_queries import stakeholders_of
from app.visits.people_sheet import COLUMNS, Sheet, SheetRow, column_word, people_in
from app.visits.planning_forms import ImportForm
from app.visits.queries import visit_planned
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    current_actor,
    router as new_router,
)

router = new_router()
PAGE = "imports/index.html"


async def read_upload(request: Request) -> Form[ImportForm]:
    """A file becomes the text it would be if pasted; only of somebody signed in."""
    actor = await run_in_threadpool(current_actor, request)
    async with request.form(max_files=1, max_fields=10) as sent:
        posted = {
            name: [str(value)]
            for name, value in sent.multi_items()
            if not isinstance(value, UploadFile)
        }
        upload = sent.get("file")
        if not (actor.signed_in and isinstance(upload, UploadFile) and upload.size):
            return Form(ImportForm, posted)
        try:
            table = await run_in_threadpool(read_table, await upload.read())
        except Rejected as rejected:
            return Form(ImportForm, posted, rejected.problems)
        return Form(ImportForm, {**posted, "text": [as_pasted(table)]})


Sent = Annotated[Form[ImportForm], Depends(read_upload)]


@router.get("/visits/{visit_id}/imports")
def imports(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    return page.show(PAGE, **context(visit, Form(ImportForm), None))


@router.post("/visits/{visit_id}/imports")
def bring_in(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: Sent
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        sheet = sheet_of(session, visit, form)
    except Rejected as rejected:
        shown = context(visit, form.showing(rejected), None)
        raise page.refuse(PAGE, **shown) from rejected
    if not form.value("confirmed") or not sheet.ready:
        return page.show(PAGE, **context(visit, form, sheet))
    for row in sheet.ready:
        add_row(session, actor, visit, row)
    return page.go(f"/visits/{visit_id}/stakeholders", added_words(len(sheet.ready)))


def sheet_of(session: Session, visit: Visit, form: Form[ImportForm]) -> Sheet:
    """Raises `Rejected`: of the file, of the text, or of its columns."""
    if form.problems:
        raise Rejected(*form.problems)
    table = of_text(form.checked().text)
    known = [(one.name, one.organisation) for one in stakeholders_of(session, visit)]
    return people_in(table, known)


def add_row(session: Session, actor: Actor, visit: Visit, row: SheetRow) -> None:
    assert row.form
    host = {"invited_by_city_id": visit.host_city_id}
    add_stakeholder(session, actor, visit, row.form.model_copy(update=host))


def added_words(count: int) -> str:
    said = ngettext("%(count)s is on the list.", "%(count)s are on the list.", count)
    return said % {"count": count}


def context(
    visit: Visit, form: Form[ImportForm], sheet: Sheet | None
) -> dict[str, Any]:
    """`mend` is the rows that are wrong, as text to correct and read again."""
    mend: Sequence[Sequence[str]] = []
    if sheet and sheet.wrong:
        mend = [sheet.head, *(row.typed for row in sheet.wrong)]
    return {
        "visit": visit,
        "form": form,
        "sheet": sheet,
        "mend": as_pasted(mend),
        "text": form.value("text"),
        "columns": [(name, column_word(name)) for name in COLUMNS],
    }
