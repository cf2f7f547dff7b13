"""Lists of evidence: narrowed by filters, led on by cursors, counted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session, col

from app.access import Actor, author_of, may_correct
from app.evidence.files_to_come import waits_for_files
from app.evidence.forms import FilterForm
from app.evidence.queries import Note, notes_of
from app.evidence.searching import found_by
from app.models import Evidence, EvidenceFactor, RivalText, Visit
from app.values import TO_PLACE, Kind, Sensitivity, Voice

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
    return count_each(session, visit, conditions)[0]


def count_each(
    session: Session, visit: Visit, *lists: Sequence[ColumnElement[bool]]
) -> Sequence[int]:
    """As `count_notes`, of several lists in one question."""
    return session.execute(select(*(counted(visit, one) for one in lists))).one()


def counted(visit: Visit, conditions: Sequence[ColumnElement[bool]]) -> Any:
    found = (
        select(literal(1))
        .select_from(Evidence)
        .where(col(Evidence.visit_id) == visit.id, *conditions)
        .limit(MOST + 1)
    )
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def narrowed(
    session: Session, actor: Actor, visit: Visit, wanted: FilterForm
) -> list[ColumnElement[bool]]:
    """The conditions of a list. What was removed is in none, unless a text of it waits."""
    chosen = {
        col(Evidence.session_id): wanted.session,
        col(Evidence.voice): wanted.voice,
        col(Evidence.kind): wanted.kind,
        col(Evidence.bearing): wanted.bearing,
        col(Evidence.language): wanted.language,
        col(Evidence.written_on): wanted.written_on,
    }
    stands = has_two_texts(visit) if wanted.two_texts else col(Evidence.removed_at).is_(None)  # fmt: skip
    conditions: list[ColumnElement[bool]] = [stands]
    conditions += [column == value for column, value in chosen.items() if value]
    if wanted.factor:
        conditions.append(has_factor([visit.id], wanted.factor))
    if wanted.to_place:
        conditions.append(has_factor([visit.id], TO_PLACE))
    if wanted.no_session:
        conditions.append(col(Evidence.session_id).is_(None))
    if wanted.to_complete:
        conditions.append(is_to_complete([visit.id]))
    if wanted.arrived_after:
        conditions.append(col(Evidence.received_at) >= wanted.arrived_after)
    conditions += whose(actor, visit, wanted)
    dialect = session.get_bind().dialect.name
    if wanted.files_to_come:
        conditions += waits_for_files(dialect)
    if (words := found_by(wanted.q, visit.id, dialect)) is not None:
        conditions.append(words)
    return conditions


def whose(actor: Actor, visit: Visit, wanted: FilterForm) -> list[ColumnElement[bool]]:
    """Everybody's, but on a tablet or where one asks for one's own."""
    if wanted.mine or (actor.tablet and not wanted.team):
        return [is_by(actor, visit)]
    return [is_shown_beside(actor, visit)] if actor.tablet else []


def is_by(actor: Actor, visit: Visit) -> ColumnElement[bool]:
    """One's own; all that a seat on a shared tablet reads, unless it asks for the team's."""
    return col(Evidence.author_id) == author_of(actor, visit)


def is_shown_beside(actor: Actor, visit: Visit) -> ColumnElement[bool]:
    """On a tablet that goes from hand to hand: the team's but for what is sensitive."""
    ordinary = col(Evidence.sensitivity) == Sensitivity.ORDINARY
    return or_(is_by(actor, visit), ordinary)


def has_factor(visits: Collection[UUID], slug: str) -> ColumnElement[bool]:
    """Asked once of the visits' index, not once per note."""
    about = select(col(EvidenceFactor.evidence_id)).where(
        col(EvidenceFactor.visit_id).in_(visits), col(EvidenceFactor.slug) == slug
    )
    return col(Evidence.id).in_(about)


def has_two_texts(visit: Visit) -> ColumnElement[bool]:
    """A correction came on an older text, and nobody has chosen yet."""
    waiting = select(col(RivalText.evidence_id)).where(
        col(RivalText.visit_id) == visit.id, col(RivalText.settled_at).is_(None)
    )
    return col(Evidence.id).in_(waiting)


def is_to_choose(actor: Actor, visit: Visit) -> list[ColumnElement[bool]]:
    """Notes with two texts of which this person may choose: their own, or all."""
    waiting = [has_two_texts(visit), col(Evidence.hidden_at).is_(None)]
    if may_correct(actor, visit, None):
        return waiting
    own = author_of(actor, visit)
    return [*waiting, is_by(actor, visit)] if own else [false()]


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
