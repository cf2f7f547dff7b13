"""A server that takes files, on both databases."""

from collections.abc import Iterator

import pytest

from tests.evidence.serving import Field, prepared, served, sqlite_url
from tests.postgres import fresh_database


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def field(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("files"))
    else:
        url = fresh_database("repere_files")
    with served(prepared(url)) as running:
        yield running
