"""Where a person stands in the tables, and what of each row their copy gives.

What is not named here is given by its id and moments alone (`copy_queries.mentions`), so
a new table is covered from its first day; columns with keys, hashes and codes are not
named anywhere.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from app.i18n import lazy
from app.models import (
    ActionUpdate,
    AgendaRelease,
    ApiToken,
    AuditEntry,
    BenchmarkComment,
    BreakGlass,
    CalendarFeed,
    DateQuestion,
    Deadline,
    HeldForm,
    HostReply,
    Login,
    Membership,
    Message,
    Passkey,
    PendingSignIn,
    TeamMember,
    metadata,
)

ROLE = ("role", "programme_id", "pair_id", "city_id", "organisation_id")
MEMBER = ("visit_id", "position", "shown_name", "organisation", "part", "migrant", "languages", "joins", "preparation")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Rows of `table` whose `column` is the person; of each, the columns `shown`."""

    slug: str
    title: str
    table: type[SQLModel]
    column: str
    shown: tuple[str, ...]


PARTS = (
    Part("roles", lazy("Roles"), Membership, "person_id", (*ROLE, "created_at", "removed_at")),
    Part("teams", lazy("Visiting teams"), TeamMember, "person_id", (*MEMBER, "created_at", "removed_at")),
    Part("sessions", lazy("Sessions"), Login, "person_id", ("created_at", "last_seen_at", "ended_at", "method", "browser")),
    Part("passkeys", lazy("Passkeys"), Passkey, "person_id", ("name", "created_at", "last_used_at")),
    Part("tokens", lazy("Tokens for programs"), ApiToken, "person_id", ("name", "ending", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")),
    Part("calendars", lazy("Calendars you subscribe to"), CalendarFeed, "person_id", ("visit_id", "made_at", "last_read_at", "revoked_at")),
    Part("codes", lazy("Codes and passkeys asked for"), PendingSignIn, "person_id", ("purpose", "created_at", "expires_at", "used_at")),
    Part("mail", lazy("Mail sent to you"), Message, "person_id", ("template", "state", "created_at", "sent_at")),
    Part("held-forms", lazy("Forms kept for you for an hour"), HeldForm, "person_id", ("created_at", "expires_at")),
    Part("dates", lazy("Days you were asked about"), DateQuestion, "person_id", ("visit_id", "asked_at", "answered_at", "remark")),
    Part("deadlines", lazy("Steps you answer for"), Deadline, "owner_id", ("pair_id", "visit_id", "step", "due_on", "done_on")),
    Part("releases", lazy("Agendas you released"), AgendaRelease, "released_by", ("visit_id", "number", "released_at", "changes")),
    Part("break-glass", lazy("Raw evidence you opened by break-glass"), BreakGlass, "person_id", ("visit_id", "at", "until", "ended_at", "reason")),
    Part("comments", lazy("Comments on benchmarks"), BenchmarkComment, "created_by", ("created_at", "kind", "text", "removed_at")),
    Part("updates", lazy("Updates of actions"), ActionUpdate, "created_by", ("on", "text", "removed_at")),
    Part("replies", lazy("Replies to findings"), HostReply, "created_by", ("visit_id", "created_at", "kind", "text", "removed_at")),
    Part("audit", lazy("What the audit says you did"), AuditEntry, "person_id", ("at", "verb", "visit_id", "reason")),
)  # fmt: skip

#: `table.column` → why the copy does not go by it.
LEFT_OUT = {
    "pending_sign_in.login_id": "the same rows stand under codes, by their person",
    "evidence.author_id": "notes have a list of their own (copy_queries.own_notes)",
}

#: What only those who work on a visit may know of, were it no more than its number.
RAW = frozenset({"evidence", "evidence_revision", "rival_text", "quarantine", "speaker", "consent", "debrief_note", "desk_note", "attachment"})  # fmt: skip


def references(target: str) -> list[Column[Any]]:
    """Every column of the database that refers to `target`, such as `person`."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == target
    ]


def named(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def mentioned() -> list[Column[Any]]:
    """References to a person that no part and no reason answers for."""
    answered = {f"{part.table.__tablename__}.{part.column}" for part in PARTS}
    answered |= set(LEFT_OUT)
    return [one for one in references("person") if named(one) not in answered]


def mentioned_as_member() -> list[Column[Any]]:
    return [one for one in references("team_member") if named(one) not in LEFT_OUT]
