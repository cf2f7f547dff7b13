"""What ids in a copy stand for, in words; only of what is no secret to who holds them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app import i18n
from app.i18n import _
from app.models import City, Organisation, Pair, Programme, Visit


def names_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Programmes, pairs, cities, organisations and visits; others have no name here."""
    wanted = list(set(ids))
    named: dict[UUID, str] = {}
    tables: tuple[Any, ...] = (Programme, City, Organisation)
    for table in tables:
        rows = session.exec(select(table).where(col(table.id).in_(wanted))).all()
        named |= {row.id: i18n.of(row.name) for row in rows}
    pairs = session.exec(select(Pair).where(col(Pair.id).in_(wanted))).all()
    named |= {pair.id: _("Pair %(n)s", n=pair.number) for pair in pairs}
    visits = session.exec(
        select(Visit)
        .where(col(Visit.id).in_(wanted))
        .options(joinedload(Visit.host_city))  # type: ignore[arg-type]
    ).all()
    return named | {visit.id: visit_name(visit) for visit in visits}


def visit_name(visit: Visit) -> str:
    if visit.host_city is None:
        return _("Visit, round %(n)s", n=visit.round)
    host = i18n.of(visit.host_city.name)
    return _("Visit in %(host)s, round %(n)s", host=host, n=visit.round)
