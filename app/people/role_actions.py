"""Roles given and taken, accounts closed and opened again: by a coordinator, audited."""

from uuid import UUID

from sqlmodel import Session, col, select

from app import audit, records
from app.access import (
    Actor,
    Grant,
    granted,
    is_coordination,
    is_office,
    may_disable,
    may_give,
    must_be_asked_again,
    only_coordinator_of,
)
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.ids import uuid7
from app.models import (
    Membership,
    Person,
    Programme,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.people.forms import RolesForm
from app.people.role_queries import AHEAD, grants_in
from app.people.rules import last_coordinator_problem
from app.people.ways_in import end_ways
from app.values import TeamPart
from app.values_audit import Verb
from app.visits.team_actions import next_position


def give_roles(session: Session, actor: Actor, person: Person, form: RolesForm) -> int:
    """How many were given; what somebody holds already is left as it is."""
    must_be_asked_again(actor)
    if person.disabled_at is not None:
        raise Rejected(Problem("", _("This account is closed. Open it again first.")))
    grants = grants_in(session, actor, form)
    check_may_give(session, actor, grants)
    given = sum(give(session, person, grant, actor.person_id) for grant in grants)
    if given:
        append(session, actor, Verb.GAVE_ROLE, form.programme_id, person.id)
    return given


def check_may_give(session: Session, actor: Actor, grants: list[Grant]) -> None:
    for grant in grants:
        visit = session.get(Visit, grant.visit_id) if grant.visit_id else None
        if not may_give(actor, grant, visit):
            raise NotPermitted


def give(session: Session, person: Person, grant: Grant, by: UUID | None) -> bool:
    """Whether the person did not have it. Asks no permission: who calls it does."""
    if grant.visit_id is not None:
        return give_place(session, person, grant, by)
    held = {granted(one).place for one in memberships_of(session, person.id)}
    if grant.place in held:
        return False
    assert grant.role
    made = Membership(
        person_id=person.id,
        role=grant.role,
        programme_id=grant.programme_id,
        pair_id=grant.pair_id,
        city_id=grant.city_id,
        organisation_id=grant.organisation_id,
    )
    records.create(session, made, by)
    return True


def give_place(session: Session, person: Person, grant: Grant, by: UUID | None) -> bool:
    """On a team that is still to travel, once, and never for the host's own staff."""
    visit = session.get_one(Visit, grant.visit_id)
    if visit.removed_at is not None or visit.status not in AHEAD:
        return False
    if is_barred(session, person, visit) or place_on(session, person.id, visit.id):
        return False
    position = next_position(session, visit.id)
    made = TeamMember(
        id=uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        position=position,
        person_id=person.id,
        shown_name=_("Member %(n)s", n=position),
        part=grant.part or TeamPart.MEMBER,
    )
    records.create(session, made, by)
    return True


def is_barred(session: Session, person: Person, visit: Visit) -> bool:
    """The host's own staff never travels to it."""
    held = memberships_of(session, person.id)
    return visit.host_city_id in {one.city_id for one in held if is_office(one)}


def place_on(session: Session, person_id: UUID, visit_id: UUID) -> UUID | None:
    asked = select(TeamMember.id).where(
        TeamMember.visit_id == visit_id,
        TeamMember.person_id == person_id,
        col(TeamMember.removed_at).is_(None),
    )
    return session.exec(asked).first()


def memberships_of(session: Session, person_id: UUID) -> list[Membership]:
    """Those that stand, in every programme."""
    asked = select(Membership).where(
        Membership.person_id == person_id, col(Membership.removed_at).is_(None)
    )
    return list(session.exec(asked).all())


def take_role(
    session: Session, actor: Actor, person: Person, held: Membership, revision: int
) -> None:
    """`held` is one of the person's; raises `Rejected` for the last coordinator's."""
    must_be_asked_again(actor)
    if not may_give(actor, granted(held)):
        raise NotPermitted
    refuse_last_coordinator(session, [held])
    records.remove(session, held, revision=revision, by=actor.person_id)
    append(session, actor, Verb.TOOK_ROLE, held.programme_id, person.id)


def refuse_last_coordinator(session: Session, leaving: list[Membership]) -> None:
    """Two who would leave at once take turns at the programme."""
    for held in sorted(filter(is_coordination, leaving), key=lambda one: one.id):
        own = held.programme_id
        session.exec(select(Programme.id).where(Programme.id == own).with_for_update())
        if own in only_coordinator_of(session, held.person_id):
            raise Rejected(last_coordinator_problem())


def disable(session: Session, actor: Actor, person: Person) -> None:
    """Every way in ends at once; roles and history stay, for opening it again."""
    must_be_asked_again(actor)
    if not may_disable(actor, person.id, programmes_of(session, person.id)):
        raise NotPermitted
    if person.disabled_at is not None:
        return
    close_account(session, actor, person)


def close_account(session: Session, actor: Actor, person: Person) -> None:
    """Asks no permission: who calls it does. Raises `Rejected` for a last coordinator."""
    held = memberships_of(session, person.id)
    refuse_last_coordinator(session, held)
    person.disabled_at = at = now()
    session.add(person)
    end_ways(session, person.id, at)
    for programme_id in programmes_of(session, person.id) or {None}:
        append(session, actor, Verb.DISABLED_PERSON, programme_id, person.id)


def enable(session: Session, actor: Actor, person: Person) -> None:
    must_be_asked_again(actor)
    programmes = programmes_of(session, person.id)
    if not may_disable(actor, person.id, programmes):
        raise NotPermitted
    if person.disabled_at is None:
        return
    person.disabled_at = None
    session.add(person)
    for programme_id in programmes or {None}:
        append(session, actor, Verb.ENABLED_PERSON, programme_id, person.id)


def programmes_of(session: Session, person_id: UUID) -> set[UUID | None]:
    """Where somebody has a part now."""
    held = {one.programme_id for one in memberships_of(session, person_id)}
    asked = select(TeamMember.programme_id).where(
        TeamMember.person_id == person_id, col(TeamMember.removed_at).is_(None)
    )
    return held | set(session.exec(asked).all())


def append(
    session: Session,
    actor: Actor,
    verb: Verb,
    programme_id: UUID | None,
    person_id: UUID,
) -> None:
    deed = audit.Deed(verb, programme_id, None, "person", person_id)
    audit.append(session, actor, deed)
