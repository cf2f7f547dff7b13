"""Lists of evidence: narrowed by filters, led on by cursors, counted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlmodel import Session, col

from app.access import Actor
from app.evidence.forms import FilterForm
from app.evidence.queries import Note, notes_of
from app.evidence.searching import found_by
from app.models import Evidence, EvidenceFactor, Visit
from app.values import TO_PLACE, Kind, Voice


def newest_notes(
    session: Session,
    visit: Visit,
    conditions: Sequence[ColumnElement[bool]],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Note]:
    """What was seen or heard last comes first; one more than `limit` where more follow."""
    place = tuple_(col(Evidence.captured_at), col(Evidence.id))
    further = [place < after] if after else []
    order = (col(Evidence.captured_at).desc(), col(Evidence.id).desc())
    return notes_of(session, visit, [*conditions, *further], order, limit + 1)


def received_notes(
    session: Session,
    visit: Visit,
    conditions: Sequence[ColumnElement[bool]],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Note]:
    """In the order of arrival, so that a reader of the API can go on where it was."""
    place = tuple_(col(Evidence.received_at), col(Evidence.id))
    further = [place > after] if after else []
    order = (col(Evidence.received_at), col(Evidence.id))
    return notes_of(session, visit, [*conditions, *further], order, limit + 1)


def count_notes(
    session: Session, visit: Visit, conditions: Sequence[ColumnElement[bool]]
) -> int:
    counted = (
        select(func.count())
        .select_from(Evidence)
        .where(col(Evidence.visit_id) == visit.id, *conditions)
    )
    return session.scalar(counted) or 0


def narrowed(
    session: Session, actor: Actor, visit: Visit, wanted: FilterForm
) -> list[ColumnElement[bool]]:
    """The conditions of a list; what was removed is never in it."""
    chosen = {
        col(Evidence.session_id): wanted.session,
        col(Evidence.voice): wanted.voice,
        col(Evidence.kind): wanted.kind,
        col(Evidence.bearing): wanted.bearing,
        col(Evidence.language): wanted.language,
    }
    conditions: list[ColumnElement[bool]] = [col(Evidence.removed_at).is_(None)]
    conditions += [column == value for column, value in chosen.items() if value]
    if wanted.factor:
        conditions.append(has_factor(wanted.factor))
    if wanted.to_place:
        conditions.append(has_factor(TO_PLACE))
    if wanted.to_complete:
        conditions.append(is_to_complete())
    if wanted.mine:
        conditions.append(col(Evidence.author_id) == actor.teams.get(visit.id))
    dialect = session.get_bind().dialect.name
    if (words := found_by(wanted.q, visit.id, dialect)) is not None:
        conditions.append(words)
    return conditions


def has_factor(slug: str) -> ColumnElement[bool]:
    return exists().where(
        col(EvidenceFactor.evidence_id) == col(Evidence.id),
        col(EvidenceFactor.slug) == slug,
    )


def is_to_complete() -> ColumnElement[bool]:
    """The same as `Note.missing`, said to the database."""
    conversation = (Kind.INTERVIEW, Kind.GROUP_DISCUSSION)
    return or_(
        col(Evidence.bearing).is_(None),
        and_(col(Evidence.voice) != Voice.NONE, col(Evidence.heard).is_(None)),
        and_(col(Evidence.voice) == Voice.NONE, col(Evidence.kind).in_(conversation)),
        has_factor(TO_PLACE),
        col(Evidence.consent_lack) != "",
    )
