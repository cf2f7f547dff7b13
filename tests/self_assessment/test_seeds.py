from datetime import timedelta

from sqlmodel import Session, func, select

from app.db import Database
from app.models import (
    AssessmentDocument,
    DeskNote,
    RecordRevision,
    SelfAssessment,
    Translation,
)
from seed.load import visits
from seed.reading_up import load_reading_up

TABLES = (SelfAssessment, DeskNote, AssessmentDocument, RecordRevision, Translation)


def counts(session: Session) -> list[int]:
    return [session.exec(select(func.count()).select_from(t)).one() for t in TABLES]


def test_loading_twice_changes_nothing(demo: Database) -> None:
    with demo.writing() as session:
        before = counts(session)
        for source in visits("demonstration"):
            load_reading_up(session, source, "demonstration", timedelta())
    with demo.reading() as session:
        assert counts(session) == before
    assert all(before)
