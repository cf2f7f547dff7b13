"""What the pages of one session show: reading it, adding it, changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import (
    Actor,
    may_edit_agenda,
    may_see_shown_names,
    may_see_whole_team,
)
from app.errors import NotFound, NotPermitted
from app.forms import Form, FormModel
from app.i18n import _, language
from app.ids import uuid7
from app.labels import choices
from app.models import AgendaSession, Stakeholder, Visit, VisitDay
from app.translations import shown, translations_of
from app.values import Need, Voice
from app.visits.agenda_actions import linked_values
from app.visits.agenda_free import Free, free_times, likely_day
from app.visits.agenda_history import history_of
from app.visits.agenda_options import (
    FactorOption,
    day_choices,
    factor_options,
    options_for,
)
from app.visits.agenda_pages import tracks_of, waiting_words, warnings_of
from app.visits.agenda_queries import Agenda, agenda_of
from app.visits.agenda_rules import likely_format
from app.visits.attendance_queries import Answered, answers_from, attendance_of
from app.visits.clash_pages import Told, tell
from app.visits.clash_shapes_rules import WHOLE_TEAM
from app.visits.clock_rules import Clock
from app.visits.forms import MoveForm, SessionForm
from app.visits.rules import twice_said

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
    told = of_session(agenda, item)
    day = next((d.day for d in agenda.days if d.day.id == item.day_id), None)
    return {
        "visit": visit,
        "item": item,
        "cell": agenda.cells[item.id],
        "agenda": agenda,
        "day": day,
        "twice": twice_of(item, day),
        "notes": shown(item.notes, item.language, texts.get((item.id, "notes"))),
        "inside": may_see_shown_names(actor, visit),
        "warnings": warnings_of(agenda).get(item.id, []),
        "questions": questions_asked(session, visit, item),
        "history": history_of(session, visit, item) if edits else [],
        "coming": coming_to(session, actor, visit, item) if edits else [],
        "need_words": choices(Need),
        "day_choices": day_choices(visit),
        "form": form or form_of_move(item),
        "waiting_words": waiting_words(agenda),
        "track_choices": track_choices(agenda),
        "taken_on": [one for one in told if one.accepted],
    }


def coming_to(
    session: Session, actor: Actor, visit: Visit, item: AgendaSession
) -> list[Answered]:
    rows = attendance_of(session, visit, item.id)
    return answers_from(rows, whole_team=may_see_whole_team(actor, visit))


def track_choices(agenda: Agenda) -> list[tuple[str, str]]:
    named = [(track, _("Track %(name)s", name=track)) for track in tracks_of(agenda)]
    return [(WHOLE_TEAM, _("Whole team")), *named]


def of_session(agenda: Agenda, item: AgendaSession) -> list[Told]:
    """The clashes of one session, accepted ones too."""
    return [
        tell(one, {})
        for one in agenda.clashes
        if any(slot.id == item.id for slot in one.clash.sessions)
    ]


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


def twice_of(item: AgendaSession, day: VisitDay | None) -> str:
    if day is None:
        return ""
    clock = Clock(day.day_on, day.time_zone)
    return twice_said(clock, item.starts_local, item.ends_local)


def form_of_move(item: AgendaSession) -> Form[MoveForm]:
    names = ("day_id", "starts_local", "revision")
    values = {name: getattr(item, name) for name in names}
    return Form.of(MoveForm, {**values, "track": item.track or WHOLE_TEAM})


def moving(form: Form[Any], item: AgendaSession) -> Form[Any]:
    """A refused move, drawn with the day and time it would leave."""
    stands = form_of_move(item).posted
    kept: Form[FormModel] = Form(
        form.model, {**stands, **form.posted}, form.problems, form.conflict
    )
    return kept


@dataclass(frozen=True)
class Begun:
    """What a link to a new session says of it: a day, a key factor, a voice to hear."""

    day: UUID | None = None
    factor: str = ""
    voice: str = ""


def beginning(session: Session, actor: Actor, visit: Visit, begun: Begun) -> Context:
    """A new form, begun as the link says."""
    free = free_times(session, visit)
    form = begun_form(visit, free, begun)
    if begun.voice in list(Voice):
        people = people_of(session, visit, Voice(begun.voice))
        form.posted["stakeholders"] = [str(one) for one in people]
    return _new_session(session, actor, visit, form, free)


def people_of(session: Session, visit: Visit, voice: Voice) -> Sequence[UUID]:
    """Who on the visit's list speaks with this voice."""
    return session.exec(
        select(Stakeholder.id).where(
            Stakeholder.visit_id == visit.id,
            Stakeholder.category == voice,
            col(Stakeholder.removed_at).is_(None),
        )
    ).all()


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


def begun_form(visit: Visit, free: Free, begun: Begun) -> Form[SessionForm]:
    """What is likely stands there already: the day, its next free hour, the format."""
    days = {one.id: one for one in visit.days}
    day = begun.day if begun.day in days else likely_day(visit, free)
    starts, ends = free.times.get(day, ("", "")) if day else ("", "")
    mode = days[day].mode if day else None
    values = {
        "id": uuid7(),
        "language": visit.language or language(),
        "format": likely_format(mode or visit.mode, free.is_empty),
        "day_id": day,
        "starts_local": starts,
        "ends_local": ends,
        "factors": [begun.factor] if begun.factor else [],
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
