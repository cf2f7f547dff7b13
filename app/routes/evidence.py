"""`/visits/{id}/evidence`: the team's raw notes. Nobody of the host city gets here."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from starlette.responses import Response

from app.access import Actor
from app.audit import deed
from app.errors import Rejected
from app.evidence.actions import (
    Gone,
    Outcome,
    Recorded,
    Rival,
    change_note,
    complete_note,
    remove_note,
    restore_note,
    settle_rival,
    translate_note,
    undo_note,
    write_note,
)
from app.evidence.attachment_actions import keep_cleaned
from app.evidence.forms import (
    CompletionForm,
    FilterForm,
    NoteForm,
    RevisionForm,
    RivalForm,
    TranslationForm,
)
from app.evidence.pages import evidence_page, new_note, note_page
from app.evidence.queries import Note, note_shown, raw_visit_shown
from app.evidence.redacting import is_gone
from app.findings.queries import factors_of
from app.forms import Form
from app.i18n import _, listed, of
from app.models import Visit
from app.people.rules import SEARCHES
from app.routes.limiting import limited
from app.routes.sent_files import FormWithFiles, posted_with_files
from app.values_audit import Verb
from app.web import (
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()

INDEX, SHOW = "evidence/index.html", "evidence/show.html"


async def asked(request: Request) -> Form[FilterForm]:
    """The filters in the address; other parts of it are left alone."""
    query = request.query_params
    known = {name: query.getlist(name) for name in FilterForm.model_fields}
    return Form(FilterForm, {name: values for name, values in known.items() if values})


Wanted = Annotated[Form[FilterForm], Depends(asked)]
After = Annotated[str | None, Query(max_length=400)]


@router.get("/visits/{visit_id}/evidence")
def evidence(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    wanted: Wanted,
    after: After = None,
    taking: UUID | None = None,
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    if wanted.value("q"):
        limited(page, SEARCHES)
    page.noted(deed(Verb.READ_EVIDENCE, visit))
    context = evidence_page(session, actor, visit, wanted, after)
    form = new_note(session, actor, visit, taking)
    return page.show(INDEX, part="evidence/_list.html", form=form, **context)


@router.post("/visits/{visit_id}/evidence")
def record(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[FormWithFiles[NoteForm], posted_with_files(NoteForm)],
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    try:
        note = form.checked()
        outcome = write_note(session, actor, visit, note, form.announced)
    except Rejected as rejected:
        page.noted(deed(Verb.READ_EVIDENCE, visit))
        context = evidence_page(session, actor, visit, Form(FilterForm), None)
        raise page.refuse(INDEX, form=form.showing(rejected), **context) from rejected
    keep_cleaned(session, actor, visit, [] if isinstance(outcome, Gone) else form.kept)
    if isinstance(outcome, Rival):
        return both_texts(page, session, actor, visit, note.id)
    taking = {"taking": note.session_id} if note.session_id else {}
    return page.go(
        f"/visits/{visit_id}/evidence", said_of(session, visit, outcome), **taking
    )


@router.get("/visits/{visit_id}/evidence/{evidence_id}")
def note(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    if is_gone(session, visit, evidence_id):
        return page.show("evidence/gone.html", status=410, visit=visit)
    found = note_shown(session, visit, evidence_id)
    page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
    return page.show(SHOW, **note_page(session, actor, visit, found))


@router.post("/visits/{visit_id}/evidence/{evidence_id}")
def change(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[NoteForm], posted(NoteForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    try:
        outcome = change_note(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
        context = note_page(session, actor, visit, found)
        context["form"] = form.showing(rejected)
        raise page.refuse(SHOW, **context) from rejected
    return done(page, session, actor, visit, found, outcome)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/completion")
def complete(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[CompletionForm], posted(CompletionForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    outcome = complete_note(session, actor, visit, found, form.checked())
    if isinstance(outcome, Rival):
        return both_texts(page, session, actor, visit, evidence_id)
    address = f"/visits/{visit_id}/evidence"
    return page.go(address, said_of(session, visit, outcome), to_complete="on")


@router.post("/visits/{visit_id}/evidence/{evidence_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    outcome = remove_note(session, actor, visit, found, form.checked())
    return done(page, session, actor, visit, found, outcome)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/restoration")
def restore(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    outcome = restore_note(session, actor, visit, found, form.checked())
    return done(page, session, actor, visit, found, outcome)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/undoing")
def undo(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    outcome = undo_note(session, actor, visit, found, form.checked())
    return done(page, session, actor, visit, found, outcome)


@router.post("/visits/{visit_id}/evidence/{evidence_id}/choice")
def choose(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[RivalForm], posted(RivalForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    choice = form.checked()
    settle_rival(session, actor, visit, found, choice)
    if choice.onward:
        address = f"/visits/{visit_id}/evidence"
        return page.go(address, _("The choice is made."), two_texts="on")
    return page.go(address_of(visit, evidence_id), _("The choice is made."))


@router.post("/visits/{visit_id}/evidence/{evidence_id}/translations")
def translate(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    evidence_id: UUID,
    form: Annotated[Form[TranslationForm], posted(TranslationForm)],
) -> Response:
    visit, found = loaded(session, actor, visit_id, evidence_id)
    try:
        translate_note(session, actor, visit, found, form.checked())
    except Rejected as rejected:
        page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
        context = note_page(session, actor, visit, found)
        context["translation"] = form.showing(rejected)
        raise page.refuse(SHOW, **context) from rejected
    return page.go(address_of(visit, evidence_id), _("The translation is kept."))


def loaded(
    session: DbSession, actor: Actor, visit_id: UUID, evidence_id: UUID
) -> tuple[Visit, Note]:
    visit = raw_visit_shown(session, actor, visit_id)
    return visit, note_shown(session, visit, evidence_id)


def done(
    page: Page,
    session: DbSession,
    actor: Actor,
    visit: Visit,
    found: Note,
    outcome: Outcome,
) -> Response:
    if isinstance(outcome, Rival):
        return both_texts(page, session, actor, visit, found.id)
    return page.go(address_of(visit, found.id), said_of(session, visit, outcome))


def both_texts(
    page: Page, session: DbSession, actor: Actor, visit: Visit, evidence_id: UUID
) -> Response:
    """Returned, not raised: the rival text is committed before the answer goes."""
    found = note_shown(session, visit, evidence_id)
    page.noted(deed(Verb.READ_NOTE, visit, "evidence", evidence_id))
    context: dict[str, Any] = note_page(session, actor, visit, found)
    return page.show(SHOW, status=409, **context)


def said_of(session: DbSession, visit: Visit, outcome: Outcome) -> str:
    if isinstance(outcome, Gone):
        return _("This note was erased for good.")
    reopened = outcome.reopened if isinstance(outcome, Recorded) else ()
    if not reopened:
        return _("Kept.")
    every = factors_of(session, visit.pair.benchmark_version_id)
    titles = [of(factor.title) for factor in every if factor.slug in reopened]
    return _(
        "Kept. What the team had agreed on “%(factors)s” rested on this note: it is a draft again, out of the host city's sight.",
        factors=listed(titles),
    )


def address_of(visit: Visit, evidence_id: UUID) -> str:
    return f"/visits/{visit.id}/evidence/{evidence_id}"
