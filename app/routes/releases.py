"""`/visits/{id}/agenda/releases`: the agenda as it stood, under a number."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.addresses import NumberInAddress
from app.errors import Conflict, Problem, Rejected
from app.forms import Form
from app.i18n import _, ngettext
from app.visits.forms import ReleaseForm
from app.visits.queries import visit_planned, visit_shown
from app.visits.release_pages import before_release, check_as_seen
from app.visits.releases_pages import release_page
from app.visits.releases_queries import releases_of
from app.visits.releasing import release_agenda
from app.visits.telling import Telling, tell
from app.web import (
    DbSession,
    Page,
    PageOf,
    Refused,
    SignedIn,
    posted,
    router as new_router,
    then_send,
)

router = new_router()


@router.get("/visits/{visit_id}/agenda/releases/new")
def look(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    """Who would get what."""
    return page.show("releases/new.html", **looked(page, session, actor, visit_id))


@router.post("/visits/{visit_id}/agenda/releases")
def release(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[ReleaseForm], posted(ReleaseForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        sent = form.checked()
        check_as_seen(session, visit, sent.seen)
        made = release_agenda(session, actor, visit, sent.changes, page.language)
        told = tell(session, actor, visit, made) if sent.tell else []
    except (Rejected, Conflict) as error:
        raise refused(page, session, actor, form, error) from error
    answer = page.go(f"/visits/{visit_id}/agenda", outcome(made.number, told))
    return then_send(page, answer) if told else answer


def looked(
    page: Page,
    session: Session,
    actor: Actor,
    visit_id: UUID,
    form: Form[ReleaseForm] | None = None,
) -> dict[str, Any]:
    visit = visit_shown(session, actor, visit_id)
    has_mail = page.settings.mail is not None
    return before_release(session, actor, visit, form, has_mail=has_mail)


def refused(
    page: Page,
    session: Session,
    actor: Actor,
    form: Form[ReleaseForm],
    error: Any,
) -> Refused:
    """What was typed stays, beside the agenda as it is now."""
    said = _("Somebody changed the agenda while you looked. Look again at who gets what, then release.")  # fmt: skip
    stale = isinstance(error, Conflict)
    shown = form.showing(Rejected(Problem("", said)) if stale else error)
    visit_id = UUID(page.request.path_params["visit_id"])
    context = looked(page, session, actor, visit_id, shown)
    return page.refuse("releases/new.html", status=409 if stale else 422, **context)


def outcome(number: int, told: Sequence[Telling]) -> str:
    written = sum(1 for one in told if one.mails)
    if not written:
        return _("The agenda is released as version %(number)s.", number=number)
    return ngettext(
        "The agenda is released as version %(number)s, and %(count)s person is told.",
        "The agenda is released as version %(number)s, and %(count)s people are told.",
        written,
    ) % {"number": number, "count": written}


@router.get("/visits/{visit_id}/agenda/releases")
def releases(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = releases_of(session, visit)
    return page.show("releases/index.html", visit=visit, releases=found)


@router.get("/visits/{visit_id}/agenda/releases/{number}")
def release_as_it_was(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    number: NumberInAddress,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    context = release_page(session, actor, visit, number)
    return page.show("releases/show.html", **context)
