"""Lists of evidence: narrowed by filters, led on by cursors, counted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_
from sqlmodel import Session, col

from app.access import Actor, author_of
from app.evidence.forms import FilterForm
from app.evidence.queries import Note, notes_of
from app.evidence.searching import found_by
from app.models import Evidence, EvidenceFactor, Visit
from app.values import TO_PLACE, Kind, Voice

#: Counted to here; a page says "more than" beyond.
MOST = 1000


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
    """How many, `MOST + 1` where there are more: nobody waits for the rest."""
    found = (
        select(literal(1))
        .select_from(Evidence)
        .where(col(Evidence.visit_id) == visit.id, *conditions)
        .limit(MOST + 1)
    )
    counted = select(func.count()).select_from(found.subquery())
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
        conditions.append(has_factor([visit.id], wanted.factor))
    if wanted.to_place:
        conditions.append(has_factor([visit.id], TO_PLACE))
    if wanted.no_session:
        conditions.append(col(Evidence.session_id).is_(None))
    if wanted.to_complete:
        conditions.append(is_to_complete([visit.id]))
    if wanted.mine or actor.tablet:
        conditions.append(is_by(actor, visit))
    dialect = session.get_bind().dialect.name
    if (words := found_by(wanted.q, visit.id, dialect)) is not None:
        conditions.append(words)
    return conditions


def is_by(actor: Actor, visit: Visit) -> ColumnElement[bool]:
    """One's own; all that a seat on a shared tablet ever reads."""
    return col(Evidence.author_id) == author_of(actor, visit)


def has_factor(visits: Collection[UUID], slug: str) -> ColumnElement[bool]:
    """Asked once of the visits' index, not once per note."""
    about = select(col(EvidenceFactor.evidence_id)).where(
        col(EvidenceFactor.visit_id).in_(visits), col(EvidenceFactor.slug) == slug
    )
    return col(Evidence.id).in_(about)


def is_to_complete(visits: Collection[UUID]) -> ColumnElement[bool]:
    """The same as `still_to_say`, said to the database."""
    conversation = (Kind.INTERVIEW, Kind.GROUP_DISCUSSION)
    return or_(
        col(Evidence.bearing).is_(None),
        and_(col(Evidence.voice) != Voice.NONE, col(Evidence.heard).is_(None)),
        and_(col(Evidence.voice) == Voice.NONE, col(Evidence.kind).in_(conversation)),
        has_factor(visits, TO_PLACE),
        col(Evidence.consent_lack) != "",
    )
