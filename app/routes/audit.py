"""`/audit`: who did what to which record and why, as far as it is the reader's to know."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import Response

from app.audit import Deed
from app.audit_file import audit_file
from app.audit_forms import AuditFilter
from app.audit_pages import audit_page, audit_rows
from app.forms import Form
from app.labels import choices
from app.people.rules import EXPORTS
from app.routes.limiting import limited
from app.values_audit import Verb
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


async def asked(request: Request) -> Form[AuditFilter]:
    """The filters in the address; other parts of it are left alone."""
    query = request.query_params
    known = {name: query.getlist(name) for name in AuditFilter.model_fields}
    return Form(AuditFilter, {name: values for name, values in known.items() if values})


Wanted = Annotated[Form[AuditFilter], Depends(asked)]
After = Annotated[str | None, Query(max_length=400)]


@router.get("/audit")
def audit(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    wanted: Wanted,
    after: After = None,
) -> Response:
    found = audit_page(session, actor, wanted.checked(), after)
    query = {**wanted.posted, "after": found.next}
    file = f"/audit.csv?{urlencode(wanted.posted, doseq=True)}"
    return page.show(
        "audit/index.html",
        part="audit/_list.html",
        found=found,
        wanted=wanted,
        verbs=choices(Verb),
        file=file.removesuffix("?"),
        next=f"/audit?{urlencode(query, doseq=True)}" if found.next else "",
    )


@router.get("/audit.csv")
def audit_sheet(
    page: PageOf, session: DbSession, actor: SignedIn, wanted: Wanted
) -> Response:
    filters = wanted.checked()
    limited(page, EXPORTS)
    content = audit_file(audit_rows(session, actor, filters))
    page.noted(Deed(Verb.EXPORTED, None, None, "audit_entry", None))
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
