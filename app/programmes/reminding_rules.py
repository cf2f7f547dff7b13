"""Which reminder is due on a day: of a step, two before its date and three after; of a
question, one."""

from datetime import date, timedelta

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

#: So long somebody has to answer a question before they are asked once more.
PATIENCE = timedelta(days=7)
#: So near to the first day nobody is asked any more: an answer would help nobody plan.
TOO_NEAR = timedelta(days=2)
#: So long after asking a question is too old to come back to by itself.
FORGOTTEN = timedelta(days=28)


def reminder_due(due_on: date, today: date) -> ReminderKind | None:
    """None long before a step's date, and long after: then nobody is asked any more."""
    days = (today - due_on).days
    found = (kind for kind, (first, last) in DAYS.items() if first <= days <= last)
    return next(found, None)


def question_due(asked_on: date, begins_on: date, today: date) -> bool:
    """A week after somebody was asked, or half way to the first day where that is sooner;
    where the command did not run then, on a later day. Never on the day of asking."""
    wait = min(PATIENCE, (begins_on - asked_on) / 2)
    last = min(begins_on - TOO_NEAR, asked_on + FORGOTTEN)
    return wait >= timedelta(days=1) and asked_on + wait <= today <= last
