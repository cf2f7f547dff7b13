"""Withdrawal: everything somebody said is gone, everywhere, and stays gone."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from app.access import Actor
from app.db import Database
from app.errors import NotFound
from app.evidence import guessing
from app.evidence.actions import Gone as GoneNote, record_evidence
from app.evidence.codes import code_hash, new_code
from app.evidence.correcting import translate_note
from app.evidence.erasures_kept import keep_outside, kept, replay
from app.evidence.forms import RedactionForm, TranslationForm
from app.evidence.queries import note_shown
from app.evidence.redacting import gaps_of, redact
from app.evidence.withdrawing import Gone, withdraw
from app.ids import seed_id, uuid7
from app.models import (
    Evidence,
    FindingEvidence,
    Quarantine,
    RecordRevision,
    ReleasedEvidence,
    Speaker,
    Visit,
    WithdrawalAttempt,
)
from app.models.base import metadata
from app.values import Bearing
from tests.conftest import Browse
from tests.evidence.notes import noted, record, write
from tests.evidence.test_consent import spoke
from tests.findings.making import make_draft

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
INDEX = f"/visits/{VISIT}/evidence"
CANARY = "Zxcanary"


def said(session: Session, actor: Actor, visit: Visit) -> tuple[str, Speaker]:
    code = new_code()
    return code, spoke(session, actor, visit, withdrawal_code_hash=code_hash(code), role=f"{CANARY} mother", consents=["notes"])  # fmt: skip


def everywhere(session: Session, visit: Visit, actor: Actor, speaker: Speaker) -> UUID:
    """A note with a canary in every place that keeps a copy."""
    note = noted(session, actor, visit, text=f"{CANARY} first", speakers=[str(speaker.id)])  # fmt: skip
    for n, base in enumerate((1, 1)):
        again = write(note.id, base, text=f"{CANARY} {n}", speakers=[str(speaker.id)])
        record(session, actor, visit, again)
    now = note_shown(session, visit, note.id)
    translated = TranslationForm(language="de", text=f"{CANARY} deutsch")
    translate_note(session, actor, visit, now, translated)
    scope: dict[str, Any] = {
        "programme_id": visit.programme_id,
        "visit_id": visit.id,
    }
    session.add(Quarantine(item_id=note.id, raw=f"{CANARY} raw", reason="x", **scope))
    session.add(Quarantine(item_id=uuid7(), raw=f"{CANARY} {speaker.id}", reason="x", **scope))  # fmt: skip
    session.add(ReleasedEvidence(factor="factor-1", text=f"{CANARY} out", language="en", evidence_id=note.id, **scope))  # fmt: skip
    session.flush()  # rows that are read below
    return note.id


def found(session: Session) -> list[str]:
    """Tables in which a row still holds the canary, searched as text."""
    holding = []
    for table in metadata.sorted_tables:
        rows = session.connection().execute(table.select()).all()
        holding += [table.name for row in rows if CANARY.lower() in str(row).lower()]
    return sorted(set(holding))


@pytest.fixture
def lead(session: Session, visit: Visit, actor: Actor) -> Actor:
    return Actor(
        person_id=actor.person_id, teams=actor.teams, led=frozenset({visit.id})
    )


def test_what_somebody_said_is_gone_from_every_table(
    session: Session, visit: Visit, lead: Actor
) -> None:
    code, speaker = said(session, lead, visit)
    note_id = everywhere(session, visit, lead, speaker)
    draft = make_draft(session, visit, lead)
    session.add(FindingEvidence(programme_id=visit.programme_id, visit_id=visit.id, finding_id=draft.id, evidence_id=note_id, bearing=Bearing.SUPPORTS))  # fmt: skip
    session.flush()  # it rests on the note now
    assert found(session) == ["evidence", "evidence_revision", "quarantine", "record_revision", "released_evidence", "rival_text", "speaker", "translation"]  # fmt: skip
    withdraw(session, str(code_hash(code)))
    session.flush()  # deletions that wait
    assert found(session) == []
    resting = select(FindingEvidence).where(FindingEvidence.evidence_id == note_id)
    assert session.exec(resting).all() == []
    session.refresh(draft)
    assert draft.withdrawn == 1
    gaps = gaps_of(session, lead, visit)
    assert (gaps.erased, gaps.waiting, list(gaps.to_redact)) == (1, 0, [])


def test_a_tablet_that_syncs_late_is_told_it_is_gone(
    session: Session, visit: Visit, lead: Actor
) -> None:
    code, speaker = said(session, lead, visit)
    note_id = everywhere(session, visit, lead, speaker)
    withdraw(session, str(code_hash(code)))
    session.flush()  # deletions that wait
    late = (
        write(note_id, 0, text=CANARY),
        write(note_id, 2, text=CANARY),
        write(None, 0, text=CANARY, speakers=[str(speaker.id)]),
    )
    for sent in late:
        assert record_evidence(session, lead, visit, sent) == GoneNote(sent.id)
    assert found(session) == []


def test_a_note_of_two_is_hidden_until_it_is_redacted(
    session: Session, visit: Visit, lead: Actor
) -> None:
    code, speaker = said(session, lead, visit)
    other = spoke(session, lead, visit, consents=["notes"])
    both = [str(speaker.id), str(other.id)]
    note = noted(session, lead, visit, text=f"{CANARY} and tea", speakers=both)
    withdraw(session, str(code_hash(code)))
    session.flush()  # deletions that wait
    assert found(session) == ["evidence"]
    gaps = gaps_of(session, lead, visit)
    assert (gaps.erased, list(gaps.to_redact)) == (0, [note.id])
    assert gaps_of(session, Actor(), visit).waiting == 1
    with pytest.raises(NotFound):
        note_shown(session, visit, note.id)
    hidden = session.get_one(Evidence, note.id)
    assert (hidden.search_text, hidden.speakers) == ("", [str(other.id)])
    made = RedactionForm(id=uuid7(), text="Tea")
    redact(session, lead, visit, hidden, made)
    assert found(session) == []
    after = note_shown(session, visit, made.id)
    assert (after.text, after.speakers, after.factors) == ("Tea", [str(other.id)], ["factor-1"])  # fmt: skip
    sent = write(note.id, 1, text=CANARY)
    assert record_evidence(session, lead, visit, sent) == GoneNote(note.id)


def test_somebody_named_only_in_an_earlier_text_is_not_left_in_it(
    session: Session, visit: Visit, lead: Actor
) -> None:
    code, speaker = said(session, lead, visit)
    note = noted(session, lead, visit, text=f"{CANARY} first", speakers=[str(speaker.id)])  # fmt: skip
    record(session, lead, visit, write(note.id, 1, text="Nobody named"))
    withdraw(session, str(code_hash(code)))
    session.flush()  # deletions that wait
    assert found(session) == []
    assert session.exec(select(Evidence).where(col(Evidence.visit_id) == visit.id)).all() == []  # fmt: skip


def test_what_others_said_stays(session: Session, visit: Visit, lead: Actor) -> None:
    code, _speaker = said(session, lead, visit)
    other = spoke(session, lead, visit, consents=["notes"])
    note = noted(session, lead, visit, speakers=[str(other.id)])
    withdraw(session, str(code_hash(code)))
    assert note_shown(session, visit, note.id).text == note.text


def test_a_restored_backup_forgets_again(
    session: Session, visit: Visit, lead: Actor, tmp_path: Path
) -> None:
    code, speaker = said(session, lead, visit)
    note_id = everywhere(session, visit, lead, speaker)
    path = tmp_path / "below" / "erasures.jsonl"
    backup = session.begin_nested()
    gone = withdraw(session, str(code_hash(code)))
    keep_outside(path, gone)
    keep_outside(path, gone)
    backup.rollback()
    session.expire_all()
    assert CANARY in path.parent.name or found(session)
    assert replay(session, path) >= 1
    session.flush()  # deletions that wait
    assert found(session) == []
    assert replay(session, path) == 0
    sent = write(note_id, 0, text=CANARY)
    session.refresh(visit, ["pair", "days"])
    assert record_evidence(session, lead, visit, sent) == GoneNote(note_id)
    lines = path.read_text()
    assert CANARY not in lines
    assert sorted(one.subject for one in kept(path)) == ["code", "evidence", "speaker"]


def test_nothing_is_left_in_the_bytes_of_the_file(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    form = {"id": str(uuid7()), "role": f"{CANARY} mother", "voice": "migrants", "consents": "notes"}  # fmt: skip
    shown = member.post(f"/visits/{VISIT}/speakers", data=form).text
    code = re.findall(r"<code>([0-9A-Z-]{19})</code>", shown)[0]
    note = {"id": str(uuid7()), "text": f"{CANARY} underpass", "speakers": form["id"]}
    assert member.post(INDEX, data=note).status_code == 303
    assert f"{CANARY} underpass" in member.get(f"{INDEX}?q={CANARY}").text
    file = Path(str(demo.url.database))
    assert in_bytes(file)
    answer = browse("").post("/links/withdraw", data={"code": code.lower()})
    assert "it is deleted now" in answer.text
    assert not in_bytes(file)
    assert member.get(f"{INDEX}/{note['id']}").status_code == 410
    assert "1 note is gone" in member.get(INDEX).text
    for address in (INDEX, f"{INDEX}?q={CANARY}", f"/visits/{VISIT}/speakers"):
        assert f"{CANARY} " not in member.get(address).text
    put = member.put(f"/api/v1{INDEX}/{note['id']}", json={"text": CANARY, "factors": ["to-place"], "kind": "interview", "voice": "migrants", "captured_at": "2026-10-12T09:42:10Z"})  # fmt: skip
    assert put.status_code == 410


def in_bytes(file: Path) -> bool:
    """In the file or its log; small letters are how the search keeps it."""
    beside = [file, file.with_name(f"{file.name}-wal")]
    return any(CANARY.lower().encode() in one.read_bytes().lower() for one in beside if one.exists())  # fmt: skip


def test_known_and_unknown_codes_get_the_same_answer(
    browse: Browse, demo: Database
) -> None:
    shown = browse("member").post(f"/visits/{VISIT}/speakers", data={"id": str(uuid7()), "role": "Mother", "voice": "migrants"}).text  # fmt: skip
    code = re.findall(r"<code>([0-9A-Z-]{19})</code>", shown)[0]
    client = browse("")
    answers = [client.post("/links/withdraw", data={"code": one}) for one in (code, new_code())]  # fmt: skip
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert client.post("/links/withdraw", data={"code": "abc"}).status_code == 422


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MOST", 3)


@pytest.mark.usefixtures("few")
def test_who_guesses_waits_and_is_told_how_long(browse: Browse) -> None:
    client = browse("")
    tries = [client.post("/links/withdraw", data={"code": new_code()}) for _n in range(4)]  # fmt: skip
    assert [a.status_code for a in tries] == [200, 200, 200, 429]
    assert "Try again in 15 minutes: nothing is lost." in tries[-1].text
    assert tries[-1].headers["Retry-After"] == "900"


@pytest.mark.usefixtures("few")
def test_the_wait_ends_and_is_the_senders_own(session: Session) -> None:
    session.execute(text("DELETE FROM withdrawal_attempt"))
    at = datetime(2027, 4, 26, 9, tzinfo=UTC)
    for _n in range(3):
        guessing.note_attempt(session, "one", at)
    session.flush()  # counted below
    waits = [guessing.minutes_to_wait(session, "one", at + timedelta(minutes=n)) for n in (0, 5, 16)]  # fmt: skip
    assert waits == [15, 10, 0]
    assert guessing.minutes_to_wait(session, "another", at) == 0
    guessing.note_attempt(session, "one", at + timedelta(hours=2))
    session.flush()  # old ones are gone
    assert session.exec(select(func.count()).select_from(WithdrawalAttempt)).one() == 1


def test_an_unknown_code_leaves_only_its_hash(session: Session) -> None:
    code = new_code()
    assert withdraw(session, str(code_hash(code))) == [Gone("code", str(code_hash(code)))]  # fmt: skip
    rows = session.exec(select(RecordRevision)).all()
    assert code not in str(rows)
