"""What changed in a finding, revision by revision, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from app.i18n import _
from app.models import RecordRevision
from app.values import FindingStatus


@dataclass(frozen=True)
class Change:
    """One saving: what it did, and the sentence as it read after it."""

    at: datetime
    by: str
    what: list[str]
    sentence: str
    takes_back: bool = False


def changes(past: Sequence[RecordRevision], names: Mapping[UUID, str]) -> list[Change]:
    """`past` is newest first, and so is the answer."""
    before: list[Mapping[str, Any]] = [one.values for one in past[1:]]
    return [
        Change(
            at=one.at,
            by=names.get(one.by, "") if one.by else "",
            what=what_changed(earlier, one.values),
            sentence=one.values.get("sentence", ""),
            takes_back=is_agreed(earlier) and not is_agreed(one.values),
        )
        for one, earlier in zip(past, [*before, None], strict=True)
    ]


#: What the host city reads of a finding.
SAID = (
    "sentence",
    "word",
    "reason",
    "support",
    "support_reason",
    "contexts",
    "dissent",
)


def changed_since(
    past: Sequence[RecordRevision], answered_at: datetime
) -> datetime | None:
    """Since when a finding says something else than it did at `answered_at`; None where
    it says the same. `past` is newest first."""
    said = [(one.at, [one.values.get(name) for name in SAID]) for one in past]
    then = next((words for at, words in said if at <= answered_at), None)
    if then is None or then == said[0][1]:
        return None
    return [at for at, _w in takewhile(lambda one: one[1] == said[0][1], said)][-1]


def what_changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> list[str]:
    if before is None:
        return [_("First draft")]
    if is_agreed(before) != is_agreed(after):
        agreed = is_agreed(after)
        return [_("Agreed by the team") if agreed else _("Taken back to draft")]
    words = {
        "sentence": _("sentence"),
        "word": _("word"),
        "reason": _("reason"),
        "support": _("how well supported"),
        "support_reason": _("why it is so well supported"),
        "contexts": _("contextual factors"),
        "dissent": _("where the team differs"),
        "language": _("language"),
    }
    found = [w for name, w in words.items() if before.get(name) != after.get(name)]
    return found or [_("evidence for and against")]


def is_agreed(values: Mapping[str, Any] | None) -> bool:
    return values is not None and values.get("status") == FindingStatus.AGREED
