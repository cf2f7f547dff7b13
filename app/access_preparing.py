"""What somebody may say and read before a visit: the pair's cities, and the team."""

from uuid import UUID

from app.access_actor import Actor
from app.access_predicates import works_on
from app.access_standing import is_host
from app.models import Pair, Visit
from app.values import Purpose


def may_write_questions(actor: Actor, pair: Pair) -> bool:
    """The three questions are the learning city's."""
    return pair.id in actor.learning


def may_say_election(actor: Actor, city_id: UUID) -> bool:
    """When a city votes, its own officers say."""
    return city_id in actor.cities


def may_write_assessment(actor: Actor, visit: Visit) -> bool:
    """The reviewed city says where it stands: the host, or while none is named the
    learning city. On a study visit nobody is reviewed."""
    if visit.purpose is Purpose.STUDY:
        return False
    if visit.host_city_id is None:
        return visit.pair_id in actor.learning
    return is_host(actor, visit)


def may_read_assessment(actor: Actor, visit: Visit) -> bool:
    """Its authors, the team and its facilitator; nobody else."""
    if visit.purpose is Purpose.STUDY:
        return False
    return may_write_assessment(actor, visit) or works_on(actor, visit)


def may_write_desk_review(actor: Actor, visit: Visit) -> bool:
    """Read with the raw evidence (`may_read_raw`), written by who works on it."""
    return works_on(actor, visit)
