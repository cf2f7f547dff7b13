"""What an ended tablet hands in, and what becomes of it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import uuid7
from app.models import (
    Attachment,
    AuditEntry,
    Erasure,
    Evidence,
    Quarantine,
    Tablet,
    Visit,
)
from app.models.base import now
from app.people.rules import Limit
from app.values import FileState
from app.values_evidence import WrittenOn
from tests.attachments import making
from tests.conftest import Browse
from tests.tablets.making import (
    API,
    AT,
    M3,
    OWN,
    VISIT,
    author_of,
    end,
    items,
    sent,
)


def test_the_server_locks_an_unattended_seat_and_a_queue_does_not_keep_it_open(
    tablet: TestClient, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def passed(minutes: int) -> None:
        later = datetime.now().astimezone() + timedelta(minutes=minutes)
        clock = type("Clock", (datetime,), {"now": classmethod(lambda cls, tz=None: later)})  # fmt: skip
        monkeypatch.setattr("app.people.sessions.datetime", clock)

    passed(4)
    assert sent(tablet).status_code == 201
    assert tablet.get(API).status_code == 200
    assert "My notes" in tablet.get(f"{AT}/field").text
    passed(6)
    assert "Open your seat" in tablet.get(f"{AT}/field").text
    assert sent(tablet).status_code == 201


@pytest.mark.parametrize("how", ["ejected_at", "expires_at"])
def test_an_ended_tablet_deposits_once_and_reads_nothing(
    tablet: TestClient, demo: Database, how: str
) -> None:
    known, fresh = uuid7(), uuid7()
    assert sent(tablet, known).status_code == 201
    tablet_row = end(demo, **{how: now() - timedelta(seconds=1)})
    answers = [sent(tablet, fresh), sent(tablet, fresh), sent(tablet, known)]
    assert [one.status_code for one in answers] == [403, 403, 200]
    assert [one.json()["state"] for one in answers[:2]] == ["quarantined"] * 2
    assert answers[0].headers["content-type"] == "application/problem+json"
    with demo.reading() as session:
        rows = session.exec(select(Quarantine)).all()
    assert [(row.item_id, row.tablet_id, row.outcome) for row in rows] == [(fresh, tablet_row.id, "")]  # fmt: skip
    others = [API, f"{API}/{OWN}", f"{AT}/field/{OWN}", f"{AT}/field/new", f"{AT}/evidence", "/account"]  # fmt: skip
    assert [tablet.get(one).status_code for one in others] == [401, 401, 303, 303, 303, 303]  # fmt: skip
    assert "no longer part of the visit" in tablet.get(f"{AT}/field").text


def test_after_90_days_a_tablet_is_nobody(tablet: TestClient, demo: Database) -> None:
    end(demo)
    for days, status in ((90, 403), (91, 401)):
        with demo.writing() as session:
            visit = session.get_one(Visit, VISIT)
            session.refresh(visit, ["days"])
            for n, day in enumerate(visit.days):
                day.day_on = now().date() - timedelta(days=days + n)
                session.add(day)
        assert sent(tablet).status_code == status


def test_deposits_have_a_quota_and_what_is_here_is_said_so_again(
    tablet: TestClient, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.evidence.deposits.MOST_DEPOSITS", 2)
    end(demo)
    first = uuid7()
    statuses = [sent(tablet, one).status_code for one in (first, uuid7(), uuid7(), first)]  # fmt: skip
    assert statuses == [403, 403, 429, 403]
    full = sent(tablet)
    assert (full.headers["retry-after"], full.json()["title"]) == ("3600", "This tablet has handed in all it may")  # fmt: skip


def test_deposits_are_limited_by_size_too(
    tablet: TestClient, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.evidence.deposits.MOST_DEPOSITED_BYTES", 1000)
    end(demo)
    assert [sent(tablet, text="x" * 700).status_code for _ in range(2)] == [403, 429]


def test_what_was_erased_does_not_come_back_by_a_late_tablet(
    tablet: TestClient, demo: Database
) -> None:
    gone = uuid7()
    with demo.writing() as session:
        session.add(Erasure(visit_id=VISIT, subject="evidence", subject_id=gone))
    end(demo)
    assert sent(tablet, gone).status_code == 410
    with demo.reading() as session:
        assert session.exec(select(Quarantine)).all() == []


def test_fifty_notes_at_once_are_normal_and_a_flood_has_to_wait(
    tablet: TestClient, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {sent(tablet).status_code for _ in range(50)} == {201}
    limit = Limit("tablet-write", 50, timedelta(minutes=10))
    monkeypatch.setattr("app.evidence.deposits.WRITES", limit)
    held = sent(tablet)
    assert held.status_code == 429
    assert 590 <= int(held.headers["retry-after"]) <= 600
    end(demo, sent_since=now() - timedelta(minutes=10))
    assert [sent(tablet).status_code for _ in range(2)] == [201, 201]


def test_the_lead_accepts_in_the_name_of_the_seat_or_refuses_and_it_is_noted(
    tablet: TestClient, demo: Database, browse: Browse
) -> None:
    lead, kept, dropped = browse("facilitator"), uuid7(), uuid7()
    end(demo)
    sent(tablet, kept, text="Zx kept", headers={"Repere-Seat": str(M3)})
    sent(tablet, dropped, text="Zx dropped")
    page = lead.get(f"{AT}/quarantine").text
    assert all(words in page for words in ("Zx kept", "Zx dropped", "Member 3", "Author not known"))  # fmt: skip
    rows = items(demo)
    for one, outcome in ((kept, "accepted"), (dropped, "refused")):
        answer = lead.post(f"{AT}/quarantine/{rows[one]}", data={"outcome": outcome})
        assert answer.status_code == 303
    assert author_of(demo, kept)[0] == M3
    with demo.reading() as session:
        assert session.get(Evidence, dropped) is None
        assert session.get_one(Quarantine, rows[kept]).raw == ""
        assert session.get_one(Evidence, kept).written_on is WrittenOn.TABLET
        said = session.exec(
            select(AuditEntry.verb, AuditEntry.subject_id).where(
                AuditEntry.subject == "quarantine"
            )
        ).all()
    assert sorted(said) == [("accepted-note", rows[kept]), ("refused-note", rows[dropped])]  # fmt: skip
    after = lead.get(f"{AT}/quarantine").text
    assert ("Zx kept" in after, "Zx dropped" in after) == (False, True)
    again = sent(tablet, kept, text="Zx kept")
    assert (again.status_code, "received_at" in again.json()) == (200, True)
    late = lead.post(f"{AT}/quarantine/{rows[kept]}", data={"outcome": "refused"})
    assert late.status_code == 404


def test_a_note_of_a_newer_release_waits_here_and_is_not_accepted_unread(
    tablet: TestClient, demo: Database, browse: Browse
) -> None:
    lead, newer = browse("facilitator"), uuid7()
    assert sent(tablet, newer, form_version=99, novelty="x").status_code == 202
    assert "Written by a newer release" in lead.get(f"{AT}/quarantine").text
    row = items(demo)[newer]
    answer = lead.post(f"{AT}/quarantine/{row}", data={"outcome": "accepted"})
    assert answer.status_code == 422
    assert "A newer release wrote this note." in answer.text


def test_nonsense_from_an_ended_tablet_is_kept_and_shown_as_unreadable(
    tablet: TestClient, demo: Database, browse: Browse
) -> None:
    end(demo)
    headers = {"content-type": "application/json"}
    answer = tablet.put(f"{API}/{uuid7()}", content=b"\xff\x00{", headers=headers)
    assert (answer.status_code, answer.json()["state"]) == (403, "quarantined")
    lead = browse("facilitator")
    assert "It cannot be read" in lead.get(f"{AT}/quarantine").text
    row = next(iter(items(demo).values()))
    refused = lead.post(f"{AT}/quarantine/{row}", data={"outcome": "accepted"})
    assert refused.status_code == 422


def test_a_file_of_an_ended_tablet_follows_its_note_into_the_evidence(
    tablet: TestClient,
    demo: Database,
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    woken: list[bool] = []
    cleaner = type("Cleaner", (), {"wake": lambda _self: woken.append(True)})()
    monkeypatch.setitem(tablet.app.state._state, "cleaner", cleaner)  # type: ignore[attr-defined]
    end(demo)
    note, content = uuid7(), making.photo()
    file = making.announced(content, "image/jpeg")
    path = f"{API}/{note}/attachments/{file['id']}"

    def put() -> tuple[int, str | None]:
        answer = tablet.put(path, content=content, headers=making.digest(content))
        return answer.status_code, answer.json().get("state")

    assert put() == (404, None)
    assert sent(tablet, note, attachments=[file]).status_code == 403
    assert [put(), put()] == [(202, "quarantined")] * 2
    place = f"{AT}/quarantine/{items(demo)[note]}"
    browse("facilitator").post(place, data={"outcome": "accepted"})
    with demo.reading() as session:
        kept = session.get_one(Attachment, UUID(file["id"]))
    assert (kept.state, kept.evidence_id, len(woken)) == (FileState.RECEIVED, note, 3)
    assert put() == (200, None)


def test_each_tablet_sends_files_for_itself(
    tablet: TestClient, demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What other tablets sent in this hour is not this one's, and its own is counted."""
    monkeypatch.setattr("app.evidence.attachment_rules.MOST_UPLOADS", 1)
    cleaner = type("Cleaner", (), {"wake": lambda _self: None})()
    monkeypatch.setitem(tablet.app.state._state, "cleaner", cleaner)  # type: ignore[attr-defined]
    statuses = []
    for _n in range(3):
        note, content = uuid7(), making.photo()
        file = making.announced(content, "image/jpeg")
        sent(tablet, note, attachments=[file])
        path = f"{API}/{note}/attachments/{file['id']}"
        answer = tablet.put(path, content=content, headers=making.digest(content))
        statuses.append(answer.status_code)
    with demo.reading() as session:
        counted = session.exec(select(Tablet.sent)).one()
    assert (statuses, counted) == ([201] * 3, 6)
