"""When an action is late, and whether it can stand as it is."""

from datetime import date

from app.errors import Problem
from app.i18n import _
from app.values import ActionStatus

OPEN = frozenset({ActionStatus.PLANNED, ActionStatus.UNDER_WAY})


def is_open(status: ActionStatus) -> bool:
    return status in OPEN


def action_days_late(status: ActionStatus, due_on: date | None, today: date) -> int:
    """Whole days since its date; 0 when it is done, dropped or has none."""
    if status not in OPEN or due_on is None or due_on >= today:
        return 0
    return (today - due_on).days


def action_problems(starts_on: date | None, due_on: date | None) -> list[Problem]:
    if starts_on and due_on and due_on < starts_on:
        return [Problem("due_on", _("Choose a day after the start."))]
    return []


def update_day_problems(on: date, today: date) -> list[Problem]:
    if on > today:
        return [Problem("on", _("Choose a day that has come."))]
    return []
