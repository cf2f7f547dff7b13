"""The blank sheet to print, and the form in which sheets are typed in one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import Actor, author_of, may_note_for, may_record
from app.errors import NotFound, NotPermitted
from app.evidence.pages import offered, session_options
from app.evidence.paper_forms import NextForm, PaperForm
from app.evidence.queries import own_language, raw_visit_shown
from app.forms import Form
from app.i18n import clock
from app.ids import uuid7
from app.labels import choices
from app.models import AgendaSession, Visit
from app.people.seat_queries import members_seated
from app.values import Bearing, ConsentTo, Heard, Kind, Voice, Who
from app.visits.agenda_options import factor_options


@dataclass(frozen=True)
class OnSheet:
    """The session as a sheet names it: a number and its hours. A lost sheet tells no more."""

    id: UUID
    number: int
    on: date | None
    hours: str
    factors: Sequence[str]


def blank_page(
    session: Session, visit: Visit, session_id: UUID | None
) -> dict[str, Any]:
    """Everything but `none` of the closed lists: what is not ticked is not said."""
    return {
        "visit": visit,
        "session_options": session_options(session, visit),
        "met": on_sheet(session, visit, session_id) if session_id else None,
        "factors": factor_options(session, visit),
        "kinds": choices(Kind),
        "voices": [one for one in choices(Voice) if one[0] != Voice.NONE],
        "whos": choices(Who),
        "heards": choices(Heard),
        "bearings": choices(Bearing),
        "consents": choices(ConsentTo),
    }


def on_sheet(session: Session, visit: Visit, session_id: UUID) -> OnSheet:
    """Raises `NotFound`."""
    found = session.exec(
        select(AgendaSession)
        .where(
            AgendaSession.id == session_id,
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
        )
        .options(
            joinedload(AgendaSession.day),  # type: ignore[arg-type]
            selectinload(AgendaSession.factors),  # type: ignore[arg-type]
        )
    ).first()
    if found is None:
        raise NotFound
    hours = [clock(one) for one in (found.starts_local, found.ends_local) if one]
    slugs = [factor.slug for factor in found.factors]
    day = found.day.day_on if found.day else None
    return OnSheet(found.id, found.number, day, "–".join(hours), slugs)


def visit_typed(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """For who takes notes on it; `NotPermitted` for who only reads them."""
    visit = raw_visit_shown(session, actor, visit_id)
    if not may_record(actor, visit):
        raise NotPermitted
    return visit


def typing_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[PaperForm],
    saved: bool = False,
) -> dict[str, Any]:
    others = may_note_for(actor, visit)
    return {
        **offered(session, visit),
        "visit": visit,
        "form": form,
        "saved": saved,
        "author_options": author_options(session, actor, visit) if others else [],
    }


def author_options(
    session: Session, actor: Actor, visit: Visit
) -> list[tuple[UUID, str]]:
    """The team in its order; oneself is the blank choice."""
    own = author_of(actor, visit)
    team = members_seated(session, visit)
    return [(one.id, one.shown_name) for one in team if one.id != own]


def next_sheet(
    session: Session, actor: Actor, visit: Visit, kept: NextForm
) -> Form[PaperForm]:
    """An empty sheet with its id, and what stays from the one before."""
    values = kept.model_dump(exclude={"saved"})
    language = kept.language or own_language(session, actor, visit)
    return Form.of(PaperForm, {**values, "id": uuid7(), "language": language})
