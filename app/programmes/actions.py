from sqlmodel import Session, select

from app import records
from app.access import Actor, may_write_readiness
from app.errors import NotFound, NotPermitted
from app.ids import uuid7
from app.models import ContextNote, Pair, PairCity, Readiness
from app.programmes.forms import ContextNoteForm, PairCityForm, ReadinessForm
from app.programmes.queries import readiness_of
from app.translations import outdate_translations
from app.values import Condition

TEXTS = ("text", "risk", "measure", "owner")


def write_readiness(
    session: Session,
    actor: Actor,
    pair: Pair,
    condition: Condition,
    form: ReadinessForm,
) -> Readiness:
    """What stands about one condition of the pair: one record each, changed in place."""
    if not may_write_readiness(actor, pair):
        raise NotPermitted
    lock(session, pair)
    values = form.model_dump(exclude={"id", "revision"})
    known = readiness_of(session, pair).get(condition)
    if known is None:
        if form.id and session.get(Readiness, form.id):
            raise NotFound  # the id is another pair's
        made = Readiness(
            id=form.id or uuid7(),
            programme_id=pair.programme_id,
            pair_id=pair.id,
            condition=condition,
            **values,
        )
        return records.create(session, made, actor.person_id)
    if form.id == known.id:
        return known
    before = {name: getattr(known, name) for name in TEXTS}
    # Opened before there was anything: somebody else was first, so the form is stale.
    revision = form.revision or 0
    records.change(session, known, values, revision=revision, by=actor.person_id)
    changed = [name for name in TEXTS if getattr(known, name) != before[name]]
    if changed:
        outdate_translations(session, "readiness", known.id, changed)
    return known


def add_context_note(
    session: Session, actor: Actor, pair: Pair, form: ContextNoteForm
) -> ContextNote:
    if not may_write_readiness(actor, pair):
        raise NotPermitted
    if known := records.sent_before(session, ContextNote, form.id, pair_id=pair.id):
        return known
    values = form.model_dump() | {"context": form.context or ""}
    made = ContextNote(programme_id=pair.programme_id, pair_id=pair.id, **values)
    return records.create(session, made, actor.person_id)


def add_pair_city(session: Session, pair: Pair, form: PairCityForm) -> PairCity:
    """A city's part in the pair; a known id is left as it stands."""
    if known := records.sent_before(session, PairCity, form.id, pair_id=pair.id):
        return known
    made = PairCity(
        programme_id=pair.programme_id, pair_id=pair.id, **form.model_dump()
    )
    return records.create(session, made, None)


def lock(session: Session, pair: Pair) -> None:
    """Two who write the first word on a condition take turns (PostgreSQL)."""
    session.exec(select(Pair.id).where(Pair.id == pair.id).with_for_update()).one()
