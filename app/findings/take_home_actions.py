from uuid import UUID

from sqlmodel import Session

from app import records
from app.access import Actor, may_read_take_home, may_write_take_home
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.findings.forms import TakeHomeForm
from app.findings.queries import factors_of
from app.findings.take_home_queries import take_home_for
from app.i18n import _
from app.models import TakeHome, Visit
from app.translations import outdate_translations
from app.values import Purpose

TEXTS = ("practice", "what_failed_there", "what_must_change_here")


def add_take_home(
    session: Session, actor: Actor, visit: Visit, form: TakeHomeForm
) -> TakeHome:
    check_may_write(actor, visit)
    check_factor(session, visit, form.factor)
    made = TakeHome(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        author_id=actor.teams.get(visit.id),
        **form.model_dump(exclude={"revision"}),
    )
    return records.create(session, made, actor.person_id)


def change_take_home(
    session: Session, actor: Actor, visit: Visit, item_id: UUID, form: TakeHomeForm
) -> TakeHome:
    item = item_to_change(session, actor, visit, item_id)
    check_factor(session, visit, form.factor)
    before = {name: getattr(item, name) for name in TEXTS}
    values = form.model_dump(exclude={"revision"})
    expected = form.revision or 0
    records.change(session, item, values, revision=expected, by=actor.person_id)
    rewritten = [name for name in TEXTS if before[name] != getattr(item, name)]
    outdate_translations(session, "take_home", item.id, rewritten)
    return item


def remove_take_home(
    session: Session, actor: Actor, visit: Visit, item_id: UUID, revision: int
) -> TakeHome:
    item = item_to_change(session, actor, visit, item_id)
    return records.remove(session, item, revision=revision, by=actor.person_id)


def restore_take_home(
    session: Session, actor: Actor, visit: Visit, item_id: UUID
) -> TakeHome:
    item = item_to_change(session, actor, visit, item_id, removed=True)
    return records.restore(session, item, by=actor.person_id)


def item_to_change(
    session: Session,
    actor: Actor,
    visit: Visit,
    item_id: UUID,
    *,
    removed: bool = False,
) -> TakeHome:
    check_may_write(actor, visit)
    return take_home_for(session, actor, visit, item_id, removed=removed)


def check_may_write(actor: Actor, visit: Visit) -> None:
    if visit.purpose is not Purpose.STUDY or not may_read_take_home(actor, visit):
        raise NotFound
    if not may_write_take_home(actor, visit):
        raise NotPermitted


def check_factor(session: Session, visit: Visit, slug: str) -> None:
    factors = factors_of(session, visit.pair.benchmark_version_id)
    if slug not in {factor.slug for factor in factors}:
        raise Rejected(Problem("factor", _("Choose a key factor of this benchmark.")))
