from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.findings.debrief_actions import save_debrief
from app.findings.debrief_queries import debrief_page
from app.findings.forms import DebriefForm
from app.findings.queries import factor_of
from app.models import DebriefNote, KeyFactor, Visit, VisitDay
from app.visits.queries import visit_shown
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_day,
    make_member,
    make_visit,
    on_team,
)
from tests.findings.making import FACTOR, make_evidence

Place = tuple[VisitDay, KeyFactor]


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    make_day(session, made, day_on=date(2027, 4, 28))
    reader = facilitator(session, made)
    session.expire_all()
    return visit_shown(session, reader, made.id)


@pytest.fixture
def place(session: Session, visit: Visit) -> Place:
    return visit.days[0], factor_of(session, visit, FACTOR)


def debrief_form(**changes: object) -> DebriefForm:
    values = {"agreement": "It is shared.", "language": "en"}
    return DebriefForm.model_validate({**values, **changes})


def test_a_debrief_is_kept_and_changed_by_revision(
    session: Session, visit: Visit, place: Place
) -> None:
    actor = on_team(session, visit)
    note = save_debrief(session, actor, visit, place, debrief_form())
    form = debrief_form(tomorrow="Ask the elders.", revision=1)
    assert save_debrief(session, actor, visit, place, form) is note
    assert (note.revision, note.tomorrow) == (2, "Ask the elders.")


def test_a_stale_debrief_answers_with_both_texts(
    session: Session, visit: Visit, place: Place
) -> None:
    actor = on_team(session, visit)
    save_debrief(session, actor, visit, place, debrief_form())
    with pytest.raises(Conflict) as conflict:
        save_debrief(session, actor, visit, place, debrief_form(agreement="Mine."))
    assert conflict.value.theirs["agreement"] == "It is shared."


def test_an_empty_debrief_is_refused(
    session: Session, visit: Visit, place: Place
) -> None:
    actor, form = on_team(session, visit), debrief_form(agreement=" ")
    with pytest.raises(Rejected):
        save_debrief(session, actor, visit, place, form)


def test_the_debrief_is_for_the_team_and_its_facilitator(
    session: Session, visit: Visit, place: Place
) -> None:
    member = make_member(session, visit)
    both = host_officer(session, visit, teams={visit.id: member.id})
    for actor in (both, host_officer(session, visit), coordinator(session, visit)):
        with pytest.raises(NotPermitted):
            save_debrief(session, actor, visit, place, debrief_form())
        with pytest.raises(NotFound):
            debrief_page(session, actor, visit, place[0], FACTOR)


def test_a_note_is_read_on_its_own_day_in_the_hosts_calendar(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    first, second = visit.days
    at_night = datetime(2027, 4, 27, 22, 30, tzinfo=UTC)  # 00:30 on the 28th in Paris
    early, late = (
        make_evidence(session, visit, captured_at=at)
        for at in (at_night.replace(hour=21), at_night)
    )
    read = [
        [note.evidence for note in page.notes]
        for page in (
            debrief_page(session, actor, visit, d, FACTOR) for d in (first, second)
        )
    ]
    assert read == [[early], [late]]


def test_the_next_day_shows_what_was_to_be_looked_for(
    session: Session, visit: Visit, place: Place
) -> None:
    actor = on_team(session, visit)
    form = debrief_form(tomorrow="Ask the elders.")
    note = save_debrief(session, actor, visit, place, form)
    assert asked(session, actor, visit, 0) == []
    assert asked(session, actor, visit, 1) == [note]


def asked(session: Session, actor: Actor, visit: Visit, day: int) -> list[DebriefNote]:
    return debrief_page(session, actor, visit, visit.days[day], FACTOR).asked
