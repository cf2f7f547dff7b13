"""A city takes over another's part in a pair; what was done stays where it was done."""

import re
import unicodedata
from datetime import date, timedelta

from sqlmodel import Session, select

from app import audit, records
from app.access import Actor, may_replace_city, must_be_asked_again
from app.errors import NotPermitted, Problem, Rejected
from app.forms import needed
from app.i18n import LANGUAGES, _, language
from app.ids import uuid7
from app.models import City, FormerSlug, Pair, PairCity
from app.programmes.actions import lock
from app.programmes.forms import CityForm, ReplacementForm
from app.programmes.founding_actions import add_city
from app.programmes.replacing_queries import (
    Consequences,
    cities_today,
    consequences,
    only_officer,
)
from app.programmes.rules import replacement_problems
from app.values_audit import Verb


def check_replacement(
    session: Session,
    actor: Actor,
    part: PairCity,
    form: ReplacementForm,
    today: date,
) -> City | None:
    """The city that takes over, null where it is new. Raises `Rejected`."""
    pair = session.get_one(Pair, part.pair_id)
    if not may_replace_city(actor, pair):
        raise NotPermitted
    if problems := replacement_problems(form.from_on, part.from_on, today):
        raise Rejected(*problems)
    if form.city_id is None:
        if not (form.name and form.country):
            missing = "country" if form.name else "city_id"
            raise Rejected(needed(missing))
        return None
    city = session.get(City, form.city_id)
    if city is None or city.programme_id != pair.programme_id or city.removed_at:
        raise Rejected(Problem("city_id", _("Choose from what is offered.")))
    if city.id in cities_today(session, pair):
        raise Rejected(Problem("city_id", _("This city takes part in the pair already.")))  # fmt: skip
    return city


def replace_city(
    session: Session,
    actor: Actor,
    part: PairCity,
    form: ReplacementForm,
    today: date,
) -> PairCity:
    """Raises `Conflict` where somebody replaced it meanwhile."""
    must_be_asked_again(actor)
    pair, by = session.get_one(Pair, part.pair_id), actor.person_id
    lock(session, pair)
    city = check_replacement(session, actor, part, form, today)
    city = city or founded(session, pair, form)
    follows, position = consequences(session, pair, part), part.position
    values = {
        "until_on": form.from_on - timedelta(days=1),
        "former": True,
        "position": position + 100,
    }
    records.change(session, part, values, revision=form.revision, by=by)
    made = PairCity(
        programme_id=pair.programme_id,
        pair_id=pair.id,
        city_id=city.id,
        part=part.part,
        position=position,
        from_on=form.from_on,
        note={language(): form.why},
        replaces_id=part.id,
    )
    records.create(session, made, by)
    pass_on(session, actor, follows, city)
    append(session, actor, Verb.REPLACED_CITY, pair, form.why)
    return made


def pass_on(session: Session, actor: Actor, follows: Consequences, city: City) -> None:
    by, owner_id = actor.person_id, only_officer(session, city.id)
    for step in follows.steps:
        records.change(session, step, {"owner_id": owner_id}, revision=None, by=by)
    for place in follows.places:
        records.remove(session, place, revision=None, by=by)
    for visit in follows.visits:
        values = {"host_city_id": city.id}
        records.change(session, visit, values, revision=None, by=by)


def founded(session: Session, pair: Pair, form: ReplacementForm) -> City:
    assert form.name
    assert form.country
    assert pair.programme_id
    sent = CityForm(
        id=uuid7(),
        programme_id=pair.programme_id,
        slug=free_slug(session, form.name),
        name=dict.fromkeys(LANGUAGES, form.name),
        country=form.country,
    )
    return add_city(session, sent)


def free_slug(session: Session, name: str) -> str:
    """One that was never given."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "city"
    taken = set(session.exec(select(City.slug)).all())
    taken |= set(session.exec(select(FormerSlug.slug)).all())
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


def append(session: Session, actor: Actor, verb: Verb, pair: Pair, why: str) -> None:
    deed = audit.Deed(verb, pair.programme_id, None, "pair", pair.id, why)
    audit.append(session, actor, deed)
