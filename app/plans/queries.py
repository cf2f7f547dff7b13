"""The plan of action of a pair, with what was said about each action since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.benchmarks.queries import version_of
from app.errors import NotFound
from app.models import Action, ActionUpdate, KeyFactor, Pair, Person
from app.models.base import TextMap
from app.plans.rules import action_days_late
from app.programmes.rules import late_words
from app.translations import Texts
from app.values import ActionStatus


@dataclass(frozen=True)
class ActionRow:
    """An action as its readers see it; `late` says in words how late it is, if it is."""

    action: Action
    factor: KeyFactor | None
    field: TextMap
    late: str
    updates: Sequence[tuple[ActionUpdate, Person | None]]


def actions_of(
    session: Session, pair: Pair, status: ActionStatus | None = None
) -> Sequence[Action]:
    """By date, those without one last."""
    query = select(Action).where(
        Action.pair_id == pair.id, col(Action.removed_at).is_(None)
    )
    if status is not None:
        query = query.where(Action.status == status)
    by_date = (col(Action.due_on).asc().nulls_last(), col(Action.created_at))
    return session.exec(query.order_by(*by_date, col(Action.id))).all()


def action_for(
    session: Session, pair: Pair, action_id: UUID, *, removed: bool = False
) -> Action:
    """An action of this pair; raises `NotFound` for any other. `removed`: taken out."""
    gone = col(Action.removed_at)
    found = session.exec(
        select(Action).where(
            Action.id == action_id,
            Action.pair_id == pair.id,
            gone.is_not(None) if removed else gone.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def rows_of(
    session: Session, pair: Pair, actions: Sequence[Action], today: date
) -> tuple[list[ActionRow], Texts]:
    """The actions with factor, field and updates; their texts beside them."""
    version = version_of(session, pair.benchmark_version_id)
    factors = {f.slug: f for f in version.factors} if version else {}
    fields = {f["slug"]: f for f in fields_of(factors.values())}
    updates = updates_of(session, [action.id for action in actions])
    rows = [
        ActionRow(
            action=action,
            factor=factors.get(action.factor),
            field=fields.get(action.field, {}),
            late=late_words(action_days_late(action.status, action.due_on, today)),
            updates=updates.get(action.id, []),
        )
        for action in actions
    ]
    said = (update for row in rows for update, _person in row.updates)
    return rows, Texts(session, actions, said)


def updates_of(
    session: Session, actions: Sequence[UUID]
) -> dict[UUID, list[tuple[ActionUpdate, Person | None]]]:
    """By action, the newest first."""
    rows = session.exec(
        select(ActionUpdate, Person)
        .join(Person, col(Person.id) == ActionUpdate.created_by, isouter=True)
        .where(
            col(ActionUpdate.action_id).in_(actions),
            col(ActionUpdate.removed_at).is_(None),
        )
        .order_by(col(ActionUpdate.on).desc(), col(ActionUpdate.created_at).desc())
    ).all()
    found: dict[UUID, list[tuple[ActionUpdate, Person | None]]] = {}
    for update, person in rows:
        found.setdefault(update.action_id, []).append((update, person))
    return found


def fields_of(factors: Iterable[KeyFactor]) -> list[dict[str, Any]]:
    """The fields of action a benchmark names: a slug and a text in each language."""
    return [dict(field) for factor in factors for field in factor.action_fields]
