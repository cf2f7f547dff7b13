"""What the pages of proposals show: today's agenda beside the proposed one, with reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_see_shown_names
from app.i18n import weekday
from app.models import AgendaSession, Proposal, Visit
from app.models.base import now
from app.translations import Shown
from app.values_proposals import ProposalState
from app.visits.proposal_actions import PLACED, place_of
from app.visits.proposal_naming import better, known, titles
from app.visits.proposal_problem import Rows
from app.visits.proposal_queries import rows_of
from app.visits.proposal_repair import (
    Gone,
    concerned_by,
    out_of,
    then_said,
    touched,
)
from app.visits.proposal_rules import state_of
from app.visits.proposal_words import (
    clocked,
    promise_said,
    reason_said,
    shortfall_said,
    way_said,
)
from app.visits.proposing_problem import Agenda, Placed, read
from app.visits.proposing_ways import read_way

Context = dict[str, Any]


@dataclass(frozen=True)
class Stand:
    """Where a session is: sentences' parts, empty where it has none."""

    day: str = ""
    times: str = ""
    track: str = ""
    room: str = ""
    interpreters: str = ""
    members: str = ""


@dataclass(frozen=True)
class Row:
    """`state`: same, differs, changed (meanwhile, by somebody else), gone.

    `stands` is where it is today, None where it waits; `day` orders the list.
    """

    id: UUID
    number: int
    title: Shown
    state: str
    fixed: bool
    proposed: Stand | None
    stands: Stand | None
    reason: str


def living(proposal: Proposal) -> ProposalState:
    ended = proposal.ended_at is not None
    return state_of(proposal.state, ended, proposal.heartbeat_at, now())


def show_page(session: Session, actor: Actor, visit: Visit, proposal: Proposal) -> Context:  # fmt: skip
    rows = rows_of(session, visit)
    showing = _Showing(
        session, visit, proposal, rows, may_see_shown_names(actor, visit)
    )
    state = living(proposal)
    return {
        "visit": visit,
        "proposal": proposal,
        "state": state,
        "running": state is ProposalState.RUNNING,
        "days": list(showing.days()),
        "left": list(showing.left()),
        "waiting": showing.differing(),
        "gone": list(gone(showing)),
        **found(showing),
    }


class _Showing:
    def __init__(
        self, session: Session, visit: Visit, proposal: Proposal, rows: Rows, inside: bool
    ) -> None:  # fmt: skip
        self.visit, self.proposal, self.rows, self.inside = (
            visit,
            proposal,
            rows,
            inside,
        )
        self.sessions = {str(one.id): one for one in rows.sessions}
        self.titles = titles(session, rows)
        self.known = known(rows, self.titles)
        self.result: Any = proposal.result
        self.out = out_of(proposal)
        found = self.result.get("agenda")
        self.agenda: Agenda | None = read(Agenda, found) if found else None
        reasons = self.result.get("reasons", [])
        self.reasons = {one["session"]: one for one in reasons}
        self.rows_shown = [self.row(one) for one in self.in_order()]

    def in_order(self) -> list[Placed]:
        placed = self.agenda.placed if self.agenda else ()
        there = [one for one in placed if one.key in self.sessions]
        return sorted(there, key=lambda one: (one.start, self.sessions[one.key].number))

    def days(self) -> Iterator[tuple[str, list[Row]]]:
        """Days with what is proposed for them."""
        for index, day in enumerate(self.visit.days):
            here = [
                row
                for row, one in zip(self.rows_shown, self.in_order(), strict=True)
                if one.start // 1440 == index
            ]
            if here:
                yield weekday(day.day_on), here

    def row(self, one: Placed) -> Row:
        item = self.sessions[one.key]
        place = place_of(self.visit, item, one)
        return Row(
            id=item.id,
            number=item.number,
            title=self.titles[item.id],
            state=self.state(item, place),
            fixed=self.reasons.get(one.key, {}).get("kind") == "fixed",
            proposed=self.stand({**self.values(item), **place}),
            stands=self.stand(self.values(item)) if item.starts_local else None,
            reason=self.reason(one.key),
        )

    def values(self, item: AgendaSession) -> Context:
        ids = {
            "members": [one.id for one in item.members],
            "interpreters": [one.id for one in item.interpreters],
        }
        return {name: getattr(item, name) for name in PLACED if name not in ids} | ids

    def state(self, item: AgendaSession, place: Context) -> str:
        stands = self.values(item)
        meets = any(one.id in self.out for one in item.stakeholders)
        if not meets and all(
            _alike(stands[name], value) for name, value in place.items()
        ):
            return "same"
        known = self.proposal.revisions.get(str(item.id))
        return "differs" if known == item.revision else "changed"

    def stand(self, values: Context) -> Stand:
        days = {one.id: one.day_on for one in self.visit.days}
        on: date | None = days.get(values["day_id"])
        members = values["members"] if self.inside else []
        room = values["room_id"]
        return Stand(
            day=weekday(on) if on else "",
            times=clocked(values["starts_local"], values["ends_local"])
            if values["ends_local"]
            else "",
            track=values["track"],
            room=self.known.all([str(room)]) if room else "",
            interpreters=self.known.all(map(str, values["interpreters"])),
            members=self.known.all(map(str, members)),
        )

    def reason(self, key: str) -> str:
        found = self.reasons.get(key)
        return reason_said(found, self.known) if found else ""

    def left(self) -> Iterator[Row]:
        """What could not be placed, and why."""
        for key in self.agenda.left if self.agenda else ():
            if item := self.sessions.get(key):
                stands = self.stand(self.values(item)) if item.starts_local else None
                yield Row(
                    item.id,
                    item.number,
                    self.titles[item.id],
                    "left",
                    False,
                    None,
                    stands,
                    self.reason(key),
                )

    def differing(self) -> int:
        return sum(row.state == "differs" for row in self.rows_shown)


def gone(showing: _Showing) -> Iterator[Gone]:
    """Who withdrew, and what becomes of each of their sessions."""
    rows = {str(row.id): row for row in showing.rows_shown}
    for own_id, keys in concerned_by(showing.proposal).items():
        some = [
            touched(showing.known, key, then(showing, rows.get(key), key))
            for key in keys
        ]
        yield Gone(UUID(own_id), showing.known.all([own_id]), some)


def then(showing: _Showing, row: Row | None, key: str) -> str:
    """What the proposal does with a session; empty before there is one."""
    if showing.agenda is None:
        return ""
    place, stands = row.proposed if row else None, row.stands if row else None
    stays = place and stands and (place.day, place.times) == (stands.day, stands.times)
    moves = f"{place.day}, {place.times}" if place and not stays else ""
    is_left = key in showing.agenda.left
    return then_said(is_left=is_left, is_placed=row is not None, moves=moves)


def found(showing: _Showing) -> Context:
    """What was counted, why it cannot be, ways out, how good it is."""
    result = showing.result
    ways = [(read_way(one["way"]), one["placed"]) for one in result.get("ways", [])]
    return {
        "shortfalls": [
            shortfall_said(one, showing.known) for one in result.get("shortfalls", [])
        ],
        "promises": [
            promise_said(kind, key, showing.known)
            for kind, key in result.get("promises", [])
        ],
        "ways": [
            (
                str(way),
                way_said(
                    way, {one["key"]: one["start"] for one in placed}, showing.known
                ),
            )
            for way, placed in ways
            if way
        ],
        "better": better(result),
        "options": showing.proposal.options,
    }


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, list):
        return sorted(one) == sorted(other)
    return bool(one == other)
