"""Codes, limits, addresses and browsers of signing in."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import urlsplit

from app.errors import Problem
from app.i18n import _, ngettext
from app.values_people import InvitationState, LinkState

#: 23 letters and digits: none of 0 1 2 5 8 B G I L O S U Z, which are taken for another.
ALPHABET = "ACDEFHJKMNPQRTVWXY34679"
CODE_LENGTH = 8
CODE_LIFE = timedelta(minutes=10)
#: How long a passkey or a second code counts for what asks for one.
ASKED_AGAIN = timedelta(minutes=10)
#: How soon after signing in a first passkey may be added without being asked again.
FRESH = timedelta(minutes=10)
NO_WAIT = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind within a time."""

    kind: str
    most: int
    within: timedelta


#: Issue 3, point 9: per account and per pending sign-in, never by network address, since
#: a delegation shares one.
CODES_ASKED = Limit("code-asked", 5, timedelta(minutes=15))
CODES_MISTYPED = Limit("code-mistyped", 5, CODE_LIFE)
ACCOUNT_MISTYPED = Limit("account-mistyped", 20, timedelta(hours=1))
#: Files made for somebody: whole lists, and all that is kept about a person.
EXPORTS = Limit("export", 30, timedelta(hours=1))
#: Searches for words in evidence; a person who reads needs a few a minute.
SEARCHES = Limit("search", 120, timedelta(minutes=10))

#: Of one token: fifty notes with their files at once and a program that reads page by
#: page fit; a loop that went wrong does not.
TOKEN_USED = Limit("token-used", 600, timedelta(minutes=10))


def wait_needed(tries: Iterable[datetime], limit: Limit, at: datetime) -> timedelta:
    """How long until another try fits under the limit; nothing where it fits now."""
    recent = sorted(tried for tried in tries if at - tried < limit.within)
    if len(recent) < limit.most:
        return NO_WAIT
    return recent[-limit.most] + limit.within - at


def waiting_words(wait: timedelta) -> str:
    """In whole minutes, rounded up."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return ngettext(
        "Wait %(minutes)s minute, then try again.",
        "Wait %(minutes)s minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """As it is written for people: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def as_typed(code: str) -> str:
    """Small letters, spaces and hyphens are how people type."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def own_address(then: str) -> str:
    """Only an address of this site: never where a crafted link would send somebody."""
    fits = then.startswith("/") and not then.startswith(("//", "/\\"))
    if not fits or not then.isprintable() or len(then) > 500:
        return "/"
    parts = urlsplit(then)
    return "/" if parts.scheme or parts.netloc else then


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def browser_of(user_agent: str) -> str:
    """`Firefox, Windows`: enough to know one's own, and no more is kept."""
    names = [first_of(BROWSERS, user_agent), first_of(SYSTEMS, user_agent)]
    return ", ".join(name for name in names if name)


def first_of(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")


#: Long enough for somebody on leave; short enough that a forgotten mail opens nothing.
INVITATION_LIFE = timedelta(days=14)
#: Of one link; whoever has it may mistype, a script may not go on.
LINK_USED = Limit("link-used", 10, timedelta(minutes=15))
#: Answers through one link: a member may be asked to a dozen sessions, and change their mind.
LINK_ANSWERED = Limit("link-answered", 60, timedelta(minutes=15))
#: Of one calendar: programs look again every few minutes at most.
CALENDAR_READ = Limit("calendar-read", 60, timedelta(hours=1))
#: To one address: nobody's mailbox is filled in a programme's name.
INVITED = Limit("invited", 5, timedelta(hours=1))


def link_state(
    expires_at: datetime,
    revoked_at: datetime | None,
    used_at: datetime | None,
    at: datetime,
) -> LinkState:
    """What was done to a link counts before that it also ran out."""
    if used_at is not None:
        return LinkState.USED
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if expires_at <= at else LinkState.OPEN


def last_coordinator_problem() -> Problem:
    """Somebody would leave a programme that is then nobody's."""
    said = _(
        "Nobody else coordinates this programme. Give somebody else the role of coordinator first, then come back."
    )
    return Problem("", said)


def invitation_state(
    accepted_at: datetime | None,
    removed_at: datetime | None,
    until: datetime | None,
    at: datetime,
) -> InvitationState:
    """`until` is when its newest link runs out; null where it has none that is open."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if removed_at is not None:
        return InvitationState.WITHDRAWN
    waits = until is not None and until > at
    return InvitationState.WAITING if waits else InvitationState.EXPIRED
