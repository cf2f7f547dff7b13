from sqlmodel import Session

from app import records
from app.models import Membership, Person
from app.people.forms import MembershipForm, PersonForm


def add_person(session: Session, form: PersonForm) -> Person:
    """An account; a known id is left as it stands."""
    known = session.get(Person, form.id)
    if known is not None:
        return known
    person = Person(**form.model_dump())
    session.add(person)
    session.flush()  # memberships refer to the person
    return person


def add_membership(session: Session, form: MembershipForm) -> Membership:
    """A role; a known id is left as it stands, also when it was taken away since."""
    known = session.get(Membership, form.id)
    if known is not None:
        return known
    return records.create(session, Membership(**form.model_dump()), None)
