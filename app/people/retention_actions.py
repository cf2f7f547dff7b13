"""Changing how long a programme keeps what."""

from sqlmodel import Session

from app import records
from app.access import Actor, coordinates, must_be_asked_again
from app.audit import Deed, append
from app.errors import NotPermitted, Rejected
from app.models import Programme, Retention
from app.people.retention_forms import RetentionForm, field_of
from app.people.retention_queries import retention_of
from app.people.retention_rules import RULES, retention_problems
from app.values_audit import Verb


def change_retention(
    session: Session, actor: Actor, programme: Programme, form: RetentionForm
) -> Retention:
    """Shorter lengths delete sooner, for good. Raises `AskAgain`, `Conflict`, `Rejected`."""
    if not coordinates(actor, programme.id):
        raise NotPermitted
    must_be_asked_again(actor)
    chosen = {rule.kept: int(getattr(form, field_of(rule.kept))) for rule in RULES}
    if problems := retention_problems(chosen):
        raise Rejected(*problems)
    lengths = {kept.value: length for kept, length in chosen.items()}
    deed = Deed(Verb.CHANGED_RETENTION, programme.id, None, "programme", programme.id)
    append(session, actor, deed)
    return saved(session, actor, programme, lengths, form.revision)


def saved(
    session: Session,
    actor: Actor,
    programme: Programme,
    lengths: dict[str, int],
    revision: int | None,
) -> Retention:
    stands = retention_of(session, programme)
    if stands is None:
        made = Retention(programme_id=programme.id, lengths=lengths)
        return records.create(session, made, actor.person_id)
    values = {"lengths": lengths}
    return records.change(
        session, stands, values, revision=revision or 0, by=actor.person_id
    )
