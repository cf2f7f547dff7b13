from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.models import Person

#: The order in which the demo offers its personas.
ORDER = ("coordinator", "association", "facilitator", "mentor-officer", "mentee-officer", "member", "migrant-member", "other-pair-officer")  # fmt: skip


def personas(session: Session) -> Sequence[Person]:
    found = session.exec(select(Person).where(col(Person.persona).is_not(None))).all()
    return sorted(found, key=lambda person: ORDER.index(str(person.persona)))
