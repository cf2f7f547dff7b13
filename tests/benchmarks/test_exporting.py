from pathlib import Path

import pytest
import yaml
from sqlmodel import Session

from app.benchmarks.actions import import_benchmark
from app.benchmarks.exporting import benchmark_as_form
from app.benchmarks.forms import BenchmarkForm
from app.benchmarks.queries import published_version
from app.forms import check
from seed.load import SEED

FILES = sorted((SEED / "benchmarks").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_exported_is_what_was_imported(session: Session, path: Path) -> None:
    form = check(BenchmarkForm, yaml.safe_load(path.read_text()))
    import_benchmark(session, form)
    session.expire_all()
    assert benchmark_as_form(published_version(session, form.slug)) == form
