from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound
from app.models import Passkey


def own_passkeys(session: Session, actor: Actor) -> Sequence[Passkey]:
    """Newest first."""
    return session.exec(
        select(Passkey)
        .where(Passkey.person_id == actor.person_id)
        .order_by(col(Passkey.created_at).desc())
    ).all()


def own_passkey(session: Session, actor: Actor, passkey_id: UUID) -> Passkey:
    found = session.get(Passkey, passkey_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound
    return found
