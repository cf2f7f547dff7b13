"""`/account/calendars`: calendars of mine that follow the released agendas."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, visit_for
from app.errors import Problem, Rejected
from app.forms import Form
from app.i18n import _
from app.people.calendar_actions import make_feed, revoke_feed
from app.people.calendar_queries import own_feed
from app.people.forms import CalendarForm
from app.visits.feed_pages import feeds_listed, title_of
from app.visits.told_queries import name_of
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX = "calendars/index.html"


@router.get("/account/calendars")
def calendars(
    page: PageOf, session: DbSession, actor: SignedIn, visit: UUID | None = None
) -> Response:
    """With a visit: the offer to make one of it."""
    if visit is None:
        return page.show(INDEX, **listed(session, actor))
    of = visit_for(session, actor, visit)
    return page.show("calendars/new.html", visit=of, name=name_of(session, of))


@router.get("/account/calendars/new")
def new(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    return page.show("calendars/new.html", visit=None, name="")


@router.post("/account/calendars")
def make(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[CalendarForm], posted(CalendarForm)],
) -> Response:
    """Answers with the address itself: a redirect would have to keep it somewhere."""
    try:
        feed, token = make_feed(session, actor, form.checked().visit_id)
    except Rejected as rejected:
        context = listed(session, actor, rejected.problems)
        raise page.refuse(INDEX, **context) from rejected
    address = f"{page.settings.origin}/calendar/{token}.ics"
    at = address.partition("://")[2]
    name = title_of(session, feed)
    return page.show("calendars/show.html", name=name, address=address, at=at)


@router.post("/account/calendars/{feed_id}/revocation")
def revoke(
    page: PageOf, session: DbSession, actor: SignedIn, feed_id: UUID
) -> Response:
    revoke_feed(session, own_feed(session, actor, feed_id))
    said = _("The calendar is taken back: its address no longer shows anything.")
    return page.go("/account/calendars", said)


def listed(
    session: Session, actor: Actor, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    feeds = feeds_listed(session, actor)
    return {"feeds": feeds, "form": Form(CalendarForm, {}, problems)}
