"""The team as each reader may see it: whole, by shown names, or in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import (
    Actor,
    is_visiting_officer,
    may_edit_team,
    may_see_pay,
    may_see_shown_names,
    may_see_whole_team,
)
from app.forms import Form
from app.i18n import language_name
from app.models import TeamMember, Visit
from app.values import Preparation, StepState
from app.visits.forms import MemberForm
from app.visits.team_queries import people_to_name, team_of
from app.visits.use_queries import taken_off

#: Of the preparation, what the whole team sees of each other.
SHARED = tuple(step for step in Preparation if step is not Preparation.PAY)
FIELDS = tuple(
    name
    for name in MemberForm.model_fields
    if name != "id" and name not in frozenset(step.value for step in Preparation)
)


@dataclass(frozen=True)
class MemberRow:
    """`account` is the person's own name, only for who edits the team; `pay` is null
    for all but the person and the payer."""

    member: TeamMember
    steps: Mapping[Preparation, StepState]
    pay: StepState | None
    account: str
    is_reader: bool


@dataclass(frozen=True)
class Balance:
    """Looked at, never forced. `languages` are names, null where only counts show."""

    people: int
    migrants: int
    languages: Sequence[str] | None


def team_page(
    session: Session, actor: Actor, visit: Visit, removed: UUID | None
) -> dict[str, Any]:
    team = team_of(session, visit)
    whole = may_see_whole_team(actor, visit)
    named = may_see_shown_names(actor, visit)
    return {
        "visit": visit,
        "balance": balance(team, with_languages=named),
        "rows": [row(actor, visit, one) for one in team] if whole else [],
        "names": [one.shown_name for one in team] if named and not whole else [],
        "shared": SHARED,
        "pays": is_visiting_officer(actor, visit),
        "removed": taken_off(session, visit, TeamMember, removed),
        "problems": (),
    }


def balance(team: Sequence[TeamMember], *, with_languages: bool) -> Balance:
    codes = {code for one in team for code in one.languages}
    names = sorted((language_name(code) for code in codes), key=str.casefold)
    return Balance(
        people=len(team),
        migrants=sum(one.migrant for one in team),
        languages=names if with_languages else None,
    )


def row(actor: Actor, visit: Visit, member: TeamMember) -> MemberRow:
    edits = may_edit_team(actor, visit)
    pay = may_see_pay(actor, visit, member)
    return MemberRow(
        member=member,
        steps={step: state_of(member, step) for step in SHARED},
        pay=state_of(member, Preparation.PAY) if pay else None,
        account=member.person.name if edits and member.person else "",
        is_reader=actor.teams.get(visit.id) == member.id,
    )


def state_of(member: TeamMember, step: Preparation) -> StepState:
    return StepState(member.preparation.get(step.value, StepState.OPEN))


def editing(
    session: Session,
    actor: Actor,
    visit: Visit,
    member: TeamMember | None,
    form: Form[MemberForm],
) -> dict[str, Any]:
    """`people` are (id, name) of the accounts that may be chosen."""
    people = {one.id: one.name for one in people_to_name(session, actor, visit)}
    if member is not None and member.person is not None:
        people.setdefault(member.person.id, member.person.name)
    payer = is_visiting_officer(actor, visit)
    return {
        "visit": visit,
        "member": member,
        "form": form,
        "people": sorted(people.items(), key=lambda one: one[1].casefold()),
        "shared": SHARED,
        "pays": may_see_pay(actor, visit, member) if member else payer,
    }


def form_of(actor: Actor, visit: Visit, member: TeamMember) -> Form[MemberForm]:
    """The member as it stands, without the pay step for who may not see it."""
    shown: set[Preparation] = set(SHARED)
    if may_see_pay(actor, visit, member):
        shown.add(Preparation.PAY)
    steps = {step.value: state_of(member, step) for step in shown}
    own = {name: getattr(member, name) for name in FIELDS}
    return Form.of(MemberForm, {**own, **steps})
