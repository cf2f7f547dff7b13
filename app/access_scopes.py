"""What somebody can see at all: every query starts from one of these."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, or_, true, union
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.access_actor import Actor
from app.access_predicates import is_in_person
from app.errors import NotFound
from app.models import (
    AuditEntry,
    Invitation,
    Membership,
    Pair,
    PairCity,
    Person,
    Programme,
    Sharing,
    TeamMember,
    Visit,
)
from app.sharing.rules import PUBLISHABLE
from app.values import Audience


def visible_programmes(actor: Actor) -> SelectOfScalar[Programme]:
    through_pairs = select(Pair.programme_id).where(_pair_is_visible(actor))
    return select(Programme).where(
        or_(
            col(Programme.id).in_(actor.coordinated | actor.facilitated),
            col(Programme.id).in_(through_pairs),
        )
    )


def visible_pairs(actor: Actor) -> SelectOfScalar[Pair]:
    return select(Pair).where(_pair_is_visible(actor), col(Pair.removed_at).is_(None))


def _pair_is_visible(actor: Actor) -> ColumnElement[bool]:
    if not actor.signed_in:
        return false()
    return or_(
        col(Pair.programme_id).in_(actor.coordinated | actor.facilitated),
        col(Pair.id).in_(
            actor.pairs | actor.associated | actor.facilitated_pairs | actor.team_pairs
        ),
    )


def visible_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """Through the pair, except for team members: they see the visits they are part of."""
    if not actor.signed_in:
        return select(Visit).where(false())
    return select(Visit).where(
        col(Visit.removed_at).is_(None),
        or_(
            col(Visit.programme_id).in_(actor.coordinated | actor.facilitated),
            col(Visit.pair_id).in_(
                actor.pairs | actor.associated | actor.facilitated_pairs
            ),
            col(Visit.id).in_(list(actor.teams)),
        ),
    )


def raw_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """The visits whose raw evidence this person may read; deny wins."""
    opened = actor.opened if is_in_person(actor) else frozenset()
    by_glass = and_(
        col(Visit.id).in_(opened), col(Visit.programme_id).in_(actor.coordinated)
    )
    return _not_hosted(actor).where(or_(_worked_on(actor), by_glass))


def noted_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """As `raw_visits`; for an open seat its own visit, of which it reads its own notes."""
    at = actor.tablet
    if at is None:
        return raw_visits(actor)
    is_own = col(Visit.id) == at.visit_id if actor.seat else false()
    return select(Visit).where(is_own, col(Visit.removed_at).is_(None))


def working_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """The visits this person takes notes on and concludes from; deny wins."""
    return _not_hosted(actor).where(_worked_on(actor))


def _not_hosted(actor: Actor) -> SelectOfScalar[Visit]:
    return visible_visits(actor).where(
        or_(
            col(Visit.host_city_id).is_(None),
            col(Visit.host_city_id).not_in(actor.cities),
        )
        if actor.cities
        else true()
    )


def _worked_on(actor: Actor) -> ColumnElement[bool]:
    return or_(
        col(Visit.id).in_(list(actor.teams)),
        col(Visit.programme_id).in_(actor.facilitated),
        col(Visit.pair_id).in_(actor.facilitated_pairs),
    )


def visible_audit(actor: Actor) -> SelectOfScalar[AuditEntry]:
    """One's own deeds; a coordinator's programmes; what a host's own staff did there.

    Of signing in, a coordinator sees what concerns those who take part in a programme
    of theirs; everybody sees what was done to their own account.
    """
    if not actor.signed_in:  # "done by nobody in particular" is not their own
        return select(AuditEntry).where(false())
    hosted = select(Visit.id).where(col(Visit.host_city_id).in_(actor.cities))
    staff = select(Membership.person_id).where(
        col(Membership.city_id).in_(actor.cities), col(Membership.removed_at).is_(None)
    )
    return select(AuditEntry).where(
        or_(
            col(AuditEntry.person_id) == actor.person_id,
            _of_accounts(actor),
            col(AuditEntry.programme_id).in_(actor.coordinated),
            and_(
                col(AuditEntry.visit_id).in_(hosted),
                col(AuditEntry.person_id).in_(staff),
            ),
        )
    )


def _of_accounts(actor: Actor) -> ColumnElement[bool]:
    """What concerns one's own account, and those who take part where one coordinates."""
    where = actor.coordinated
    members = col(TeamMember.programme_id).in_(where)
    named = col(TeamMember.person_id).is_not(None)
    taking_part: Any = union(
        select(Membership.person_id).where(col(Membership.programme_id).in_(where)),
        select(col(TeamMember.person_id)).where(members, named),
    )
    is_account = col(AuditEntry.subject) == "person"
    about = case(
        (is_account, col(AuditEntry.subject_id)), else_=col(AuditEntry.person_id)
    )
    return or_(
        and_(is_account, col(AuditEntry.subject_id) == actor.person_id),
        and_(col(AuditEntry.programme_id).is_(None), about.in_(taking_part)),
    )


