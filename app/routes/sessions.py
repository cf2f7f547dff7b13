"""`/account/sessions`: ending sessions from afar."""

from uuid import UUID

from starlette.responses import Response

from app.i18n import _
from app.people.account_actions import end_other_sessions, end_session
from app.people.session_queries import own_session
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.post("/account/sessions/others/end")
def end_others(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    end_other_sessions(session, actor)
    return page.go("/account", _("Every other session is ended."))


@router.post("/account/sessions/{login_id}/end")
def end_one(
    page: PageOf, session: DbSession, actor: SignedIn, login_id: UUID
) -> Response:
    end_session(session, own_session(session, actor, login_id))
    return page.go("/account", _("The session is ended."))
