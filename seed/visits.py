"""Loads a visit's plan: days, places, people met, team, sessions. Twice changes nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.forms import check
from app.ids import seed_id
from app.models import Pair, Visit
from app.visits.actions import add_room, add_venue, add_visit
from app.visits.agenda_actions import add_session
from app.visits.day_actions import add_day
from app.visits.forms import (
    DayForm,
    MemberForm,
    PastVisitForm,
    RoomForm,
    SessionForm,
    StakeholderForm,
    VenueForm,
)
from app.visits.interpreter_actions import add_interpreter
from app.visits.people_actions import add_stakeholder
from app.visits.planning_forms import InterpreterForm, WaysForm
from app.visits.releasing import days_of, release_agenda
from app.visits.team_actions import add_member
from app.visits.travel_actions import joined, write_ways
from app.visits.travel_queries import ends
from seed.texts import save_others

Source = Mapping[str, Any]


class Loader:
    """One visit's file. Keys below the visit carry the visit's key."""

    def __init__(
        self, session: Session, source: Source, slug: str, shift: timedelta
    ) -> None:
        self.session = session
        self.source = source
        self.slug = slug
        self.shift = shift
        self.key: str = source["key"]
        self.programme_id = seed_id(slug, "programme", slug)
        everything = frozenset({self.programme_id})
        #: The seed plans as coordinator and facilitator at once.
        self.actor = Actor(coordinated=everything, facilitated=everything)

    def at(self, kind: str, key: str) -> UUID:
        return seed_id(self.slug, kind, f"{self.key}/{key}")

    def maybe(self, kind: str, key: str | None) -> UUID | None:
        return self.at(kind, key) if key else None


def load_visit(
    session: Session, source: Source, programme_slug: str, shift: timedelta
) -> None:
    """`shift` moves every date; the real visits of the past come with none."""
    loader = Loader(session, source, programme_slug, shift)
    visit = _visit(loader)
    if visit is None:
        return
    for part, load in PARTS.items():
        for item in source.get(part) or []:
            load(loader, visit, item)
    if source["status"] in ("done", "under-way") and source.get("team"):
        release = release_agenda(session, loader.actor, visit, "", "en")
        release.released_at = _before_the_first(session, visit)


def _before_the_first(session: Session, visit: Visit) -> datetime:
    """Two weeks ahead, in the morning, as a visit's agenda should be."""
    first = min(day.day_on for day in days_of(session, visit))
    return datetime.combine(first - timedelta(weeks=2), time(9), UTC)


def _visit(loader: Loader) -> Visit | None:
    """None where it is loaded already."""
    source = loader.source
    own_id = seed_id(loader.slug, "visit", loader.key)
    if loader.session.get(Visit, own_id) is not None:
        return None
    pair = loader.session.get(Pair, seed_id(loader.slug, "pair", source["pair"]))
    assert pair is not None, source["pair"]
    loader.session.refresh(pair, ["cities"])
    aims = source.get("aims") or {}
    host = source.get("host")
    form = check(
        PastVisitForm,
        {
            "id": own_id,
            "round": source["round"],
            "purpose": source.get("purpose"),
            "host_city_id": seed_id(loader.slug, "city", host) if host else None,
            "mode": source.get("mode"),
            "status": source["status"],
            "aims": next(iter(aims.values()), ""),
            "language": next(iter(aims), "en"),
            "local_contact": source.get("local_contact") or "",
            "date_note": source.get("date_note") or {},
            "source": source.get("source") or "",
        },
    )
    visit = add_visit(loader.session, loader.actor, pair, form)
    visit.pair = pair
    save_others(loader.session, visit, "aims", aims)
    return visit


def _day(loader: Loader, visit: Visit, item: Source) -> None:
    on: date = item["on"] if "on" in item else item[True]  # type: ignore[index]  # YAML 1.1
    note = item.get("note") or {}
    form = {
        "id": loader.at("day", item["key"]),
        "day_on": on + loader.shift,
        "mode": item["mode"],
        "time_zone": item["time_zone"],
        "note": next(iter(note.values()), ""),
    }
    day = add_day(loader.session, loader.actor, visit, check(DayForm, form))
    save_others(loader.session, day, "note", note)


