"""Invitations as those see them who sent them, and as the invited person does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, granted, visible_invitations
from app.errors import NotFound
from app.models import AccessLink, Invitation, InvitedRole, Person, Programme
from app.models.base import now
from app.people.forms import InvitationFilter
from app.people.invitation_actions import SUBJECT, person_with, roles_of
from app.people.links import links_of
from app.people.role_queries import in_words, names_of
from app.people.rules import invitation_state
from app.values_people import InvitationState

ROWS = 50


@dataclass(frozen=True)
class InvitationRow:
    """`until` is when its link runs out; `by` is blank where the command line invited."""

    invitation: Invitation
    state: InvitationState
    roles: Sequence[str]
    until: datetime | None
    by: str

    @property
    def is_open(self) -> bool:
        return self.state in (InvitationState.WAITING, InvitationState.EXPIRED)


def invitation_for(session: Session, actor: Actor, invitation_id: UUID) -> Invitation:
    found = session.exec(
        visible_invitations(actor).where(Invitation.id == invitation_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def invitations_page(
    session: Session, actor: Actor, wanted: InvitationFilter
) -> dict[str, Any]:
    """Newest first. The state hangs on the links, so it is narrowed here."""
    asked = visible_invitations(actor)
    if wanted.visit:
        asked = asked.where(Invitation.visit_id == wanted.visit)
    found = session.exec(
        asked.order_by(col(Invitation.created_at).desc(), col(Invitation.id))
        .offset((wanted.page - 1) * ROWS)
        .limit(ROWS + 1)
    ).all()
    rows = rows_of(session, found[:ROWS])
    shown = [one for one in rows if wanted.state in (None, one.state)]
    return {"rows": shown, "has_next": len(found) > ROWS, "number": wanted.page}


def rows_of(session: Session, found: Sequence[Invitation]) -> list[InvitationRow]:
    ids = [one.id for one in found]
    roles: dict[UUID, list[InvitedRole]] = {one: [] for one in ids}
    asked = select(InvitedRole).where(col(InvitedRole.invitation_id).in_(ids))
    for role in session.exec(asked.order_by(col(InvitedRole.id))).all():
        roles[role.invitation_id].append(role)
    grants = {key: [granted(role) for role in some] for key, some in roles.items()}
    named = names_of(session, [one for some in grants.values() for one in some])
    until = open_until(links_of(session, SUBJECT, ids))
    makers = {one.created_by for one in found if one.created_by}
    people = session.exec(select(Person).where(col(Person.id).in_(makers))).all()
    names = {person.id: person.name for person in people}
    return [
        InvitationRow(
            one,
            invitation_state(one.accepted_at, one.removed_at, until.get(one.id), now()),
            [in_words(grant, named) for grant in grants[one.id]],
            until.get(one.id),
            names.get(one.created_by, "") if one.created_by else "",
        )
        for one in found
    ]


def open_until(links: Sequence[AccessLink]) -> dict[UUID, datetime]:
    """Invitation → when its newest link runs out, of those that were not ended."""
    found: dict[UUID, datetime] = {}
    for link in links:
        if link.revoked_at is None and link.used_at is None:
            found.setdefault(link.subject_id, link.expires_at)
    return found


def invited_page(session: Session, link: AccessLink) -> dict[str, Any]:
    """What the invited person reads: by whom, to what, until when."""
    invitation = session.get_one(Invitation, link.subject_id)
    grants = [granted(role) for role in roles_of(session, invitation)]
    named = names_of(session, grants)
    maker = invitation.created_by and session.get(Person, invitation.created_by)
    known = person_with(session, invitation.email)
    return {
        "invitation": invitation,
        "programme": session.get_one(Programme, invitation.programme_id),
        "roles": [in_words(grant, named) for grant in grants],
        "by": maker.name if maker else "",
        "until": link.expires_at,
        "is_known": known is not None,
        "known_id": known.id if known else None,
    }
