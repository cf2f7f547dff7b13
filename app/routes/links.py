"""`/links/{token}`: acting without an account. Looking changes nothing; posting acts."""

from collections.abc import Callable
from typing import Annotated

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.errors import Problem, Rejected
from app.forms import Form
from app.i18n import _
from app.models import AccessLink
from app.models.base import now
from app.people.attempts import note_attempt, wait_for
from app.people.forms import AcceptForm
from app.people.handing_over import take_over
from app.people.invitation_actions import accept
from app.people.invitation_pages import invited_page
from app.people.links import Found, find_link
from app.people.rules import LINK_USED, waiting_words
from app.routes import attendance, availability, dates
from app.routes.keeping import signed_in_as
from app.values import SignInMethod
from app.values_people import LinkPurpose, LinkState
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
INVITATION = "links/invitation.html"
#: What other links open; each posts to an address of its own.
PAGES: dict[LinkPurpose, Callable[[Page, Session, AccessLink, str], Response]] = {
    LinkPurpose.ATTENDANCE: attendance.asked,
    LinkPurpose.POLL: dates.asked_by_link,
    LinkPurpose.AVAILABILITY: availability.asked,
}


@router.get("/links/{token}")
def look(page: PageOf, session: DbSession, actor: Anybody, token: str) -> Response:
    found = find_link(session, token)
    if found.link and found.state is LinkState.OPEN and found.link.purpose in PAGES:
        return PAGES[found.link.purpose](page, session, found.link, token)
    if (link := open_invitation(found)) is None:
        return closed(page, found)
    context = invited_page(session, link)
    form = Form.of(AcceptForm, {"name": context["invitation"].name})
    return page.show(INVITATION, form=form, **context)


@router.post("/links/{token}")
def act(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    token: str,
    form: Annotated[Form[AcceptForm], posted(AcceptForm)],
) -> Response:
    found = find_link(session, token, to_use=True)
    if (link := open_invitation(found)) is None:
        return closed(page, found)
    if wait := wait_for(session, LINK_USED, str(link.id), now()):
        late = form.showing(Rejected(Problem("", waiting_words(wait))))
        answer = page.show(INVITATION, status=429, form=late, **invited_page(session, link))  # fmt: skip
        answer.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return answer
    note_attempt(session, LINK_USED, str(link.id), now())
    return accepting(page, session, actor, link, form)


def open_invitation(found: Found) -> AccessLink | None:
    """The one purpose that has a page here so far."""
    link = found.link
    is_open = found.state is LinkState.OPEN
    fits = link is not None and link.purpose is LinkPurpose.INVITATION
    return link if is_open and fits else None


def closed(page: Page, found: Found) -> Response:
    """What happened to the link, and the way out."""
    unknown = found.link is None or found.state is LinkState.OPEN
    state = LinkState.UNKNOWN if unknown else found.state
    return page.show("links/closed.html", status=404 if unknown else 410, state=state)


def accepting(
    page: Page,
    session: Session,
    actor: Actor,
    link: AccessLink,
    form: Form[AcceptForm],
) -> Response:
    """A refusal is returned, so that the try is counted; what it began is undone."""
    try:
        with session.begin_nested():
            name = form.checked().name
            accepted = accept(session, actor, link, name, take_over)
    except Rejected as rejected:
        shown, context = form.showing(rejected), invited_page(session, link)
        return page.show(INVITATION, status=422, form=shown, **context)
    person = accepted.person
    if accepted.is_new:
        answer = signed_in_as(page, session, person, SignInMethod.LINK, "/")
    elif actor.signed_in:
        answer = page.go("/", _("You have accepted the invitation."))
    else:
        said = _("You have accepted the invitation. Now sign in to your account.")
        answer = page.go("/sign-in", said)
    return then_send(page, answer)
