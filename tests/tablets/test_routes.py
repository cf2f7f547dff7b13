"""Tablets as browsers meet them: joining, the field page, sending and depositing."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from pydantic import AnyHttpUrl
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import (
    AuditEntry,
    Erasure,
    Evidence,
    Login,
    Quarantine,
    Speaker,
    Tablet,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.people.rules import Limit
from app.settings import Settings
from tests.actors import BASE, enrolled_token
from tests.conftest import Browse, Counting
from tests.evidence.notes import SMALLEST

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
M2 = seed_id("demonstration", "member", "val-daubre-review/m2")
M3 = seed_id("demonstration", "member", "val-daubre-review/m3")
AT = f"/visits/{VISIT}"
API = f"/api/v1/visits/{VISIT}/evidence"
#: What m3 wrote, and what somebody else did.
OWN = seed_id("demonstration", "evidence", "val-daubre-review/e19")
OTHERS = seed_id("demonstration", "evidence", "val-daubre-review/e17")
NOTE = {**SMALLEST, "factors": ["to-place"]}


@pytest.fixture
def tablet(demo: Database, demo_app: FastAPI) -> TestClient:
    """A tablet of the visit with the seat of m3 open."""
    client = TestClient(demo_app, base_url=BASE, follow_redirects=False)
    client.cookies.set("repere-tablet", enrolled_token(demo))
    return client


def end(demo: Database, **changes: Any) -> Tablet:
    with demo.writing() as session:
        found = session.exec(select(Tablet)).one()
        for name, value in (changes or {"ejected_at": now()}).items():
            setattr(found, name, value)
        session.add(found)
        return found


def sent(client: TestClient, own_id: UUID | None = None, **changes: Any) -> Any:
    headers = changes.pop("headers", {})
    body = json.dumps({**NOTE, **changes}).encode()
    headers = {"content-type": "application/json", **headers}
    return client.put(f"{API}/{own_id or uuid7()}", content=body, headers=headers)


def author_of(demo: Database, evidence_id: UUID) -> tuple[UUID | None, UUID | None]:
    with demo.reading() as session:
        found = session.get_one(Evidence, evidence_id)
        return found.author_id, found.created_by


def test_a_tablet_joins_by_the_code_and_its_person_is_signed_out(
    browse: Browse, demo: Database
) -> None:
    lead, tablet = browse("facilitator"), browse("member")
    page = lead.post(f"{AT}/tablets/codes").text
    code = page.split('class="secret code">')[1][:9]
    session = tablet.cookies["repere"]
    answer = tablet.post("/tablets", data={"code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/field")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "repere-tablet=" in c)  # fmt: skip
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "repere" not in tablet.cookies
    other = browse("")
    other.cookies.set("repere", session)
    assert other.get("/account").status_code == 303
    assert "Open your seat" in tablet.get(f"{AT}/field").text
    shown = lead.get(f"{AT}/tablets", headers={"HX-Request-Type": "partial"}).text
    assert "Tablet 1 joined." in shown
    assert "<html" not in shown


def test_over_https_the_credential_is_bound_to_its_host() -> None:
    address = AnyHttpUrl("https://example.org")
    settings = Settings(demo=True, public_url=address)
    assert settings.tablet_cookie_name == "__Host-repere-tablet"


def test_nobody_signs_in_on_a_tablet_and_a_person_is_not_read_from_one(
    tablet: TestClient, browse: Browse
) -> None:
    refused = tablet.post("/sign-in/demo", data={"persona": "facilitator"})
    assert refused.status_code == 422
    assert "This is a shared tablet" in refused.text
    tablet.cookies.set("repere", browse("facilitator").cookies["repere"])
    assert tablet.get(f"{AT}/evidence").status_code == 303


def test_an_unknown_credential_gives_way_to_signing_in(browse: Browse) -> None:
    client = browse("")
    client.cookies.set("repere-tablet", "tablet_unknown")
    assert client.get(f"{AT}/field").headers["location"] == "/tablets/new"
    answer = client.post("/sign-in/demo", data={"persona": "member"})
    assert 'repere-tablet=""; expires=' in str(answer.headers.get_list("set-cookie"))
    del client.cookies["repere-tablet"]
    assert client.get("/account").status_code == 200


def test_a_seat_reads_its_own_notes_and_no_others(
    tablet: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        notes = session.exec(
            select(Evidence.author_id, Evidence.text).where(
                Evidence.visit_id == VISIT,
                col(Evidence.removed_at).is_(None),
                col(Evidence.hidden_at).is_(None),
            )
        ).all()
    listed = tablet.get(API, params={"limit": 100}).json()["items"]
    assert {one["text"] for one in listed} == {text for by, text in notes if by == M3}
    assert {by for by, _text in notes} > {M3}
    page = tablet.get(f"{AT}/field").text
    assert [text for by, text in notes if by != M3 and text[:40] in page] == []
    statuses = [tablet.get(f"{API}/{one}").status_code for one in (OWN, OTHERS)]
    assert statuses == [200, 404]


def test_every_page_of_a_locked_tablet_is_empty_of_notes(
    tablet: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        words = session.get_one(Evidence, OWN).text[:40]
    assert words in tablet.get(f"{AT}/field/{OWN}").text
    assert tablet.post(f"{AT}/field/lock").status_code == 303
    addresses = [f"{AT}/field", f"{AT}/field/{OWN}", f"{AT}/field/new", API, f"{API}/{OWN}"]  # fmt: skip
    answers = [tablet.get(address) for address in addresses]
    assert [one.status_code for one in answers] == [200, 303, 303, 401, 401]
    assert [words in one.text for one in answers] == [False] * 5
    assert all(one.headers["cache-control"] == "no-store" for one in answers)


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


def test_a_note_is_the_members_and_names_no_person(
    tablet: TestClient, demo: Database
) -> None:
    note_id = uuid7()
    answer = tablet.post(f"{AT}/field", data={"id": str(note_id), "text": "Zx bus"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/field")
    assert author_of(demo, note_id) == (M3, None)
    with demo.reading() as session:
        by = session.exec(
            select(AuditEntry.person_id, AuditEntry.member_id, AuditEntry.verb).where(
                col(AuditEntry.tablet_id).is_not(None)
            )
        ).all()
    assert "Zx bus" in tablet.get(f"{AT}/field").text
    assert by == []
    with demo.reading() as session:
        last = session.exec(
            select(AuditEntry).order_by(col(AuditEntry.at).desc())
        ).first()
    assert last
    assert (last.verb, last.person_id, last.member_id) == ("read-evidence", None, M3)


def test_what_was_being_written_survives_the_lock(
    tablet: TestClient, demo: Database
) -> None:
    page = tablet.get(f"{AT}/field/new").text
    seat = page.split('name="open_seat" value="')[1].split('"')[0]
    first, second = uuid7(), uuid7()
    form = {"open_seat": seat, "lock": "on"}
    tablet.post(f"{AT}/field", data={**form, "id": str(first), "text": "Half a sent"})
    assert "Open your seat" in tablet.get(f"{AT}/field").text
    tablet.post(f"{AT}/field", data={**form, "id": str(second), "text": "Too late"})
    assert [author_of(demo, one) for one in (first, second)] == [(M3, None), (M3, None)]
    only_lock = tablet.post(f"{AT}/field", data={**form, "id": str(uuid7()), "text": ""})  # fmt: skip
    assert only_lock.status_code == 303


def test_an_ejection_in_mid_sentence_loses_nothing(
    tablet: TestClient, demo: Database
) -> None:
    page = tablet.get(f"{AT}/field/new").text
    seat = page.split('name="open_seat" value="')[1].split('"')[0]
    end(demo)
    form = {"id": str(uuid7()), "text": "Zx half", "open_seat": seat}
    assert tablet.post(f"{AT}/field", data=form).status_code == 303
    with demo.reading() as session:
        kept = session.exec(select(Quarantine)).one()
    assert (kept.member_id, kept.reason, kept.outcome) == (M3, "ended", "")
    assert "Zx half" in kept.raw
    assert "Zx half" not in tablet.get(f"{AT}/field").text


def test_a_tablet_sends_for_who_sat_there_and_for_nobody_else(
    tablet: TestClient, demo: Database
) -> None:
    tablet.post(f"{AT}/field/lock")
    ids = [uuid7() for _ in range(3)]
    claims: list[dict[str, str]] = [{}, {"Repere-Seat": str(M3)}, {"Repere-Seat": str(M2)}]  # fmt: skip
    statuses = [sent(tablet, one, headers=claim).status_code for one, claim in zip(ids, claims, strict=True)]  # fmt: skip
    assert statuses == [201, 201, 201]
    assert [author_of(demo, one)[0] for one in ids] == [None, M3, None]


def test_a_seat_changes_its_own_and_no_others(tablet: TestClient) -> None:
    current = {"If-Match": '"1"'}
    own = sent(tablet, OWN, text="Mine anew", headers=current)
    others = sent(tablet, OTHERS, text="Not mine", headers=current)
    claimed = sent(tablet, OTHERS, text="Not mine", headers={**current, "Repere-Seat": str(M2)})  # fmt: skip
    assert [own.status_code, others.status_code, claimed.status_code] == [200, 403, 403]
    assert "state" not in others.json()


def test_a_correction_on_the_tablet_keeps_who_spoke(
    tablet: TestClient, demo: Database
) -> None:
    speaker = Speaker(visit_id=VISIT, number=90)
    with demo.writing() as session:
        session.add(speaker)
        note = session.get_one(Evidence, OWN)
        note.speakers = [str(speaker.id)]
        session.add(note)
    form = {"id": str(OWN), "revision": "1", "text": "Mine anew"}
    assert tablet.post(f"{AT}/field/{OWN}", data=form).status_code == 303
    with demo.reading() as session:
        found = session.get_one(Evidence, OWN)
    assert (found.text, found.speakers) == ("Mine anew", [str(speaker.id)])


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


def items(demo: Database) -> dict[UUID, UUID]:
    with demo.reading() as session:
        return dict(session.exec(select(Quarantine.item_id, Quarantine.id)).all())


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


def test_a_card_is_shown_once_in_its_members_language(
    browse: Browse, demo: Database
) -> None:
    lead = browse("facilitator")
    with demo.reading() as session:
        assert session.get_one(TeamMember, M3).languages[:2] == ["ar", "fr"]
    page = lead.post(f"{AT}/cards", data={"member_id": str(M3)}).text
    assert page.count('class="pass-card" lang="fr"') == 1
    secret = page.split("<code><span>")[1].split("</code>")[0]
    typed = secret.replace("</span> <span>", "").replace("</span> ", "")
    assert len(typed) == 36
    assert typed[:6] not in lead.get(f"{AT}/cards").text
    whole = lead.post(f"{AT}/cards").text
    assert whole.count('class="pass-card"') == 7


def test_sending_costs_a_person_no_more_queries_and_a_tablet_one_more(
    browse: Browse, tablet: TestClient, count_queries: Counting
) -> None:
    person = browse("member")
    for client in (person, tablet):
        sent(client)
    with count_queries() as by_person:
        sent(person)
    with count_queries() as by_tablet:
        sent(tablet)
    assert not any("tablet" in query for query in by_person)
    assert len(by_tablet) <= len(by_person) + 1
    asked = sum("FROM tablet" in query for query in by_tablet)
    assert asked == 1


def test_a_polling_page_keeps_nobody_signed_in(browse: Browse, demo: Database) -> None:
    lead, before = browse("facilitator"), now() - timedelta(minutes=20)
    with demo.writing() as session:
        login = session.exec(select(Login).order_by(col(Login.created_at).desc())).first()  # fmt: skip
        assert login
        login.last_seen_at = before
        session.add(login)
        own = login.id
    lead.get(f"{AT}/tablets", headers={"Repere-Poll": "1"})
    with demo.reading() as session:
        assert session.get_one(Login, own).last_seen_at == before
    lead.get(f"{AT}/tablets")
    with demo.reading() as session:
        assert session.get_one(Login, own).last_seen_at > before
