"""An agenda is kept as it was written for one kind of reader, until a plan changes."""

import re
from collections.abc import Iterator

import pytest
from markupsafe import Markup
from sqlmodel import col, select, update

from app.db import Database
from app.ids import seed_id
from app.models import Room, Stakeholder, TeamMember, Translation, VisitDay
from app.parts import PARTS, kept
from app.plan_mark import NEVER_ON_AN_AGENDA
from tests.agenda.test_routes import REVIEW, read
from tests.conftest import Browse, Counting

VISIT = seed_id("demonstration", "visit", "val-daubre-review")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    PARTS.clear()
    yield
    PARTS.clear()


def test_the_second_reader_of_a_kind_reads_no_sessions(
    browse: Browse, count_queries: Counting
) -> None:
    first, second = browse("mentee-officer"), browse("mentee-officer")
    with count_queries() as fresh:
        page = read(first, REVIEW)
    with count_queries() as again:
        assert read(second, REVIEW) == page
    assert any("FROM agenda_session" in one for one in fresh)
    assert not any("FROM agenda_session" in one for one in again)


def test_an_agenda_reads_no_table_that_is_said_never_to_show(
    browse: Browse, count_queries: Counting
) -> None:
    client = browse("facilitator")
    with count_queries() as queries:
        read(client, f"{REVIEW}?view=list")
    after = queries[next(n for n, q in enumerate(queries) if "plan_mark" in q) + 1 :]
    of_the_agenda = [q for q in after if "record_revision" not in q]
    tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(of_the_agenda)))
    assert {"agenda_session", "stakeholder", "availability"} <= tables
    assert tables & NEVER_ON_AN_AGENDA == set()


TITLES = update(Translation).where(col(Translation.field) == "title")
CHANGES = {
    "who is met": update(Stakeholder).values(name="Changed"),
    "a member": update(TeamMember).values(shown_name="Changed"),
    "a room": update(Room).values(name="Changed"),
    "a day": update(VisitDay).values(note="Changed"),
    "a translated title": TITLES.values(text="Changed"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen_at_once(browse: Browse, demo: Database, what: str) -> None:
    client = browse("mentee-officer")
    client.post("/language", data={"language": "en", "then": "/"})
    assert "Changed" not in read(client, REVIEW)
    with demo.writing() as session:
        session.execute(CHANGES[what])
    assert "Changed" in read(client, REVIEW)


def test_each_kind_of_reader_has_its_own(browse: Browse, demo: Database) -> None:
    with demo.reading() as session:
        names = session.exec(
            select(TeamMember.shown_name).where(TeamMember.visit_id == VISIT)
        ).all()
    officer, association, member = (
        browse(one) for one in ("mentee-officer", "association", "member")
    )
    assert f'href="{REVIEW}/new"' in read(officer, REVIEW)
    assert not [
        name for name in names if name in sessions_of(read(association, REVIEW))
    ]
    seen = sessions_of(read(member, REVIEW))
    assert [name for name in names if name in seen]
    assert f'href="{REVIEW}/new"' not in seen
    member.post("/language", data={"language": "fr", "then": "/"})
    assert ">Déroulé</h1>" in read(member, REVIEW)


def sessions_of(page: str) -> str:
    return page[page.index('class="agenda-top"') :]


def test_a_page_inside_a_change_is_not_kept(demo: Database) -> None:
    """What it shows may be taken back."""
    written = iter([Markup("before"), Markup("taken back"), Markup("after")])

    def write() -> Markup:
        return next(written)

    with demo.writing() as session:
        assert kept(session, "x", write) == "before"
        assert kept(session, "x", write) == "taken back"
    with demo.reading() as session:
        assert kept(session, "x", write) == "after"
        assert kept(session, "x", write) == "after"
