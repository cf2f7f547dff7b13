"""`/people`: who takes part in the programmes one coordinates; one person's account."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_see_people
from app.errors import NotFound, Problem, Rejected
from app.forms import Form
from app.i18n import _
from app.labels import choices
from app.models import Person
from app.people.forms import PeopleFilter, RolesForm, role_choices
from app.people.people_pages import people_page, person_for, person_page
from app.people.role_actions import disable, enable
from app.people.role_queries import offer_in, programme_to_invite_to
from app.values import TeamPart
from app.web import DbSession, Page, PageOf, SignedIn, router as new_router

router = new_router()
SHOW = "people/show.html"


async def asked(request: Request) -> Form[PeopleFilter]:
    """The filter as the address has it."""
    names = [name for name in request.query_params if name in PeopleFilter.model_fields]
    return Form(PeopleFilter, {n: request.query_params.getlist(n) for n in names})


@router.get("/people")
def people(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[PeopleFilter], Depends(asked)],
) -> Response:
    if not may_see_people(actor):
        raise NotFound
    try:
        wanted = form.checked()
    except Rejected:
        wanted = PeopleFilter()
    found, part = people_page(session, actor, wanted), "people/_list.html"
    return page.show(
        "people/index.html", part=part, form=form, roles=role_choices(), **found
    )


@router.get("/people/{person_id}")
def person(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    person_id: UUID,
    programme: UUID | None = None,
) -> Response:
    found = person_for(session, actor, person_id)
    return page.show(SHOW, **shown(session, actor, found, programme))


@router.post("/people/{person_id}/disabling")
def close(
    page: PageOf, session: DbSession, actor: SignedIn, person_id: UUID
) -> Response:
    found = person_for(session, actor, person_id)
    try:
        disable(session, actor, found)
    except Rejected as rejected:
        raise refusal(page, session, actor, found, rejected.problems) from rejected
    said = _("The account is closed: nobody gets in with it any more.")
    return page.go(f"/people/{person_id}", said)


@router.post("/people/{person_id}/enabling")
def open_again(
    page: PageOf, session: DbSession, actor: SignedIn, person_id: UUID
) -> Response:
    found = person_for(session, actor, person_id)
    enable(session, actor, found)
    return page.go(f"/people/{person_id}", _("The account is open again."))


def refusal(
    page: Page,
    session: Session,
    actor: Actor,
    found: Person,
    problems: tuple[Problem, ...],
) -> Exception:
    context = shown(session, actor, found, None)
    return page.refuse(SHOW, **{**context, "problems": problems})


def shown(
    session: Session,
    actor: Actor,
    found: Person,
    programme_id: UUID | None,
    form: Form[RolesForm] | None = None,
) -> dict[str, Any]:
    programme = programme_to_invite_to(session, actor, programme_id)
    start = {"programme_id": programme.id, "part": "member"}
    return {
        **person_page(session, actor, found),
        "offer": offer_in(session, actor, programme),
        "form": form or Form.of(RolesForm, start),
        "parts": choices(TeamPart),
        "problems": (),
    }
