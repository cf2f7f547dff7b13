"""People met: stakeholders of a visit, by function."""

from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_see_contacts
from app.errors import NotPermitted, Rejected
from app.models import Stakeholder, Visit
from app.translations import outdate_translations
from app.visits.actions import add_part, change_part, remove_part
from app.visits.forms import StakeholderForm
from app.visits.rules import use_problems
from app.visits.use_queries import sessions_with

#: Translated beside the note.
TEXTS = ("name", "organisation")


def add_stakeholder(
    session: Session, actor: Actor, visit: Visit, form: StakeholderForm
) -> Stakeholder:
    return add_part(session, actor, visit, Stakeholder, form)


def change_stakeholder(
    session: Session,
    actor: Actor,
    visit: Visit,
    stakeholder: Stakeholder,
    form: StakeholderForm,
) -> Stakeholder:
    """Who may not see the contact leaves it as it stands."""
    if not may_see_contacts(actor, visit):
        form = form.model_copy(update={"contact": stakeholder.contact})
    changed = [one for one in TEXTS if getattr(stakeholder, one) != getattr(form, one)]
    made = change_part(session, actor, visit, stakeholder, form)
    outdate_translations(session, "stakeholder", stakeholder.id, changed)
    return made


def remove_stakeholder(
    session: Session,
    actor: Actor,
    visit: Visit,
    stakeholder: Stakeholder,
    revision: int,
) -> Stakeholder:
    """Refused while a session meets them."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if problems := use_problems(sessions_with(session, stakeholder)):
        raise Rejected(*problems)
    return remove_part(session, actor, visit, stakeholder, revision)
