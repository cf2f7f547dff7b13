"""The demonstration's notes, loaded through the tablet's own form and action."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, col, select

from app.db import Database
from app.evidence.rows import form_of
from app.ids import seed_id
from app.models import Evidence, EvidenceRevision, Translation, VisitDay
from seed.evidence import load_evidence
from seed.load import SEED, read
from tests.conftest import Browse

SOURCE = read(SEED / "demonstration" / "visits" / "val-daubre-review.yaml")
VISIT = seed_id("demonstration", "visit", "val-daubre-review")


def test_every_note_of_the_file_is_there_as_written(demo: Database) -> None:
    with demo.reading() as session:
        rows = session.exec(select(Evidence).where(Evidence.visit_id == VISIT)).all()
        written = {
            seed_id("demonstration", "evidence", f"val-daubre-review/{item['key']}"): (
                next(iter(item["text"].items()))
            )
            for item in SOURCE["evidence"]
        }
        assert {row.id: (row.language, row.text) for row in rows} == written
        kept = session.exec(
            select(EvidenceRevision).where(EvidenceRevision.visit_id == VISIT)
        ).all()
        assert {row.revision for row in kept} == {1}
        assert all(form_of(row.values)[0].text for row in kept)


def test_moments_are_those_of_the_hosts_clock(demo: Database) -> None:
    key = seed_id("demonstration", "evidence", "val-daubre-review/e01")
    with demo.reading() as session:
        note = session.get_one(Evidence, key)
        first = session.exec(
            select(col(VisitDay.day_on))
            .where(VisitDay.visit_id == VISIT)
            .order_by(col(VisitDay.day_on))
        ).first()
    local = note.captured_at.astimezone(ZoneInfo("Europe/Paris"))
    assert (local.date(), local.strftime("%H:%M")) == (first, "09:12")


def test_loading_twice_changes_nothing(demo: Database) -> None:
    with demo.writing() as session:
        before = counts(session)
        load_evidence(session, SOURCE, "demonstration", timedelta())
        assert counts(session) == before


def counts(session: Session) -> list[int]:
    models: tuple[type[SQLModel], ...] = (Evidence, EvidenceRevision, Translation)
    return [len(session.exec(select(model)).all()) for model in models]


def test_the_demo_is_read_in_the_readers_language(browse: Browse) -> None:
    address = f"/visits/{VISIT}/evidence?q=guichets"
    page = browse("member").get(address, headers={"Accept-Language": "fr"}).text
    assert "Seuls, nous n&#39;aurions vu que nos guichets." in page
    english = browse("member").get(address, headers={"Accept-Language": "en"}).text
    assert "On our own we would only have seen our own counters." in english
