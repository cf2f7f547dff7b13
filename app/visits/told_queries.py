"""What a waiting mail about a release has to say, read when it goes out."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from app.i18n import LANGUAGES, days_between, of
from app.models import (
    AgendaRelease,
    City,
    Message,
    Programme,
    SessionInvitation,
    Visit,
    VisitDay,
)
from app.programmes.names import visit_words
from app.values_people import Coming
from app.visits.calendar_rules import Entry, entry_of
from app.visits.releases_queries import calendar_of, release_numbered
from app.visits.telling_queries import SESSION, reader_of
from app.visits.telling_rules import Item, Reader, Seat, news
from app.visits.told_words import Told

#: The column of an answer that says whose it is.
WHOSE = {Seat.MEMBER: SessionInvitation.member_id, Seat.PERSON_MET: SessionInvitation.stakeholder_id, Seat.INTERPRETER: SessionInvitation.interpreter_id}  # fmt: skip


def written_in(languages: Sequence[str], visit: Visit) -> str:
    """The first language they read that we write, else the visit's."""
    read = [code.split("-")[0] for code in languages]
    return next((code for code in read if code in LANGUAGES), visit.language)


def told_by(session: Session, message: Message) -> Told | None:
    """In the language that is spoken; None where it no longer says anything."""
    release = session.get(AgendaRelease, message.subject_id)
    visit = session.get(Visit, message.visit_id)
    if release is None or visit is None:
        return None
    reader = reader_of(message.member_id, message.stakeholder_id, message.interpreter_id, message.person_id)  # fmt: skip
    items = items_of(session, visit, release, message, reader)
    if not items:
        return None
    told = Told(
        reader.seat,
        visit.id,
        name_of(session, visit),
        of(session.get_one(Programme, visit.programme_id).name),
        release.number,
        message.since is None,
        release.changes,
        items,
    )
    return with_calendar(session, release, told, reader)


def items_of(
    session: Session,
    visit: Visit,
    release: AgendaRelease,
    message: Message,
    reader: Reader,
) -> list[Item]:
    before = release_numbered(session, visit, message.since) if message.since else None
    found = news(before.content if before else None, release.content, reader)
    if message.template != SESSION:
        return found
    return [one for one in found if one.session.id == message.session_id]


def name_of(session: Session, visit: Visit) -> str:
    """As the pages call it."""
    host = session.get(City, visit.host_city_id) if visit.host_city_id else None
    return visit_words(visit.purpose, host, visit.round)


def asked_named(session: Session, message: Message) -> dict[str, str]:
    """What a letter names that asks when somebody can come, in the language spoken."""
    visit = session.get_one(Visit, message.visit_id)
    programme = session.get_one(Programme, visit.programme_id)
    days = session.exec(
        select(col(VisitDay.day_on))
        .where(VisitDay.visit_id == visit.id, col(VisitDay.removed_at).is_(None))
        .order_by(col(VisitDay.day_on))
    ).all()
    return {
        "visit": name_of(session, visit),
        "programme": of(programme.name),
        "days": days_between(days),
    }


def with_calendar(
    session: Session, release: AgendaRelease, told: Told, reader: Reader
) -> Told:
    """One session at a time fits into a calendar's invitation."""
    if len(told.items) != 1 or reader.seat is Seat.PLANNING:
        return told
    item = told.items[0]
    entry = entry_in(session, release, item)
    if entry is None:
        return told
    return replace(told, entry=entry, answer=answered(session, item, reader))


def entry_in(session: Session, release: AgendaRelease, item: Item) -> Entry | None:
    id_ = str(item.session.id)
    mark = calendar_of(session, release).get(id_)
    return replace(entry_of(id_, mark), stands=item.stands) if mark else None


def answered(session: Session, item: Item, reader: Reader) -> Coming | None:
    """What they said to it as it stands now; None where they have not, or it has moved."""
    table = SessionInvitation
    found = session.exec(
        select(table).where(
            table.session_id == item.session.id,
            WHOSE[reader.seat] == reader.id,
            col(table.replaced_at).is_(None),
        )
    ).first()
    return found.answer if found else None
