"""How a pair and a visit are called in one line."""

from app.i18n import _, listed, of
from app.labels import label
from app.models import City, Pair, Visit
from app.values import Purpose


def cities_named(pair: Pair) -> str:
    """The cities that take part now."""
    parts = [part for part in pair.cities if not part.former and not part.removed_at]
    return listed([of(part.city.name) for part in parts])


def visit_named(visit: Visit) -> str:
    """The same words as `templates/visits/_title.html`; its host is loaded."""
    return visit_words(visit.purpose, visit.host_city, visit.round)


def visit_of_pair(visit: Visit) -> str:
    """A visit among those of other pairs; its pair is loaded with its cities."""
    return _("%(pair)s: %(visit)s", pair=cities_named(visit.pair), visit=visit_named(visit))  # fmt: skip


def visit_words(purpose: Purpose | None, city: City | None, n: int) -> str:
    host = of(city.name) if city else ""
    if purpose and host:
        kind = label(purpose)
        return _("%(kind)s in %(host)s, round %(n)s", kind=kind, host=host, n=n)
    if host:
        return _("Visit in %(host)s, round %(n)s", host=host, n=n)
    return _("Visit, round %(n)s", n=n)
