"""`/visits/{id}/availability`: when each person can come, said by those who plan, oneself or
through a link."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_edit_agenda
from app.errors import Rejected
from app.forms import Form
from app.i18n import _
from app.models import AccessLink, Visit
from app.models.base import now
from app.people.links import link_to_use
from app.values_people import LinkPurpose
from app.visits.availability_actions import (
    say_availability,
    say_never,
    say_with_link,
)
from app.visits.availability_asking import ask, silent, take_back
from app.visits.availability_asking_words import asked_words
from app.visits.availability_link_queries import asked_of, can_be_said, who_with
from app.visits.availability_pages import link_page, saying, thanks, words
from app.visits.availability_queries import (
    Subject,
    Who,
    everybody,
    who_is,
    windows_of,
)
from app.visits.planning_forms import AvailabilityForm
from app.visits.queries import visit_shown, visit_with_link
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
LINK = "availability/link.html"
FormSent = Annotated[Form[AvailabilityForm], posted(AvailabilityForm)]


@router.get("/visits/{visit_id}/availability")
def availability(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    return page.show("availability/index.html", **listing(session, actor, visit))


@router.get("/visits/{visit_id}/availability/{subject}/{own_id}")
def show(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    context = editing(session, actor, visit, who, Form(AvailabilityForm))
    return page.show("availability/show.html", **context)


@router.post("/visits/{visit_id}/availability/{subject}/{own_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
    form: FormSent,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    try:
        say_availability(session, actor, visit, who, form.checked())
    except Rejected as rejected:
        context = editing(session, actor, visit, who, form.showing(rejected))
        raise page.refuse("availability/show.html", **context) from rejected
    noted = thanks(visit, form.checked(), _("It is noted."))
    return page.go(f"/visits/{visit_id}/availability", noted)


@router.post("/visits/{visit_id}/availability/asking")
def ask_all(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    people = everybody(session, actor, visit)
    return asking(page, session, visit, silent(asked_of(session, visit, people, now())))


@router.post("/visits/{visit_id}/availability/{subject}/{own_id}/asking")
def ask_one(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    return asking(page, session, visit, [who])


@router.post("/visits/{visit_id}/availability/{subject}/{own_id}/revocation")
def revoke(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    take_back(session, actor, visit, who)
    taken = _("The link is taken back. What was said stays.")
    return page.go(f"/visits/{visit_id}/availability", taken)


@router.post("/visits/{visit_id}/availability/{subject}/{own_id}/withdrawal")
def withdraw(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    subject: Subject,
    own_id: UUID,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    who = who_is(session, actor, visit, subject, own_id)
    say_never(session, actor, visit, who)
    noted = _("It is noted that they cannot come on any day.")
    if may_edit_agenda(actor, visit):
        return page.go(f"/visits/{visit_id}/proposals?out={own_id}", noted)
    return page.go(f"/visits/{visit_id}/availability", noted)


def asked(page: Page, session: Session, link: AccessLink, token: str) -> Response:
    """What whoever holds a link is asked; looking changes nothing."""
    return page.show(LINK, **link_page(session, link, token))


@router.post("/links/{token}/availability")
def say(
    page: PageOf, session: DbSession, actor: Anybody, token: str, form: FormSent
) -> Response:
    link = link_to_use(session, token, LinkPurpose.AVAILABILITY)
    visit = visit_with_link(session, link)
    try:
        who = who_with(session, link, visit)
        say_with_link(session, link, visit, who, form.checked())
    except Rejected as rejected:
        context = link_page(session, link, token, form.showing(rejected))
        raise page.refuse(LINK, **context) from rejected
    noted = thanks(visit, form.checked(), _("Thank you: it is noted."))
    return page.go(f"/links/{token}", noted)


def listing(session: Session, actor: Actor, visit: Visit) -> dict[str, Any]:
    """`rows` are (who, what they said of each day, what became of asking them)."""
    people = everybody(session, actor, visit)
    said = windows_of(session, visit)
    plans = may_edit_agenda(actor, visit)
    known = asked_of(session, visit, people, now()) if plans else {}
    rows = [
        (one, [words(said.get((one.kind, one.id), []), day) for day in visit.days], known.get(one))
        for one in people
    ]  # fmt: skip
    waiting = [who for who in silent(known) if known[who].has_address]
    is_open = can_be_said(visit, now())
    return {"visit": visit, "rows": rows, "plans": plans, "silent": len(waiting), "is_open": is_open, "form": Form(AvailabilityForm)}  # fmt: skip


def editing(
    session: Session,
    actor: Actor,
    visit: Visit,
    who: Who,
    form: Form[AvailabilityForm],
) -> dict[str, Any]:
    plans = may_edit_agenda(actor, visit)
    known = asked_of(session, visit, [who], now()).get(who) if plans else None
    is_open = can_be_said(visit, now())
    return {**saying(session, visit, who, form), "asked": known, "is_open": is_open}


def asking(page: Page, session: Session, visit: Visit, whom: list[Who]) -> Response:
    try:
        outcome = ask(session, page.actor, visit, whom)
    except Rejected as rejected:
        context = listing(session, page.actor, visit)
        context["form"] = Form(AvailabilityForm).showing(rejected)
        raise page.refuse("availability/index.html", **context) from rejected
    answer = page.go(f"/visits/{visit.id}/availability", asked_words(outcome))
    return then_send(page, answer)