def visible_shared(actor: Actor) -> SelectOfScalar[Sharing]:
    """Agreements that stand and whose readers this person is among: anybody for what is
    public, and who takes part in the programme for what is for its pairs."""
    programmes = visible_programmes(actor).with_only_columns(col(Programme.id))
    return select(Sharing).where(
        col(Sharing.ended_at).is_(None),
        or_(
            and_(
                col(Sharing.audience) == Audience.PUBLIC,
                col(Sharing.subject).in_(PUBLISHABLE),
            ),
            col(Sharing.programme_id).in_(programmes),
        ),
    )


def team_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """The visits whose team this person names (`may_edit_team` of each)."""
    return _not_hosted(actor).where(
        or_(
            col(Visit.programme_id).in_(actor.coordinated | actor.facilitated),
            col(Visit.pair_id).in_(actor.pairs | actor.facilitated_pairs),
            col(Visit.id).in_(actor.led),
        ),
        or_(
            col(Visit.host_city_id).is_(None),
            col(Visit.host_city_id).not_in(actor.replaced),
            col(Visit.programme_id).in_(actor.coordinated | actor.facilitated),
            col(Visit.pair_id).in_(actor.facilitated_pairs),
            col(Visit.id).in_(actor.led),
        ),
    )


def shareable_visits(actor: Actor) -> SelectOfScalar[Visit]:
    """Visible ones, and those of pairs that a city of theirs was in: it is asked too."""
    seen = visible_visits(actor).with_only_columns(col(Visit.id))
    return select(Visit).where(
        col(Visit.removed_at).is_(None),
        or_(col(Visit.id).in_(seen), col(Visit.pair_id).in_(_ever_in(actor))),
    )


def shareable_pairs(actor: Actor) -> SelectOfScalar[Pair]:
    return select(Pair).where(
        col(Pair.removed_at).is_(None),
        or_(_pair_is_visible(actor), col(Pair.id).in_(_ever_in(actor))),
    )


def _ever_in(actor: Actor) -> SelectOfScalar[UUID]:
    return select(PairCity.pair_id).where(
        col(PairCity.city_id).in_(actor.cities), col(PairCity.removed_at).is_(None)
    )


def visible_invitations(actor: Actor) -> SelectOfScalar[Invitation]:
    """Those of coordinated programmes, and those to a team one names; also ended ones."""
    teams = team_visits(actor).with_only_columns(col(Visit.id))
    return select(Invitation).where(
        or_(
            col(Invitation.programme_id).in_(actor.coordinated),
            col(Invitation.visit_id).in_(teams),
        )
    )


def visible_people(actor: Actor) -> SelectOfScalar[Person]:
    """Who has or had a part in a programme that this person coordinates."""
    held = select(Membership.person_id).where(
        col(Membership.programme_id).in_(actor.coordinated)
    )
    on_teams = select(TeamMember.person_id).where(
        col(TeamMember.programme_id).in_(actor.coordinated),
        col(TeamMember.person_id).is_not(None),
    )
    return select(Person).where(
        or_(col(Person.id).in_(held), col(Person.id).in_(on_teams))
    )


def programme_for(session: Session, actor: Actor, slug: str) -> Programme:
    found = session.exec(
        visible_programmes(actor).where(Programme.slug == slug)
    ).first()
    if found is None:
        raise NotFound
    return found


def pair_for(session: Session, actor: Actor, pair_id: UUID) -> Pair:
    found = session.exec(visible_pairs(actor).where(Pair.id == pair_id)).first()
    if found is None:
        raise NotFound
    return found


def visit_for(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    found = session.exec(visible_visits(actor).where(Visit.id == visit_id)).first()
    if found is None:
        raise NotFound
    return found
