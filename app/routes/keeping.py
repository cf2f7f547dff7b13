"""What the browser keeps of signing in, in cookies no script can read."""

from sqlmodel import Session
from starlette.responses import Response

from app.credentials import session_token, tablet_token
from app.errors import Problem, Rejected
from app.i18n import _
from app.models import Person
from app.people.rules import CODE_LIFE, browser_of, own_address
from app.people.sessions import begin_login
from app.values import SignInMethod
from app.web import Page


def signed_in_as(
    page: Page, session: Session, person: Person, method: SignInMethod, then: str
) -> Response:
    """On to where they were going, with a session that is new in any case.

    Raises `Rejected` on a shared tablet: it is nobody's browser, and what it sends would
    be taken for this person's.
    """
    no_tablet(page)
    token = begin_login(
        session,
        person,
        method=method,
        browser=browser_of(page.request.headers.get("user-agent", "")),
        instead_of=session_token(page.request),
    )
    answer = page.go(own_address(then))
    answer.set_cookie(
        page.settings.cookie_name,
        token,
        httponly=True,
        samesite="lax",
        secure=page.settings.secure,
        path="/",
    )
    if tablet_token(page.request):  # one that no visit knows any more
        answer.delete_cookie(page.settings.tablet_cookie_name, path="/")
    return answer


def no_tablet(page: Page) -> None:
    if page.actor.tablet is not None:
        said = _("This is a shared tablet: nobody signs in on it. Open your seat, or use another device.")  # fmt: skip
        raise Rejected(Problem("", said))


def asked(page: Page, kind: str = "asked") -> str:
    """The secret of the browser that asked for a code; empty where it did not."""
    return page.request.cookies.get(asked_cookie(page, kind), "")


def keep_asked(
    page: Page, secret: str, answer: Response, kind: str = "asked"
) -> Response:
    answer.set_cookie(
        asked_cookie(page, kind),
        secret,
        max_age=int(CODE_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=page.settings.secure,
        path="/",
    )
    return answer


def forget_asked(page: Page, answer: Response) -> Response:
    answer.delete_cookie(asked_cookie(page), path="/")
    return answer


def asked_cookie(page: Page, kind: str = "asked") -> str:
    return f"{page.settings.cookie_name}-{kind}"


def mail_is_missing(page: Page) -> None:
    """Raises `Rejected` where no code could be sent, or would be of no use."""
    no_tablet(page)
    if page.settings.mail is None:
        raise Rejected(
            Problem("", _("Mail is not set up here, so no code can be sent."))
        )
