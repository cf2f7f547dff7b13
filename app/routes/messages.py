"""`/programmes/{slug}/messages` and `/visits/{id}/messages`: mail, sent or not, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import ColumnElement
from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, coordinates, programme_for
from app.errors import NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.labels import choices
from app.models import Message, Programme, Visit
from app.people.forms import MailFilter
from app.people.message_queries import (
    counted,
    mails,
    message_in,
    of_programme,
    of_visit,
)
from app.values_people import MailShown
from app.visits.message_actions import can_be_sent_again, hold_back, send_again
from app.visits.queries import visit_planned, visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, router as new_router, then_send

router = new_router()
Do = Callable[[Session, Actor, Message, Visit | None], None]


async def asked(request: Request) -> MailFilter:
    """The filter as the address has it; what is none shows everything."""
    names = [one for one in request.query_params if one in MailFilter.model_fields]
    try:
        return Form(MailFilter, {n: request.query_params.getlist(n) for n in names}).checked()  # fmt: skip
    except Rejected:
        return MailFilter()


Wanted = Annotated[MailFilter, Depends(asked)]


@dataclass(frozen=True)
class Of:
    """A programme or a visit whose mail this is; `at` is its address."""

    kind: str
    place: Programme | Visit
    at: str
    own: ColumnElement[bool]


@router.get("/programmes/{slug}/messages")
def of_the_programme(
    page: PageOf, session: DbSession, actor: SignedIn, slug: str, wanted: Wanted
) -> Response:
    of = coordinated(session, actor, slug)
    return page.show("messages/programme.html", **listed(session, of, wanted))


@router.get("/visits/{visit_id}/messages")
def of_the_visit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, wanted: Wanted
) -> Response:
    of = planned(session, actor, visit_id)
    return page.show("messages/visit.html", **listed(session, of, wanted))


@router.post("/programmes/{slug}/messages/{message_id}/sending")
def send_in_programme(
    page: PageOf, session: DbSession, actor: SignedIn, slug: str, message_id: UUID
) -> Response:
    of = coordinated(session, actor, slug)
    return then_send(page, done(page, session, of, message_id, sending()))


@router.post("/programmes/{slug}/messages/{message_id}/cancelling")
def cancel_in_programme(
    page: PageOf, session: DbSession, actor: SignedIn, slug: str, message_id: UUID
) -> Response:
    of = coordinated(session, actor, slug)
    return done(page, session, of, message_id, cancelling())


@router.post("/visits/{visit_id}/messages/{message_id}/sending")
def send_in_visit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, message_id: UUID
) -> Response:
    of = planned(session, actor, visit_id)
    return then_send(page, done(page, session, of, message_id, sending()))


@router.post("/visits/{visit_id}/messages/{message_id}/cancelling")
def cancel_in_visit(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, message_id: UUID
) -> Response:
    of = planned(session, actor, visit_id)
    return done(page, session, of, message_id, cancelling())


def sending() -> tuple[Do, str]:
    return send_again, _("It is sent again.")


def cancelling() -> tuple[Do, str]:
    return hold_back, _("It is held back: nobody gets it.")


def coordinated(session: Session, actor: Actor, slug: str) -> Of:
    programme = programme_for(session, actor, slug)
    if not coordinates(actor, programme.id):
        raise NotPermitted
    at = f"/programmes/{programme.slug}"
    return Of("programme", programme, at, of_programme(programme))


def planned(session: Session, actor: Actor, visit_id: UUID) -> Of:
    visit = visit_planned(session, actor, visit_id)
    return Of("visit", visit, f"/visits/{visit.id}", of_visit(visit))


def listed(session: Session, of: Of, wanted: MailFilter) -> dict[str, Any]:
    found, has_more = mails(session, of.own, wanted.state, wanted.page)
    return {
        of.kind: of.place,
        "at": f"{of.at}/messages",
        "mails": found,
        "counts": counted(session, of.own),
        "wanted": wanted,
        "has_more": has_more,
        "states": choices(MailShown),
        "again": can_be_sent_again,
        "form": Form(MailFilter),
    }


def done(
    page: Page, session: Session, of: Of, message_id: UUID, deed: tuple[Do, str]
) -> Response:
    message, (do, said) = message_in(session, of.own, message_id), deed
    visit = visit_shown(session, page.actor, message.visit_id) if message.visit_id else None  # fmt: skip
    try:
        do(session, page.actor, message, visit)
    except Rejected as rejected:
        context = listed(session, of, MailFilter())
        context["form"] = Form(MailFilter).showing(rejected)
        raise page.refuse(f"messages/{of.kind}.html", **context) from rejected
    return page.go(f"{of.at}/messages", said)
