"""How long what is kept: defaults that a programme may change within bounds.

Source of the bounds: GDPR, article 5(1)(e) (no longer than needed); domain.md, section 6
(sound within 30 days); design, section 5 (deposits until 90 days after the visit). The
lengths themselves are this project's proposal to a data-protection officer.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.errors import Problem
from app.i18n import _
from app.kept import Kept


class Unit(StrEnum):
    MONTHS = "months"
    DAYS = "days"


class Since(StrEnum):
    """What starts the clock: the visit's last day, or the row's own moment."""

    VISIT = "visit"
    ITSELF = "itself"


@dataclass(frozen=True)
class Rule:
    """`least` and `most` are the bounds of what a programme may choose, both included."""

    kept: Kept
    since: Since
    unit: Unit
    default: int
    least: int
    most: int


#: In the order in which they are applied: history last, since others write to it.
RULES = (
    Rule(Kept.RAW_EVIDENCE, Since.VISIT, Unit.MONTHS, 12, 4, 36),
    Rule(Kept.SPEAKERS, Since.VISIT, Unit.MONTHS, 12, 4, 36),
    Rule(Kept.AUDIO, Since.ITSELF, Unit.DAYS, 30, 1, 30),
    Rule(Kept.QUARANTINE, Since.ITSELF, Unit.MONTHS, 3, 1, 12),
    Rule(Kept.RIVAL_TEXTS, Since.ITSELF, Unit.MONTHS, 6, 1, 12),
    Rule(Kept.RELEASED, Since.VISIT, Unit.MONTHS, 60, 12, 120),
    Rule(Kept.CONTACTS, Since.VISIT, Unit.MONTHS, 6, 1, 24),
    Rule(Kept.TEAM, Since.VISIT, Unit.MONTHS, 6, 1, 24),
    Rule(Kept.HISTORY, Since.VISIT, Unit.MONTHS, 24, 6, 60),
    Rule(Kept.AUDIT, Since.ITSELF, Unit.MONTHS, 36, 12, 120),
)
#: The same for everybody who uses this service: accounts belong to no programme.
EVERYWHERE = (
    Rule(Kept.SESSIONS, Since.ITSELF, Unit.MONTHS, 3, 3, 3),
    Rule(Kept.MAIL, Since.ITSELF, Unit.MONTHS, 1, 1, 1),
    Rule(Kept.TOKENS, Since.ITSELF, Unit.MONTHS, 12, 12, 12),
    Rule(Kept.LINKS, Since.ITSELF, Unit.MONTHS, 3, 3, 3),
    Rule(Kept.INVITATIONS, Since.ITSELF, Unit.MONTHS, 3, 3, 3),
    # Longer than an ended tablet may hand in what it holds (`tablet_rules.DEPOSITS`).
    Rule(Kept.TABLETS, Since.VISIT, Unit.MONTHS, 6, 6, 6),
    Rule(Kept.CODES, Since.ITSELF, Unit.DAYS, 1, 1, 1),
    Rule(Kept.AUDIT, Since.ITSELF, Unit.MONTHS, 36, 36, 36),
)


def lengths_of(chosen: Mapping[str, int]) -> dict[Kept, int]:
    """What holds for a programme: its own choice, else the default."""
    return {rule.kept: chosen.get(rule.kept.value, rule.default) for rule in RULES}


def before(rule: Rule, length: int, today: date) -> date:
    """What is older than this day is due."""
    if rule.unit is Unit.DAYS:
        return today - timedelta(days=length)
    return months_before(today, length)


def months_before(day: date, months: int) -> date:
    """The same day of the month, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def retention_problems(lengths: Mapping[Kept, int]) -> list[Problem]:
    """A note without the consent it was taken with could not be answered for."""
    if lengths[Kept.SPEAKERS] < lengths[Kept.RAW_EVIDENCE]:
        said = _("Keep consents at least as long as the raw evidence they are for.")
        return [Problem("speakers", said)]
    return []
