"""Loads the seeds through the same forms and actions as the pages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from app.benchmarks.actions import import_benchmark
from app.benchmarks.forms import BenchmarkForm
from app.db import Database
from app.evidence.epoch import ensure_instance
from app.forms import check
from app.ids import seed_id
from app.models import Programme
from seed.dates import load_dates
from seed.evidence import load_evidence
from seed.findings import load_findings
from seed.programmes import load_deadlines, load_programme
from seed.reading_up import load_reading_up
from seed.released import load_released
from seed.visits import load_visit

SEED = Path(__file__).parent
#: The quick one, where the library was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PROGRAMMES = ("inclucities", "demonstration")
Source = dict[str, Any]


def load_everything(database: Database, today: date | None = None) -> None:
    """Twice changes nothing. All of it or none.

    The demonstration's dates are moved by whole weeks at the first load, so that its
    calendar is about now; a programme that is there is left alone.
    """
    day = today or datetime.now(UTC).date()
    with database.writing() as session:
        ensure_instance(session)
        for path in sorted((SEED / "benchmarks").glob("*.yaml")):
            import_benchmark(session, check(BenchmarkForm, read(path)))
        for slug in PROGRAMMES:
            if session.get(Programme, seed_id(slug, "programme", slug)) is None:
                load(session, slug, day)


def load(session: Session, slug: str, today: date) -> None:
    """People first, then the plan of each visit, then what was heard and concluded."""
    source = read(SEED / slug / "programme.yaml")
    anchor: date | None = source["anchor"]
    shift = whole_weeks(anchor, today) if anchor else timedelta()
    load_programme(session, source, shift, personas=slug == "demonstration")
    for visit in visits(slug):
        load_visit(session, visit, slug, shift)
        load_dates(session, visit, slug, shift)
        load_evidence(session, visit, slug, shift)
        load_released(session, visit, slug, shift)
        load_findings(session, visit, slug, shift)
        load_reading_up(session, visit, slug, shift)
    load_deadlines(session, source, shift)


def whole_weeks(anchor: date, today: date) -> timedelta:
    """From the anchor's Monday to this week's, so that weekdays stay what they are."""
    monday = today - timedelta(days=today.weekday())
    return monday - anchor


def visits(slug: str) -> Iterator[Source]:
    for path in sorted((SEED / slug / "visits").glob("*.yaml")):
        yield read(path)


def read(path: Path) -> Source:
    found: Source = yaml.load(path.read_text(), Loader=LOADER)  # noqa: S506  a safe one
    return found
