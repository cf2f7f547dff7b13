"""`/visits/{id}/evidence/{id}/redaction`: a withdrawn speaker's words are taken out."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.audit import deed
from app.db import Database
from app.errors import Rejected
from app.evidence.erasures_kept import keep_outside
from app.evidence.forms import RedactionForm
from app.evidence.queries import raw_visit_shown
from app.evidence.redacting import hidden_note, redact
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.routes.sent_files import erasing
from app.values_audit import Verb
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()


@router.get("/visits/{visit_id}/evidence/{evidence_id}/redaction")
def redaction(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
) -> Response:
    context = loaded(session, actor, visit_id, evidence_id)
    page.noted(deed(Verb.READ_NOTE, context["visit"], "evidence", evidence_id))
    known = {"id": uuid7(), "text": context["note"].text}
    form = Form.of(RedactionForm, known)
    return page.show("redaction/show.html", form=form, **context)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/redaction")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[RedactionForm], posted(RedactionForm)],
) -> Response:
    context = loaded(session, actor, visit_id, evidence_id)
    visit, note = context["visit"], context["note"]
    try:
        gone = redact(session, actor, visit, note, form.checked())
    except Rejected as rejected:
        context["form"] = form.showing(rejected)
        raise page.refuse("redaction/show.html", **context) from rejected
    keep_outside(page.settings.erasures_file, gone)
    page.afterwards += [Database.forget_log, erasing(page.request)]
    return page.go(f"/visits/{visit_id}/evidence", _("The note is redacted."))


def loaded(
    session: Session, actor: Actor, visit_id: UUID, evidence_id: UUID
) -> dict[str, Any]:
    visit = raw_visit_shown(session, actor, visit_id)
    return {"visit": visit, "note": hidden_note(session, actor, visit, evidence_id)}
