"""What is released in a small town names neither session nor date, number or language."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from app.db import Database
from app.models import (
    AgendaSession,
    City,
    Evidence,
    ReleasedEvidence,
    Speaker,
    Visit,
)
from tests.actors import FIRST_BY_DAY, TABLET
from tests.leaks.conftest import Planted
from tests.leaks.crawl import last_noun, seen_by, words_of

pytestmark = pytest.mark.slow

WRITTEN_ANEW = "zzreleasedzz"
#: Of the original: its words, days, language, its speaker's number and part; and of its
#: session, which others may read in the agenda, but not beside what was released.
NEVER = re.compile(
    # Five digits and a whole day: ids and moments of the demonstration hold others.
    r"zznotezz|zzrolezz|1987-03|(?:march|mars)\W1987|\b97\W?731\b|\bhaw\b|hawaiian|hawaïen",
    re.IGNORECASE,
)
BESIDE = re.compile(NEVER.pattern + r"|zzsessionzz|\b97\W?741\b", re.IGNORECASE)
LONG_AGO = datetime(1987, 3, 14, 11, 17, tzinfo=UTC)
#: By the table of docs/access.md; a tablet is no reader of released evidence.
READERS = {"coordinator", "mentee-officer", "association"}


@pytest.fixture(scope="module")
def town(planted: Planted) -> Planted:
    """One release, its original told apart by everything that could give it away."""
    database = Database(planted.address)
    with database.writing() as session:
        release, note = released_with_note(session)
        visit = session.get_one(Visit, release.visit_id)
        city = session.get_one(City, visit.host_city_id)
        city.inhabitants = 17_000
        release.text = WRITTEN_ANEW
        held = session.get_one(AgendaSession, note.session_id)
        held.title, held.number = "zzsessionzz", 97_741
        note.text = "zznotezz"
        note.language, note.captured_at, note.received_at = "haw", LONG_AGO, LONG_AGO
        speaker = Speaker(visit_id=visit.id, programme_id=visit.programme_id, number=97_731, role="zzrolezz", session_id=held.id)  # fmt: skip
        note.speakers = [str(speaker.id)]
        for one in (city, release, held, speaker, note):
            session.add(one)
    database.close()
    return planted


def released_with_note(session: Session) -> tuple[ReleasedEvidence, Evidence]:
    wanted = select(ReleasedEvidence).where(
        col(ReleasedEvidence.released_at).is_not(None)
    )
    for release in session.exec(wanted).all():
        note = session.get(Evidence, release.evidence_id)
        if note is not None and note.session_id is not None:
            return release, note
    raise AssertionError("the demonstration releases a note of a session")


def of_the_team(planted: Planted, actor: str) -> bool:
    found: set[str] = set()
    for canary in planted.nest.canaries:
        if canary.table == "released_evidence":
            found |= planted.nest.map.standings(actor, canary.scope)
    return bool(found & {"team", "lead", "facilitator", "tablet"})


@pytest.mark.parametrize("actor", FIRST_BY_DAY)
def test_an_answer_with_released_evidence_names_nothing_of_its_original(
    town: Planted, actor: str
) -> None:
    shown, told, of_agenda = set(), {}, 0
    for address in town.matrix_gets:
        for where, answer in seen_by(town.clients[actor], address):
            words = words_of(answer)
            released = WRITTEN_ANEW in words
            shown |= {last_noun(address)} if released else set()
            of_agenda += "zzsessionzz" in words
            if marks := (BESIDE if released else NEVER).findall(words):
                told[where] = sorted(set(marks))
    if of_the_team(town, actor):
        assert told or actor == TABLET, "the original is kept for the team"
        return
    both = {"api/v1/visits/released", "visits/released"}
    assert shown == (both if actor in READERS else set())
    assert told == {}
    assert actor not in READERS or of_agenda > 0
