"""People met: by what they speak as, and the sessions in which they are met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda
from app.errors import NotFound, NotPermitted
from app.models import AgendaSession, SessionStakeholder, Stakeholder, Visit
from app.translations import shown, translations_of
from app.values import SessionStatus, Voice


@dataclass(frozen=True)
class Category:
    voice: Voice
    people: Sequence[Stakeholder]


def stakeholders_of(session: Session, visit: Visit) -> Sequence[Stakeholder]:
    return session.exec(
        select(Stakeholder)
        .where(Stakeholder.visit_id == visit.id, col(Stakeholder.removed_at).is_(None))
        .order_by(col(Stakeholder.name), col(Stakeholder.id))
    ).all()


def names_met(
    session: Session, written: Mapping[UUID, tuple[str, str]]
) -> dict[UUID, str]:
    """Of people met, in the reader's language where somebody has translated them; one
    query. `written`: whose → the name as it was written, and its language."""
    translated = translations_of(session, "stakeholder", written.keys())
    return {
        id_: shown(name, language, translated.get((id_, "name"))).text
        for id_, (name, language) in written.items()
    }


def by_category(people: Sequence[Stakeholder]) -> list[Category]:
    """In the order of the voices; those that nobody speaks as are left out."""
    found = [Category(v, [p for p in people if p.category is v]) for v in Voice]
    return [category for category in found if category.people]


def sessions_meeting(session: Session, visit: Visit) -> dict[UUID, list[int]]:
    """Stakeholder → numbers of the sessions in which they are met."""
    rows = session.exec(
        select(SessionStakeholder.stakeholder_id, AgendaSession.number)
        .join(AgendaSession, col(AgendaSession.id) == SessionStakeholder.session_id)
        .where(
            SessionStakeholder.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
            AgendaSession.status != SessionStatus.CANCELLED,
        )
        .order_by(col(AgendaSession.number))
    ).all()
    found: dict[UUID, list[int]] = {}
    for stakeholder_id, number in rows:
        found.setdefault(stakeholder_id, []).append(number)
    return found


def stakeholder_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    stakeholder_id: UUID,
    *,
    removed: bool = False,
) -> Stakeholder:
    """For who prepares the visit; also somebody taken off the list, if `removed`."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(Stakeholder).where(
            Stakeholder.id == stakeholder_id, Stakeholder.visit_id == visit.id
        )
    ).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found
