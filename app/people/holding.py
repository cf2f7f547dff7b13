"""Forms posted when their session had gone idle: nothing typed is lost, for its sender."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound
from app.models import HeldForm

#: People's words are not left lying about.
KEPT = timedelta(hours=1)
MOST_CHARACTERS = 200_000
MOST_FORMS = 5


def hold_form(
    session: Session,
    person_id: UUID | None,
    address: str,
    values: Mapping[str, list[str]],
) -> UUID | None:
    """Null where nobody is known to have sent it, or where it is no form of a person."""
    at = datetime.now(UTC)
    session.execute(delete(HeldForm).where(col(HeldForm.expires_at) < at))
    texts = [text for name, given in values.items() for text in (name, *given)]
    too_long = sum(map(len, texts)) > MOST_CHARACTERS
    if person_id is None or too_long or any("\0" in text for text in texts):
        return None
    for older in of_person(session, person_id)[MOST_FORMS - 1 :]:
        session.delete(older)
    held = HeldForm(
        person_id=person_id,
        address=address,
        values=dict(values),
        expires_at=at + KEPT,
    )
    session.add(held)
    return held.id


def of_person(session: Session, person_id: UUID) -> Sequence[HeldForm]:
    """Newest first."""
    return session.exec(
        select(HeldForm)
        .where(HeldForm.person_id == person_id)
        .order_by(col(HeldForm.created_at).desc())
    ).all()


def held_form_for(session: Session, actor: Actor, held_id: UUID) -> HeldForm:
    """Only for the person whose session it was."""
    held = session.get(HeldForm, held_id)
    if (
        held is None
        or held.person_id != actor.person_id
        or held.expires_at <= datetime.now(UTC)
    ):
        raise NotFound
    return held


def drop_held_form(session: Session, held: HeldForm) -> None:
    session.delete(held)
