"""Naming the visiting team and preparing its members."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, func, select

from app import records
from app.access import Actor, coordinates, may_edit_team, may_see_pay
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import _
from app.ids import uuid7
from app.models import TeamMember, Visit
from app.people.seat_actions import seat_of
from app.values import Preparation, StepState
from app.visits.forms import MemberForm
from app.visits.team_queries import named_already, people_to_name, person_is_known

STEPS = frozenset(step.value for step in Preparation)


def add_member(
    session: Session, actor: Actor, visit: Visit, form: MemberForm
) -> TeamMember:
    if not may_edit_team(actor, visit):
        raise NotPermitted
    if known := records.sent_before(session, TeamMember, form.id, visit_id=visit.id):
        return known
    check_member(session, actor, visit, form, None)
    member = TeamMember(
        id=form.id or uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        position=next_position(session, visit.id),
        **plain(form),
        preparation=preparation(form, None),
    )
    records.create(session, member, actor.person_id)
    seat_of(session, member)
    return member


def change_member(
    session: Session, actor: Actor, visit: Visit, member: TeamMember, form: MemberForm
) -> TeamMember:
    """Who may not see the pay step, or does not send it, leaves it as it stands."""
    if not may_edit_team(actor, visit):
        raise NotPermitted
    check_member(session, actor, visit, form, member)
    shows_pay = may_see_pay(actor, visit, member)
    changes_pay = shows_pay and form.pay is not None
    kept = None if changes_pay else member.preparation.get(Preparation.PAY)
    values = {**plain(form), "preparation": preparation(form, kept)}
    if form.person_id != member.person_id:
        values["name_chosen"] = False
    expected = form.revision or 0
    try:
        records.change(session, member, values, revision=expected, by=actor.person_id)
    except Conflict as conflict:
        theirs = as_in_form(conflict.theirs, shows_pay=shows_pay)
        raise Conflict(conflict.revision, theirs) from conflict
    return member


def as_in_form(stored: Mapping[str, Any], *, shows_pay: bool) -> dict[str, Any]:
    """Each preparation step beside the other fields, as the form has them."""
    steps = dict(stored.get("preparation") or {})
    if not shows_pay:
        steps.pop(Preparation.PAY.value, None)
    return {**stored, **steps}


def check_member(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: MemberForm,
    member: TeamMember | None,
) -> None:
    """An account gives its person access: only people of the pair, and once each."""
    if not form.shown_name:
        raise Rejected(needed("shown_name"))
    if member is not None and is_anothers_choice(actor, member, form):
        problem = _(
            "They chose to be shown as %(name)s, and only they change it.",
            name=member.shown_name,
        )
        raise Rejected(Problem("shown_name", problem))
    wanted = form.person_id
    if wanted is None or (member is not None and member.person_id == wanted):
        return
    if coordinates(actor, visit.programme_id):
        known = person_is_known(session, wanted)
    else:
        known = wanted in {one.id for one in people_to_name(session, actor, visit)}
    if not known:
        problem = _("Choose somebody who takes part in this pair.")
        raise Rejected(Problem("person_id", problem))
    if named_already(session, visit, wanted, member.id if member else None):
        problem = _("This person is on the team already.")
        raise Rejected(Problem("person_id", problem))


def is_anothers_choice(actor: Actor, member: TeamMember, form: MemberForm) -> bool:
    """Members choose the name they are shown by (domain.md, section 6)."""
    same_person = form.person_id == member.person_id != actor.person_id
    return member.name_chosen and same_person and form.shown_name != member.shown_name


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
    person = member.person_id
    if person and named_already(session, visit, person, member.id):
        raise Rejected(Problem("", _("This person is on the team already.")))
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
