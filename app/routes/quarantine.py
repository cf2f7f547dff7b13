"""`/visits/{id}/quarantine`: notes set aside, for the lead to accept or refuse."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.audit import deed
from app.errors import NotFound, Problem, Rejected
from app.evidence.actions import Gone, Outcome, Rival
from app.evidence.quarantine_actions import accept, refuse
from app.evidence.quarantine_pages import aside_for, aside_page
from app.evidence.quarantine_together import Settled, accept_all
from app.evidence.speaker_receiving import Registered
from app.forms import Form
from app.i18n import _, ngettext
from app.people.tablet_forms import SettlingForm, TogetherForm
from app.people.tablet_queries import tablet_for, visit_run
from app.routes.sent_files import cleaning
from app.values_audit import Verb
from app.web import (
    DbSession,
    PageOf,
    SignedIn,
    keyring_of,
    posted,
    router as new_router,
)

router = new_router()
INDEX = "quarantine/index.html"


@router.get("/visits/{visit_id}/quarantine")
def quarantine(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    page.noted(deed(Verb.READ_EVIDENCE, visit))
    keyring = keyring_of(page.request)
    return page.show(INDEX, **aside_page(session, keyring, visit))


@router.post("/visits/{visit_id}/quarantine")
def settle_together(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[TogetherForm], posted(TogetherForm)],
) -> Response:
    """Everything of one tablet that can be accepted; the rest waits."""
    visit = visit_run(session, actor, visit_id)
    tablet = tablet_for(session, visit, form.checked().tablet_id)
    keyring = keyring_of(page.request)
    page.afterwards.append(cleaning(page.request))
    settled = accept_all(session, keyring, actor, visit, tablet.id)
    return page.go(f"/visits/{visit_id}/quarantine", said_of_all(settled))


@router.post("/visits/{visit_id}/quarantine/{item_id}")
def settle(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    item_id: UUID,
    form: Annotated[Form[SettlingForm], posted(SettlingForm)],
) -> Response:
    visit = visit_run(session, actor, visit_id)
    item = aside_for(session, visit, item_id)
    keyring = keyring_of(page.request)
    address = f"/visits/{visit_id}/quarantine"
    if form.checked().outcome == "refused":
        refuse(session, actor, visit, item)
        return page.go(address, _("The note is refused. It is kept here, marked."))
    page.afterwards.append(cleaning(page.request))
    try:
        return page.go(address, said_of(accept(session, keyring, actor, visit, item)))
    except (Rejected, NotFound) as error:
        page.noted(deed(Verb.READ_EVIDENCE, visit))
        context = aside_page(session, keyring, visit, problems_of(error))
        raise page.refuse(INDEX, **context) from error


def problems_of(error: Rejected | NotFound) -> tuple[Problem, ...]:
    if isinstance(error, Rejected):
        return error.problems
    said = _("A note with this reference stands elsewhere, so this one cannot take its place.")  # fmt: skip
    return (Problem("", said),)


def said_of_all(settled: Settled) -> str:
    said = (
        (settled.accepted, accepted_words(settled.accepted)),
        (settled.rivals, rivals_words(settled.rivals)),
        (settled.erased, erased_words(settled.erased)),
        (settled.left, left_words(settled.left)),
    )
    return " ".join(words % {"count": count} for count, words in said if count)


def accepted_words(count: int) -> str:
    return ngettext("%(count)s is accepted.", "%(count)s are accepted.", count)


def rivals_words(count: int) -> str:
    return ngettext(
        "%(count)s note was changed meanwhile: both texts are kept.",
        "%(count)s notes were changed meanwhile: both texts are kept.",
        count,
    )


def erased_words(count: int) -> str:
    return ngettext(
        "%(count)s was erased for good.", "%(count)s were erased for good.", count
    )


def left_words(count: int) -> str:
    return ngettext(
        "%(count)s cannot be accepted as it is, and waits below.",
        "%(count)s cannot be accepted as they are, and wait below.",
        count,
    )


def said_of(outcome: Outcome | Registered) -> str:
    match outcome:
        case Registered():
            return _("They are among the people who spoke. Notes that name them can be accepted now.")  # fmt: skip
        case Gone():
            return _("This note was erased for good.")
        case Rival():
            return _("The note was changed meanwhile: both texts are kept, and somebody chooses on its page.")  # fmt: skip
    return _("The note is part of the evidence.")
