"""What a letter names: a programme and who wrote, a step, a visit; in its reader's words."""

from sqlmodel import Session

from app.i18n import day, of, speaking
from app.labels import label
from app.models import Deadline, Invitation, Message, Person, Programme, Visit
from app.models.base import now
from app.people.letters import REMINDER
from app.visits.availability_link_queries import ASK, ASK_AGAIN
from app.visits.telling_queries import DATES, DATES_AGAIN
from app.visits.told_queries import asked_named, name_of


def named_in(session: Session, message: Message, language: str) -> dict[str, str]:
    """The programme a message is about, and whoever invites to it; or the step."""
    if message.template == REMINDER:
        return step_named(session.get_one(Deadline, message.subject_id), language)
    if message.template in (ASK, ASK_AGAIN):
        with speaking("fr" if language.startswith("fr") else "en"):
            return asked_named(session, message)
    if message.programme_id is None:
        return {}
    if message.template in (DATES, DATES_AGAIN):
        return visit_named(session, message, language)
    about = message.subject_id
    invitation = session.get(Invitation, about) if about else None
    maker = invitation.created_by if invitation else None
    by = session.get_one(Person, maker).name if maker else ""
    with speaking("fr" if language.startswith("fr") else "en"):
        programme = of(session.get_one(Programme, message.programme_id).name)
    return {"programme": programme, "by": by}


def visit_named(session: Session, message: Message, language: str) -> dict[str, str]:
    """The visit whose days are to be found."""
    visit = session.get_one(Visit, message.visit_id)
    programme = session.get_one(Programme, message.programme_id)
    with speaking("fr" if language.startswith("fr") else "en"):
        return {
            "visit": name_of(session, visit),
            "programme": of(programme.name),
            "at": f"/visits/{visit.id}/dates",
        }


def step_named(step: Deadline, language: str) -> dict[str, str]:
    at = f"/visits/{step.visit_id}/preparation"
    with speaking("fr" if language.startswith("fr") else "en"):
        return {
            "step": label(step.step),
            "date": day(step.due_on),
            "at": at if step.visit_id else f"/pairs/{step.pair_id}#cycle",
            "late": "late" if step.due_on < now().date() else "",
        }
