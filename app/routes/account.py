"""`/account`: how somebody signs in, where they are signed in, their tokens."""

from starlette.responses import Response

from app.access import may_add_passkey
from app.labels import label
from app.people.passkey_queries import own_passkeys
from app.people.session_queries import is_reminded, own_sessions, own_tokens
from app.values import TokenScope
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/account")
def account(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    return page.show(
        "account/show.html",
        passkeys=own_passkeys(session, actor),
        may_add=may_add_passkey(actor),
        reminded=is_reminded(session, actor),
        sessions=own_sessions(session, actor),
        tokens=[
            (token, [label(TokenScope(scope)) for scope in token.scopes])
            for token in own_tokens(session, actor)
        ],
    )
