"""Naming the visiting team and preparing its members."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, func, select

from app import records
from app.access import Actor, may_edit_team, may_see_pay
from app.errors import NotPermitted
from app.ids import uuid7
from app.models import TeamMember, Visit
from app.values import Preparation, StepState
from app.visits.forms import MemberForm

STEPS = frozenset(step.value for step in Preparation)


def add_member(
    session: Session, actor: Actor, visit: Visit, form: MemberForm
) -> TeamMember:
    if form.id and (known := session.get(TeamMember, form.id)):
        return known
    if not may_edit_team(actor, visit):
        raise NotPermitted
    member = TeamMember(
        id=form.id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        position=next_position(session, visit.id),
        **plain(form),
        preparation=preparation(form, None),
    )
    return records.create(session, member, actor.person_id)


def change_member(
    session: Session, actor: Actor, visit: Visit, member: TeamMember, form: MemberForm
) -> TeamMember:
    """Who may not see the pay step leaves it as it stands."""
    if not may_edit_team(actor, visit):
        raise NotPermitted
    pay = member.preparation.get(Preparation.PAY)
    kept = None if may_see_pay(actor, visit, member) else pay
    values = {**plain(form), "preparation": preparation(form, kept)}
    values["person_id"] = form.person_id or member.person_id
    return records.change(
        session, member, values, revision=form.revision, by=actor.person_id
    )


def remove_member(
    session: Session, actor: Actor, visit: Visit, member: TeamMember, revision: int
) -> TeamMember:
    if not may_edit_team(actor, visit):
        raise NotPermitted
    return records.remove(session, member, revision=revision, by=actor.person_id)


def restore_member(
    session: Session, actor: Actor, visit: Visit, member: TeamMember
) -> TeamMember:
    if not may_edit_team(actor, visit):
        raise NotPermitted
    return records.restore(session, member, by=actor.person_id)


def plain(form: MemberForm) -> dict[str, Any]:
    return form.model_dump(exclude={"id", "revision", *STEPS})


def preparation(form: MemberForm, kept_pay: str | None) -> dict[str, str]:
    """Step → state, as stored."""
    found = {step: getattr(form, step) or StepState.OPEN for step in STEPS}
    if kept_pay is not None:
        found[Preparation.PAY.value] = kept_pay
    return {step: str(state) for step, state in sorted(found.items())}


def next_position(session: Session, visit_id: UUID) -> int:
    last = session.exec(
        select(func.max(TeamMember.position)).where(TeamMember.visit_id == visit_id)
    ).one()
    return (last or 0) + 1
