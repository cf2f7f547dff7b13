"""What somebody may do: one named question each, asked by actions and templates."""

from uuid import UUID

from app.access_actor import Actor
from app.access_standing import (
    coordinates,
    facilitates,
    is_host,
    is_officer,
    is_on_team,
    is_visiting_officer,
)
from app.models import Pair, Stakeholder, TeamMember, Visit

# People


def may_know_person(actor: Actor, programmes: frozenset[UUID]) -> bool:
    """`programmes` are those somebody takes part in; for who coordinates one of them."""
    return bool(programmes & actor.coordinated)


def may_erase_person(actor: Actor, programmes: frozenset[UUID]) -> bool:
    """At somebody's request, and only where no other coordinator has a say in it."""
    return may_know_person(actor, programmes) and programmes <= actor.coordinated


# Benchmarks


def may_comment_benchmark(actor: Actor) -> bool:
    return bool(
        actor.teams
        or actor.organisations
        or actor.facilitated
        or actor.facilitated_pairs
        or actor.coordinated
    )


def may_read_comments(actor: Actor) -> bool:
    return bool(actor.facilitated or actor.facilitated_pairs or actor.coordinated)


# Programmes and pairs


def may_read_readiness(actor: Actor, pair: Pair) -> bool:
    return (
        coordinates(actor, pair.programme_id)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs | actor.pairs | actor.associated
    )


def may_write_readiness(actor: Actor, pair: Pair) -> bool:
    return pair.id in actor.pairs


def may_plan(actor: Actor, pair: Pair) -> bool:
    """Steps, dates and visits of a pair."""
    return (
        coordinates(actor, pair.programme_id)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs | actor.pairs
    )


def may_read_actions(actor: Actor, pair: Pair) -> bool:
    return may_read_readiness(actor, pair) or pair.id in actor.team_pairs


def may_write_actions(actor: Actor, pair: Pair) -> bool:
    """The plan of action is the learning city's."""
    return pair.id in actor.learning


def may_comment_actions(actor: Actor, pair: Pair) -> bool:
    return (
        may_write_actions(actor, pair)
        or pair.programme_id in actor.facilitated
        or pair.id in actor.facilitated_pairs
    )


def may_share(actor: Actor, city_id: UUID) -> bool:
    """For a city, its officers agree to share and end it."""
    return city_id in actor.cities


# A visit's plan


def may_edit_agenda(actor: Actor, visit: Visit) -> bool:
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_officer(actor, visit)
    )


def may_see_contact(actor: Actor, visit: Visit, person: Stakeholder) -> bool:
    """The facilitator, and the officers of the city that invites them; nobody else."""
    inviting = person.invited_by_city_id
    return facilitates(actor, visit) or (
        is_officer(actor, visit) and inviting is not None and inviting in actor.cities
    )


def may_give_contact(actor: Actor, visit: Visit) -> bool:
    """Who adds somebody to meet may write down how to reach them, if they will invite."""
    return facilitates(actor, visit) or is_officer(actor, visit)


def may_read_plan_notes(actor: Actor, visit: Visit) -> bool:
    """Notes on people to meet, for those who prepare the visit or go on it."""
    return may_edit_agenda(actor, visit) or is_on_team(actor, visit)


def may_see_whole_team(actor: Actor, visit: Visit) -> bool:
    """Names and preparation; the host city, and one that took its place, has shown names
    only, associations counts."""
    if is_host(actor, visit):
        return False
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_visiting_officer(actor, visit)
        or is_on_team(actor, visit)
    )


def may_see_shown_names(actor: Actor, visit: Visit) -> bool:
    inside = may_see_whole_team(actor, visit) or is_host(actor, visit)
    return inside or is_officer(actor, visit)


def may_edit_team(actor: Actor, visit: Visit) -> bool:
    if is_host(actor, visit):
        return False
    return (
        coordinates(actor, visit.programme_id)
        or facilitates(actor, visit)
        or is_visiting_officer(actor, visit)
        or visit.id in actor.led
    )


def may_see_pay(actor: Actor, visit: Visit, member: TeamMember) -> bool:
    """The person, and the payer: the officers of the visiting city."""
    return (
        member.person_id is not None and member.person_id == actor.person_id
    ) or is_visiting_officer(actor, visit)


# What a visit hears


