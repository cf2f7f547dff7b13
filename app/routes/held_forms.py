"""`/held-forms`: what was sent when its session had gone idle, for its sender alone."""

from uuid import UUID

from starlette.responses import RedirectResponse, Response

from app.i18n import _
from app.people.holding import drop_held_form, held_form_for
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/held-forms/{held_id}")
def held_form(
    page: PageOf, session: DbSession, actor: SignedIn, held_id: UUID
) -> Response:
    held = held_form_for(session, actor, held_id)
    fields = list(held.values.items())
    texts = [text for _name, given in fields for text in given]
    written = [text for text in texts if len(text.split()) > 1]
    return page.show("held_forms/show.html", held=held, fields=fields, written=written)


@router.post("/held-forms/{held_id}/removal")
def discard(
    page: PageOf, session: DbSession, actor: SignedIn, held_id: UUID
) -> Response:
    drop_held_form(session, held_form_for(session, actor, held_id))
    return page.go("/", _("What you had written is thrown away."))


@router.post("/held-forms/{held_id}")
def send_on(
    page: PageOf, session: DbSession, actor: SignedIn, held_id: UUID
) -> Response:
    """The browser sends the same fields once more, to where they were going (307)."""
    held = held_form_for(session, actor, held_id)
    drop_held_form(session, held)
    return RedirectResponse(held.address, 307)
