"""What people do to their own sessions and tokens."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from app.access import Actor, must_be_asked_again
from app.models import ApiToken, Login
from app.people.forms import TokenForm
from app.people.tokens import new_token, token_hash


def end_session(session: Session, login: Login) -> None:
    if login.ended_at is None:
        login.ended_at = datetime.now(UTC)
        session.add(login)


def end_other_sessions(session: Session, actor: Actor) -> None:
    """All but the one that asks."""
    session.execute(
        update(Login)
        .where(
            col(Login.person_id) == actor.person_id,
            col(Login.id) != actor.login_id,
            col(Login.ended_at).is_(None),
        )
        .values(ended_at=datetime.now(UTC))
    )


def note_asked_again(session: Session, actor: Actor) -> None:
    """Somebody proved once more who they are, in this session."""
    login = session.get_one(Login, actor.login_id)
    login.asked_again_at = datetime.now(UTC)
    session.add(login)


def make_token(session: Session, actor: Actor, form: TokenForm) -> tuple[ApiToken, str]:
    """The token itself is told here and never again. Raises `AskAgain`."""
    must_be_asked_again(actor)
    assert actor.person_id
    token, at = new_token(), datetime.now(UTC)
    made = ApiToken(
        person_id=actor.person_id,
        name=form.name,
        token_hash=token_hash(token),
        ending=token[-4:],
        scopes=sorted({scope.value for scope in form.scopes}),
        created_at=at,
        expires_at=at + timedelta(days=form.days),
    )
    session.add(made)
    return made, token


def revoke_token(session: Session, token: ApiToken) -> None:
    token.revoked_at = datetime.now(UTC)
    session.add(token)
