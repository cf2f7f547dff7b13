"""Taking a person out of the database: an id is left, with nothing to tell whose it was.

What they noted and decided stays, by their number in the team. Rows are deleted, not
marked: `secure_delete` overwrites them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, delete, update
from sqlmodel import Session, SQLModel, col, or_, select

from app import records
from app.audit import note_about
from app.evidence.erasing import forget_records
from app.i18n import _, speaking
from app.models import (
    AccessLink,
    Action,
    AgendaRelease,
    DateQuestion,
    Deadline,
    Invitation,
    Membership,
    Message,
    OpenSeat,
    Person,
    Programme,
    Readiness,
    RecordRevision,
    Seat,
    SessionInvitation,
    TakeHome,
    TeamMember,
    Visit,
)
from app.models.base import Editable, now
from app.people.ways_in import end_ways, forget_ways
from app.values import Joins, VisitStatus
from app.values_audit import Verb

#: Where others may have written a person's name as it stands in the account.
WRITTEN: tuple[tuple[type[Editable], str], ...] = (
    (Action, "owner_person"),
    (Readiness, "owner"),
    (TakeHome, "who"),
)
OVER = frozenset({VisitStatus.DONE, VisitStatus.CANCELLED})


def erase_person(session: Session, person: Person, by: UUID | None) -> None:
    """All in the transaction of the caller. Whoever is erased already stays so."""
    if person.erased_at is not None:
        return
    end_ways(session, person.id, now())
    forget_ways(session, person.id)
    forget_invitations(session, person)
    end_roles(session, person.id, by)
    members = members_of(session, person.id)
    for member in members:
        number_member(session, member)
    forget_remarks(session, person.id, [one.id for one in members])
    if not others_named(session, person):
        forget_written(session, person.name)
    make_nobody(session, person)
    note_about(session, Verb.ERASED_PERSON, person.id, by)


def forget_invitations(session: Session, person: Person) -> None:
    """Those to this address and the one that was accepted: that somebody was asked stays."""
    asked = or_(Invitation.accepted_by == person.id, Invitation.email == person.email)
    found = session.exec(select(Invitation).where(asked)).all()
    ids = [one.id for one in found]
    for letter in (AccessLink, Message):
        session.execute(delete(letter).where(col(letter.subject_id).in_(ids)))
    forget_records(session, ids)
    for one in found:
        one.email = one.name = ""
        one.removed_at = one.removed_at or now()
        session.add(one)


def end_roles(session: Session, person_id: UUID, by: UUID | None) -> None:
    """Steps they answered for are nobody's now, and show as such to those who plan."""
    held = select(Membership).where(
        Membership.person_id == person_id, col(Membership.removed_at).is_(None)
    )
    for role in session.exec(held).all():
        records.remove(session, role, revision=None, by=by)
    open_steps = select(Deadline).where(
        Deadline.owner_id == person_id, col(Deadline.done_on).is_(None)
    )
    for step in session.exec(open_steps).all():
        records.change(session, step, {"owner_id": None}, revision=None, by=by)


def forget_remarks(session: Session, person_id: UUID, members: list[UUID]) -> None:
    """What they added to an answer; whether they could come stays, without their name."""
    own = col(DateQuestion.member_id).in_(members)
    asked = update(DateQuestion).where(or_(DateQuestion.person_id == person_id, own))
    session.execute(asked.values(remark=""))
    invited = col(SessionInvitation.member_id).in_(members)
    session.execute(update(SessionInvitation).where(invited).values(remark=""))


def members_of(session: Session, person_id: UUID) -> list[TeamMember]:
    """Also where they were taken off the team."""
    rows = session.exec(select(TeamMember).where(TeamMember.person_id == person_id))
    return list(rows.all())


def number_member(session: Session, member: TeamMember) -> None:
    """The place stays, so that what was noted from it has an author: a number."""
    visit = session.get_one(Visit, member.visit_id)
    member.shown_name = numbered(session, member)
    member.organisation, member.languages, member.preparation = "", [], {}
    member.migrant, member.joins, member.name_chosen = False, Joins.ON_SITE, False
    if visit.status not in OVER:
        member.removed_at = member.removed_at or now()
    member.revision += 1
    session.add(member)
    take_seat(session, member.id)
    forget_records(session, [member.id])
    session.flush()  # what is remembered is what stands now
    records.remember(session, member, None)
    rename_in_releases(session, member)


def take_seat(session: Session, member_id: UUID) -> None:
    """Their pass card opens nothing more, and what it opened is locked."""
    own = select(col(Seat.id)).where(col(Seat.member_id) == member_id)
    still_open = update(OpenSeat).where(
        col(OpenSeat.seat_id).in_(own), col(OpenSeat.ended_at).is_(None)
    )
    session.execute(still_open.values(ended_at=now()))
    card = update(Seat).where(col(Seat.member_id) == member_id)
    session.execute(card.values(card_hash=None, card_made_at=None))


def numbered(session: Session, member: TeamMember) -> str:
    """In the programme's language, as a member is called who chose no name."""
    programme = session.get(Programme, member.programme_id)
    french = programme is not None and programme.default_language.startswith("fr")
    with speaking("fr" if french else "en"):
        return _("Member %(n)s", n=member.position)


def rename_in_releases(session: Session, member: TeamMember) -> None:
    """An agenda that was released says what it said, but for this name."""
    released = select(AgendaRelease).where(AgendaRelease.visit_id == member.visit_id)
    for release in session.exec(released).all():
        release.content = renamed(release.content, str(member.id), member.shown_name)
        session.add(release)


def renamed(value: Any, own_id: str, name: str) -> Any:
    """The same content, with this name wherever that id is."""
    if isinstance(value, list):
        return [renamed(one, own_id, name) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: renamed(one, own_id, name) for key, one in value.items()}
    is_theirs = changed.get("id") == own_id
    return {**changed, "name": name, "names": {}} if is_theirs else changed


def forget_written(session: Session, name: str) -> None:
    """Where somebody wrote exactly this name into a field for one, and in its history."""
    for table, column in WRITTEN:
        place = table.__table__.columns[column]  # type: ignore[attr-defined]
        session.execute(update(table).where(place == name).values({column: ""}))
        forget_in_history(session, table, column, name)


def forget_in_history(
    session: Session, table: type[SQLModel], column: str, name: str
) -> None:
    said = cast(col(RecordRevision.values), String)
    ascii_only = name.encode("ascii", "ignore").decode().split()
    word = max(ascii_only, key=len, default="")
    rows = session.exec(
        select(RecordRevision).where(
            RecordRevision.table == str(table.__tablename__), said.contains(word)
        )
    ).all()
    for one in rows:
        if one.values.get(column) == name:
            one.values = {**one.values, column: ""}
            session.add(one)


def make_nobody(session: Session, person: Person) -> None:
    with speaking("fr" if person.language.startswith("fr") else "en"):
        person.name = _("Erased account")
    person.email = f"{person.id.hex}@erased.invalid"
    person.persona, person.erased_at = None, now()
    person.disabled_at = person.disabled_at or person.erased_at
    person.revision += 1
    session.add(person)


def others_named(session: Session, person: Person) -> bool:
    """Then what somebody wrote may mean another: it is left to those who wrote it."""
    same = select(Person.id).where(Person.name == person.name, Person.id != person.id)
    return session.exec(same).first() is not None
