"""Coverage: what is planned for all, what is found for those who may."""

import re
from datetime import UTC, datetime
from html import unescape

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select, update

from app.access import NOBODY, Actor
from app.db import Database
from app.ids import seed_id
from app.labels import label
from app.models import AgendaSession, Evidence, SessionFactor, Visit
from app.values import SessionFormat, SessionStatus, Voice
from app.visits.coverage import Coverage, coverage_of
from tests.agenda.making import make_stakeholder, planned
from tests.conftest import Browse
from tests.evidence.notes import SMALLEST, recorded, write
from tests.factories import coordinator, host_officer, make_day, make_visit, on_team

ADDRESS = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}/coverage"


def visit_of(session: Session) -> Visit:
    """The demo's review, as the pages load it."""
    wanted = seed_id("demonstration", "visit", "val-daubre-review")
    asked = select(Visit).where(Visit.id == wanted)
    return session.exec(
        asked.options(joinedload(Visit.pair), selectinload(Visit.days))  # type: ignore[arg-type]
    ).one()


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


def meal(session: Session, visit: Visit) -> AgendaSession:
    """A session that looks at no factor."""
    made = AgendaSession(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=2,
        title="Supper",
        format=SessionFormat.MEAL,
        status=SessionStatus.PLANNED,
    )
    session.add(made)
    session.flush()  # notes refer to it
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


def test_notes_of_no_session_and_of_no_factor_are_counted_as_notes(
    session: Session,
) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    held = plan(session, visit, SessionFormat.INTERVIEW)
    recorded(session, actor, visit, write(factors=["factor-1", "factor-2"]))
    recorded(session, actor, visit, write(factors=["to-place"]))
    recorded(
        session, actor, visit, write(factors=["to-place"], session_id=str(held.id))
    )
    found = seen(session, actor, visit)
    assert found.without_session == {"factor-1": 1, "factor-2": 1, "to-place": 1}
    assert found.notes == {None: 2, held.id: 1}
    assert (found.count, found.to_place) == (3, 2)
    coordinating = seen(session, coordinator(session, visit), visit)
    assert (coordinating.notes, coordinating.count) == (None, 3)
    assert coordinating.to_place == 2
    hosting = seen(session, host_officer(session, visit), visit)
    assert (hosting.notes, hosting.count, hosting.to_place) == (None, None, 0)


def test_a_session_that_looks_at_no_factor_shows_once_it_has_notes(
    session: Session,
) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    planned, loose = plan(session, visit, SessionFormat.INTERVIEW), meal(session, visit)
    assert [row.id for row in seen(session, actor, visit).sessions] == [planned.id]
    recorded(session, actor, visit, write(session_id=str(loose.id)))
    found = seen(session, actor, visit)
    assert [row.id for row in found.sessions] == [planned.id, loose.id]
    hosting = seen(session, host_officer(session, visit), visit)
    assert [row.id for row in hosting.sessions] == [planned.id]
    loose.status = SessionStatus.CANCELLED
    found = seen(session, actor, visit)
    assert [row.id for row in found.sessions] == [planned.id]
    assert (found.elsewhere, found.without_session) == ({"factor-1": 1}, {})


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
    assert "By voice, as heard" in team
    assert 'class="found"' in team
    coordinating = browse("coordinator").get(ADDRESS).text
    assert "Notes by factor" in coordinating
    assert "By voice, as heard" not in coordinating
    assert "By voice, as planned" in coordinating
    assert 'class="found"' not in coordinating
    hosting = browse("mentee-officer").get(ADDRESS).text
    assert "By session" in hosting
    assert "In the notes" not in hosting
    assert not re.search(r'class="(found|count)"', hosting)


def test_a_visit_without_a_note_names_every_factor_and_voice_as_unheard(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        session.execute(update(Evidence).values(removed_at=datetime.now(UTC)))
    page = browse("facilitator").get(ADDRESS).text
    with demo.reading() as session:
        coverage = seen(session, NOBODY, visit_of(session))
        titles = [factor.title["en"] for factor in coverage.factors]
    assert "There is no note yet." in page
    gaps = page[page.index("gap-found") : page.index("by-session")]
    assert [title for title in titles if title not in unescape(gaps)] == []
    voices = [label(voice) for voice in Voice if voice is not Voice.NONE]
    unheard = gaps[gaps.index("Not heard yet:") :]
    assert [voice for voice in voices if voice not in unheard] == []
    assert 'class="found"' not in page


def test_notes_to_place_and_outside_sessions_lead_to_their_lists(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        visit = visit_of(session)
        actor = Actor(teams={visit.id: None}, person_id=None)  # type: ignore[dict-item]
        recorded(session, actor, visit, write(factors=["to-place"]))
    page = browse("facilitator").get(ADDRESS).text
    for query in ("to_place=on", "no_session=on"):
        address = f"{ADDRESS.replace('coverage', 'evidence')}?{query}"
        assert f'href="{address}#list"' in page
        listed_there = browse("facilitator").get(address).text
        assert SMALLEST["text"] in listed_there
    coordinating = browse("coordinator").get(ADDRESS).text
    assert "to place" in coordinating
    assert "to_place=on" not in coordinating


def test_what_no_session_looks_at_or_meets_is_named(session: Session) -> None:
    visit = make_visit(session)
    host = host_officer(session, visit)
    met = make_stakeholder(session, visit)
    make_day(session, visit)
    slug = seen(session, host, visit).factors[0].slug
    looking = {"factors": [slug], "stakeholders": [met.id]}
    planned(session, host, visit, **looking)
    planned(session, host, visit, format="feedback", **looking)
    found = seen(session, host, visit)
    assert dict(found.voices) == {(slug, Voice.ELECTED_LEADERS): 1}
    expected = set(Voice) - {Voice.NONE, Voice.ELECTED_LEADERS}
    assert set(found.unplanned_voices) == expected
    assert [one.slug for one in found.planned_without_migrants] == [slug]


def test_a_gap_leads_to_a_form_begun_with_its_factor_and_voice(browse: Browse) -> None:
    client = browse("facilitator")
    new = f"/visits/{ADDRESS.split('/')[2]}/agenda/new"
    page = client.get(f"{new}?voice=migrants").text
    people = page[page.index('id="stakeholders"') : page.index('id="members"')]
    chosen = re.findall(r'value="[^"]+" checked>([^<]+)<', people)
    assert len(chosen) == 3
    assert unescape(chosen[0]).startswith("Language café women's group")
    assert client.get(f"{new}?voice=kings").status_code == 200
