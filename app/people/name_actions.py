"""What people say of themselves: their own name and language, the name a team shows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app import records
from app.access import Actor
from app.errors import NotFound, Rejected
from app.models import Person, TeamMember, Visit
from app.people.forms import OwnNameForm, ShownNameForm
from app.people.name_rules import name_problems


def own_places(session: Session, actor: Actor) -> Sequence[tuple[TeamMember, Visit]]:
    """The teams somebody is on, each with its visit."""
    return session.exec(
        select(TeamMember, Visit)
        .join(Visit, col(Visit.id) == TeamMember.visit_id)
        .where(
            TeamMember.person_id == actor.person_id,
            col(TeamMember.removed_at).is_(None),
            col(Visit.removed_at).is_(None),
        )
        .order_by(col(TeamMember.created_at), col(TeamMember.id))
        .options(joinedload(Visit.host_city))  # type: ignore[arg-type]
    ).all()


def own_place(session: Session, actor: Actor, member_id: UUID) -> TeamMember:
    places = {member.id: member for member, _visit in own_places(session, actor)}
    if member_id not in places:
        raise NotFound
    return places[member_id]


def choose_name(
    session: Session, actor: Actor, member: TeamMember, form: ShownNameForm
) -> TeamMember:
    """From now on nobody else writes it. Raises `Conflict`, `Rejected`."""
    if problems := name_problems(form.shown_name):
        raise Rejected(*problems)
    values = {"shown_name": form.shown_name, "name_chosen": True}
    by = actor.person_id
    return records.change(session, member, values, revision=form.revision, by=by)


def take_back_name(
    session: Session, actor: Actor, member: TeamMember, revision: int
) -> TeamMember:
    return records.undo(session, member, revision=revision, by=actor.person_id)


def change_own(session: Session, actor: Actor, form: OwnNameForm) -> Person:
    person = session.get_one(Person, actor.person_id)
    person.name, person.language = form.name, form.language
    person.revision += 1
    session.add(person)
    return person
