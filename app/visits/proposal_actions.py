"""Proposals: begin one, stop it, keep what it finds, take over what it proposes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted, Problem as Wrong, Rejected
from app.i18n import _
from app.ids import uuid7
from app.models import AgendaSession, Proposal, Visit
from app.models.base import now
from app.values_proposals import ProposalState
from app.visits.agenda_actions import change_session, linked_values
from app.visits.forms import SessionForm
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_problem import Rows, length, problem_from
from app.visits.proposal_queries import rows_of, unended
from app.visits.proposal_repair import concerned, out_of
from app.visits.proposal_rules import state_of
from app.visits.proposing_problem import DAY, Agenda, Placed, Problem, read, to_json
from app.visits.proposing_ways import NEW
from app.visits.rules import at_minute

END_OF_DAY = DAY - 1


@dataclass(frozen=True)
class Begun:
    """`problem` is None where one was being looked for already: two at once are one."""

    proposal: Proposal
    problem: Problem | None


def begin_proposal(
    session: Session, actor: Actor, visit: Visit, form: ProposalForm, today: date
) -> Begun:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    session.exec(select(Visit.id).where(Visit.id == visit.id).with_for_update())
    known = unended(session, visit)
    if known and not _dead(known):
        return Begun(known, None)
    if known:
        _end(session, known.id, ProposalState.DIED)
    rows = rows_of(session, visit)
    problem = problem_from(rows, form, today)
    _refuse_empty(visit, form, problem)
    _refuse_unknown(rows, form)
    made = Proposal(
        id=uuid7(),
        programme_id=visit.programme_id,
        visit_id=visit.id,
        mode=form.mode,
        seconds=form.seconds,
        seed=problem.seed,
        options={
            **form.model_dump(mode="json", exclude={"mode", "seconds"}),
            "concerned": concerned(rows, form.out),
        },
        weights=asdict(problem.weights),
        revisions={str(one.id): one.revision for one in rows.sessions},
        problem_hash=sha256(to_json(problem).encode()).hexdigest(),
        begun_by=actor.person_id,
    )
    session.add(made)
    session.flush()  # a second one at the same moment fails here, at the index
    return Begun(made, problem)


def _dead(known: Proposal) -> bool:
    ended = known.ended_at is not None
    found = state_of(known.state, ended, known.heartbeat_at, now())
    return found is ProposalState.DIED


def _refuse_empty(visit: Visit, form: ProposalForm, problem: Problem) -> None:
    problems = []
    if not visit.days:
        problems.append(
            Wrong("", _("The visit has no day yet: choose its days first."))
        )
    if not any(not one.fixed for one in problem.wanted):
        sentence = _("There is no session to place: add the sessions you want first, without a time.")  # fmt: skip
        problems.append(Wrong("", sentence))
    if form.closes <= form.opens:
        problems.append(Wrong("closes", _("It must end after it starts.")))
    if problems:
        raise Rejected(*problems)


def _refuse_unknown(rows: Rows, form: ProposalForm) -> None:
    here = {one.id for one in (*rows.people, *rows.members, *rows.interpreters)}
    if not here.issuperset(form.out):
        raise Rejected(Wrong("out", _("This is not known in this visit.")))


def stop_proposal(
    session: Session, actor: Actor, visit: Visit, proposal: Proposal
) -> Proposal:
    """It ends with the best so far, within a second or two, whichever process looks."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if proposal.ended_at is None:
        proposal.stop_requested_at = now()
        session.add(proposal)
    return proposal


