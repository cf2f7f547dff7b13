"""`/shared`: what cities share with the other pairs, and with everybody.

Never kept by anybody on the way (`no-store`, as every page), so that what ends, ends.
"""

from uuid import UUID

from starlette.responses import Response

from app.access import programme_for
from app.addresses import SlugInAddress
from app.sharing.pages import listing, reading
from app.values import SharedSubject
from app.web import Anybody, DbSession, PageOf, SignedIn, router as new_router

router = new_router()
#: Search engines may find what is public, and keep no copy of it.
UNKEPT = "noarchive, nosnippet"


@router.get("/shared")
def shared(page: PageOf, session: DbSession, actor: Anybody) -> Response:
    context = listing(session, actor)
    return unkept(page.show("shared/index.html", programme=None, **context))


@router.get("/programmes/{slug}/shared")
def shared_in_programme(
    page: PageOf, session: DbSession, actor: SignedIn, slug: SlugInAddress
) -> Response:
    programme = programme_for(session, actor, slug)
    context = listing(session, actor, programme.id)
    return page.show("shared/index.html", programme=programme, **context)


@router.get("/shared/{kind}/{subject_id}")
def show(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    kind: SharedSubject,
    subject_id: UUID,
) -> Response:
    context = reading(session, actor, kind, subject_id)
    return unkept(page.show("shared/show.html", **context))


def unkept(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = UNKEPT
    return answer
