"""Codes, pass cards, limits and times of shared tablets (docs/decisions/10)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.people.rules import ALPHABET, Limit, as_typed

#: Issue 3, point 1: a code to join works once and for five minutes.
JOINING = timedelta(minutes=5)
#: A tablet and a seat on it last a day's work; the lead renews the tablet.
ENROLLED = timedelta(hours=12)
SEATED = timedelta(hours=12)
#: Design, section 5: what an ended tablet holds is taken until 90 days after the visit.
DEPOSITS = timedelta(days=90)
IDLE_MINUTES = 5

#: Of all tablets together: one that is not enrolled has no name to count by, and with so
#: few tries nobody guesses eight letters in five minutes. Scanning is not held up.
CODES_TYPED = Limit("tablet-code", 300, JOINING)
CARDS_TYPED = Limit("card-wrong", 10, timedelta(minutes=15))
SEATS_OPENED = Limit("seat-opened", 30, timedelta(minutes=15))
#: Fifty notes at once after a day without network are normal; this is a broken tablet.
WRITES = Limit("tablet-write", 600, timedelta(minutes=10))
MOST_DEPOSITS = 500
MOST_DEPOSITED_BYTES = 20_000_000

TOKEN_LENGTH = 30
GROUPS, GROUP = 6, 6


def new_token() -> str:
    """For the scanned form of a code: 135 bits in letters that can be typed too."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def new_card() -> str:
    """Six groups of five letters, 135 bits, each group with a letter that checks it."""
    groups = (
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP - 1))
        for _ in range(GROUPS)
    )
    return "".join(text + check_letter(text, n) for n, text in enumerate(groups))


def check_letter(text: str, place: int) -> str:
    """Differs when one letter differs, when two change places, and when groups do."""
    weighted = sum(w * ALPHABET.index(letter) for w, letter in enumerate(text, 1))
    return ALPHABET[(weighted + 7 * (place + 1)) % len(ALPHABET)]


def in_groups(text: str, size: int) -> str:
    return "-".join(text[n : n + size] for n in range(0, len(text), size))


def mistyped_groups(typed: str) -> list[int]:
    """Which groups of a pass card cannot be right, counted from 1; all where it is no
    card's length."""
    card = as_typed(typed)
    if len(card) != GROUPS * GROUP:
        return list(range(1, GROUPS + 1))
    cut = [card[n : n + GROUP] for n in range(0, len(card), GROUP)]
    return [n for n, group in enumerate(cut, 1) if not stands(group, n - 1)]


def stands(group: str, place: int) -> bool:
    if not set(group) <= set(ALPHABET):
        return False
    return check_letter(group[:-1], place) == group[-1]


def is_idle(last_used_at: datetime, minutes: int, at: datetime) -> bool:
    return at - last_used_at >= timedelta(minutes=minutes)


def takes_deposits(days: Sequence[date], expires_at: datetime, at: datetime) -> bool:
    """Until 90 days after the visit's last day, or after the tablet's where none is set."""
    last = max(days, default=expires_at.date())
    return at.date() <= last + DEPOSITS
