from collections import Counter
from datetime import timedelta

from sqlmodel import Session, func, select

from app.db import Database
from app.ids import seed_id
from app.models import (
    DebriefNote,
    Finding,
    FindingEvidence,
    HostReply,
    RecordRevision,
    TakeHome,
    Translation,
)
from seed.findings import load_findings
from seed.load import visits

TABLES = (
    DebriefNote,
    Finding,
    FindingEvidence,
    HostReply,
    TakeHome,
    RecordRevision,
    Translation,
)


def counts(session: Session) -> list[int]:
    return [session.exec(select(func.count()).select_from(t)).one() for t in TABLES]


def test_loading_twice_changes_nothing(demo: Database) -> None:
    with demo.writing() as session:
        before = counts(session)
        for source in visits("demonstration"):
            load_findings(session, source, "demonstration", timedelta())
    with demo.reading() as session:
        assert counts(session) == before


def test_the_review_has_its_findings_with_evidence_for_and_against(
    demo: Database,
) -> None:
    finding = seed_id(
        "demonstration", "finding", "val-daubre-review/f-co-produced-assessment"
    )
    with demo.reading() as session:
        uses = session.exec(
            select(FindingEvidence.bearing).where(FindingEvidence.finding_id == finding)
        ).all()
    assert Counter(uses) == {"supports": 3, "contradicts": 7}
