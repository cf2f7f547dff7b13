"""What changed in a session, revision by revision, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.i18n import _
from app.models import AgendaSession, RecordRevision, Visit
from app.values import SessionStatus
from app.visits.team_queries import names_on

#: So many past revisions are shown.
SHOWN = 30


@dataclass(frozen=True)
class Change:
    revision: int
    at: datetime
    by: str
    what: list[str]


def history_of(session: Session, visit: Visit, item: AgendaSession) -> list[Change]:
    """Newest first, with members of the team by their shown names."""
    past = session.exec(
        select(RecordRevision)
        .where(
            RecordRevision.table == str(AgendaSession.__tablename__),
            RecordRevision.record_id == item.id,
        )
        .order_by(col(RecordRevision.revision).desc())
        .limit(SHOWN + 1)
    ).all()
    names = names_on(session, visit, {one.by for one in past if one.by})
    return changes(past, names)[:SHOWN]


def changes(past: Sequence[RecordRevision], names: Mapping[UUID, str]) -> list[Change]:
    """`past` is newest first, and so is the answer."""
    before: list[Mapping[str, Any] | None] = [*(one.values for one in past[1:]), None]
    return [
        Change(
            one.revision,
            one.at,
            names.get(one.by, "") if one.by else "",
            what_changed(earlier, one.values),
        )
        for one, earlier in zip(past, before, strict=False)
    ]


def what_changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> list[str]:
    if before is None:
        return [_("Added to the agenda")]
    if bool(before.get("removed_at")) != bool(after.get("removed_at")):
        removed = bool(after.get("removed_at"))
        return [_("Removed") if removed else _("Put back")]
    if before.get("status") != after.get("status"):
        return [_status_words(after.get("status"))]
    moved = {"day_id", "starts_local", "ends_local"}
    different = {name for name in after if before.get(name) != after.get(name)}
    found = [_time_words(before, after)] if different & moved else []
    found += [words for name, words in _words().items() if name in different]
    return found or [_("Saved without a change")]


def _status_words(status: object) -> str:
    words = {
        SessionStatus.CANCELLED.value: _("Cancelled"),
        SessionStatus.HELD.value: _("Marked as held"),
    }
    return words.get(str(status), _("Planned again"))


def _time_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """From when to when, on the same day; another day is only said to be one."""
    if before.get("day_id") != after.get("day_id"):
        return _("another day")
    then, now = _span(before), _span(after)
    if not then or not now:
        return _("time")
    return _("moved from %(then)s to %(now)s", then=then, now=now)


def _span(values: Mapping[str, Any]) -> str:
    starts, ends = values.get("starts_local"), values.get("ends_local")
    return f"{starts[:5]}–{ends[:5]}" if starts and ends else ""


def _words() -> dict[str, str]:
    """Name of a value in the history → what to call it."""
    return {
        "title": _("title"),
        "language": _("language"),
        "format": _("format"),
        "track": _("track"),
        "room_id": _("room"),
        "place": _("place"),
        "link": _("link"),
        "stakeholder_ids": _("people met"),
        "member_ids": _("members of the team"),
        "languages": _("languages spoken"),
        "interpreter": _("interpreter"),
        "interpreter_ids": _("interpreter"),
        "needs": _("needs"),
        "factor_ids": _("key factors"),
        "questions": _("questions"),
        "notes": _("notes"),
    }
