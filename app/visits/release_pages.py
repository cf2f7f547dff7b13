"""The look before releasing: who gets what, and the words."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted
from app.forms import Form
from app.models import AgendaRelease, Visit
from app.visits.differences_rules import differences
from app.visits.forms import ReleaseForm
from app.visits.releases_queries import last_release
from app.visits.releasing import agenda_now
from app.visits.telling import Telling, tellings
from app.visits.telling_rules import Content, Seat
from app.visits.told_words import below, summary

#: A note to a release begins with so many lines at most; it has to be read.
MOST_LINES = 30


@dataclass(frozen=True)
class Words:
    """What one of them is told: each session with what is said of it."""

    name: str
    seat: Seat
    is_first: bool
    mails: int
    lines: Sequence[tuple[str, Sequence[str]]]


def before_release(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[ReleaseForm] | None = None,
    *,
    has_mail: bool,
) -> dict[str, Any]:
    """Raises `NotPermitted`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    last, content = last_release(session, visit), agenda_now(session, visit)
    found = [in_words(one) for one in tellings(session, actor, visit, content)]
    if form is None:
        form = Form(ReleaseForm, {"changes": [since(last, content)]})
    return {
        "visit": visit,
        "last": last.number if last else 0,
        "form": form,
        "seen": sign_of(content),
        "told": [one for one in found if one.mails],
        "without_address": [one for one in found if not one.mails],
        "mails": sum(one.mails for one in found),
        "has_mail": has_mail,
        "is_empty": not content["sessions"],
    }


def in_words(telling: Telling) -> Words:
    is_first = telling.since is None
    lines = [(summary(one, is_first=is_first), list(below(one))) for one in telling.items]  # fmt: skip
    whom = telling.whom
    return Words(whom.name, whom.reader.seat, is_first, telling.mails, lines)


def sign_of(content: Content) -> str:
    """The same for the same agenda."""
    written = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def check_as_seen(session: Session, visit: Visit, seen: str) -> None:
    """Raises `Conflict` where somebody changed the agenda while it was looked at."""
    if seen and seen != sign_of(agenda_now(session, visit)):
        raise Conflict(0, {})


def since(last: AgendaRelease | None, content: Content) -> str:
    """What has changed since the last release, to begin its note with: a line each.

    Everybody reads the note, so nothing is in it that some may not see.
    """
    if last is None:
        return ""
    found = differences(last.content, content, inside=False)
    return "\n".join(str(one) for one in found[:MOST_LINES])
