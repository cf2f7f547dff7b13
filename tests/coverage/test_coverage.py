"""Coverage: what is planned for all, what is found for those who may."""

import re

from sqlmodel import Session

from app.access import Actor
from app.ids import seed_id
from app.models import AgendaSession, SessionFactor, Visit
from app.values import SessionFormat, SessionStatus, Voice
from app.visits.coverage import Coverage, coverage_of
from tests.conftest import Browse
from tests.evidence.notes import recorded, write
from tests.factories import coordinator, host_officer, make_visit, on_team

ADDRESS = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}/coverage"


def seen(session: Session, actor: Actor, visit: Visit) -> Coverage:
    return coverage_of(session, actor, visit)


def plan(session: Session, visit: Visit, format: SessionFormat) -> AgendaSession:  # noqa: A002
    """A session that looks at the first factor."""
    made = AgendaSession(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=1,
        title="Round table",
        format=format,
        status=SessionStatus.PLANNED,
    )
    session.add(made)
    session.flush()  # its factor refers to it
    version = coverage_of(session, Actor(), visit).factors
    session.add(
        SessionFactor(visit_id=visit.id, session_id=made.id, factor_id=version[0].id)
    )
    session.flush()  # read by the caller
    return made


def test_gaps_are_named(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    held = plan(session, visit, SessionFormat.INTERVIEW)
    recorded(session, actor, visit, write(voice="residents", session_id=str(held.id)))
    found = seen(session, actor, visit)
    assert [f.slug for f in found.unplanned] == ["factor-2"]
    assert [f.slug for f in found.unfound] == ["factor-2"]
    assert [f.slug for f in found.without_migrants] == ["factor-1"]
    assert Voice.RESIDENTS not in found.unheard
    assert Voice.MIGRANTS in found.unheard
    assert Voice.NONE not in found.unheard
    assert found.found == {("factor-1", held.id): 1}
    assert found.elsewhere == {}


def test_a_debrief_looks_at_factors_and_meets_nobody(session: Session) -> None:
    visit = make_visit(session)
    plan(session, visit, SessionFormat.DEBRIEF)
    found = seen(session, on_team(session, visit), visit)
    assert [f.slug for f in found.unplanned] == ["factor-1", "factor-2"]


def test_notes_outside_the_sessions_of_the_table_are_counted(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    recorded(session, actor, visit, write())
    assert seen(session, actor, visit).elsewhere == {"factor-1": 1}


def test_the_coordinator_has_counts_per_factor_and_the_host_none(
    session: Session,
) -> None:
    visit = make_visit(session)
    recorded(session, on_team(session, visit), visit, write())
    coordinating = seen(session, coordinator(session, visit), visit)
    assert (coordinating.found, coordinating.heard) == (None, None)
    assert coordinating.total == {"factor-1": 1}
    hosting = seen(session, host_officer(session, visit), visit)
    assert (hosting.found, hosting.heard, hosting.total) == (None, None, None)
    both = host_officer(session, visit, coordinated=frozenset({visit.programme_id}))
    assert seen(session, both, visit).total is None


def test_the_pages_say_no_more_than_that(browse: Browse) -> None:
    team = browse("facilitator").get(ADDRESS).text
    assert "By voice" in team
    assert 'class="found"' in team
    coordinating = browse("coordinator").get(ADDRESS).text
    assert "Notes by factor" in coordinating
    assert "By voice" not in coordinating
    assert 'class="found"' not in coordinating
    hosting = browse("mentee-officer").get(ADDRESS).text
    assert "By session" in hosting
    assert "In the notes" not in hosting
    assert not re.search(r'class="(found|count)"', hosting)
