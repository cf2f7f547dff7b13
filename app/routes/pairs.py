"""`/pairs/{id}`: the cycle, the cities, what stands about them, findings over time."""

from uuid import UUID

from starlette.responses import Response

from app.models.base import now
from app.programmes.pages import pair_page
from app.programmes.queries import pair_shown
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/pairs/{pair_id}")
def pair(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    removed: UUID | None = None,
) -> Response:
    """`removed` is the step just taken out, so that it can come back."""
    found = pair_shown(session, actor, pair_id)
    context = pair_page(session, actor, found, now().date())
    return page.show("pairs/show.html", **context, removed=removed)
