"""`/programmes/{slug}/retention`: how long what is kept."""

from typing import Annotated

from starlette.responses import Response

from app.access import programme_for
from app.errors import Conflict, Rejected
from app.forms import Form
from app.i18n import _
from app.people.retention_actions import change_retention
from app.people.retention_forms import RetentionForm
from app.people.retention_pages import retention_page, theirs
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
SHOW = "retention/show.html"


@router.get("/programmes/{slug}/retention")
def retention(page: PageOf, session: DbSession, actor: SignedIn, slug: str) -> Response:
    programme = programme_for(session, actor, slug)
    return page.show(SHOW, **retention_page(session, actor, programme))


@router.post("/programmes/{slug}/retention")
def save_retention(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    slug: str,
    form: Annotated[Form[RetentionForm], posted(RetentionForm)],
) -> Response:
    programme = programme_for(session, actor, slug)
    try:
        change_retention(session, actor, programme, form.checked())
    except Rejected as rejected:
        context = retention_page(session, actor, programme, form.showing(rejected))
        raise page.refuse(SHOW, **context) from rejected
    except Conflict as stale:
        clash = form.clashing(theirs(stale))
        context = retention_page(session, actor, programme, clash)
        raise page.refuse(SHOW, status=409, **context) from stale
    said = _("Saved. The next run deletes by these lengths.")
    return page.go(f"/programmes/{slug}/retention", said)
