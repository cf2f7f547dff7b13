"""What a tablet tells, what it is told, and what else it may send and read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.evidence.codes import code_hash
from app.ids import uuid7
from app.models import (
    Consent,
    Erasure,
    Evidence,
    Instance,
    Speaker,
    TabletReport,
    Visit,
    Withdrawal,
)
from app.values import Sensitivity
from tests.conftest import Browse
from tests.tablets.making import API, M3, OTHERS, OWN, VISIT, end, sent

TABLET = f"/api/v1/visits/{VISIT}/tablet"
SPEAKERS = f"/api/v1/visits/{VISIT}/speakers"
TOLD = {
    "unsent": 3,
    "files_unsent": 1,
    "attention": 1,
    "oldest_unsent_at": "2026-10-12T09:42:10Z",
    "ready": {"installed": True, "space_mb": 900, "camera": None},
    "release": "abc",
}
SPEAKER = {
    "role": "mother",
    "voice": "migrants",
    "consents": ["notes"],
    "witness": "Nadia",
}


def kept(demo: Database) -> list[TabletReport]:
    with demo.reading() as session:
        return list(session.exec(select(TabletReport)))


def test_the_newest_report_of_a_tablet_is_kept(
    tablet: TestClient, demo: Database
) -> None:
    assert tablet.post(TABLET, json=TOLD).status_code == 200
    assert tablet.post(TABLET, json={**TOLD, "unsent": 0}).status_code == 200
    [row] = kept(demo)
    assert (row.unsent, row.files_unsent, row.attention) == (0, 1, 1)
    assert row.ready == TOLD["ready"]
    assert row.oldest_unsent_at == datetime(2026, 10, 12, 9, 42, 10, tzinfo=UTC)


def test_a_tablet_is_told_what_was_erased_and_how_far_backups_reach(
    tablet: TestClient, demo: Database
) -> None:
    gone, covered = uuid7(), datetime(2026, 10, 13, tzinfo=UTC)
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        session.add(
            Erasure(
                programme_id=visit.programme_id,
                visit_id=VISIT,
                subject="evidence",
                subject_id=gone,
            )
        )
        session.get_one(Instance, 1).backup_covers_at = covered
    answer = tablet.post(TABLET, json={"holding": [str(gone), str(OWN)]})
    told = answer.json()
    assert told["gone"] == [str(gone)]
    assert datetime.fromisoformat(told["backup_covers_at"]) == covered
    assert (told["ended"], told["seat"], told["visit_closed"]) == (
        False,
        str(M3),
        False,
    )
    pack = tablet.get(f"/api/v1/visits/{VISIT}/pack").json()
    assert told["pack"] == pack["version"]
    with demo.reading() as session:
        assert answer.headers["Repere-Epoch"] == str(session.get_one(Instance, 1).epoch)


def test_an_ended_tablet_tells_too_and_keeps_no_seat_awake(
    tablet: TestClient, demo: Database
) -> None:
    end(demo)
    told = tablet.post(TABLET, json=TOLD).json()
    assert (told["ended"], told["seat"]) == (True, None)
    assert [row.unsent for row in kept(demo)] == [3]


@pytest.mark.parametrize(
    "wrong",
    [{"unsent": -1}, {"holding": ["x"]}, {"ready": {"a" * 30: True}}, {"more": 1}, []],
)
def test_a_report_that_is_none_is_refused_in_words(
    tablet: TestClient, demo: Database, wrong: Any
) -> None:
    answer = tablet.post(TABLET, json=wrong)
    assert (answer.status_code, kept(demo)) == (422, [])
    assert answer.json()["errors"]


def test_a_speaker_comes_once_before_the_note_that_names_them(
    tablet: TestClient, demo: Database
) -> None:
    speaker, note = uuid7(), uuid7()
    answers = [tablet.put(f"{SPEAKERS}/{speaker}", json=SPEAKER) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert sent(tablet, note, speakers=[str(speaker)]).status_code == 201
    with demo.reading() as session:
        made = session.get_one(Speaker, speaker)
        given = session.exec(
            select(Consent.scope).where(Consent.speaker_id == speaker, Consent.given)
        ).all()
        assert (made.role, list(given)) == ("mother", ["notes"])
        assert session.get_one(Evidence, note).consent_lack == ""


def test_who_has_withdrawn_before_the_tablet_came_is_gone(
    tablet: TestClient, demo: Database
) -> None:
    hashed = str(code_hash("ABCDEFGHJKMNPQRS"))
    with demo.writing() as session:
        session.add(Withdrawal(code_hash=hashed))
    speaker = uuid7()
    late = {**SPEAKER, "withdrawal_code_hash": hashed}
    assert tablet.put(f"{SPEAKERS}/{speaker}", json=late).status_code == 410
    assert sent(tablet, speakers=[str(speaker)]).status_code == 410


def test_an_open_seat_reads_the_teams_notes_where_it_asks_but_no_sensitive_ones(
    tablet: TestClient, demo: Database
) -> None:
    def listed(**asked: bool) -> set[str]:
        items = tablet.get(API, params={"limit": 200, **asked}).json()["items"]
        return {one["id"] for one in items}

    assert str(OTHERS) in listed(team=True) - listed()
    with demo.writing() as session:
        for own in (OWN, OTHERS):
            session.get_one(Evidence, own).sensitivity = Sensitivity.SENSITIVE
    assert str(OTHERS) not in listed(team=True)
    assert str(OWN) in listed(team=True)


def test_the_host_reads_nothing_by_asking_as_a_team(browse: Browse) -> None:
    assert browse("mentee-officer").get(API, params={"team": True}).status_code == 404
