"""The key pairs of visits: made once, private halves unwrapped once in each process."""

from collections.abc import Callable
from threading import Lock
from uuid import UUID

from cachetools import LRUCache
from joserfc.jwk import ECKey
from sqlalchemy import func
from sqlmodel import Session, col, select

from app.db import Database
from app.evidence.sealing import Unreadable, new_key, unseal, unwrap, wrap
from app.ids import uuid7
from app.models import Visit, VisitKey

#: A public key as JWK, with its `kid`.
PublicKey = dict[str, str]
MOST_KEYS = 500


class Keyring:
    """Opens what was sealed for a visit. Safe in threads; its reads are their own.

    Where the service's secret has changed, what was sealed before cannot be opened any
    more and a new key is made for what comes.
    """

    def __init__(self, database: Callable[[], Database], secret: str) -> None:
        self.database = database
        self.secret = secret
        self.known: LRUCache[str, tuple[UUID, ECKey]] = LRUCache(MOST_KEYS)
        self.lock = Lock()

    def opened(self, visit_id: UUID, sealed: bytes) -> bytes:
        """Raises `Unreadable`: also for what was sealed for another visit."""
        return unseal(sealed, lambda kid: self.private_key(visit_id, kid))

    def private_key(self, visit_id: UUID, kid: str) -> ECKey:
        with self.lock:
            found = self.known.get(kid)
        if found is None:
            found = self.read(kid)
            with self.lock:
                self.known[kid] = found
        if found[0] != visit_id:
            raise Unreadable
        return found[1]

    def read(self, kid: str) -> tuple[UUID, ECKey]:
        with self.database().reading() as session:
            row = session.get(VisitKey, as_id(kid))
            if row is None:
                raise Unreadable
            return row.visit_id, unwrap(row.sealed_private, self.secret)

    def public_key(self, visit_id: UUID) -> PublicKey:
        """What to seal to now; made where there is none that this service can open."""
        database = self.database()
        newest = database.read(lambda session: newest_key(session, visit_id))
        if newest is None or not self.opens(newest):
            newest = database.write(lambda session: self.made(session, visit_id))
        return newest.public_jwk

    def made(self, session: Session, visit_id: UUID) -> VisitKey:
        """One more, unless another process was faster."""
        visit = session.exec(
            select(Visit).where(Visit.id == visit_id).with_for_update()
        ).one()
        newest = newest_key(session, visit_id)
        if newest is not None and self.opens(newest):
            return newest
        private = new_key(str(uuid7()))
        with self.lock:
            self.known[str(private.kid)] = (visit_id, private)
        return save_key(session, visit, private, self.secret)

    def opens(self, key: VisitKey) -> bool:
        try:
            self.private_key(key.visit_id, str(key.id))
        except Unreadable:
            return False
        return True


def newest_key(session: Session, visit_id: UUID) -> VisitKey | None:
    asked = select(VisitKey).where(VisitKey.visit_id == visit_id)
    return session.exec(asked.order_by(col(VisitKey.number).desc()).limit(1)).first()


def save_key(session: Session, visit: Visit, private: ECKey, secret: str) -> VisitKey:
    counted = select(func.count()).where(VisitKey.visit_id == visit.id)
    made = VisitKey(
        id=UUID(private.kid),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=session.exec(counted).one() + 1,
        public_jwk=public_half(private),
        sealed_private=wrap(private, secret),
    )
    session.add(made)
    session.flush()  # found from now on, also by `opens` of another process
    return made


def public_half(private: ECKey) -> PublicKey:
    return {name: str(value) for name, value in private.as_dict(private=False).items()}


def as_id(kid: str) -> UUID:
    try:
        return UUID(kid)
    except ValueError:
        raise Unreadable from None
