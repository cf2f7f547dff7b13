"""The agenda of this moment, as a release keeps it: from rows, without a query.

Made whenever a released agenda is looked at, so in plain dictionaries; `agenda_frozen`
says what is in them and reads them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.models import Visit, VisitDay
from app.translations import Translated
from app.visits.agenda_rows import Links

Content = dict[str, Any]


def frozen_agenda(
    visit: Visit,
    days: Iterable[VisitDay],
    rows: Sequence[Any],
    links: Links,
    texts: Translated,
) -> Content:
    """`rows` and `links` are those of `agenda_rows`. Texts are kept as they were written,
    with their translations beside them."""
    by_id = {day.id: day for day in days}
    dates = {id_: day.day_on.isoformat() for id_, day in by_id.items()}
    whom = {
        id_: {"id": str(id_), "name": one.name, "names": texts.get((id_, "name"), {})}
        for id_, one in links.known.items()
    }
    return {
        "days": [_day(visit, day, texts) for day in by_id.values()],
        "factors": [
            {"slug": one.slug, "number": one.number, "title": dict(one.title)}
            for one in links.factors.values()
        ],
        "sessions": [_session(row, dates, whom, links, texts) for row in rows],
    }


def _day(visit: Visit, day: VisitDay, texts: Translated) -> Content:
    return {
        "id": str(day.id),
        "on": day.day_on.isoformat(),
        "mode": day.mode.value if day.mode else None,
        "time_zone": day.time_zone,
        "note": day.note,
        "language": visit.language,
        "notes": texts.get((day.id, "note"), {}),
    }


def _session(
    row: Any,
    dates: Mapping[UUID, str],
    whom: Mapping[UUID, Content],
    links: Links,
    texts: Translated,
) -> Content:
    return {
        "id": str(row.id),
        "number": row.number,
        "title": row.title,
        "language": row.language,
        "titles": texts.get((row.id, "title"), {}),
        "format": row.format.value,
        "status": row.status.value,
        "day_on": dates.get(row.day_id),
        "starts": f"{row.starts_local:%H:%M}" if row.starts_local else None,
        "ends": f"{row.ends_local:%H:%M}" if row.ends_local else None,
        "track": row.track,
        "room": f"{row.venue_name}, {row.room_name}" if row.room_name else "",
        "private": bool(row.room_private),
        "place": row.place,
        "link": row.link,
        "languages": row.languages,
        "interpreter": "; ".join(
            name for _id, name in links.interpreters.get(row.id, ())
        ),
        "interpreters": [
            whom[id_] for id_, _name in links.interpreters.get(row.id, ())
        ],
        "needs": row.needs,
        "factors": [
            links.factors[id_].slug for id_ in links.of_session.get(row.id, ())
        ],
        "questions": row.questions,
        "people": [whom[id_] for id_, _name in links.people.get(row.id, ())],
        "members": [whom[id_] for id_, _name in links.members.get(row.id, ())],
        "notes": row.notes,
    }
