"""The briefing pack: one's own sessions with their questions, as a page and tagged PDF."""

import io
import re

import pikepdf
import pytest
from sqlmodel import select

from app.db import Database
from app.documents import fonts
from app.ids import seed_id
from app.models import AgendaRelease, Stakeholder, TeamMember, Visit
from app.visits.briefing_pages import language_of
from tests.conftest import Browse
from tests.visits.test_routes import read

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}/briefing"


def pdf(browse: Browse, persona: str, query: str = "") -> pikepdf.Pdf:
    answer = browse(persona).get(f"{AT}.pdf{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")  # fmt: skip
    return pikepdf.open(io.BytesIO(answer.content))


def test_a_member_reads_their_own_pack_with_their_sessions_marked(
    browse: Browse,
) -> None:
    page = read(browse("migrant-member"), AT)
    assert 'Briefing pack: <span dir="auto">Member 3' in page
    mine = re.findall(r'class="briefed mine">.*?<span class="num">(\d+)\.</span>', page, re.S)  # fmt: skip
    others = re.findall(r'class="briefed">.*?<span class="num">(\d+)\.</span>', page, re.S)  # fmt: skip
    assert "4" in mine
    assert "3" in others
    assert not set(mine) & set(others)


def test_whoever_prepares_the_visit_opens_anybodys(
    browse: Browse, demo: Database
) -> None:
    with demo.reading() as session:
        own = select(TeamMember).where(TeamMember.visit_id == VISIT)
        ids = {one.shown_name: one.id for one in session.exec(own)}
    page = read(browse("mentee-officer"), f"{AT}?member={ids['Nadia']}")
    assert 'Briefing pack: <span dir="auto">Nadia' in page
    for persona, status in (("member", 403), ("coordinator", 200)):
        answer = browse(persona).get(f"{AT}?member={ids['Nadia']}")
        assert answer.status_code == status
    assert browse("coordinator").get(f"{AT}?member={seed_id('x')}").status_code == 404


def test_no_contact_of_anybody_met_is_in_it(browse: Browse, demo: Database) -> None:
    with demo.reading() as session:
        own = select(Stakeholder).where(Stakeholder.visit_id == VISIT)
        contacts = [one.contact for one in session.exec(own) if one.contact]
    page = read(browse("facilitator"), AT)
    assert len(contacts) > 5
    assert [one for one in contacts if one in page] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_document_is_tagged_titled_and_in_the_language_asked_for(
    browse: Browse, language: str
) -> None:
    made = pdf(browse, "migrant-member", f"?language={language}")
    assert made.Root.MarkInfo.Marked
    assert str(made.Root.Lang) == language
    assert "/StructTreeRoot" in made.Root
    with made.open_metadata() as about:
        titles = {"en": "Briefing pack", "fr": "Dossier de visite"}
        assert str(about["dc:title"]).startswith(titles[language])
        assert about["pdfuaid:part"] == "1"


def test_without_asking_it_is_in_a_language_of_the_member() -> None:
    assert language_of(TeamMember(languages=["ar", "fr-BE", "en"])) == "fr"  # type: ignore[call-arg]
    assert language_of(TeamMember(languages=["ti"])) == "en"  # type: ignore[call-arg]


def test_its_fonts_come_with_the_build() -> None:
    assert [path.stem for path in fonts()] == [
        "literata-600",
        "noto-sans-400",
        "noto-sans-700",
        "noto-sans-arabic-400",
        "noto-sans-arabic-700",
    ]


def test_text_that_looks_like_markup_stays_text(browse: Browse, demo: Database) -> None:
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        visit.local_contact = '#read("/etc/passwd") *bold* $x$ <label> @ref'
        session.add(visit)
    assert len(pdf(browse, "facilitator").pages) > 2


def test_before_a_release_it_says_that_it_is_a_draft(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        for release in session.exec(
            select(AgendaRelease).where(AgendaRelease.visit_id == VISIT)
        ):
            session.delete(release)
    assert "A draft: the agenda is not released yet" in read(browse("member"), AT)
