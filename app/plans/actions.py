from typing import Any

from sqlmodel import Session

from app import records
from app.access import Actor, may_comment_actions, may_write_actions
from app.benchmarks.queries import version_of
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.i18n import _
from app.ids import uuid7
from app.models import Action, ActionUpdate, Pair
from app.models.base import now
from app.plans.forms import ActionForm, UpdateForm
from app.plans.queries import fields_of
from app.plans.rules import action_problems, update_day_problems
from app.translations import outdate_translations

TEXTS = ("title", "need", "outcome", "resources", "indicator", "owner_person")


def add_action(session: Session, actor: Actor, pair: Pair, form: ActionForm) -> Action:
    """A known id of this pair is left as it stands."""
    if not may_write_actions(actor, pair):
        raise NotPermitted
    known = session.get(Action, form.id) if form.id else None
    if known is not None:
        return _of(pair, known)
    values = _checked(session, pair, form)
    made = Action(
        id=form.id or uuid7(), programme_id=pair.programme_id, pair_id=pair.id, **values
    )
    return records.create(session, made, actor.person_id)


def change_action(
    session: Session, actor: Actor, pair: Pair, action: Action, form: ActionForm
) -> Action:
    if not may_write_actions(actor, pair):
        raise NotPermitted
    values = _checked(session, pair, form)
    before = {name: getattr(action, name) for name in TEXTS}
    revision = form.revision or 0  # without one nothing was read: stale
    by = actor.person_id
    records.change(session, action, values, revision=revision, by=by)
    changed = [name for name in TEXTS if getattr(action, name) != before[name]]
    if changed:
        outdate_translations(session, "action", action.id, changed)
    return action


def remove_action(
    session: Session, actor: Actor, pair: Pair, action: Action, revision: int
) -> Action:
    """Out of the plan, as one written by mistake; one given up is "dropped"."""
    if not may_write_actions(actor, pair):
        raise NotPermitted
    return records.remove(session, action, revision=revision, by=actor.person_id)


def restore_action(
    session: Session, actor: Actor, pair: Pair, action: Action
) -> Action:
    if not may_write_actions(actor, pair):
        raise NotPermitted
    return records.restore(session, action, by=actor.person_id)


def add_update(
    session: Session,
    actor: Actor,
    pair: Pair,
    action: Action,
    form: UpdateForm,
) -> ActionUpdate:
    """A dated note on an action of this pair; the learning city may set its status too."""
    if not may_comment_actions(actor, pair):
        raise NotPermitted
    if form.status is not None and not may_write_actions(actor, pair):
        raise NotPermitted
    known = session.get(ActionUpdate, form.id) if form.id else None
    if known is not None:
        return _said_of(action, known)
    today = now().date()
    on = form.on or today
    if problems := update_day_problems(on, today):
        raise Rejected(*problems)
    if form.status is not None:
        values = {"status": form.status}
        records.change(session, action, values, revision=None, by=actor.person_id)
    made = ActionUpdate(
        id=form.id or uuid7(),
        programme_id=pair.programme_id,
        action_id=action.id,
        on=on,
        text=form.text,
        language=form.language,
    )
    return records.create(session, made, actor.person_id)


def _of(pair: Pair, action: Action) -> Action:
    if action.pair_id != pair.id:
        raise NotFound
    return action


def _said_of(action: Action, update: ActionUpdate) -> ActionUpdate:
    if update.action_id != action.id:
        raise NotFound
    return update


def _checked(session: Session, pair: Pair, form: ActionForm) -> dict[str, Any]:
    problems = action_problems(form.starts_on, form.due_on)
    version = version_of(session, pair.benchmark_version_id)
    factors = version.factors if version else []
    if form.factor and form.factor not in {factor.slug for factor in factors}:
        problems.append(Problem("factor", _("Choose a factor of this benchmark.")))
    if form.field and form.field not in {field["slug"] for field in fields_of(factors)}:
        problems.append(Problem("field", _("Choose a field of this benchmark.")))
    if problems:
        raise Rejected(*problems)
    values = form.model_dump(exclude={"id", "revision"})
    return values | {"factor": form.factor or "", "field": form.field or ""}
