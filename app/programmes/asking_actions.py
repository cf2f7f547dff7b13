"""What a city says of itself to prepare a pair: when it votes, what it wants to learn."""

from sqlmodel import Session

from app import records
from app.access import Actor, may_say_election, may_write_questions
from app.errors import NotPermitted
from app.models import City, Pair
from app.programmes.forms import ElectionForm, QuestionsForm


def say_election(
    session: Session, actor: Actor, city: City, form: ElectionForm
) -> City:
    if not may_say_election(actor, city.id):
        raise NotPermitted
    values = {"next_election_on": form.next_election_on}
    return records.change(
        session, city, values, revision=form.revision, by=actor.person_id
    )


def write_questions(
    session: Session, actor: Actor, pair: Pair, form: QuestionsForm
) -> Pair:
    """What is blank in every language falls away; the others keep their order."""
    if not may_write_questions(actor, pair):
        raise NotPermitted
    asked = [{k: v for k, v in one.items() if v} for one in form.questions]
    values = {"questions": [one for one in asked if one]}
    return records.change(
        session, pair, values, revision=form.revision, by=actor.person_id
    )
