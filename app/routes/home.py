"""`/`: what you have to do next; signed out, what Repère is."""

from starlette.responses import Response

from app.models.base import now
from app.people.session_queries import came_by_link
from app.programmes.todo_pages import home_page
from app.web import Anybody, DbSession, PageOf, router as new_router

router = new_router()


@router.get("/")
def home(page: PageOf, session: DbSession, actor: Anybody) -> Response:
    if not actor.signed_in:
        return page.show("home/welcome.html")
    context = home_page(session, actor, now().date())
    is_new = came_by_link(session, actor)
    return page.show("home/index.html", is_new=is_new, **context)
