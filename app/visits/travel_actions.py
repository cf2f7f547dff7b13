"""Writing down how long the ways between places take."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import TravelTime, Visit
from app.models.base import now
from app.visits.planning_forms import WaysForm
from app.visits.travel_queries import Ends, ways_of, written_ways
from app.visits.travel_rules import MOST_MINUTES


@dataclass(frozen=True)
class Line:
    """One line of the form, from 1; `ends` as text, `minutes` and `seen` as typed."""

    place: int
    ends: str
    minutes: str
    seen: str

    def problem(self, sentence: str) -> Problem:
        return Problem(f"minutes-{self.place}", sentence)


def write_ways(session: Session, actor: Actor, visit: Visit, form: WaysForm) -> int:
    """Says how many were changed; blank takes back what was written, and the estimate
    stands again.

    Raises `Rejected` for what is no number and for what somebody else changed since it
    was seen; then nothing is written.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    known = {joined(way.ends): way.written for way in ways_of(session, visit)}
    lines = [line for line in lines_of(form) if line.minutes != line.seen]
    problems = [said for line in lines if (said := problem_of(line, known))]
    if problems:
        raise Rejected(*problems)
    rows = {
        joined((row.from_venue_id, row.to_venue_id)): row
        for row in written_ways(session, visit)
    }
    for line in lines:
        _write(session, actor, visit, line, rows.get(line.ends))
    return len(lines)


def lines_of(form: WaysForm) -> list[Line]:
    typed = zip(form.ways, form.minutes, form.seen, strict=False)
    return [Line(place, *one) for place, one in enumerate(typed, start=1)]


def joined(ends: Ends) -> str:
    return f"{ends[0]}/{ends[1]}"


def problem_of(line: Line, known: Mapping[str, int | None]) -> Problem | None:
    if line.ends not in known:
        return line.problem(_("These places are not both of this visit."))
    if line.minutes and not _is_minutes(line.minutes):
        sentence = _("Write whole minutes, up to %(most)s, or leave it empty.", most=MOST_MINUTES)  # fmt: skip
        return line.problem(sentence)
    stands = "" if known[line.ends] is None else str(known[line.ends])
    if stands in (line.seen, line.minutes):
        return None
    if not stands:
        return line.problem(_("Somebody has emptied this meanwhile. Save again to keep yours."))  # fmt: skip
    return line.problem(_("Somebody has written %(minutes)s meanwhile. Save again to keep yours.", minutes=stands))  # fmt: skip


def _is_minutes(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and int(typed) <= MOST_MINUTES


def _write(
    session: Session, actor: Actor, visit: Visit, line: Line, row: TravelTime | None
) -> None:
    by = actor.person_id
    if row is not None:
        values = (
            {"minutes": int(line.minutes), "removed_at": None}
            if line.minutes
            else {"removed_at": now()}
        )
        records.change(session, row, values, revision=None, by=by)
    elif line.minutes:
        one, other = (UUID(end) for end in line.ends.split("/"))
        made = TravelTime(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            from_venue_id=one,
            to_venue_id=other,
            minutes=int(line.minutes),
        )
        records.create(session, made, by)
