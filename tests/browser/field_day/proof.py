"""Whether the service and the tablets agree: every note once, every file whole."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.files import Files
from tests.browser.field_day.device import comes
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import Tablet
from tests.browser.test_tablet_journey import VISIT

NOTES = """SELECT e.id, e.text, m.shown_name, e.attachments FROM evidence e
  JOIN team_member m ON m.id = e.author_id WHERE e.text LIKE ? ORDER BY e.text"""
FILES = """SELECT a.id, a.evidence_id, a.received_sha256, a.sent_sha256, a.stored_sha256,
  a.state FROM attachment a JOIN evidence e ON e.id = a.evidence_id
  WHERE e.text LIKE ? ORDER BY a.id"""

COMING = """SELECT a.id FROM attachment a JOIN evidence e ON e.id = a.evidence_id
  WHERE e.text LIKE ? AND a.state = 'received'"""


@dataclass(frozen=True)
class Kept:
    """What the service has of one story: `(text, name of its author)`, and whole files."""

    notes: list[tuple[str, str]]
    files: list[bytes]


def agreed(
    service: Service, tablets: Iterable[Tablet], story: str, *, state: str = "received"
) -> Kept:
    """Fails where a tablet and the service do not have the same, note by note and file
    by file; `story` is how the texts begin, `state` what the tablets say of each."""
    items = [one for tablet in tablets for one in tablet.stored("queue")]
    assert {one["state"] for one in items} == {state}
    notes = service.rows(NOTES, f"{story}%")
    sent = {one["id"] for one in items if one["kind"] == "note"}
    assert sorted(str(UUID(row[0])) for row in notes) == sorted(sent)
    comes(lambda: not service.rows(COMING, f"{story}%"))
    files = service.rows(FILES, f"{story}%")
    assert [of_service(row) for row in files] == sorted(
        map(of_tablet, of(items, "file"))
    )
    return Kept([(row[1], row[2]) for row in notes], [whole(service, r) for r in files])


def of(items: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in items if one["kind"] == kind]


def of_tablet(item: dict[str, Any]) -> tuple[str, ...]:
    return item["id"], item["of"], item["plain_sha256"], item["sha256"]


def of_service(row: tuple[Any, ...]) -> tuple[str, ...]:
    return str(UUID(row[0])), str(UUID(row[1])), row[2], row[3]


def whole(service: Service, row: tuple[Any, ...]) -> bytes:
    """What is stored of a file, once its digest was looked at."""
    id_, stored, state = UUID(row[0]), row[4], row[5]
    assert (state, bool(stored)) == ("clean", True)
    path = Files(f"file:{service.files}").stored(VISIT, id_, stored)
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == stored
    return content