def _venue(loader: Loader, visit: Visit, item: Source) -> None:
    form = {
        "id": loader.at("venue", item["key"]),
        **{name: item.get(name) for name in ("name", "address") if item.get(name)},
        "step_free": bool(item.get("step_free")),
    }
    venue = add_venue(loader.session, loader.actor, visit, check(VenueForm, form))
    for room in item.get("rooms") or []:
        own = {**room, "id": loader.at("room", room["key"])}
        own.pop("key")
        checked = check(RoomForm, own)
        add_room(loader.session, loader.actor, visit, venue, checked)


def _way(loader: Loader, visit: Visit, item: Source) -> None:
    one, other = (loader.at("venue", key) for key in item["between"])
    form = {
        "ways": [joined(ends(one, other))],
        "minutes": [str(item["minutes"])],
        "seen": [""],
    }
    write_ways(loader.session, loader.actor, visit, check(WaysForm, form))


def _stakeholder(loader: Loader, visit: Visit, item: Source) -> None:
    texts = {name: value for name, value in item.items() if isinstance(value, dict)}
    form = {name: value for name, value in item.items() if value and name != "key"}
    form |= {name: next(iter(text.values())) for name, text in texts.items()}
    form["id"] = loader.at("stakeholder", item["key"])
    form["invited_by_city_id"] = visit.host_city_id
    if side := item.get("invited_by"):
        form["invited_by_city_id"] = seed_id(loader.slug, "city", side)
        form.pop("invited_by")
    made = add_stakeholder(
        loader.session, loader.actor, visit, check(StakeholderForm, form)
    )
    for name, text in texts.items():
        save_others(loader.session, made, name, text)


def _interpreter(loader: Loader, visit: Visit, item: Source) -> None:
    form = {name: value for name, value in item.items() if name != "key"}
    form["id"] = loader.at("interpreter", item["key"])
    checked = check(InterpreterForm, form)
    add_interpreter(loader.session, loader.actor, visit, checked)


def _member(loader: Loader, visit: Visit, item: Source) -> None:
    form = {
        name: value
        for name, value in item.items()
        if name not in ("key", "person", "preparation") and value is not None
    }
    form |= dict(item.get("preparation") or {})
    if person := item.get("person"):
        form["person_id"] = seed_id(loader.slug, "person", person)
    form["id"] = loader.at("member", item["key"])
    add_member(loader.session, loader.actor, visit, check(MemberForm, form))


def _session(loader: Loader, visit: Visit, item: Source) -> None:
    title, notes = item["title"], item.get("notes") or {}
    same = ("number", "format", "languages", "needs", "status", "factors", "questions")
    texts = ("track", "place", "link")
    form = {
        "id": loader.at("session", item["key"]),
        "title": next(iter(title.values())),
        "language": next(iter(title)),
        "day_id": loader.maybe("day", item.get("day")),
        "room_id": loader.maybe("room", item.get("room")),
        "starts_local": item.get("starts"),
        "ends_local": item.get("ends"),
        "stakeholders": [
            loader.at("stakeholder", key) for key in item.get("stakeholders") or []
        ],
        "members": [loader.at("member", key) for key in item.get("members") or []],
        "interpreters": [
            loader.at("interpreter", key) for key in item.get("interpreters") or []
        ],
        "notes": next(iter(notes.values()), ""),
        **{name: item[name] for name in same if item.get(name)},
        **{name: item.get(name) or "" for name in texts},
    }
    made = add_session(loader.session, loader.actor, visit, check(SessionForm, form))
    save_others(loader.session, made, "title", title)
    save_others(loader.session, made, "notes", notes)


#: In this order: sessions refer to everything else.
PARTS = {
    "days": _day,
    "venues": _venue,
    "ways": _way,
    "stakeholders": _stakeholder,
    "interpreters": _interpreter,
    "team": _member,
    "sessions": _session,
}
