"""What people do to their own sessions and tokens."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from app.access import Actor, must_be_asked_again
from app.audit import note_own
from app.models import ApiToken, Login, Person
from app.people.forms import TokenForm
from app.people.session_queries import own_sessions
from app.people.tokens import new_token, token_hash
from app.values import SignInMethod
from app.values_audit import Verb


def end_session(session: Session, login: Login) -> None:
    if login.ended_at is None:
        login.ended_at = datetime.now(UTC)
        session.add(login)
        note_own(session, Verb.ENDED_SESSION, login)


def end_other_sessions(session: Session, actor: Actor) -> None:
    """All but the one that asks."""
    for login in own_sessions(session, actor):
        if login.id != actor.login_id:
            end_session(session, login)
    session.execute(
        update(Login)
        .where(
            col(Login.person_id) == actor.person_id,
            col(Login.id) != actor.login_id,
            col(Login.ended_at).is_(None),
        )
        .values(ended_at=datetime.now(UTC))
    )


def note_asked_again(session: Session, actor: Actor, method: SignInMethod) -> None:
    """Somebody proved once more who they are, in this session."""
    login = session.get_one(Login, actor.login_id)
    login.asked_again_at = datetime.now(UTC)
    session.add(login)
    note_own(session, Verb.ASKED_AGAIN, login, method)


def choose_reminders(session: Session, actor: Actor, *, wanted: bool) -> None:
    person = session.get_one(Person, actor.person_id)
    if person.wants_reminders != wanted:
        person.wants_reminders = wanted
        session.add(person)


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
    note_own(session, Verb.MADE_TOKEN, made)
    return made, token


def revoke_token(session: Session, token: ApiToken) -> None:
    token.revoked_at = datetime.now(UTC)
    session.add(token)
    note_own(session, Verb.REVOKED_TOKEN, token)
