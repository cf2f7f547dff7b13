"""The page that splits a session in two, for two sub-teams."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted
from app.forms import Form
from app.models import AgendaSession, Visit
from app.visits.agenda_actions import linked_values
from app.visits.agenda_options import options_for
from app.visits.agenda_session_pages import form_of_session
from app.visits.forms import SplitForm

Context = dict[str, Any]


def splitting(
    session: Session,
    actor: Actor,
    visit: Visit,
    item: AgendaSession,
    form: Form[SplitForm] | None = None,
) -> Context:
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    linked = linked_values(session, item)
    options = options_for(session, visit, form_of_session(session, item))
    here = {name: {str(id_) for id_ in linked[name]} for name in KINDS}
    return {
        "visit": visit,
        "item": item,
        "form": form or halved(item, linked),
        "rooms": options.rooms,
        **{
            name: [one for one in getattr(options, name) if one[0] in here[name]]
            for name in KINDS
        },
    }


KINDS = ("members", "stakeholders", "interpreters")


def halved(item: AgendaSession, linked: dict[str, Sequence[UUID]]) -> Form[SplitForm]:
    """The members in two halves; who is met and interprets begins in the first."""
    members = linked["members"]
    half = (len(members) + 1) // 2
    values = {
        "track": item.track or "A",
        "members": members[:half],
        "stakeholders": linked["stakeholders"],
        "interpreters": linked["interpreters"],
        "room_id": item.room_id,
        "other_track": "B" if item.track != "B" else "A",
        "other_title": item.title,
        "other_members": members[half:],
        "revision": item.revision,
    }
    return Form.of(SplitForm, values)
