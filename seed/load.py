"""Loads the seeds through the same forms and actions as the pages."""

from pathlib import Path

import yaml

from app.benchmarks.actions import import_benchmark
from app.benchmarks.forms import BenchmarkForm
from app.db import Database
from app.forms import check

SEED = Path(__file__).parent


def load_everything(database: Database) -> None:
    """Twice changes nothing. All of it or none."""
    with database.writing() as session:
        for path in sorted((SEED / "benchmarks").glob("*.yaml")):
            import_benchmark(session, check(BenchmarkForm, yaml.safe_load(path.read_text())))
