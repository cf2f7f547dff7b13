"""`/account/tokens`: tokens of the API, shown once."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.access import must_be_asked_again
from app.errors import Rejected
from app.forms import Form
from app.i18n import _
from app.labels import choices
from app.people.account_actions import make_token, revoke_token
from app.people.forms import TokenForm
from app.people.session_queries import own_token
from app.values import TokenScope
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/account/tokens/new")
def new_token(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    must_be_asked_again(actor)
    form = Form.of(TokenForm, {"days": 90, "scopes": ["read"]})
    return page.show("tokens/edit.html", form=form, token_scopes=choices(TokenScope))


@router.post("/account/tokens")
def make(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[TokenForm], posted(TokenForm)],
) -> Response:
    """Answers with the token itself: a redirect would have to keep it somewhere."""
    must_be_asked_again(actor)
    try:
        made, token = make_token(session, actor, form.checked())
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse(
            "tokens/edit.html", form=shown, token_scopes=choices(TokenScope)
        ) from rejected
    return page.show("tokens/show.html", made=made, token=token)


@router.post("/account/tokens/{token_id}/revocation")
def revoke(
    page: PageOf, session: DbSession, actor: SignedIn, token_id: UUID
) -> Response:
    revoke_token(session, own_token(session, actor, token_id))
    return page.go("/account", _("The token is revoked: no program gets in with it."))
