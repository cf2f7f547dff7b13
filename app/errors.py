"""The errors that cross layers. Anything else is a bug."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the field it belongs to (empty: the whole) and a sentence."""

    field: str
    message: str


class Rejected(Exception):
    """422: what was sent cannot stand; the person can mend it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(p.message) for p in problems))
        self.problems = problems


class NotPermitted(Exception):
    """403: it may be seen, but this may not be done by this person."""


class NotFound(Exception):
    """404: it is not there, or not for this person."""


class SignInNeeded(Exception):
    """Nobody is signed in and the page is somebody's: 303 to the sign-in, 401 in the API.

    `held` is the form that was sent after its session had gone idle.
    """

    def __init__(self, held: UUID | None = None) -> None:
        super().__init__()
        self.held = held


class AskAgain(Exception):
    """Somebody is signed in and proves it once more for this: 303 to where, 403 in the API."""

    held: UUID | None = None


class TooMany(Exception):
    """429: a limit is reached; `wait` is how long until the next try fits."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class Conflict(Exception):
    """409: somebody saved meanwhile. `theirs` has the values stored at `revision`."""

    def __init__(self, revision: int, theirs: Mapping[str, Any]) -> None:
        super().__init__(f"stale revision; now {revision}")
        self.revision = revision
        self.theirs = theirs
