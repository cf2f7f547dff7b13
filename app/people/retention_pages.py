"""What the page about keeping shows to one reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app import records
from app.access import Actor, coordinates
from app.errors import Conflict
from app.forms import Form
from app.models import Person, Programme
from app.people.retention_forms import RetentionForm, field_of
from app.people.retention_queries import lengths_for, retention_of
from app.people.retention_rules import EVERYWHERE, RULES, Rule, lengths_of


@dataclass(frozen=True)
class Line:
    """`field` is the name in the form."""

    rule: Rule
    length: int
    field: str


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str


def retention_page(
    session: Session,
    actor: Actor,
    programme: Programme,
    form: Form[RetentionForm] | None = None,
) -> dict[str, Any]:
    lengths = lengths_for(session, programme)
    return {
        "programme": programme,
        "lines": [Line(r, lengths[r.kept], field_of(r.kept)) for r in RULES],
        "everywhere": EVERYWHERE,
        "form": form or form_of(session, programme),
        "edits": coordinates(actor, programme.id),
        "changes": changes_of(session, programme),
    }


def form_of(session: Session, programme: Programme) -> Form[RetentionForm]:
    stands = retention_of(session, programme)
    values = {field_of(k): n for k, n in lengths_for(session, programme).items()}
    revision = stands.revision if stands else None
    return Form.of(RetentionForm, {**values, "revision": revision})


def theirs(conflict: Conflict) -> Conflict:
    """What somebody saved meanwhile, by the fields of the form."""
    lengths = lengths_of(conflict.theirs.get("lengths") or {})
    return Conflict(conflict.revision, {field_of(k): n for k, n in lengths.items()})


def changes_of(session: Session, programme: Programme) -> list[Change]:
    """Newest first."""
    stands = retention_of(session, programme)
    past = records.history(session, stands) if stands else []
    wanted = {one.by for one in past}
    rows = session.exec(
        select(Person.id, Person.name).where(col(Person.id).in_(wanted))
    )
    names = dict(rows.all())
    return [Change(one.at, names.get(one.by, "") if one.by else "") for one in past]
