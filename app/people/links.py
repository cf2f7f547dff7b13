"""Links without accounts: made, found, used once and taken back.

A token has 256 bits and is told once; the database keeps its hash. Looking changes
nothing, for people and for the scanners that open what is in a mail.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import AccessLink, Message, MessageState
from app.models.base import now
from app.people.rules import link_state
from app.values_people import LinkPurpose, LinkState

SENDABLE = (MessageState.WAITING, MessageState.SENDING)


@dataclass(frozen=True)
class About:
    """What a link is for: the record, its scope, and whom it is made for."""

    purpose: LinkPurpose
    subject: str
    subject_id: UUID
    programme_id: UUID | None
    visit_id: UUID | None = None
    person_id: UUID | None = None
    stakeholder_id: UUID | None = None


@dataclass(frozen=True)
class Found:
    """`link` is null where no such link was ever made, or nobody should learn of it."""

    link: AccessLink | None
    state: LinkState


def make_link(
    session: Session, about: About, life: timedelta, by: UUID | None
) -> tuple[AccessLink, str]:
    """The token is told here and never again."""
    token, at = secrets.token_urlsafe(32), now()
    link = AccessLink(
        token_hash=token_hash(token),
        **asdict(about),
        made_by=by,
        made_at=at,
        expires_at=at + life,
    )
    session.add(link)
    return link, token


def find_link(session: Session, token: str, *, to_use: bool = False) -> Found:
    """`to_use` holds the link, so that two who use it at once take turns."""
    asked = select(AccessLink).where(AccessLink.token_hash == token_hash(token))
    link = session.exec(asked.with_for_update() if to_use else asked).first()
    if link is None:
        return Found(None, LinkState.UNKNOWN)
    return Found(link, state_of(link, now()))


def link_to_use(session: Session, token: str, purpose: LinkPurpose) -> AccessLink:
    """The open link of that purpose, held; raises `NotFound` for any other."""
    found = find_link(session, token, to_use=True)
    if found.link is None or found.link.purpose is not purpose or found.state is not LinkState.OPEN:  # fmt: skip
        raise NotFound
    return found.link


def state_of(link: AccessLink, at: datetime) -> LinkState:
    return link_state(link.expires_at, link.revoked_at, link.used_at, at)


def use_link(session: Session, link: AccessLink) -> None:
    """For what counts once."""
    link.used_at = now()
    session.add(link)


def revoke_link(session: Session, link: AccessLink) -> None:
    """Also what waits to be mailed no longer goes out."""
    if link.revoked_at is None and link.used_at is None:
        link.revoked_at = now()
        session.add(link)
    recall_mail(session, link.subject_id)


def recall_mail(session: Session, subject_id: UUID) -> None:
    session.execute(
        update(Message)
        .where(col(Message.subject_id) == subject_id, col(Message.state).in_(SENDABLE))
        .values(state=MessageState.EXPIRED, secret=None)
    )


def revoke_links_of(session: Session, subject: str, subject_id: UUID) -> None:
    """All that are open of one record."""
    for link in links_of(session, subject, [subject_id]):
        if state_of(link, now()) is LinkState.OPEN:
            revoke_link(session, link)
    recall_mail(session, subject_id)


def links_of(session: Session, subject: str, ids: Sequence[UUID]) -> list[AccessLink]:
    """Newest first."""
    asked = select(AccessLink).where(
        AccessLink.subject == subject, col(AccessLink.subject_id).in_(ids)
    )
    return list(session.exec(asked.order_by(col(AccessLink.made_at).desc())).all())


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