def works_on(actor: Actor, visit: Visit) -> bool:
    """Hears, notes, debriefs and concludes: the team and its facilitator; deny wins."""
    if is_host(actor, visit):
        return False
    return is_on_team(actor, visit) or facilitates(actor, visit)


def may_read_raw(actor: Actor, visit: Visit) -> bool:
    """Raw evidence and consents: who works on it, and a coordinator by break-glass."""
    return works_on(actor, visit) or has_broken_glass(actor, visit)


def has_broken_glass(actor: Actor, visit: Visit) -> bool:
    """For a reason and for a while; never for anyone of the host city."""
    return visit.id in actor.opened and may_break_glass(actor, visit)


def may_break_glass(actor: Actor, visit: Visit) -> bool:
    return (
        coordinates(actor, visit.programme_id)
        and not is_host(actor, visit)
        and is_in_person(actor)
    )


def is_in_person(actor: Actor) -> bool:
    """Signed in with a browser: no token reads what was opened for one person."""
    return actor.signed_in and actor.scopes is None


def may_write_released(actor: Actor, visit: Visit) -> bool:
    return works_on(actor, visit)


def may_pass_released(actor: Actor, visit: Visit) -> bool:
    """Members of the team answer whether the host could guess who spoke."""
    return works_on(actor, visit) and is_on_team(actor, visit)


def may_record(actor: Actor, visit: Visit) -> bool:
    return works_on(actor, visit) or may_send(actor, visit)


# On a shared tablet


def may_send(actor: Actor, visit: Visit) -> bool:
    """The tablet's credential sends for its visit, whichever seat is open."""
    at = actor.tablet
    return at is not None and not at.ended and at.visit_id == visit.id


def may_deposit(actor: Actor, visit: Visit) -> bool:
    """An ejected or expired tablet hands in what it holds, for the lead to look at."""
    at = actor.tablet
    return at is not None and at.ended and at.visit_id == visit.id


def has_seat(actor: Actor, visit: Visit) -> bool:
    """A member's seat is open here, and this is their visit."""
    return actor.seat is not None and may_send(actor, visit)


def author_of(actor: Actor, visit: Visit) -> UUID | None:
    """The team member in whose name somebody notes; null for a facilitator outside it."""
    if actor.tablet is not None:
        return actor.tablet.member_id
    return actor.teams.get(visit.id)


def may_run_tablets(actor: Actor, visit: Visit) -> bool:
    """Lets tablets join, makes pass cards, settles what was set aside; deny wins."""
    if is_host(actor, visit):
        return False
    return visit.id in actor.led or facilitates(actor, visit)


def may_correct(actor: Actor, visit: Visit, author_id: UUID | None) -> bool:
    """The author, the lead and the facilitator change a note; others read it."""
    if not may_record(actor, visit):
        return False
    own = author_of(actor, visit)
    return (
        (own is not None and own == author_id)
        or visit.id in actor.led
        or facilitates(actor, visit)
    )


def may_note_for(actor: Actor, visit: Visit) -> bool:
    """Types in what another member wrote on paper: the lead and the facilitator."""
    return works_on(actor, visit) and (
        visit.id in actor.led or facilitates(actor, visit)
    )


def may_see_found_counts(actor: Actor, visit: Visit) -> bool:
    """Pieces of evidence per factor, without their text."""
    return may_read_raw(actor, visit) or (
        coordinates(actor, visit.programme_id) and not is_host(actor, visit)
    )


def may_debrief(actor: Actor, visit: Visit) -> bool:
    return works_on(actor, visit)


def may_read_debrief(actor: Actor, visit: Visit) -> bool:
    """It tells what the notes say, so it is opened with them and never otherwise."""
    return may_read_raw(actor, visit)


def may_read_draft_findings(actor: Actor, visit: Visit) -> bool:
    if is_host(actor, visit):
        return False
    return (
        may_read_raw(actor, visit)
        or coordinates(actor, visit.programme_id)
        or is_visiting_officer(actor, visit)
    )


def may_write_findings(actor: Actor, visit: Visit) -> bool:
    return works_on(actor, visit)


def may_reply(actor: Actor, visit: Visit) -> bool:
    return is_host(actor, visit)


def may_read_take_home(actor: Actor, visit: Visit) -> bool:
    """What a study visit takes home belongs to those who came to learn."""
    return may_read_draft_findings(actor, visit)


def may_write_take_home(actor: Actor, visit: Visit) -> bool:
    return works_on(actor, visit)
