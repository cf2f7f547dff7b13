"""What cities share of their work, with whom, and which of them have to agree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.values import Audience, Need, SharedSubject

#: What may be shown to everybody. A plan of action only once it is adopted and
#: published (design, section 6), and adopting one is not built yet.
PUBLISHABLE = frozenset({SharedSubject.AGENDA, SharedSubject.FINDINGS})
#: A session that needs one of these says by its title who was met.
SHELTERED = frozenset({Need.PRIVATE, Need.WOMEN_ONLY})


@dataclass(frozen=True)
class Stay:
    """A city's time in a pair, both days included; null where nobody knows."""

    city_id: UUID
    from_on: date | None
    until_on: date | None
    has_left: bool


def cities_concerned(
    stays: Collection[Stay], happened: Collection[date], host_id: UUID | None = None
) -> frozenset[UUID]:
    """Who must agree: the cities of the pair today, since it is their work that shows;
    those that were in it on a day that it `happened`, since it may tell of them; and the
    host, of whom it does. Where no day is known, every city that was ever there.
    """
    there = {
        stay.city_id
        for stay in stays
        if not stay.has_left
        or not happened
        or any(_was_there(stay, day) for day in happened)
    }
    return frozenset(there | ({host_id} if host_id else set()))


def _was_there(stay: Stay, day: date) -> bool:
    began = stay.from_on is None or stay.from_on <= day
    return began and (stay.until_on is None or day <= stay.until_on)


def audiences_of(subject: SharedSubject) -> tuple[Audience, ...]:
    """With whom it may be shared at all."""
    if subject in PUBLISHABLE:
        return (Audience.CITIES, Audience.PUBLIC)
    return (Audience.CITIES,)


def audience_reached(
    subject: SharedSubject,
    concerned: Collection[UUID],
    agreed: Mapping[UUID, Audience],
) -> Audience | None:
    """As far as every city concerned has agreed; who agrees to the public agrees to the
    other pairs too. Null while one of them has not, or none is known."""
    if not concerned or any(city_id not in agreed for city_id in concerned):
        return None
    everybody = all(agreed[city_id] is Audience.PUBLIC for city_id in concerned)
    if everybody and subject in PUBLISHABLE:
        return Audience.PUBLIC
    return Audience.CITIES


def title_may_leave(needs: Collection[Need] | None) -> bool:
    """Whether the title of a session goes out with it; not where its needs were never
    kept (older releases), since nobody knows what it would tell."""
    return needs is not None and not SHELTERED & set(needs)
