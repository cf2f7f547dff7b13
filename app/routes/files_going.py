"""Files that come in pieces, as far as they have come: what tus asks before it reads."""

import base64
import binascii
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.errors import NotFound
from app.evidence.attachment_actions import FileReceipt, is_unreadable, receipt_of
from app.evidence.uploads import NoUpload, Upload, find_upload
from app.i18n import _
from app.routes.api_intake import SEALED, EpochRoute, problem
from app.routes.files_coming import Sender, sender, sha256_in
from app.routes.sent_files import files_in
from app.web import Refused

VERSION = "1.0.0"
Resumable = Annotated[
    str, Header(alias="Tus-Resumable", description="Always `1.0.0`; needed.")
]
Digest = Annotated[
    str,
    Path(
        pattern="^[0-9a-f]{64}$", description="Of the bytes as they are sent, SHA-256."
    ),
]


class TusRoute(EpochRoute):
    """Every answer says which protocol it speaks, refusals too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def with_version(request: Request) -> Response:
            answer = await handle(request)
            answer.headers["Tus-Resumable"] = VERSION
            return answer

        return with_version


@dataclass(frozen=True)
class Going:
    """A file on its way, or the `receipt` it has already; `length` in bytes, as sent."""

    sender: Sender
    sha256: str
    length: int
    upload: Upload | None
    receipt: FileReceipt | None = None

    @property
    def begun(self) -> Upload:
        if self.upload is None:
            raise NotFound
        return self.upload

    @property
    def address(self) -> str:
        return f"{self.sender.ids.address}/upload/{self.sha256}"

    @property
    def expires(self) -> dict[str, str]:
        if self.upload is None:
            return {}
        at = self.upload.expires_at.replace(microsecond=0)
        return {"Upload-Expires": format_datetime(at, usegmt=True)}


async def speaks_tus(version: Resumable = "") -> None:
    if version != VERSION:
        said = _("Send the header Tus-Resumable: 1.0.0.")
        answer = problem(412, _("This version of tus is not spoken here"), said)
        answer.headers["Tus-Version"] = VERSION
        raise Refused(answer)


async def going(
    request: Request,
    who: Annotated[Sender, Depends(sender)],
    _spoken: Annotated[None, Depends(speaks_tus)],
    sha256: Digest,
) -> Going:
    """Raises `NotFound` for what was never begun, was given up or rested too long."""
    known = who.expected.known
    if known and sha256 in who.expected.known_by and not is_unreadable(known):
        sealed = sha256 == known.sent_sha256
        length = (known.sent_bytes if sealed else None) or known.bytes
        return Going(who, sha256, length, None, receipt_of(known, sha256))
    folder = files_in(request).unfinished(who.visit.id, who.ids.id)
    try:
        upload = await run_in_threadpool(find_upload, folder, sha256)
    except NoUpload:
        raise NotFound from None
    return Going(who, sha256, upload.length, upload)


@dataclass(frozen=True)
class Promised:
    """What is said of a file before its first piece."""

    sha256: str
    length: int
    sealed: bool


async def promised(
    _spoken: Annotated[None, Depends(speaks_tus)],
    upload_length: Annotated[int, Header(ge=1)],
    upload_metadata: Annotated[
        str,
        Header(
            max_length=2000,
            description="`filetype` is `application/jose` for what is sealed; `sha256` in hexadecimal where there is no Content-Digest.",
        ),
    ] = "",
    content_digest: Annotated[
        str | None, Header(description="RFC 9530, of the bytes as they are sent.")
    ] = None,
) -> Promised:
    said = metadata_in(upload_metadata)
    own = said.get("sha256", "")
    if content_digest is None and re.fullmatch("[0-9a-f]{64}", own):
        sha256 = own
    else:
        sha256 = sha256_in(content_digest)
    return Promised(sha256, upload_length, said.get("filetype") == SEALED)


def metadata_in(header: str) -> dict[str, str]:
    """Names and their values; what is no base64 of a text is left out."""
    found = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
