"""Repairing an agenda after somebody withdrew: who, and the sessions that concerns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.i18n import _
from app.models import (
    AgendaSession,
    Interpreter,
    Proposal,
    Stakeholder,
    TeamMember,
)
from app.visits.proposal_problem import Rows
from app.visits.proposal_words import Known

Somebody = Stakeholder | TeamMember | Interpreter


@dataclass(frozen=True)
class Touched:
    """A session of somebody who withdrew; `then`: what the proposal does with it, empty
    before there is one."""

    id: UUID
    said: str
    when: str
    then: str = ""


@dataclass(frozen=True)
class Gone:
    id: UUID
    name: str
    sessions: Sequence[Touched]


def everybody_in(rows: Rows) -> Iterator[tuple[Somebody, str]]:
    """Who is in some session, with the name they are shown by: met, team, interpreters."""
    for met in rows.people:
        yield met, met.name
    for member in rows.members:
        yield member, member.shown_name
    for interpreter in rows.interpreters:
        yield interpreter, interpreter.name


def sessions_with(rows: Rows, own_id: UUID) -> list[AgendaSession]:
    """By number. Sessions of the whole team are nobody's in particular."""
    return [
        one
        for one in rows.sessions
        if any(who.id == own_id for who in (*one.stakeholders, *one.members, *one.interpreters))
    ]  # fmt: skip


def can_be_chosen(rows: Rows) -> list[tuple[str, str]]:
    return [
        (str(one.id), name)
        for one, name in everybody_in(rows)
        if sessions_with(rows, one.id)
    ]


def never_there(rows: Rows) -> list[UUID]:
    """Who is in a session and has said of every day that it is not possible."""
    days = {day.id for day in rows.days}
    away: dict[UUID, set[UUID]] = {}
    for row in rows.available:
        who = row.stakeholder_id or row.member_id or row.interpreter_id
        if who and row.starts_local is None:
            away.setdefault(who, set()).add(row.day_id)
    return [
        one.id
        for one, _name in everybody_in(rows)
        if days and away.get(one.id, set()) >= days and sessions_with(rows, one.id)
    ]


def concerned(rows: Rows, out: Collection[UUID]) -> dict[str, list[str]]:
    """Who is out → their sessions, as ids; kept with a proposal, since accepting it takes
    them out of these."""
    return {str(id_): [str(one.id) for one in sessions_with(rows, id_)] for id_ in out}


def gone_today(rows: Rows, named: Known, chosen: Collection[str]) -> Iterator[Gone]:
    """Those chosen, each with their sessions as they stand."""
    for one, name in everybody_in(rows):
        if str(one.id) in chosen:
            keys = [str(item.id) for item in sessions_with(rows, one.id)]
            yield Gone(one.id, name, [touched(named, key) for key in keys])


def touched(named: Known, key: str, then: str = "") -> Touched:
    return Touched(UUID(key), named.session(key), named.fixed.get(key, ""), then)


def out_of(proposal: Proposal) -> frozenset[UUID]:
    asked = proposal.options.get("out")
    return frozenset(UUID(one) for one in asked) if isinstance(asked, list) else frozenset()  # fmt: skip


def concerned_by(proposal: Proposal) -> Mapping[str, Sequence[str]]:
    kept = proposal.options.get("concerned")
    return kept if isinstance(kept, dict) else {}


def then_said(*, is_left: bool, is_placed: bool, moves: str) -> str:
    """`moves`: where to, empty where it stays."""
    if is_left:
        return _("It cannot be placed: see above.")
    if not is_placed:
        return _("Nobody else is met in it, so it is not placed: meet somebody else, or cancel it.")  # fmt: skip
    if moves:
        return _("It moves: %(when)s, without them.", when=moves)
    return _("It stays where it is, without them.")
