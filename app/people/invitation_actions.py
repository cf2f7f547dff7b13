"""Asking somebody to take part, again, no longer; and what happens when they accept."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from app import audit, records
from app.access import (
    Actor,
    Grant,
    granted,
    may_invite,
    must_be_asked_again,
)
from app.errors import NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import _
from app.ids import uuid7
from app.models import AccessLink, Invitation, InvitedRole, Message, Person, Visit
from app.models.base import now
from app.people.attempts import note_attempt, wait_for
from app.people.code_actions import sealed
from app.people.forms import InvitationForm
from app.people.links import About, make_link, revoke_links_of, use_link
from app.people.role_actions import check_may_give, give
from app.people.role_queries import grants_in
from app.people.rules import INVITATION_LIFE, INVITED, waiting_words
from app.values_audit import Verb
from app.values_people import LinkPurpose

SUBJECT = "invitation"


@dataclass(frozen=True)
class Sent:
    """`token` is in the mail that waits to go out; nobody else is told."""

    invitation: Invitation
    token: str


@dataclass(frozen=True)
class Accepted:
    person: Person
    is_new: bool


def invite(session: Session, key: bytes, actor: Actor, form: InvitationForm) -> Sent:
    """Somebody invited twice has one invitation, with the roles of both. Raises `AskAgain`."""
    must_be_asked_again(actor)
    grants = grants_in(session, actor, form)
    visit = only_visit(session, actor, form.programme_id, grants)
    if not may_invite(actor, form.programme_id, visit):
        raise NotPermitted
    check_may_give(session, actor, grants)
    keep_pace(session, key, form.email)
    return sent_to(session, actor, form, grants, visit.id if visit else None)


def only_visit(
    session: Session, actor: Actor, programme_id: UUID, grants: list[Grant]
) -> Visit | None:
    """The visit whose team an invitation is to, where it may be to nothing else."""
    if may_invite(actor, programme_id, None):
        return None
    visits = {grant.visit_id for grant in grants}
    if len(visits) != 1:
        problem = _("Invite to the team of one visit at a time.")
        raise Rejected(Problem("visits", problem))
    visit_id = visits.pop()
    return session.get(Visit, visit_id) if visit_id else None


def keep_pace(session: Session, key: bytes, email: str) -> None:
    """Nobody's mailbox is filled; raises `Rejected` with how long to wait."""
    whose, at = sealed(key, "invited", email.lower()), now()
    if wait := wait_for(session, INVITED, whose, at):
        raise Rejected(Problem("email", waiting_words(wait)))
    note_attempt(session, INVITED, whose, at)


def sent_to(
    session: Session,
    actor: Actor,
    form: InvitationForm,
    grants: list[Grant],
    visit_id: UUID | None = None,
) -> Sent:
    """Asks no permission: the command line has none to ask."""
    known = waiting_for(session, form.programme_id, visit_id, form.email)
    by, verb = actor.person_id, Verb.INVITED_AGAIN if known else Verb.INVITED
    if known is None:
        fields = form.model_dump(include={"programme_id", "email", "name", "language"})
        known = records.create(session, Invitation(visit_id=visit_id, **fields), by)
    else:
        values = {"name": form.name or known.name, "language": form.language}
        records.change(session, known, values, revision=None, by=by)
    add_roles(session, known, grants)
    return send(session, actor, known, verb)


def waiting_for(
    session: Session, programme_id: UUID, visit_id: UUID | None, email: str
) -> Invitation | None:
    return session.exec(
        select(Invitation)
        .where(
            Invitation.programme_id == programme_id,
            Invitation.visit_id == visit_id,
            func.lower(Invitation.email) == email.lower(),
            col(Invitation.accepted_at).is_(None),
            col(Invitation.removed_at).is_(None),
        )
        .order_by(col(Invitation.id))
        .with_for_update()
    ).first()


def add_roles(session: Session, invitation: Invitation, grants: list[Grant]) -> None:
    known = {granted(one).place: one for one in roles_of(session, invitation)}
    for grant in grants:
        role = known.get(grant.place) or InvitedRole(
            invitation_id=invitation.id,
            programme_id=grant.programme_id,
            role=grant.role,
            pair_id=grant.pair_id,
            city_id=grant.city_id,
            organisation_id=grant.organisation_id,
            visit_id=grant.visit_id,
        )
        role.part = grant.part
        session.add(role)


def roles_of(session: Session, invitation: Invitation) -> list[InvitedRole]:
    asked = select(InvitedRole).where(InvitedRole.invitation_id == invitation.id)
    return list(session.exec(asked.order_by(col(InvitedRole.id))).all())


