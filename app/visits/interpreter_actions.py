"""Who interprets on a visit: put on its list, changed, taken off."""

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Rejected
from app.models import Interpreter, Visit
from app.visits.actions import add_part, change_part, remove_part
from app.visits.planning_forms import InterpreterForm
from app.visits.rules import use_problems
from app.visits.use_queries import sessions_interpreted


def add_interpreter(
    session: Session, actor: Actor, visit: Visit, form: InterpreterForm
) -> Interpreter:
    return add_part(session, actor, visit, Interpreter, form)


def change_interpreter(
    session: Session,
    actor: Actor,
    visit: Visit,
    interpreter: Interpreter,
    form: InterpreterForm,
) -> Interpreter:
    return change_part(session, actor, visit, interpreter, form)


def remove_interpreter(
    session: Session,
    actor: Actor,
    visit: Visit,
    interpreter: Interpreter,
    revision: int,
) -> Interpreter:
    """Refused while somebody interprets in a session."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if problems := use_problems(sessions_interpreted(session, interpreter)):
        raise Rejected(*problems)
    return remove_part(session, actor, visit, interpreter, revision)
