"""Somebody leaves: what is open passes to a successor, what is written stays theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import audit, records
from app.access import Actor, Grant, coordinates, granted, must_be_asked_again
from app.errors import NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import _
from app.models import (
    AccessLink,
    Action,
    Deadline,
    Invitation,
    Membership,
    Message,
    Person,
    Readiness,
    SessionMember,
    TeamMember,
    Visit,
)
from app.models.base import Editable, now
from app.people.forms import HandoverForm, InvitationForm
from app.people.invitation_actions import Sent, keep_pace, sent_to
from app.people.people_pages import person_for
from app.people.role_actions import give, memberships_of, place_on
from app.people.role_queries import AHEAD
from app.plans.rules import OPEN
from app.values_audit import Verb


@dataclass(frozen=True)
class Passing:
    """What somebody has open in one programme. `places` are on teams ahead, `ended` on
    teams that have travelled: a successor was not there and does not get to hear it."""

    roles: Sequence[Membership]
    steps: Sequence[Deadline]
    actions: Sequence[Action]
    readiness: Sequence[Readiness]
    places: Sequence[TeamMember]
    ended: Sequence[TeamMember]

    @property
    def is_empty(self) -> bool:
        return not any((self.roles, self.steps, self.places, self.ended))


def passing_of(session: Session, leaver: Person, programme_id: UUID) -> Passing:
    held = memberships_of(session, leaver.id)
    roles = [one for one in held if one.programme_id == programme_id]
    readiness = session.exec(
        select(Readiness).where(
            Readiness.owner == leaver.name,
            Readiness.programme_id == programme_id,
            col(Readiness.removed_at).is_(None),
        )
    ).all()
    steps = steps_of(session, leaver, programme_id)
    actions = actions_of(session, leaver, programme_id)
    places, ended = places_of(session, leaver, programme_id)
    return Passing(roles, steps, actions, readiness, places, ended)


def steps_of(
    session: Session, leaver: Person, programme_id: UUID
) -> Sequence[Deadline]:
    return session.exec(
        select(Deadline)
        .where(
            Deadline.owner_id == leaver.id,
            Deadline.programme_id == programme_id,
            col(Deadline.done_on).is_(None),
            col(Deadline.removed_at).is_(None),
        )
        .order_by(col(Deadline.due_on), col(Deadline.id))
    ).all()


def actions_of(
    session: Session, leaver: Person, programme_id: UUID
) -> Sequence[Action]:
    """By the name written on them: an action names its owner in words."""
    return session.exec(
        select(Action)
        .where(
            Action.owner_person == leaver.name,
            Action.programme_id == programme_id,
            col(Action.status).in_(OPEN),
            col(Action.removed_at).is_(None),
        )
        .order_by(col(Action.due_on), col(Action.id))
    ).all()


def places_of(
    session: Session, leaver: Person, programme_id: UUID
) -> tuple[list[TeamMember], list[TeamMember]]:
    """On teams of visits that are ahead or under way, and of those that are over."""
    rows = session.exec(
        select(TeamMember, Visit)
        .join(Visit, col(Visit.id) == col(TeamMember.visit_id))
        .where(
            TeamMember.person_id == leaver.id,
            TeamMember.programme_id == programme_id,
            col(TeamMember.removed_at).is_(None),
        )
        .order_by(col(TeamMember.id))
    ).all()
    ahead = [one for one, visit in rows if visit.status in AHEAD]
    return ahead, [one for one, visit in rows if visit.status not in AHEAD]


def check_handover(
    session: Session, actor: Actor, leaver: Person, form: HandoverForm
) -> Person | None:
    """The successor, null where they are to be invited. Raises `Rejected`."""
    if not coordinates(actor, form.programme_id):
        raise NotPermitted
    if passing_of(session, leaver, form.programme_id).is_empty:
        said = _("This person has nothing open in this programme.")
        raise Rejected(Problem("programme_id", said))
    if form.successor_id is None:
        check_address(leaver, form)
        return None
    successor = person_for(session, actor, form.successor_id)
    if successor.disabled_at is not None or successor.id == leaver.id:
        raise Rejected(Problem("successor_id", _("Choose from what is offered.")))
    return successor


def check_address(leaver: Person, form: HandoverForm) -> None:
    if form.email is None:
        raise Rejected(needed("successor_id"))
    if form.email.lower() == leaver.email.lower():
        said = _("Choose somebody else: this is the person who leaves.")
        raise Rejected(Problem("email", said))


def hand_over(
    session: Session, key: bytes, actor: Actor, leaver: Person, form: HandoverForm
) -> Sent | None:
    """At once to somebody with an account; when they accept, to somebody invited."""
    must_be_asked_again(actor)
    successor = check_handover(session, actor, leaver, form)
    if successor is not None:
        move(session, actor, (leaver, successor), form.programme_id, form.reason)
        return None
    assert form.email
    keep_pace(session, key, form.email)
    same = {"programme_id", "email", "name", "language"}
    asked = InvitationForm(**form.model_dump(include=same))
    sent = sent_to(session, actor, asked, grants_of(session, leaver, form.programme_id))
    sent.invitation.takes_over_from = leaver.id
    session.add(sent.invitation)
    return sent


def grants_of(session: Session, leaver: Person, programme_id: UUID) -> list[Grant]:
    passing = passing_of(session, leaver, programme_id)
    return [granted(one) for one in passing.roles] + [
        Grant(programme_id, visit_id=one.visit_id, part=one.part)
        for one in passing.places
    ]


def take_over(session: Session, invitation: Invitation, successor: Person) -> None:
    """What an accepted invitation brings beside its roles."""
    leaver = session.get(Person, invitation.takes_over_from)
    if leaver is None or leaver.id == successor.id or not invitation.programme_id:
        return
    by = Actor(person_id=invitation.created_by)
    move(session, by, (leaver, successor), invitation.programme_id, "")


def move(
    session: Session,
    actor: Actor,
    people: tuple[Person, Person],
    programme_id: UUID,
    reason: str,
) -> None:
    """From the first to the second, in one transaction. Asks no permission."""
    leaver, successor = people
    passing, by = passing_of(session, leaver, programme_id), actor.person_id
    for role in passing.roles:
        give(session, successor, granted(role), by)
        records.remove(session, role, revision=None, by=by)
    change_all(session, passing.steps, {"owner_id": successor.id}, by)
    change_all(session, passing.actions, {"owner_person": successor.name}, by)
    change_all(session, passing.readiness, {"owner": successor.name}, by)
    for place in passing.places:
        pass_place(session, place, successor, by)
    for place in (*passing.places, *passing.ended):
        records.remove(session, place, revision=None, by=by)
    close_links(session, leaver, programme_id)
    deed = audit.Deed(Verb.HANDED_OVER, programme_id, None, "person", leaver.id, reason)
    audit.append(session, actor, deed)
    for template, to in (("taken-over", successor.id), ("handed-over", leaver.id)):
        mail = Message(template=template, programme_id=programme_id, person_id=to)
        session.add(mail)


def change_all(
    session: Session,
    rows: Sequence[Editable],
    values: dict[str, object],
    by: UUID | None,
) -> None:
    for row in rows:
        records.change(session, row, values, revision=None, by=by)


def pass_place(
    session: Session, place: TeamMember, successor: Person, by: UUID | None
) -> None:
    """A place of one's own, with the sessions ahead; the host's own staff gets none."""
    grant = Grant(
        place.programme_id,  # type: ignore[arg-type]
        visit_id=place.visit_id,
        part=place.part,
    )
    give(session, successor, grant, by)
    own = place_on(session, successor.id, place.visit_id)
    if own is None:
        return
    meets = select(SessionMember.session_id).where(SessionMember.member_id == own)
    session.execute(
        update(SessionMember)
        .where(
            col(SessionMember.member_id) == place.id,
            col(SessionMember.session_id).not_in(meets),
        )
        .values(member_id=own)
        .execution_options(synchronize_session=False)
    )


def close_links(session: Session, leaver: Person, programme_id: UUID) -> None:
    """What was sent to the leaver for this programme opens nothing any more."""
    session.execute(
        update(AccessLink)
        .where(
            col(AccessLink.person_id) == leaver.id,
            col(AccessLink.programme_id) == programme_id,
            col(AccessLink.revoked_at).is_(None),
        )
        .values(revoked_at=now())
    )
