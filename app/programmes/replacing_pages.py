"""A pair's cities with their dates, and what a replacement shows before it is done."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import NotFound
from app.i18n import of
from app.models import City, Pair, PairCity
from app.programmes.queries import pair_shown, programme_of
from app.programmes.replacing_queries import cities_today, consequences

#: Members of the Union and its neighbours in such programmes (ISO 3166-1).
COUNTRIES = ("AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA")  # fmt: skip


def part_for(
    session: Session, actor: Actor, pair_id: UUID, part_id: UUID
) -> tuple[Pair, PairCity]:
    """One of the pair's that stands today; raises `NotFound`."""
    pair = pair_shown(session, actor, pair_id)
    for part in pair.cities:
        if part.id == part_id and not part.removed_at and not part.former:
            return pair, part
    raise NotFound


def cities_page(session: Session, pair: Pair) -> dict[str, Any]:
    """Each city's part, those of today first, with the city it replaced."""
    parts = [part for part in pair.cities if not part.removed_at]
    names = {part.id: of(part.city.name) for part in parts}
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "parts": sorted(parts, key=lambda one: one.former),
        "names": names,
    }


def replacement_page(session: Session, pair: Pair, part: PairCity) -> dict[str, Any]:
    """`cities` are the programme's others, (id, name)."""
    found = session.exec(
        select(City).where(
            City.programme_id == pair.programme_id, col(City.removed_at).is_(None)
        )
    ).all()
    taken = cities_today(session, pair)
    options = [(str(one.id), of(one.name)) for one in found if one.id not in taken]
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "leaving": part,
        "cities": sorted(options, key=lambda one: one[1].casefold()),
        "countries": COUNTRIES,
    }


def check_page(
    session: Session, pair: Pair, part: PairCity, city: City | None
) -> dict[str, Any]:
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "leaving": part,
        "city": city,
        "follows": consequences(session, pair, part),
    }
