"""People met: stakeholders of a visit, by function."""

from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_give_contact, may_see_contact
from app.errors import NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Stakeholder, Visit
from app.translations import outdate_translations
from app.visits.actions import add_part, change_part, remove_part
from app.visits.forms import StakeholderForm
from app.visits.rules import use_problems
from app.visits.use_queries import sessions_with

#: Translated beside the note.
TEXTS = ("name", "organisation")
#: What only the inviting side reads and changes.
INVITING = ("contact", "invited_by_city_id")


def add_stakeholder(
    session: Session, actor: Actor, visit: Visit, form: StakeholderForm
) -> Stakeholder:
    """Who does not invite leaves no contact, and the host city invites."""
    if not may_give_contact(actor, visit):
        host = {"invited_by_city_id": visit.host_city_id}
        form = form.model_copy(update={**host, "contact": ""})
    _check_inviting(visit, form)
    return add_part(session, actor, visit, Stakeholder, form)


def change_stakeholder(
    session: Session,
    actor: Actor,
    visit: Visit,
    stakeholder: Stakeholder,
    form: StakeholderForm,
) -> Stakeholder:
    """Who may not see the contact leaves it as it stands."""
    if not may_see_contact(actor, visit, stakeholder):
        kept = {name: getattr(stakeholder, name) for name in INVITING}
        form = form.model_copy(update=kept)
    _check_inviting(visit, form)
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


def _check_inviting(visit: Visit, form: StakeholderForm) -> None:
    sides = {part.city_id for part in visit.pair.cities} | {visit.host_city_id, None}
    if form.invited_by_city_id not in sides:
        raise Rejected(Problem("invited_by_city_id", _("Choose a city of this pair.")))