def send(session: Session, actor: Actor, invitation: Invitation, verb: Verb) -> Sent:
    """A new link, mailed; the one before no longer opens anything."""
    revoke_links_of(session, SUBJECT, invitation.id)
    about = About(
        LinkPurpose.INVITATION,
        SUBJECT,
        invitation.id,
        invitation.programme_id,
        invitation.visit_id,
    )
    link, token = make_link(session, about, INVITATION_LIFE, actor.person_id)
    session.add(mail_with(invitation, link, token))
    append(session, actor, verb, invitation)
    return Sent(invitation, token)


def mail_with(invitation: Invitation, link: AccessLink, token: str) -> Message:
    return Message(
        template="invitation",
        programme_id=invitation.programme_id,
        subject_id=invitation.id,
        secret=token,
        expires_at=link.expires_at,
    )


def send_again(
    session: Session, key: bytes, actor: Actor, invitation: Invitation
) -> Sent:
    must_be_asked_again(actor)
    check_open(session, actor, invitation)
    keep_pace(session, key, invitation.email)
    return send(session, actor, invitation, Verb.INVITED_AGAIN)


def withdraw(
    session: Session, actor: Actor, invitation: Invitation, revision: int
) -> None:
    check_open(session, actor, invitation)
    records.remove(session, invitation, revision=revision, by=actor.person_id)
    revoke_links_of(session, SUBJECT, invitation.id)
    append(session, actor, Verb.WITHDREW_INVITATION, invitation)


def check_open(session: Session, actor: Actor, invitation: Invitation) -> None:
    visit = invitation.visit_id and session.get(Visit, invitation.visit_id)
    if not may_invite(actor, invitation.programme_id, visit or None):
        raise NotPermitted
    if invitation.accepted_at or invitation.removed_at:
        said = _("This invitation was accepted or withdrawn meanwhile.")
        raise Rejected(Problem("", said))


Successor = Callable[[Session, Invitation, Person], None]


def accept(
    session: Session, actor: Actor, link: AccessLink, name: str, then: Successor
) -> Accepted:
    """The account is found by its address or made; the roles are given, once.

    `then` passes on what the invitation takes over. Raises `Rejected` with words for
    whoever holds the link.
    """
    invitation = session.get_one(Invitation, link.subject_id)
    person = person_with(session, invitation.email)
    check_may_accept(actor, invitation, person)
    is_new = person is None
    person = person or made_person(session, invitation, name)
    settle(session, invitation, person)
    use_link(session, link)
    if invitation.takes_over_from:
        then(session, invitation, person)
    return Accepted(person, is_new)


def settle(session: Session, invitation: Invitation, person: Person) -> None:
    for role in roles_of(session, invitation):
        give(session, person, granted(role), invitation.created_by)
    values = {"accepted_at": now(), "accepted_by": person.id}
    records.change(session, invitation, values, revision=None, by=person.id)
    append(session, Actor(person_id=person.id), Verb.ACCEPTED_INVITATION, invitation)


def check_may_accept(
    actor: Actor, invitation: Invitation, person: Person | None
) -> None:
    if invitation.removed_at or invitation.accepted_at:
        raise Rejected(Problem("", _("This invitation no longer stands.")))
    if actor.signed_in and (person is None or person.id != actor.person_id):
        said = _(
            "You are signed in as somebody else. Sign out, then open the link again; or ask for an invitation to the address of your account."
        )
        raise Rejected(Problem("", said))
    if person is not None and person.disabled_at is not None:
        said = _(
            "The account with this address is closed. Ask whoever invites you to have it opened again."
        )
        raise Rejected(Problem("", said))


def person_with(session: Session, email: str) -> Person | None:
    return session.exec(
        select(Person)
        .where(func.lower(Person.email) == email.lower())
        .order_by(col(Person.id))
    ).first()


def made_person(session: Session, invitation: Invitation, name: str) -> Person:
    chosen = name or invitation.name
    if not chosen:
        raise Rejected(needed("name"))
    person = Person(
        id=uuid7(),
        name=chosen,
        email=invitation.email,
        language=invitation.language,
    )
    session.add(person)
    session.flush()  # roles refer to the person
    return person


def append(session: Session, actor: Actor, verb: Verb, invitation: Invitation) -> None:
    own, visit = invitation.programme_id, invitation.visit_id
    audit.append(session, actor, audit.Deed(verb, own, visit, SUBJECT, invitation.id))


def revoke(session: Session, actor: Actor, invitation: Invitation) -> None:
    """Its link only: the invitation stands and can be sent again."""
    check_open(session, actor, invitation)
    revoke_links_of(session, SUBJECT, invitation.id)
    append(session, actor, Verb.REVOKED_LINK, invitation)
