"""Where somebody is signed in, and what of theirs can sign in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound
from app.models import ApiToken, Login, Person
from app.people.sessions import IDLE
from app.values import SignInMethod


def own_sessions(session: Session, actor: Actor) -> Sequence[Login]:
    """Those that are open, the one seen last first."""
    at = datetime.now(UTC)
    return session.exec(
        select(Login)
        .where(
            Login.person_id == actor.person_id,
            col(Login.ended_at).is_(None),
            col(Login.expires_at) > at,
            col(Login.last_seen_at) > at - IDLE,
        )
        .order_by(col(Login.last_seen_at).desc())
    ).all()


def own_session(session: Session, actor: Actor, login_id: UUID) -> Login:
    found = session.get(Login, login_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound
    return found


def came_by_link(session: Session, actor: Actor) -> bool:
    """Whether this session began with an invitation: the account is new."""
    login = session.get(Login, actor.login_id) if actor.login_id else None
    return login is not None and login.method is SignInMethod.LINK


def own_tokens(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """Those that were not revoked, newest first."""
    return session.exec(
        select(ApiToken)
        .where(
            ApiToken.person_id == actor.person_id,
            col(ApiToken.revoked_at).is_(None),
        )
        .order_by(col(ApiToken.created_at).desc())
    ).all()


def own_token(session: Session, actor: Actor, token_id: UUID) -> ApiToken:
    found = session.get(ApiToken, token_id)
    if found is None or found.person_id != actor.person_id or found.revoked_at:
        raise NotFound
    return found


def is_reminded(session: Session, actor: Actor) -> bool:
    """Whether somebody wants mail about their steps."""
    asked = select(Person.wants_reminders).where(Person.id == actor.person_id)
    return bool(session.exec(asked).first())
