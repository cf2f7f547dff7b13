"""What the API reads of programmes and pairs, each in a constant number of queries."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, visible_pairs, visible_programmes, visible_visits
from app.errors import NotFound
from app.models import Pair, PairCity, Programme, Visit


def programmes_after(
    session: Session, actor: Actor, slug: str, limit: int
) -> Sequence[Programme]:
    """Visible programmes by slug."""
    return session.exec(
        visible_programmes(actor)
        .where(col(Programme.slug) > slug)
        .order_by(col(Programme.slug))
        .limit(limit)
    ).all()


def pairs_with_cities(
    session: Session, actor: Actor, programme: Programme
) -> list[Pair]:
    """The programme's visible pairs by number."""
    found = session.exec(
        visible_pairs(actor)
        .where(Pair.programme_id == programme.id)
        .order_by(col(Pair.number))
        .options(selectinload(Pair.cities).joinedload(PairCity.city))  # type: ignore[arg-type]
    )
    return list(found.all())


def pair_with_cities(
    session: Session, actor: Actor, pair_id: UUID
) -> tuple[Pair, Programme]:
    """A pair this person may see; raises `NotFound`."""
    pair = session.exec(
        visible_pairs(actor)
        .where(Pair.id == pair_id)
        .options(selectinload(Pair.cities).joinedload(PairCity.city))  # type: ignore[arg-type]
    ).first()
    if pair is None:
        raise NotFound
    programme = select(Programme).where(Programme.id == pair.programme_id)
    return pair, session.exec(programme).one()


def visits_of_pair(session: Session, actor: Actor, pair_id: UUID) -> list[Visit]:
    """The pair's visits this person may see, by round."""
    found = session.exec(
        visible_visits(actor)
        .where(Visit.pair_id == pair_id)
        .order_by(col(Visit.round), col(Visit.created_at))
        .options(
            joinedload(Visit.host_city),  # type: ignore[arg-type]
            selectinload(Visit.days),  # type: ignore[arg-type]
        )
    )
    return list(found.all())
