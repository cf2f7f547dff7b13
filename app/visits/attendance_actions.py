"""Saying through a link whether one comes."""

from sqlmodel import Session, col, select

from app.errors import Problem, Rejected
from app.i18n import _
from app.models import AccessLink, SessionInvitation, Visit
from app.models.base import now
from app.people.attempts import spend
from app.people.rules import LINK_ANSWERED
from app.visits.attendance_queries import questions_to
from app.visits.forms import AnswerForm


def say(session: Session, link: AccessLink, visit: Visit, form: AnswerForm) -> None:
    """Can be said again until the session starts. Raises `Rejected`, `TooMany`."""
    at = now()
    spend(session, LINK_ANSWERED, str(link.id), at)
    asked = questions_to(session, link, visit, at)
    found = next((q for q in asked if q.session.id == form.session_id), None)
    if found is None or not found.stands:
        said = _("You are no longer asked to this session. Look at what stands here now.")  # fmt: skip
        raise Rejected(Problem("", said))
    if not found.is_open:
        said = _("The session has begun, so the answer stays as it is.")
        raise Rejected(Problem("", said))
    held = session.exec(
        select(SessionInvitation)
        .where(
            SessionInvitation.id == found.invitation.id,
            col(SessionInvitation.replaced_at).is_(None),
        )
        .with_for_update()
    ).one()
    held.answer, held.remark, held.answered_at = form.answer, form.remark, at
    session.add(held)
