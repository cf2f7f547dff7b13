"""`/visits/{id}/released`: what the team lets everybody of the visit read."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_write_released
from app.audit import deed
from app.benchmarks.queries import version_of
from app.errors import NotFound, NotPermitted, Rejected
from app.evidence.forms import RevisionForm
from app.evidence.queries import note_shown, programme_language, raw_visit_shown
from app.evidence.release_forms import PassingForm, ReleaseForm
from app.evidence.released import release_for, released_of, waiting_of
from app.evidence.releasing import draft_release, pass_release, stop_release
from app.forms import Form
from app.i18n import _, of
from app.ids import uuid7
from app.models import Visit
from app.values_audit import Verb
from app.visits.queries import visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/released")
def released(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show("released/index.html", **listing(session, actor, visit))


@router.get("/visits/{visit_id}/released/new")
def new(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence: UUID | None = None,
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    if evidence is None:
        raise NotFound
    form = Form.of(ReleaseForm, {"id": uuid7(), "evidence": evidence})
    context = writing(page, session, visit, form, evidence)
    return page.show("released/new.html", **context)


@router.post("/visits/{visit_id}/released")
def draft(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[ReleaseForm], posted(ReleaseForm)],
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    sent = None
    try:
        sent = form.checked()
        draft_release(session, actor, visit, sent)
    except Rejected as rejected:
        if sent is None:
            raise
        context = writing(page, session, visit, form.showing(rejected), sent.evidence)
        raise page.refuse("released/new.html", **context) from rejected
    said = _("The text waits for two members of the team to pass it.")
    return page.go(f"/visits/{visit_id}/released", said)


@router.post("/visits/{visit_id}/released/{release_id}/passing")
def passing(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    release_id: UUID,
    form: Annotated[Form[PassingForm], posted(PassingForm)],
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    found = release_for(session, visit, release_id)
    out = pass_release(session, actor, visit, found, form.checked())
    said = _("The text is released.") if out else _("Your answer is kept.")
    return page.go(f"/visits/{visit_id}/released", said)


@router.post("/visits/{visit_id}/released/{release_id}/removal")
def stop(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    release_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    found = release_for(session, visit, release_id)
    stop_release(session, actor, visit, found, form.checked().revision)
    return page.go(f"/visits/{visit_id}/released", _("The text is taken back."))


def listing(session: Session, actor: Actor, visit: Visit) -> dict[str, Any]:
    writes = may_write_released(actor, visit)
    version = version_of(session, visit.pair.benchmark_version_id)
    return {
        "visit": visit,
        "released": released_of(session, visit),
        "waiting": waiting_of(session, actor, visit) if writes else [],
        "numbered": {one.slug: one for one in version.factors} if version else {},
        "language": programme_language(session, visit),
    }


def writing(
    page: Page,
    session: Session,
    visit: Visit,
    form: Form[ReleaseForm],
    evidence_id: UUID,
) -> dict[str, Any]:
    """The original beside the text that is written anew."""
    if not may_write_released(page.actor, visit):
        raise NotPermitted
    note = note_shown(session, visit, evidence_id)
    page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
    version = version_of(session, visit.pair.benchmark_version_id)
    titles = {f.slug: f"{f.number}. {of(f.title)}" for f in version.factors} if version else {}  # fmt: skip
    return {
        "visit": visit,
        "note": note,
        "form": form,
        "factor_options": [(s, titles[s]) for s in note.factors if s in titles],
        "language": programme_language(session, visit),
    }
