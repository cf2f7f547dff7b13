"""In what capacity somebody meets a programme, a pair, a visit."""

from uuid import UUID

from app.access_actor import Actor
from app.models import Visit


def coordinates(actor: Actor, programme_id: UUID | None) -> bool:
    return programme_id in actor.coordinated


def facilitates(actor: Actor, visit: Visit) -> bool:
    return (
        visit.programme_id in actor.facilitated
        or visit.pair_id in actor.facilitated_pairs
    )


def is_host(actor: Actor, visit: Visit) -> bool:
    return visit.host_city_id is not None and visit.host_city_id in actor.cities


def is_on_team(actor: Actor, visit: Visit) -> bool:
    return visit.id in actor.teams


def is_officer(actor: Actor, visit: Visit) -> bool:
    return visit.pair_id in actor.pairs


def is_visiting_officer(actor: Actor, visit: Visit) -> bool:
    """An officer of the pair whose city does not host this visit, nor took the place of
    the one that did: what the host may not read does not pass to its successor."""
    took_over = visit.host_city_id in actor.replaced
    return is_officer(actor, visit) and not is_host(actor, visit) and not took_over


def accompanies(actor: Actor, visit: Visit) -> bool:
    return visit.pair_id in actor.associated
