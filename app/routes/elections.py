"""`/pairs/{id}/elections/{city}`: when a city of the pair votes next."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import Actor, may_read_readiness, may_say_election
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.models import City, Pair
from app.programmes.asking_actions import say_election
from app.programmes.forms import ElectionForm
from app.programmes.queries import pair_shown, programme_of
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
SHOW = "elections/show.html"


@router.get("/pairs/{pair_id}/elections/{city_id}")
def election(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, city_id: UUID
) -> Response:
    pair, city = city_of_pair(session, actor, pair_id, city_id)
    values = {"next_election_on": city.next_election_on, "revision": city.revision}
    context = about(session, pair, city)
    return page.show(SHOW, **context, form=Form.of(ElectionForm, values))


@router.post("/pairs/{pair_id}/elections/{city_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    city_id: UUID,
    form: Annotated[Form[ElectionForm], posted(ElectionForm)],
) -> Response:
    pair, city = city_of_pair(session, actor, pair_id, city_id)
    context = about(session, pair, city)
    try:
        say_election(session, actor, city, form.checked())
    except Rejected as rejected:
        raise page.refuse(SHOW, **context, form=form.showing(rejected)) from rejected
    except Conflict as conflict:
        again = form.clashing(conflict)
        raise page.refuse(SHOW, status=409, **context, form=again) from conflict
    return page.go(f"/pairs/{pair_id}#readiness", _("The election is saved."))


def about(session: DbSession, pair: Pair, city: City) -> dict[str, Any]:
    return {"pair": pair, "programme": programme_of(session, pair), "city": city}


def city_of_pair(
    session: DbSession, actor: Actor, pair_id: UUID, city_id: UUID
) -> tuple[Pair, City]:
    """A city that takes part today, for its own officers; the team sees nothing of it."""
    pair = pair_shown(session, actor, pair_id)
    if not may_read_readiness(actor, pair):
        raise NotFound
    parts = (one for one in pair.cities if not one.former and not one.removed_at)
    city = next((one.city for one in parts if one.city_id == city_id), None)
    if city is None:
        raise NotFound
    if not may_say_election(actor, city.id):
        raise NotPermitted
    return pair, city
