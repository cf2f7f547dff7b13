"""Which reminder of a step is due on a day: two before its date, three after, no more."""

from datetime import date

from app.values import ReminderKind

#: Days from the step's date on which each is sent: on the first of them, or on a later
#: one where the command did not run then.
DAYS = {
    ReminderKind.WEEK_BEFORE: (-7, -2),
    ReminderKind.DAY_BEFORE: (-1, 0),
    ReminderKind.DAY_AFTER: (1, 7),
    ReminderKind.WEEK_AFTER: (8, 14),
    ReminderKind.TWO_WEEKS_AFTER: (15, 21),
}


def reminder_due(due_on: date, today: date) -> ReminderKind | None:
    """None long before a step's date, and long after: then nobody is asked any more."""
    days = (today - due_on).days
    found = (kind for kind, (first, last) in DAYS.items() if first <= days <= last)
    return next(found, None)
