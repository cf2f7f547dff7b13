"""One list of what lets a person in: closing and erasing both go by it."""

from datetime import timedelta

from sqlmodel import Session, SQLModel

from app.ids import uuid7
from app.models import BreakGlass, Login, Passkey, Person, metadata
from app.models.base import now
from app.people.erasing import erase_person
from app.people.ways_in import WAYS, end_ways
from tests.factories import make_person, make_visit

#: What somebody is or did; it opens nothing once their ways in have ended.
NO_WAY_IN = {"membership", "team_member", "audit_entry", "reminder", "date_question"}


def opened(session: Session) -> tuple[BreakGlass, Login, Passkey]:
    visit, person = make_visit(session), make_person(session)
    until = now() + timedelta(hours=1)
    glass = BreakGlass(programme_id=visit.programme_id, visit_id=visit.id, person_id=person.id, reason="A complaint", until=until)  # fmt: skip
    login = Login(token_hash=uuid7().hex, person_id=person.id, expires_at=until)
    key = Passkey(person_id=person.id, name="Phone", credential_id=uuid7().hex, public_key=b"key")  # fmt: skip
    for one in (glass, login, key):
        session.add(one)
        session.flush()
    return glass, login, key


def test_every_table_of_a_persons_is_a_way_in_or_said_to_be_none() -> None:
    theirs = {t.name for t in metadata.sorted_tables if "person_id" in t.columns}
    ways = {way.table.__tablename__ for way in WAYS}
    assert ways | NO_WAY_IN == theirs
    assert ways & NO_WAY_IN == set()


def test_what_ends_has_a_moment_and_what_is_deleted_has_none() -> None:
    for way in WAYS:
        assert way.ended is None or way.ended in way.table.model_fields
        assert not (way.ended and way.goes)
        assert not (way.stays and way.ended is None)


def test_a_closed_account_has_nothing_open_and_keeps_its_passkey(
    session: Session,
) -> None:
    glass, login, key = opened(session)
    at = now()
    end_ways(session, glass.person_id, at)
    session.expire_all()
    assert (glass.ended_at, login.ended_at) == (at, at)
    assert session.get(Passkey, key.id) == key


def test_what_an_erased_person_had_opened_is_open_no_more_and_still_answered_for(
    session: Session,
) -> None:
    glass, login, key = opened(session)
    ids: list[tuple[type[SQLModel], object]] = [(Login, login.id), (Passkey, key.id)]
    erase_person(session, session.get_one(Person, glass.person_id), None)
    session.flush()
    session.expire_all()
    assert glass.ended_at is not None
    assert glass.reason == "A complaint"
    assert [session.get(table, key) for table, key in ids] == [None, None]
