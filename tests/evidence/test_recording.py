"""The promise of the intake, on both databases (design, section 5)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.errors import NotFound, NotPermitted, Rejected
from app.evidence.actions import (
    Gone,
    Quarantined,
    Recorded,
    Replayed,
    Rival,
    Sent,
    digest_of,
    receive_bytes,
)
from app.evidence.rows import content_of
from app.ids import uuid7
from app.models import (
    AgendaSession,
    Erasure,
    Evidence,
    EvidenceFactor,
    EvidenceRevision,
    Quarantine,
    RivalText,
    Speaker,
    Visit,
)
from app.values import SessionFormat, SessionStatus
from tests.evidence.notes import record, recorded, write
from tests.factories import host_officer, make_visit, on_team


def revisions(session: Session) -> list[tuple[int, int, str]]:
    rows = session.exec(
        select(EvidenceRevision).order_by(col(EvidenceRevision.revision))
    ).all()
    return [(r.revision, r.base_revision, r.values["text"]) for r in rows]


def make_session(session: Session, visit: Visit) -> AgendaSession:
    made = AgendaSession(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        number=1,
        title="Opening",
        format=SessionFormat.INTERVIEW,
        status=SessionStatus.HELD,
    )
    session.add(made)
    session.flush()  # notes refer to it
    return made


def test_a_first_write_is_stored_whole(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    held = make_session(session, visit)
    sent = write(
        factors=["factor-2", "factor-1"],
        questions=["factor-1/how"],
        contexts=["economy"],
        who=["women"],
        heard="interpreted",
        bearing="qualifies",
        quote=True,
        language="ar",
        session_id=str(held.id),
        sensitivity="sensitive",
        clock_skew_seconds=-3,
    )
    receipt = recorded(session, actor, visit, sent)
    assert (receipt.id, receipt.revision, receipt.sha256) == (sent.id, 1, sent.sha256)
    row = session.exec(select(Evidence)).one()
    shown = {name: getattr(row, name) for name in ("text", "language", "who", "quote")}
    assert shown == {
        "text": sent.form.text, "language": "ar", "who": ["women"], "quote": True
    }  # fmt: skip
    assert row.author_id == actor.teams[visit.id]
    assert row.created_by == actor.person_id
    assert row.received_at == receipt.received_at
    slugs = session.exec(select(EvidenceFactor.slug)).all()
    assert sorted(slugs) == ["factor-1", "factor-2"]
    kept = session.exec(select(EvidenceRevision)).one()
    assert kept.values == content_of(sent.form)


def test_the_same_write_gets_the_same_receipt(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    sent = write()
    receipt = recorded(session, actor, visit, sent)
    assert record(session, actor, visit, sent) == Replayed(receipt)
    assert len(session.exec(select(Evidence)).all()) == 1
    assert revisions(session) == [(1, 0, sent.form.text)]


def test_there_and_back_again_is_three_revisions(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    a = write(text="A")
    recorded(session, actor, visit, a)
    recorded(session, actor, visit, write(a.id, 1, text="B"))
    third = recorded(session, actor, visit, write(a.id, 2, text="A"))
    assert third.revision == 3
    assert revisions(session) == [(1, 0, "A"), (2, 1, "B"), (3, 2, "A")]


def test_a_superseded_write_still_gets_its_own_receipt(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    first = write(text="A")
    receipt = recorded(session, actor, visit, first)
    recorded(session, actor, visit, write(first.id, 1, text="B"))
    assert record(session, actor, visit, first) == Replayed(receipt)


def test_a_first_write_is_created_whatever_its_base(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    sent = write(base=7)
    outcome = record(session, actor, visit, sent)
    assert isinstance(outcome, Recorded)
    assert (outcome.created, outcome.receipt.revision) == (True, 1)
    assert record(session, actor, visit, sent) == Replayed(outcome.receipt)


def test_an_old_base_keeps_both_texts_once(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    first = write(text="A")
    recorded(session, actor, visit, first)
    recorded(session, actor, visit, write(first.id, 1, text="B"))
    late = write(first.id, 1, text="C")
    outcomes = [record(session, actor, visit, late) for _ in range(3)]
    assert outcomes[0] == outcomes[1] == outcomes[2]
    kept = session.exec(select(RivalText)).one()
    assert isinstance(outcomes[0], Rival)
    assert outcomes[0].id == kept.id
    assert (outcomes[0].revision, outcomes[0].theirs["text"]) == (2, "B")
    assert outcomes[0].yours["text"] == kept.values["text"] == "C"
    assert session.exec(select(Evidence.text)).one() == "B"


def test_what_was_erased_stays_away(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    sent = write()
    erased = Erasure(visit_id=visit.id, subject="evidence", subject_id=sent.id)
    session.add(erased)
    assert record(session, actor, visit, sent) == Gone(sent.id)
    assert session.exec(select(Evidence)).all() == []


def test_what_an_erased_speaker_said_stays_away(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    speaker = uuid7()
    gone = Erasure(visit_id=visit.id, subject="speaker", subject_id=speaker)
    session.add(gone)
    sent = write(speakers=[str(speaker)])
    assert record(session, actor, visit, sent) == Gone(sent.id)


def test_an_id_of_another_visit_is_not_there(session: Session) -> None:
    visit, other = make_visit(session), make_visit(session)
    sent = write(text="Theirs")
    recorded(session, on_team(session, other), other, sent)
    actor = on_team(session, visit)
    for base in (0, 1):
        with pytest.raises(NotFound):
            record(session, actor, visit, write(sent.id, base, text="Mine"))
    with pytest.raises(NotFound):
        record(session, actor, visit, sent)
    assert session.exec(select(Evidence.text)).all() == ["Theirs"]
    assert session.exec(select(RivalText)).all() == []


def test_another_member_reads_a_note_and_does_not_change_it(session: Session) -> None:
    visit = make_visit(session)
    sent = write(text="A")
    recorded(session, on_team(session, visit), visit, sent)
    with pytest.raises(NotPermitted):
        record(session, on_team(session, visit), visit, write(sent.id, 1, text="B"))
    assert revisions(session) == [(1, 0, "A")]


def test_whoever_belongs_to_the_host_writes_nothing_even_as_a_member(
    session: Session,
) -> None:
    visit = make_visit(session)
    member = on_team(session, visit)
    both = replace(host_officer(session, visit), teams=member.teams)
    for actor in (both, host_officer(session, visit)):
        with pytest.raises(NotPermitted):
            record(session, actor, visit, write())
    assert session.exec(select(Evidence)).all() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"factors": ["factor-9"]}, "factors"),
        ({"questions": ["factor-2/why"]}, "questions"),
        ({"contexts": ["weather"]}, "contexts"),
        ({"session_id": str(uuid7())}, "session_id"),
        ({"speakers": [str(uuid7())]}, "speakers"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_not_of_this_visit_is_a_problem_of_its_field(
    session: Session, changes: dict[str, Any], field: str
) -> None:
    visit = make_visit(session)
    with pytest.raises(Rejected) as refused:
        record(session, on_team(session, visit), visit, write(**changes))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert session.exec(select(Evidence)).all() == []


def test_sessions_and_speakers_of_another_visit_are_unknown(session: Session) -> None:
    visit, other = make_visit(session), make_visit(session)
    held = make_session(session, other)
    speaker = Speaker(visit_id=other.id, number=1, programme_id=other.programme_id)
    session.add(speaker)
    session.flush()  # asked for below
    sent = write(session_id=str(held.id), speakers=[str(speaker.id)])
    with pytest.raises(Rejected) as refused:
        record(session, on_team(session, visit), visit, sent)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["session_id", "speakers"]


def test_an_attachment_stands_for_a_text(session: Session) -> None:
    visit = make_visit(session)
    photo = {
        "id": str(uuid7()),
        "media_type": "image/jpeg",
        "bytes": 200_000,
        "sha256": "0" * 64,
        "alt": "The notice board",
    }
    sent = write(text="", attachments=[photo])
    recorded(session, on_team(session, visit), visit, sent)
    assert session.exec(select(Evidence.attachments)).one() == [photo]


def test_a_known_write_is_answered_although_it_would_be_refused_today(
    session: Session,
) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    sent = write()
    receipt = recorded(session, actor, visit, sent)
    visit.pair.benchmark_version_id = None
    assert record(session, actor, visit, sent) == Replayed(receipt)
    with pytest.raises(Rejected):
        record(session, actor, visit, write())


def test_bytes_of_a_later_form_are_quarantined_raw_and_once(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    body = b'{"form_version": 2, "smell": "coffee"}'
    sent = Sent(uuid7(), 0, body)
    expected = Quarantined(sent.id, digest_of(body), "form-version")
    assert receive_bytes(session, actor, visit, sent) == expected
    assert receive_bytes(session, actor, visit, sent) == expected
    kept = session.exec(select(Quarantine)).one()
    assert (kept.item_id, kept.raw, kept.form_version) == (sent.id, body.decode(), 2)