def note_heartbeat(
    session: Session, proposal_id: UUID, result: Mapping[str, Any] | None
) -> bool | None:
    """Whether it is to stop; None where it has ended meanwhile. `result` if it is new."""
    values: dict[str, Any] = {"heartbeat_at": now()}
    if result is not None:
        values["result"] = dict(result)
    done = session.execute(
        update(Proposal)
        .where(col(Proposal.id) == proposal_id, col(Proposal.ended_at).is_(None))
        .values(**values)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        return None
    asked = select(Proposal.stop_requested_at).where(Proposal.id == proposal_id)
    return session.exec(asked).one() is not None


def end_proposal(
    session: Session, proposal_id: UUID, state: ProposalState, result: Mapping[str, Any]
) -> None:
    _end(session, proposal_id, state, result=dict(result))


def _end(
    session: Session, proposal_id: UUID, state: ProposalState, **also: Any
) -> None:
    session.execute(
        update(Proposal)
        .where(col(Proposal.id) == proposal_id, col(Proposal.ended_at).is_(None))
        .values(state=state, ended_at=now(), **also)
    )


def agenda_in(proposal: Proposal) -> Agenda | None:
    found = proposal.result.get("agenda")
    agenda: Agenda | None = read(Agenda, found) if found else None
    return agenda


@dataclass(frozen=True)
class Accepted:
    """Numbers of the sessions taken over, and of those changed meanwhile, left alone."""

    taken: tuple[int, ...]
    skipped: tuple[int, ...]


def accept_sessions(
    session: Session,
    actor: Actor,
    visit: Visit,
    proposal: Proposal,
    wanted: Iterable[UUID] | None,
) -> Accepted:
    """As if each were changed by hand; `wanted` is None for all that differ."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    agenda = agenda_in(proposal)
    placed = {UUID(one.key): one for one in agenda.placed} if agenda else {}
    chosen = placed.keys() if wanted is None else placed.keys() & set(wanted)
    taken, skipped = [], []
    for item in _sessions(session, visit, chosen):
        form = form_with(session, visit, item, placed[item.id], out_of(proposal))
        known = proposal.revisions.get(str(item.id))
        if not differs(item, form, linked_values(session, item)):
            continue
        try:
            form = form.model_copy(update={"revision": known or 0})
            change_session(session, actor, visit, item, form)
            taken.append(item.number)
        except (Conflict, Rejected):
            skipped.append(item.number)
    return Accepted(tuple(taken), tuple(skipped))


def _sessions(
    session: Session, visit: Visit, ids: Iterable[UUID]
) -> list[AgendaSession]:
    table = AgendaSession
    found = session.exec(
        select(table)
        .where(
            table.visit_id == visit.id,
            col(table.id).in_(list(ids)),
            col(table.removed_at).is_(None),
        )
        .order_by(col(table.number))
    ).all()
    return list(found)


#: What a proposal says of a session.
PLACED = ("day_id", "starts_local", "ends_local", "track", "room_id", "members", "interpreters")  # fmt: skip


def form_with(
    session: Session,
    visit: Visit,
    item: AgendaSession,
    placed: Placed,
    out: frozenset[UUID] = frozenset(),
) -> SessionForm:
    """The session as it stands, at its proposed place; `out` are no longer met in it."""
    names = SessionForm.model_fields.keys() & type(item).model_fields.keys()
    stands = {name: getattr(item, name) for name in names}
    values = {**stands, **linked_values(session, item), **place_of(visit, item, placed)}
    values["stakeholders"] = [id_ for id_ in values["stakeholders"] if id_ not in out]
    return SessionForm.model_validate(values)


def place_of(visit: Visit, item: AgendaSession, placed: Placed) -> dict[str, Any]:
    """Rooms and interpreters that a way out supposes are still to be found."""
    day, minute = divmod(placed.start, DAY)
    ends = min(minute + minutes_of_session(item), END_OF_DAY)
    room = placed.room if placed.room and not placed.room.startswith(NEW) else None
    values = {
        "day_id": visit.days[day].id,
        "starts_local": at_minute(minute),
        "ends_local": at_minute(ends),
        "track": placed.track,
        "members": [UUID(key) for key in placed.members],
        "interpreters": [UUID(k) for k in placed.interpreters if not k.startswith(NEW)],
    }
    return {**values, "room_id": UUID(room)} if room else values


def minutes_of_session(item: AgendaSession) -> int:
    return length(item.starts_local, item.ends_local, item.minutes)


def differs(item: AgendaSession, form: SessionForm, links: Mapping[str, Any]) -> bool:
    """Whether the proposed place is another one."""
    for name in (*PLACED, "stakeholders"):
        proposed = getattr(form, name)
        if name in links:
            if sorted(links[name]) != sorted(proposed):
                return True
        elif getattr(item, name) != proposed:
            return True
    return False
