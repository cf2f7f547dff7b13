"""What the API answers: the base of every answer, and lists that lead on by a cursor.

A cursor names the last row that was given, so a list does not shift under its reader.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import time
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.errors import Problem, Rejected
from app.i18n import _

#: Language (BCP 47) → text.
Texts = dict[str, str]


class Answer(BaseModel):
    """Read off a record: `SomeAnswer.model_validate(record)`."""

    model_config = ConfigDict(from_attributes=True)


A = TypeVar("A", bound=Answer)
R = TypeVar("R")


class ListOf(Answer, Generic[A]):
    """`next` is the `after` of the request that goes on; null at the end."""

    items: list[A]
    next: str | None


def _clock(value: Any) -> Any:
    return value.strftime("%H:%M") if isinstance(value, time) else value


#: A local time as `09:30`: JSON Schema's own `time` would need a zone.
Clock = Annotated[str, BeforeValidator(_clock), Field(pattern=r"^\d\d:\d\d$")]


class ProblemError(Answer):
    field: str
    message: str


class ProblemAnswer(BaseModel):
    """RFC 9457. `errors` names each field to mend; some problems carry more."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Something needs mending",
                    "status": 422,
                    "detail": "Go back, mend what is named below and send it again.",
                    "errors": [{"field": "limit", "message": "Write 1 or more."}],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError]


def list_of(
    rows: Sequence[R], limit: int, key: Callable[[R], str], answer: type[A]
) -> ListOf[A]:
    """`rows` are one more than `limit` where more follow; `key` is what they go by."""
    given = rows[:limit]
    more = len(rows) > limit
    return ListOf(
        items=[answer.model_validate(row) for row in given],
        next=cursor_of(key(given[-1])) if more else None,
    )


def cursor_of(*key: str) -> str:
    written = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def key_of(cursor: str | None, parts: int = 1) -> tuple[str, ...]:
    """The key a cursor was made of, blank parts without one; raises `Rejected`."""
    if cursor is None:
        return ("",) * parts
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    if not _fits(key, parts):
        raise Rejected(Problem("after", _("Start again: this place is not known.")))
    return tuple(key)


def _fits(key: object, parts: int) -> bool:
    return (
        isinstance(key, list)
        and len(key) == parts
        and all(isinstance(one, str) and one.isprintable() for one in key)
    )
