"""Sending files to a server of one's own, and looking at its disk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

from app.files import Files
from app.ids import uuid7
from app.models import Attachment
from tests.attachments.making import announced, digest
from tests.evidence.notes import SMALLEST
from tests.evidence.serving import Field


@dataclass(frozen=True)
class Coming:
    """A note that is here, announcing one file that is not."""

    note: UUID
    file: UUID
    content: bytes
    path: str


def files_of(field: Field) -> Files:
    assert field.app
    files: Files = field.app.state.files
    return files


def on_disk(field: Field) -> list[str]:
    """Every file, under the root: `stored/{visit}/{attachment}/{name}`."""
    root = files_of(field).root
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def of_file(field: Field, coming: Coming) -> list[Path]:
    return [Path(one) for one in on_disk(field) if str(coming.file) in one]


def coming(
    field: Field, content: bytes, media_type: str = "image/jpeg", **more: Any
) -> Coming:
    note_id, file = uuid7(), announced(content, media_type) | more
    note = {**SMALLEST, "attachments": [file]}
    with field.client() as client:
        answer = client.put(field.path(note_id), json=note)
    assert answer.status_code == 201, answer.text
    path = f"{field.path(note_id)}/attachments/{file['id']}"
    return Coming(note_id, UUID(file["id"]), content, path)


def put(
    client: httpx2.Client, one: Coming, content: bytes | None = None
) -> httpx2.Response:
    sent = one.content if content is None else content
    return client.put(one.path, content=sent, headers=digest(sent))


def row(field: Field, file: UUID) -> Attachment | None:
    with field.database.reading() as session:
        return session.get(Attachment, file)


def clean(field: Field) -> None:
    assert field.app
    field.app.state.cleaner.wake().result()
    field.app.state.cleaner.wake().result()
