"""The agenda as it is handed out: the last release, else the draft of this moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.models import AgendaRelease, Visit
from app.values import SessionStatus
from app.visits.agenda_frozen import FrozenAgenda, FrozenSession, thawed
from app.visits.releasing import agenda_now


@dataclass(frozen=True)
class HandedOut:
    """`number` and `at` are the release's; both None for a draft."""

    agenda: FrozenAgenda
    number: int | None
    at: datetime | None

    @property
    def held(self) -> list[FrozenSession]:
        """What takes place at a known time, in the order of the days."""
        timed = [
            one
            for one in self.agenda.sessions
            if one.status is not SessionStatus.CANCELLED and one.day_on and one.starts
        ]
        return sorted(timed, key=lambda one: (one.day_on, one.starts, one.number))


def handed_out(session: Session, visit: Visit) -> HandedOut:
    last = session.exec(
        select(AgendaRelease)
        .where(AgendaRelease.visit_id == visit.id)
        .order_by(col(AgendaRelease.number).desc())
        .limit(1)
    ).first()
    if last is None:
        return HandedOut(thawed(agenda_now(session, visit)), None, None)
    return HandedOut(thawed(last.content), last.number, last.released_at)
