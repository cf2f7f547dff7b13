"""Loads a programme: organisations, cities, people, pairs and what stands about them.

The steps of the cycle refer to visits, so `load_deadlines` runs after those are loaded.
Loading twice changes nothing.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.forms import check
from app.ids import seed_id
from app.models import Action, ContextNote, Pair, Readiness
from app.people.actions import add_membership, add_person
from app.people.forms import MembershipForm, PersonForm
from app.people.queries import ORDER
from app.plans.actions import add_action, add_update
from app.plans.forms import ActionForm, UpdateForm
from app.programmes.actions import (
    add_context_note,
    add_pair_city,
    write_readiness,
)
from app.programmes.deadline_actions import add_deadline
from app.programmes.forms import (
    CityForm,
    ContextNoteForm,
    NewDeadlineForm,
    OrganisationForm,
    PairCityForm,
    PairForm,
    ProgrammeForm,
    ReadinessForm,
)
from app.programmes.founding_actions import (
    add_city,
    add_organisation,
    add_pair,
    found_programme,
)
from app.values import Condition
from seed.texts import save_others

Source = Mapping[str, Any]
READINESS_TEXTS = ("text", "risk", "measure", "owner")
ACTION_TEXTS = (
    "title",
    "need",
    "outcome",
    "resources",
    "indicator",
    "owner_person",
)


class Loader:
    """One programme's file. Its ids are made of the programme's slug, kind and key."""

    def __init__(self, session: Session, source: Source, shift: timedelta) -> None:
        self.session = session
        self.source = source
        self.slug: str = source["programme"]["slug"]
        #: Real dates, those of a source without anchor, are not shifted.
        self.shift = shift if source["anchor"] else timedelta()
        self.programme_id = seed_id(self.slug, "programme", self.slug)

    def at(self, kind: str, key: str) -> UUID:
        return seed_id(self.slug, kind, key)

    def maybe(self, kind: str, key: str | None) -> UUID | None:
        return self.at(kind, key) if key else None

    def day(self, value: date | None) -> date | None:
        return value + self.shift if value else None

    def dated(self, item: Source, *names: str) -> dict[str, date | None]:
        return {name: self.day(item.get(name)) for name in names}

    def officer(self, pair_id: UUID) -> Actor:
        """The seed acts as an officer of the pair's learning city."""
        only = frozenset({pair_id})
        return Actor(pairs=only, learning=only)


def load_programme(
    session: Session, source: Source, shift: timedelta, personas: bool
) -> None:
    """`personas` opens the demo's entrances: people who carry a persona's key."""
    loader = Loader(session, source, shift)
    programme = dict(source["programme"])
    programme |= loader.dated(programme, "starts_on", "ends_on")
    programme["milestones"] = [
        picked(one, "when", "title") for one in programme.get("milestones") or []
    ]
    form = check(ProgrammeForm, {"id": loader.programme_id, **programme})
    found_programme(session, form)
    for item in source["organisations"]:
        load_organisation(loader, item)
    for item in source["cities"]:
        load_city(loader, item)
    for item in source["people"]:
        load_person(loader, item, personas)
    for item in source["pairs"]:
        load_pair(loader, item)


def load_deadlines(session: Session, source: Source, shift: timedelta) -> None:
    """After the visits: steps refer to them."""
    loader = Loader(session, source, shift)
    for pair_source in source["pairs"]:
        pair = session.get_one(Pair, loader.at("pair", pair_source["key"]))
        for item in pair_source["deadlines"]:
            sent = {
                "id": loader.at("deadline", item["key"]),
                "step": item["step"],
                "visit_id": loader.maybe("visit", item.get("visit")),
                "owner_id": loader.maybe("person", item.get("owner")),
                **loader.dated(item, "due_on", "done_on"),
            }
            form = check(NewDeadlineForm, sent)
            add_deadline(session, loader.officer(pair.id), pair, form)


def load_organisation(loader: Loader, item: Source) -> None:
    sent = {
        "id": loader.at("organisation", item["key"]),
        "programme_id": loader.programme_id,
        **picked(item, "name", "kind", "country"),
    }
    add_organisation(loader.session, check(OrganisationForm, sent))


def load_city(loader: Loader, item: Source) -> None:
    facts = ("name", "country", "inhabitants", "about", "source")
    origin = ("foreign_origin", "foreign_origin_note")
    sent = {
        "id": loader.at("city", item["key"]),
        "programme_id": loader.programme_id,
        "slug": item["key"],
        "organisation_id": loader.maybe("organisation", item.get("association")),
        "language": item.get("language") or "",
        **picked(item, *facts, *origin),
        **loader.dated(item, "next_election_on"),
    }
    add_city(loader.session, check(CityForm, sent))


