"""`/visits/{id}/cards`: pass cards, shown and printed once when they are made."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.forms import Form
from app.models.base import now
from app.people.card_pages import printed
from app.people.seat_actions import make_cards
from app.people.seat_queries import cards_of, member_to_seat, members_seated
from app.people.tablet_forms import CardsForm
from app.people.tablet_queries import visit_run
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/cards")
def cards(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    return page.show("cards/index.html", visit=visit, rows=cards_of(session, visit))


@router.post("/visits/{visit_id}/cards")
def make(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[CardsForm], posted(CardsForm)],
) -> Response:
    """Answers with the cards themselves: a redirect would have to keep their secrets."""
    visit = visit_run(session, actor, visit_id)
    one = form.checked().member_id
    members = [member_to_seat(session, visit, one)] if one else members_seated(session, visit)  # fmt: skip
    made = make_cards(session, actor, visit, members, now())
    return page.show("cards/show.html", **printed(visit, made, page.language))
