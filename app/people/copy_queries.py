"""All that is kept about the reader, as lists of named values; of others, nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select as sql_select
from sqlmodel import Session, SQLModel, col, or_, select

from app.access import Actor, working_visits
from app.i18n import _, lazy
from app.models import (
    AuditEntry,
    Evidence,
    Membership,
    Person,
    RecordRevision,
    TeamMember,
    Visit,
)
from app.people.copy_parts import (
    MEMBER,
    PARTS,
    RAW,
    ROLE,
    Part,
    mentioned,
    mentioned_as_member,
)
from app.people.copy_rules import Noted, leaves_with_author

Values = dict[str, Any]


@dataclass(frozen=True)
class CopyList:
    slug: str
    title: str
    rows: Sequence[Values]
    note: str = ""


def own_copy(session: Session, actor: Actor) -> list[CopyList]:
    """In the order in which somebody would look for it."""
    person = session.get_one(Person, actor.person_id)
    own = ("id", "name", "email", "language", "created_at")
    account = CopyList("account", _("Account"), [picked(person, own)])
    lists = [part_of(session, person.id, part) for part in PARTS]
    others = [
        history_of(session, person.id),
        own_notes(session, actor),
        about_account(session, person.id),
        mentions(session, actor),
    ]
    return [account, *lists, *others]


def picked(row: SQLModel, columns: Iterable[str]) -> Values:
    return {name: getattr(row, name) for name in columns}


def part_of(session: Session, person_id: UUID, part: Part) -> CopyList:
    place = part.table.__table__.columns  # type: ignore[attr-defined]
    rows = session.scalars(
        select(part.table).where(place[part.column] == person_id).order_by(place.id)
    )
    return CopyList(part.slug, part.title, [picked(row, part.shown) for row in rows])


def history_of(session: Session, person_id: UUID) -> CopyList:
    """Earlier standings of the person's roles and places on teams; not who changed them."""
    shown = {"membership": ROLE, "team_member": MEMBER}
    records = [
        session.scalars(select(col(table.id)).where(table.person_id == person_id)).all()
        for table in (Membership, TeamMember)
    ]
    ids = [id_ for found in records for id_ in found]
    revisions = session.exec(
        select(RecordRevision)
        .where(col(RecordRevision.record_id).in_(ids))
        .order_by(col(RecordRevision.at))
    ).all()
    rows = [
        {"at": one.at, "table": one.table, "revision": one.revision}
        | {n: v for n, v in one.values.items() if n in shown.get(one.table, ())}
        for one in revisions
        if one.values.get("person_id") == str(person_id)
    ]
    return CopyList("history", _("How your roles and places on teams changed"), rows)


NOTES = lazy(
    "Notes of what somebody said are named by their visit and day, without their words: these belong to those who spoke. What you saw or read yourself is given in full while you work on the visit. Of visits to your own city nothing is named."
)


def own_notes(session: Session, actor: Actor) -> CopyList:
    """Deny wins: of a visit to one's own city not even that there are notes."""
    members = select(TeamMember.id).where(TeamMember.person_id == actor.person_id)
    notes = session.exec(
        select(Evidence)
        .where(
            col(Evidence.author_id).in_(members),
            col(Evidence.visit_id).not_in(hosted(session, actor)),
        )
        .order_by(col(Evidence.received_at))
    ).all()
    visits = {visit.id for visit in session.exec(working_visits(actor)).all()}
    rows = [note_given(note, note.visit_id in visits) for note in notes]
    return CopyList("notes", _("Notes you wrote"), rows, str(NOTES))


def note_given(note: Evidence, still_works: bool) -> Values:
    given = {"visit_id": note.visit_id, "on": note.received_at.date()}
    noted = Noted(
        note.kind,
        note.voice,
        note.sensitivity,
        note.quote,
        bool(note.speakers),
        note.hidden_at is not None or note.removed_at is not None,
        still_works,
    )
    return {**given, "text": note.text} if leaves_with_author(noted) else given


def hosted(session: Session, actor: Actor) -> list[UUID]:
    return list(
        session.exec(
            select(Visit.id).where(col(Visit.host_city_id).in_(actor.cities))
        ).all()
    )


def about_account(session: Session, person_id: UUID) -> CopyList:
    """Not who did it: that is somebody else's."""
    rows = session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.subject == "person",
            AuditEntry.subject_id == person_id,
            or_(
                col(AuditEntry.person_id).is_(None),
                col(AuditEntry.person_id) != person_id,
            ),
        )
        .order_by(col(AuditEntry.at))
    ).all()
    title = _("What the audit says befell your account")
    given = ("at", "verb")
    return CopyList("audit-about", title, [picked(row, given) for row in rows])


def mentions(session: Session, actor: Actor) -> CopyList:
    """Where else an id of theirs stands: table, id and moments, and no content."""
    members = session.exec(
        select(TeamMember.id).where(TeamMember.person_id == actor.person_id)
    ).all()
    own_city = hosted(session, actor)
    places = [(one, [actor.person_id]) for one in mentioned()]
    places += [(one, list(members)) for one in mentioned_as_member()]
    rows = [
        row
        for column, ids in places
        for row in rows_with(session, column, ids, own_city)
    ]
    return CopyList("mentions", _("Where else you are named by number"), rows)


def rows_with(
    session: Session, column: Column[Any], ids: Sequence[Any], own_city: Sequence[UUID]
) -> list[Values]:
    table = column.table
    assert isinstance(table, Table)
    where = {"table": table.name, "column": column.name}
    if table.name in RAW:
        return [{**where, "visit_id": one} for one in visits_in(session, column, ids) if one not in own_city]  # fmt: skip
    moments = [c for c in table.columns if c.name == "at" or c.name.endswith("_at")]
    asked = sql_select(table.c.id, *moments).where(column.in_(ids))
    found = session.execute(asked.order_by(table.c.id)).mappings()
    return [{**where, **dict(row)} for row in found]


def visits_in(
    session: Session, column: Column[Any], ids: Sequence[Any]
) -> Sequence[UUID]:
    """Of raw evidence no number and no moment: these would lead to who spoke."""
    place = column.table.c.visit_id
    asked = sql_select(place).where(column.in_(ids)).distinct().order_by(place)
    return session.execute(asked).scalars().all()
