"""What a request brings to say who it is from: a program's token, a tablet's, a session."""

from fastapi import Request

from app.people.tablets import is_tablet_token
from app.people.tokens import is_api_token
from app.settings import Settings


def token_of(request: Request) -> str:
    """A program's bearer token, on the API only, else the browser's; empty where neither.

    Each is taken from its own place: a cookie holds no token, a header no session. A
    browser with a tablet's credential is that tablet, whatever else it carries.
    """
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and request.url.path.startswith("/api/v1/"):
        return bearer.strip() if is_api_token(bearer.strip()) else ""
    tablet = tablet_token(request)
    if tablet:
        return tablet if is_tablet_token(tablet) else ""
    token = session_token(request)
    return "" if is_api_token(token) or is_tablet_token(token) else token


def tablet_token(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return request.cookies.get(settings.tablet_cookie_name, "")


def session_token(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return request.cookies.get(settings.cookie_name, "")


def polls(request: Request) -> bool:
    """A page that looks for news by itself does not keep its reader signed in."""
    return "repere-poll" in request.headers
