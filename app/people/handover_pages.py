"""What the pages of a handover show: whom to choose, and what will move."""

from typing import Any

from sqlmodel import Session, col, func

from app.access import Actor, Grant, granted, visible_people
from app.i18n import of
from app.models import Person, Visit
from app.people.forms import HandoverForm
from app.people.handing_over import passing_of
from app.people.people_pages import coordinated
from app.people.role_actions import is_barred
from app.people.role_queries import in_words, names_of, pairs_named


def handover_page(session: Session, actor: Actor, leaver: Person) -> dict[str, Any]:
    """`people` and `programmes` are (id, name) to choose from."""
    people = session.exec(
        visible_people(actor)
        .where(Person.id != leaver.id, col(Person.disabled_at).is_(None))
        .order_by(func.lower(Person.name), col(Person.id))
    ).all()
    return {
        "person": leaver,
        "people": [(str(one.id), one.name) for one in people],
        "programmes": [
            (str(one.id), of(one.name))
            for one in coordinated(session, actor)
            if not passing_of(session, leaver, one.id).is_empty
        ],
    }


def moving_page(
    session: Session, people: tuple[Person, Person | None], form: HandoverForm
) -> dict[str, Any]:
    """Everything that will move, in words, before it does."""
    leaver, successor = people
    passing = passing_of(session, leaver, form.programme_id)
    roles = [granted(one) for one in passing.roles]
    own = form.programme_id
    places = [Grant(own, visit_id=p.visit_id, part=p.part) for p in passing.places]
    ended = [Grant(own, visit_id=p.visit_id, part=p.part) for p in passing.ended]
    named = names_of(session, [*roles, *places, *ended])
    pairs = pairs_named(session, {one.pair_id for one in passing.steps})
    barred = [p for p in passing.places if successor and barred_from(session, p.visit_id, successor)]  # fmt: skip
    return {
        "person": leaver,
        "successor": successor,
        "passing": passing,
        "roles": [in_words(one, named) for one in roles],
        "places": [in_words(one, named) for one in places],
        "ended": [in_words(one, named) for one in ended],
        "pairs": pairs,
        "barred": len(barred),
    }


def barred_from(session: Session, visit_id: Any, successor: Person) -> bool:
    return is_barred(session, successor, session.get_one(Visit, visit_id))
