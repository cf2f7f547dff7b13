"""Who may send which file: everything that can be known before a byte of it is read."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from app.access import Actor
from app.credentials import token_of
from app.errors import Problem, Rejected
from app.evidence.attachment_actions import FileGone, OtherBytes
from app.evidence.attachment_queries import (
    Expected,
    expected_file,
    is_erased,
    wait_for_uploads,
)
from app.evidence.attachment_rules import refusal_words, upload_words
from app.evidence.cleaning_limits import (
    BYTES_OF,
    MOST_BYTES,
    Refusal,
    sealed_size,
)
from app.i18n import _
from app.models import Visit
from app.people.rules import waiting_words
from app.routes.api_intake import Admission, admission, note_credential, problem
from app.routes.files_kept import file_answer
from app.web import Refused, together_of


@dataclass(frozen=True)
class FileIds:
    visit_id: UUID
    evidence_id: UUID
    id: UUID

    @property
    def address(self) -> str:
        note = f"/api/v1/visits/{self.visit_id}/evidence/{self.evidence_id}"
        return f"{note}/attachments/{self.id}"


@dataclass(frozen=True)
class Sender:
    """Somebody who may send this file; `wait` is how long until they may send another."""

    actor: Actor
    visit: Visit
    ids: FileIds
    expected: Expected
    wait: timedelta


@dataclass(frozen=True)
class Announced:
    """A file on its way: `sha256` is what was promised of its bytes as they are sent."""

    sender: Sender
    sha256: str
    sealed: bool

    @property
    def most(self) -> int:
        """Of the file itself."""
        family = self.sender.expected.family
        return BYTES_OF[family] if family else MOST_BYTES

    @property
    def most_sent(self) -> int:
        return sealed_size(self.most) if self.sealed else self.most


async def file_ids(visit_id: UUID, evidence_id: UUID, attachment_id: UUID) -> FileIds:
    return FileIds(visit_id, evidence_id, attachment_id)


async def sender(
    request: Request, ids: Annotated[FileIds, Depends(file_ids)]
) -> Sender:
    """Credential, visit and note. No transaction stays open."""
    token = token_of(request)

    def asked(session: Session) -> tuple[Admission, Expected | None, timedelta]:
        admitted = admission(session, token, ids.visit_id, request.url.path)
        if is_erased(session, admitted.visit, ids.evidence_id):
            return admitted, None, timedelta(0)
        expected = expected_file(session, admitted.visit, (ids.evidence_id, ids.id))
        wait = wait_for_uploads(session, admitted.actor, datetime.now(UTC))
        return admitted, expected, wait

    admitted, expected, wait = await together_of(request).read(asked)
    await note_credential(request, admitted, token)
    if expected is None:
        raise Refused(file_answer(FileGone(ids.id)))
    return Sender(admitted.actor, admitted.visit, ids, expected, wait)


def announced(who: Sender, sha256: str, length: int, *, sealed: bool) -> Announced:
    """`length` in bytes, as promised. Raises `Refused` or `Rejected` for what is not
    worth reading; what sealed bytes hold is known only when they are open."""
    coming, expected = Announced(who, sha256, sealed), who.expected
    if not sealed and expected.known and sha256 not in expected.known_by:
        raise Refused(file_answer(OtherBytes(who.ids.id)))
    if not sealed and expected.sha256 not in (None, sha256):
        said = _("The note announces other bytes under this id.")
        raise Rejected(Problem("Content-Digest", said))
    if length > coming.most_sent or (expected.bytes or 0) > coming.most:
        raise too_large()
    if who.wait and expected.known is None:
        raise too_many(who.wait)
    return coming


def too_large() -> Refused:
    words = refusal_words(Refusal.TOO_LARGE)
    return Refused(problem(413, _("This is too large"), words))


def too_many(wait: timedelta) -> Refused:
    said = f"{upload_words()} {waiting_words(wait)}"
    answer = problem(429, _("Too many files at once"), said)
    answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return Refused(answer)


def sha256_in(header: str | None) -> str:
    """The hexadecimal digest of a Content-Digest header; raises `Rejected`."""
    found = re.search(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{44}):", header or "")
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        said = _("Send the digest of the bytes: Content-Digest: sha-256=:…:")
        raise Rejected(Problem("Content-Digest", said))
    return digest.hex()
