"""`/account/erasure` and `/people/{id}/erasure`: what goes, what stays, and doing it."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.access import was_asked_again
from app.db import Database
from app.errors import Rejected
from app.evidence.erasures_kept import keep_outside
from app.evidence.withdrawing import Gone
from app.forms import Form
from app.i18n import _
from app.people.erasure_actions import erase_other, erase_self
from app.people.erasure_queries import extent_of, person_known
from app.people.forms import ErasureForm, RequestedErasureForm
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()
OWN, OTHER = "erasure/own.html", "erasure/other.html"


@router.get("/account/erasure")
def about_erasure(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    assert actor.person_id
    extent, form = extent_of(session, actor.person_id), Form(ErasureForm)
    return page.show(OWN, extent=extent, form=form, confirmed=was_asked_again(actor))


@router.post("/account/erasure")
def erase_account(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[ErasureForm], posted(ErasureForm)],
) -> Response:
    assert actor.person_id
    try:
        gone = erase_self(session, actor, form.checked())
    except Rejected as rejected:
        extent, shown = extent_of(session, actor.person_id), form.showing(rejected)
        raise page.refuse(OWN, extent=extent, form=shown, confirmed=True) from rejected
    keep_erased(page, gone)
    answer = page.go("/", _("Your account is erased. What you did stays, without you."))
    answer.delete_cookie(page.settings.cookie_name, path="/")
    return answer


@router.get("/people/{person_id}/erasure")
def about_other(
    page: PageOf, session: DbSession, actor: SignedIn, person_id: UUID
) -> Response:
    person = person_known(session, actor, person_id)
    extent, form = extent_of(session, person.id), Form(RequestedErasureForm)
    return page.show(OTHER, person=person, extent=extent, form=form)


@router.post("/people/{person_id}/erasure")
def erase_account_of(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    person_id: UUID,
    form: Annotated[Form[RequestedErasureForm], posted(RequestedErasureForm)],
) -> Response:
    person = person_known(session, actor, person_id)
    try:
        gone = erase_other(session, actor, person, form.checked())
    except Rejected as rejected:
        extent, shown = extent_of(session, person.id), form.showing(rejected)
        raise page.refuse(OTHER, person=person, extent=extent, form=shown) from rejected
    keep_erased(page, gone)
    return page.go("/audit", _("The account is erased."), verb="erased-person")


def keep_erased(page: Page, gone: Gone) -> None:
    """Outside the database, on disk before the erasure is: a backup forgets again."""
    keep_outside(page.settings.erasures_file, [gone])
    page.afterwards.append(Database.forget_log)
