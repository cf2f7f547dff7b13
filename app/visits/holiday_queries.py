"""Public holidays that concern a visit."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.i18n import country_name
from app.models import City, PairCity, Visit
from app.public_holidays import Holidays, holidays_on


def holidays_of(session: Session, visit: Visit, days: Iterable[date]) -> Holidays:
    """In the countries of the host and of the pair's cities, each with its country."""
    taking_part = select(PairCity.city_id).where(
        PairCity.pair_id == visit.pair_id,
        col(PairCity.removed_at).is_(None),
        col(PairCity.former).is_(False),
    )
    countries = session.exec(
        select(City.country).where(
            or_(col(City.id) == visit.host_city_id, col(City.id).in_(taking_part))
        )
    ).all()
    return {
        day: [(code, f"{name} ({country_name(code)})") for code, name in named]
        for day, named in holidays_on(countries, days).items()
    }
