"""What the pages of one session show: reading it, adding it, changing it."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor, may_edit_agenda, may_see_shown_names
from app.errors import NotFound, NotPermitted
from app.forms import Form, FormModel
from app.i18n import language
from app.ids import uuid7
from app.labels import choices
from app.models import AgendaSession, Visit
from app.translations import shown, translations_of
from app.values import Need
from app.visits.agenda_actions import linked_values
from app.visits.agenda_free import Free, free_times, likely_day
from app.visits.agenda_history import history_of
from app.visits.agenda_options import (
    FactorOption,
    day_choices,
    factor_options,
    options_for,
)
from app.visits.agenda_pages import waiting_words, warnings_of
from app.visits.agenda_queries import agenda_of
from app.visits.agenda_rules import likely_format
from app.visits.forms import MoveForm, SessionForm

Context = dict[str, Any]


def session_for(
    session: Session, visit: Visit, session_id: UUID, *, removed: bool = False
) -> AgendaSession:
    """A session of this visit; raises `NotFound`. `removed` ones only to restore them."""
    found = session.exec(
        select(AgendaSession).where(
            AgendaSession.id == session_id,
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_not(None)
            if removed
            else col(AgendaSession.removed_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def reading(
    session: Session,
    actor: Actor,
    visit: Visit,
    item: AgendaSession,
    form: Form[Any] | None = None,
) -> Context:
    """Notes and link are for those who take part or plan."""
    agenda = agenda_of(session, actor, visit)
    texts = translations_of(session, "agenda_session", [item.id])
    edits = may_edit_agenda(actor, visit)
    return {
        "visit": visit,
        "item": item,
        "cell": agenda.cells[item.id],
        "agenda": agenda,
        "day": next((d.day for d in agenda.days if d.day.id == item.day_id), None),
        "notes": shown(item.notes, item.language, texts.get((item.id, "notes"))),
        "inside": may_see_shown_names(actor, visit),
        "warnings": warnings_of(agenda).get(item.id, []),
        "questions": questions_asked(session, visit, item),
        "history": history_of(session, visit, item) if edits else [],
        "need_words": choices(Need),
        "day_choices": day_choices(visit),
        "form": form or form_of_move(item),
        "waiting_words": waiting_words(agenda),
    }


def questions_asked(
    session: Session, visit: Visit, item: AgendaSession
) -> list[FactorOption]:
    """Those of the session, under their key factors."""
    asked = set(item.questions)
    found = []
    for factor in factor_options(session, visit):
        own = [question for question in factor.questions if question[0] in asked]
        if own:
            found.append(FactorOption(factor.slug, factor.number, factor.title, own))
    return found


def form_of_move(item: AgendaSession) -> Form[MoveForm]:
    names = ("day_id", "starts_local", "revision")
    return Form.of(MoveForm, {name: getattr(item, name) for name in names})


def moving(form: Form[Any], item: AgendaSession) -> Form[Any]:
    """A refused move, drawn with the day and time it would leave."""
    stands = form_of_move(item).posted
    kept: Form[FormModel] = Form(
        form.model, {**stands, **form.posted}, form.problems, form.conflict
    )
    return kept


def beginning(
    session: Session, actor: Actor, visit: Visit, day: UUID | None, factor: str
) -> Context:
    """A new form, begun on a day or for a key factor, where the link says so."""
    free = free_times(session, visit)
    form = begun_form(visit, free, day, factor)
    return _new_session(session, actor, visit, form, free)


def adding(
    session: Session, actor: Actor, visit: Visit, form: Form[SessionForm]
) -> Context:
    """The form as posted."""
    return _new_session(session, actor, visit, form, free_times(session, visit))


def _new_session(
    session: Session, actor: Actor, visit: Visit, form: Form[SessionForm], free: Free
) -> Context:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    options = options_for(session, visit, form)
    return {
        "visit": visit,
        "item": None,
        "options": options,
        "words": options.words(),
        "form": form,
        "free": {str(id_): one for id_, one in free.times.items()},
    }


def begun_form(
    visit: Visit, free: Free, day: UUID | None, factor: str
) -> Form[SessionForm]:
    """What is likely stands there already: the day, its next free hour, the format."""
    days = {one.id: one for one in visit.days}
    day = day if day in days else likely_day(visit, free)
    starts, ends = free.times.get(day, ("", "")) if day else ("", "")
    mode = days[day].mode if day else None
    values = {
        "id": uuid7(),
        "language": visit.language or language(),
        "format": likely_format(mode or visit.mode, free.is_empty),
        "day_id": day,
        "starts_local": starts,
        "ends_local": ends,
        "factors": [factor] if factor else [],
    }
    return Form.of(SessionForm, values)


def editing(
    session: Session,
    actor: Actor,
    visit: Visit,
    item: AgendaSession,
    form: Form[SessionForm] | None = None,
) -> Context:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    form = form or form_of_session(session, item)
    options = options_for(session, visit, form)
    return {
        "visit": visit,
        "item": item,
        "options": options,
        "words": options.words(),
        "form": form,
        "free": {},
    }


def form_of_session(session: Session, item: AgendaSession) -> Form[SessionForm]:
    apart = {"id", "number", "factors", "stakeholders", "members", "interpreters"}
    values = {
        name: getattr(item, name)
        for name in SessionForm.model_fields
        if name not in apart
    }
    return Form.of(SessionForm, values | linked_values(session, item))