def load_person(loader: Loader, item: Source, personas: bool) -> None:
    key = item["key"]
    sent = {
        "id": loader.at("person", key),
        "persona": key if personas and key in ORDER else None,
        **picked(item, "name", "email", "language"),
    }
    person = add_person(loader.session, check(PersonForm, sent))
    for role in item["roles"]:
        slug = role.get("programme", loader.slug)
        membership = {
            "id": loader.at("membership", "/".join([key, *map(str, role.values())])),
            "person_id": person.id,
            "role": role["role"],
            "programme_id": seed_id(slug, "programme", slug),
            "city_id": loader.maybe("city", role.get("city")),
            "organisation_id": loader.maybe("organisation", role.get("organisation")),
        }
        add_membership(loader.session, check(MembershipForm, membership))


def load_pair(loader: Loader, item: Source) -> None:
    names = ("objective", "needs", "strengths", "questions", "source")
    sent = {
        "id": loader.at("pair", item["key"]),
        "programme_id": loader.programme_id,
        **picked(item, "number", "theme", "benchmark", "benchmark_note"),
        **picked(item, "method", "status", *names),
        **loader.dated(item, "started_on"),
    }
    pair = add_pair(loader.session, check(PairForm, sent))
    for position, part in enumerate(item["cities"]):
        load_part(loader, pair, item, (position, part))
    for one in item["readiness"]:
        load_readiness(loader, pair, one)
    for one in item["context_notes"]:
        load_context_note(loader, pair, one)
    for one in item["actions"]:
        load_action(loader, pair, one)


def load_part(
    loader: Loader, pair: Pair, item: Source, numbered: tuple[int, Source]
) -> None:
    """A city is a former one where it says so, or where another took its part over."""
    position, part = numbered
    left = part.get("until_on")
    replaced = left and any(
        other["part"] == part["part"] and (other["from_on"] or date.min) > left
        for other in item["cities"]
    )
    sent = {
        "id": loader.at("pair-city", f"{item['key']}/{part['city']}"),
        "city_id": loader.at("city", part["city"]),
        "part": part["part"],
        "position": position,
        "former": bool(part.get("former") or replaced),
        "note": part.get("note"),
        **loader.dated(part, "from_on", "until_on"),
    }
    add_pair_city(loader.session, pair, check(PairCityForm, sent))


def load_readiness(loader: Loader, pair: Pair, item: Source) -> None:
    own_id = loader.at("readiness", item["key"])
    if loader.session.get(Readiness, own_id):
        return
    sent = {
        "id": own_id,
        **picked(item, "state"),
        **loader.dated(item, "checked_on"),
        **written(item, READINESS_TEXTS),
    }
    actor, condition = loader.officer(pair.id), Condition(item["condition"])
    form = check(ReadinessForm, sent)
    made = write_readiness(loader.session, actor, pair, condition, form)
    for name in READINESS_TEXTS:
        save_others(loader.session, made, name, item.get(name))


def load_context_note(loader: Loader, pair: Pair, item: Source) -> None:
    own_id = loader.at("context-note", item["key"])
    if loader.session.get(ContextNote, own_id):
        return
    sent = {
        "id": own_id,
        "city_id": loader.maybe("city", item.get("city")),
        **picked(item, "context", "source"),
        **written(item, ("text",)),
    }
    form = check(ContextNoteForm, sent)
    made = add_context_note(loader.session, loader.officer(pair.id), pair, form)
    save_others(loader.session, made, "text", item.get("text"))


def load_action(loader: Loader, pair: Pair, item: Source) -> None:
    own_id = loader.at("action", item["key"])
    if loader.session.get(Action, own_id):
        return
    same = ("factor", "field", "owner_organisation", "indicator_with_migrants")
    sent = {
        "id": own_id,
        **picked(item, *same, "status"),
        **loader.dated(item, "starts_on", "due_on"),
        **written(item, ACTION_TEXTS),
    }
    form = check(ActionForm, sent)
    action = add_action(loader.session, loader.officer(pair.id), pair, form)
    for name in ACTION_TEXTS:
        save_others(loader.session, action, name, item.get(name))
    for one in item["updates"]:
        load_update(loader, pair, action, one)


def load_update(loader: Loader, pair: Pair, action: Action, item: Source) -> None:
    sent = {
        "id": loader.at("action-update", item["key"]),
        **loader.dated(item, "on"),
        **written(item, ("text",)),
    }
    actor, form = loader.officer(pair.id), check(UpdateForm, sent)
    made = add_update(loader.session, actor, pair, action, form)
    save_others(loader.session, made, "text", item.get("text"))


def picked(item: Source, *names: str) -> dict[str, Any]:
    """What the file says of these; what it leaves empty is absent."""
    return {name: item[name] for name in names if item.get(name) is not None}


def written(item: Source, names: tuple[str, ...]) -> dict[str, Any]:
    """The texts as they were written: their first language is the one written in."""
    language = next(iter(item[names[0]]))
    texts = {name: item[name] for name in names if item.get(name)}
    first = {n: t.get(language) or next(iter(t.values())) for n, t in texts.items()}
    return {"language": language, **first}
