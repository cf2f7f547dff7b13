"""What access was told to be (`standing.yaml`) beside what it answers.

`python -m tests.access.told` writes down the answers of today. Read every line that it
changes against docs/access.md before committing it: this table is the judge of access.
"""

import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from app.db import Database
from app.migrating import migrate
from tests.access.credentials import passes, proven, scopes
from tests.access.found import loaded, planning, seen
from tests.access.given import at_tablets, given
from tests.access.standings import may
from tests.access.world import build

TOLD = Path(__file__).with_name("standing.yaml")
Answers = dict[str, Any]


@lru_cache
def told() -> Answers:
    found: Answers = yaml.safe_load(TOLD.read_text())
    return found


def asked(session: Session) -> dict[str, Callable[[], Any]]:
    """The modules of access, and how each is asked everything there is to ask."""
    return {
        "may": may,
        "proven": proven,
        "scopes": scopes,
        "passes": passes,
        "given": given,
        "at tablets": at_tablets,
        "seen": lambda: seen(session),
        "planning": lambda: planning(session),
        "loaded": lambda: loaded(session),
    }


def answers(session: Session) -> Answers:
    return {section: ask() for section, ask in asked(session).items()}


def write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/world.db")
        migrate(database)
        with Session(database.writer) as session:
            build(session)
            found = answers(session)
        database.close()
    TOLD.write_text(
        yaml.safe_dump(
            found,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=88,
        )
    )


if __name__ == "__main__":
    write()
