"""The audit as one reader may see it: newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, tuple_
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, visible_audit
from app.answers import cursor_of, key_of
from app.audit_forms import AuditFilter
from app.errors import Problem, Rejected
from app.i18n import _
from app.kept import Kept
from app.labels import label
from app.models import (
    AuditEntry,
    Pair,
    PairCity,
    Person,
    Tablet,
    TeamMember,
    Visit,
)
from app.values import SignInMethod
from app.values_audit import Verb

ROWS = 50
#: A file holds so many entries, the newest; the filters make it fewer.
MOST_ROWS = 10_000
#: Of these the reason is how somebody proved who they are.
BY_METHOD = frozenset({Verb.SIGNED_IN, Verb.ASKED_AGAIN})


@dataclass(frozen=True)
class Entry:
    """`person` is a tablet where it was done on one, blank where nobody was signed in.

    `visit` is null outside one; `about` is the person an entry is about, where it is not
    they who did it.
    """

    at: datetime
    person: str
    verb: Verb
    visit: Visit | None
    note_id: UUID | None
    reason: str
    about: str = ""


@dataclass(frozen=True)
class AuditPage:
    entries: Sequence[Entry]
    next: str | None
    people: Sequence[tuple[UUID, str]]
    visits: Sequence[Visit]


def audit_page(
    session: Session, actor: Actor, wanted: AuditFilter, after: str | None
) -> AuditPage:
    """Six queries at most, however long the audit."""
    place = tuple_(col(AuditEntry.at), col(AuditEntry.id))
    asked = visible_audit(actor).where(*conditions(wanted))
    if after is not None:
        asked = asked.where(place < place_of(after))
    asked = asked.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    rows = session.exec(asked.limit(ROWS + 1)).all()
    people, visits = people_in(session, actor), visits_in(session, actor)
    names = {**dict(people), **tablets_in(session, rows)}
    more = len(rows) > ROWS
    return AuditPage(
        [entry_of(row, names, visits) for row in rows[:ROWS]],
        cursor_of(f"{rows[ROWS - 1].at.isoformat()} {rows[ROWS - 1].id}")
        if more
        else None,
        people,
        list(visits.values()),
    )


def audit_rows(session: Session, actor: Actor, wanted: AuditFilter) -> Sequence[Entry]:
    """As the page shows them, newest first, `MOST_ROWS` at most; for a file."""
    asked = visible_audit(actor).where(*conditions(wanted))
    asked = asked.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    rows = session.exec(asked.limit(MOST_ROWS)).all()
    names = {**dict(people_in(session, actor)), **tablets_in(session, rows)}
    visits = visits_in(session, actor)
    return [entry_of(row, names, visits) for row in rows]


def conditions(wanted: AuditFilter) -> list[Any]:
    chosen = {
        col(AuditEntry.verb): wanted.verb,
        col(AuditEntry.visit_id): wanted.visit,
    }
    narrowed: list[Any] = [column == value for column, value in chosen.items() if value]
    if wanted.person:
        about = and_(
            col(AuditEntry.subject) == "person",
            col(AuditEntry.subject_id) == wanted.person,
        )
        narrowed.append(or_(col(AuditEntry.person_id) == wanted.person, about))
    return narrowed


def entry_of(
    row: AuditEntry, names: dict[UUID, str], visits: dict[UUID, Visit]
) -> Entry:
    return Entry(
        row.at,
        names.get(row.person_id or row.id, ""),
        Verb(row.verb),
        visits.get(row.visit_id) if row.visit_id else None,
        row.subject_id if row.subject == "evidence" else None,
        reason_of(row),
        names.get(row.subject_id, "")
        if row.subject_id and is_about_another(row)
        else "",
    )


def is_about_another(row: AuditEntry) -> bool:
    return row.subject == "person" and row.subject_id != row.person_id


def reason_of(row: AuditEntry) -> str:
    if Verb(row.verb) in BY_METHOD and row.reason:
        return label(SignInMethod(row.reason))
    if row.verb == Verb.DELETED_AFTER_TIME:
        return f"{label(Kept(row.subject))}: {row.reason}"
    return row.reason


def tablets_in(session: Session, rows: Sequence[AuditEntry]) -> dict[UUID, str]:
    """Entry → which shared tablet, and whose seat was open on it."""
    ids = [row.id for row in rows if row.tablet_id]
    if not ids:
        return {}
    found = session.exec(
        select(AuditEntry.id, Tablet.number, TeamMember.shown_name)
        .join(Tablet, col(Tablet.id) == col(AuditEntry.tablet_id))
        .outerjoin(TeamMember, col(TeamMember.id) == col(AuditEntry.member_id))
        .where(col(AuditEntry.id).in_(ids))
    ).all()
    return {
        row_id: _("Tablet %(number)s, %(name)s", number=number, name=name)
        if name
        else _("Tablet %(number)s", number=number)
        for row_id, number, name in found
    }


def people_in(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Whom the entries name that this reader sees, by name."""
    seen = visible_audit(actor).with_only_columns(col(AuditEntry.person_id))
    about = visible_audit(actor).with_only_columns(col(AuditEntry.subject_id))
    about = about.where(col(AuditEntry.subject) == "person")
    rows = session.exec(
        select(Person.id, Person.name)
        .where(or_(col(Person.id).in_(seen), col(Person.id).in_(about)))
        .order_by(col(Person.name))
    )
    return list(rows.all())


def visits_in(session: Session, actor: Actor) -> dict[UUID, Visit]:
    seen = visible_audit(actor).with_only_columns(col(AuditEntry.visit_id))
    rows = session.exec(
        select(Visit)
        .where(col(Visit.id).in_(seen))
        .options(
            joinedload(Visit.host_city),  # type: ignore[arg-type]
            joinedload(Visit.pair)  # type: ignore[arg-type]
            .selectinload(Pair.cities)  # type: ignore[arg-type]
            .joinedload(PairCity.city),  # type: ignore[arg-type]
            selectinload(Visit.days),  # type: ignore[arg-type]
        )
    )
    return {visit.id: visit for visit in rows.all()}


def place_of(after: str) -> tuple[datetime, UUID]:
    """Where the list goes on; raises `Rejected`."""
    at, _space, id_ = key_of(after)[0].partition(" ")
    try:
        return datetime.fromisoformat(at), UUID(id_)
    except ValueError:
        said = _("Start again: this place is not known.")
        raise Rejected(Problem("after", said)) from None
