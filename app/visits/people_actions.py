"""People met: stakeholders of a visit, by function."""

from sqlmodel import Session

from app.access import Actor, may_see_contacts
from app.models import Stakeholder, Visit
from app.visits.actions import add_part, change_part
from app.visits.forms import StakeholderForm


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
    return change_part(session, actor, visit, stakeholder, form)
