"""An agenda of one session with everything in it, released; then each thing changes."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.access import Actor
from app.models import (
    AgendaSession,
    Interpreter,
    Room,
    Stakeholder,
    TeamMember,
    Visit,
    VisitDay,
)
from app.translations import save_translation
from app.visits.agenda_actions import change_session, linked_values
from app.visits.agenda_queries import agenda_of
from app.visits.forms import SessionForm
from app.visits.releasing import release_agenda
from tests.agenda.making import make_interpreter, make_room, make_stakeholder, planned
from tests.factories import host_officer, make_day, make_member, make_visit

WHOLE: dict[str, Any] = {
    "title": "Opening",
    "track": "A",
    "place": "second floor",
    "link": "https://meet.example.org/one",
    "languages": ["en"],
    "needs": ["private"],
    "factors": ["factor-1"],
    "questions": ["factor-1/how"],
    "notes": "Ring twice",
}


@dataclass
class Held:
    """What somebody holds a release of."""

    session: Session
    visit: Visit
    host: Actor
    item: AgendaSession
    day: VisitDay
    room: Room
    person: Stakeholder
    member: TeamMember
    interpreter: Interpreter

    def change(self, **values: Any) -> None:
        columns = SessionForm.model_fields.keys() & AgendaSession.model_fields.keys()
        own = {name: getattr(self.item, name) for name in columns}
        sent = {**own, **linked_values(self.session, self.item), **values}
        form = SessionForm.model_validate({**sent, "id": None, "number": None})
        change_session(self.session, self.host, self.visit, self.item, form)

    def told(self, actor: Actor | None = None) -> list[str]:
        """What is different from the last release, as sentences."""
        self.session.flush()  # the agenda is read by plain queries
        self.session.refresh(self.visit, ["days"])
        released = agenda_of(self.session, actor or self.host, self.visit).released
        assert released
        return [str(one) for one in released.differences]


def held(session: Session) -> Held:
    visit = make_visit(session)
    host = host_officer(session, visit)
    room, person = make_room(session, visit), make_stakeholder(session, visit)
    member = make_member(session, visit)
    interpreter = make_interpreter(session, visit)
    save_translation(
        session,
        table="stakeholder",
        record_id=person.id,
        field="name",
        language="fr",
        text="Maire",
        source_revision=1,
        by=None,
        programme_id=visit.programme_id,
        visit_id=visit.id,
    )
    links = {
        "room_id": room.id,
        "stakeholders": [person.id],
        "members": [member.id],
        "interpreters": [interpreter.id],
    }
    item = planned(session, host, visit, **WHOLE, **links)
    day = visit.days[0]
    make_day(session, visit, day_on=day.day_on.replace(day=29))
    session.refresh(visit, ["days"])
    release_agenda(session, host, visit, "First", "en")
    return Held(session, visit, host, item, day, room, person, member, interpreter)
