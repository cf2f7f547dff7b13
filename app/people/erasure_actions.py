"""Erasing an account: by its person, or by a coordinator whom they asked in writing."""

from sqlmodel import Session

from app import i18n
from app.access import Actor, may_erase_person, must_be_asked_again
from app.audit import Deed, append
from app.errors import NotPermitted, Problem, Rejected
from app.evidence.withdrawing import Gone
from app.i18n import _
from app.models import Person
from app.people.erasing import erase_person
from app.people.erasure_queries import extent_of, programmes_of
from app.people.forms import ErasureForm, RequestedErasureForm
from app.values_audit import Verb


def erase_self(session: Session, actor: Actor, form: ErasureForm) -> Gone:
    """What is to be kept outside the database. Raises `AskAgain`, `Rejected`."""
    must_be_asked_again(actor)
    person = session.get_one(Person, actor.person_id)
    return erased(session, actor, person, form)


def erase_other(
    session: Session, actor: Actor, person: Person, form: RequestedErasureForm
) -> Gone:
    programmes = programmes_of(session, person.id)
    if not may_erase_person(actor, programmes):
        raise NotPermitted
    must_be_asked_again(actor)
    about = ("person", person.id, form.reason)
    for programme_id in sorted(programmes):
        append(session, actor, Deed(Verb.ERASED_PERSON, programme_id, None, *about))
    return erased(session, actor, person, form)


def erased(session: Session, actor: Actor, person: Person, form: ErasureForm) -> Gone:
    if not form.understood:
        said = _("Say that you have read what goes and what stays.")
        raise Rejected(Problem("understood", said))
    if alone := extent_of(session, person.id).alone:
        names = i18n.listed([i18n.of(one.name) for one in alone])
        said = _(
            "Hand over the coordination first: nobody else coordinates %(names)s.",
            names=names,
        )
        raise Rejected(Problem("", said))
    erase_person(session, person, actor.person_id)
    return Gone("person", str(person.id))
