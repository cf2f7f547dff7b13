"""`/privacy`: what happens to what people say and do here, in plain words, for everybody."""

from starlette.responses import Response

from app.people.retention_rules import RULES
from app.web import Anybody, PageOf, router as new_router

router = new_router()


@router.get("/privacy")
def privacy(page: PageOf, actor: Anybody) -> Response:
    return page.show("privacy/show.html", rules=RULES)
