"""What whoever holds a link is shown of what they are asked to."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.forms import Form
from app.labels import choices
from app.models import AccessLink, Programme
from app.values_people import Coming
from app.visits.attendance_queries import name_with, questions_to
from app.visits.forms import AnswerForm
from app.visits.queries import visit_with_link
from app.visits.told_queries import name_of


def asked_page(
    session: Session,
    link: AccessLink,
    token: str,
    at: datetime,
    form: Form[AnswerForm] | None = None,
) -> dict[str, Any]:
    """Each session with its own form; what was refused stays in the form it came from."""
    visit = visit_with_link(session, link)
    refused = form or Form(AnswerForm, {})
    forms = [
        (
            question,
            refused
            if refused.value("session_id") == str(question.session.id)
            else form_of(question.invitation),
        )
        for question in questions_to(session, link, visit, at)
    ]
    return {
        "name": name_with(session, link, visit),
        "visit_name": name_of(session, visit),
        "programme": session.get_one(Programme, visit.programme_id),
        "questions": forms,
        "refused": refused,
        "token": token,
        "answers": choices(Coming),
    }


def form_of(invitation: Any) -> Form[AnswerForm]:
    values = {"answer": invitation.answer, "remark": invitation.remark}
    return Form.of(AnswerForm, values)
