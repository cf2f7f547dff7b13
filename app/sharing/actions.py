from uuid import UUID

from sqlmodel import Session

from app import audit
from app.access import Actor, may_share
from app.errors import NotFound, NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import Sharing
from app.models.base import now
from app.sharing.content_queries import Content
from app.sharing.forms import AgreementForm
from app.sharing.queries import Subject, agreements_on
from app.sharing.rules import audiences_of
from app.values import Audience
from app.values_audit import Verb


def agree_to_share(
    session: Session,
    actor: Actor,
    subject: Subject,
    content: Content,
    form: AgreementForm,
) -> Sharing:
    """One city agrees to what its officer has just read; agreeing anew replaces before.

    Raises `Rejected` where there is nothing, or something else than was read.
    """
    _check_city(actor, subject, form.city)
    _check_read(subject, content, form)
    if before := agreements_on(session, subject).get(form.city):
        before.ended_at = now()
        session.add(before)
        session.flush()  # one agreement of a city stands at a time
    made = Sharing(
        programme_id=subject.pair.programme_id,
        subject=subject.kind.value,
        subject_id=subject.id,
        audience=form.audience,
        by_city_id=form.city,
    )
    session.add(made)
    public = form.audience is Audience.PUBLIC
    _note(session, actor, subject, Verb.PUBLISHED if public else Verb.SHARED)
    return made


def end_sharing(session: Session, actor: Actor, subject: Subject, city: UUID) -> None:
    """At once, for every reader; none that stands is no fault."""
    _check_city(actor, subject, city)
    standing = agreements_on(session, subject).get(city)
    if standing is None:
        return
    standing.ended_at = now()
    session.add(standing)
    _note(session, actor, subject, Verb.ENDED_SHARING)


def _check_read(subject: Subject, content: Content, form: AgreementForm) -> None:
    if content.is_empty:
        raise Rejected(Problem("", _("There is nothing to share yet.")))
    if form.mark != content.mark:
        said = _("It was changed while you were reading. Look at it again.")
        raise Rejected(Problem("", said))
    if form.audience not in audiences_of(subject.kind):
        raise Rejected(Problem("audience", _("Choose with whom to share it.")))


def _check_city(actor: Actor, subject: Subject, city: UUID) -> None:
    if city not in subject.concerned:
        raise NotFound
    if not may_share(actor, city):
        raise NotPermitted


def _note(session: Session, actor: Actor, subject: Subject, verb: Verb) -> None:
    visit_id = subject.visit.id if subject.visit else None
    programme_id = subject.pair.programme_id
    deed = audit.Deed(verb, programme_id, visit_id, subject.kind.value, subject.id)
    audit.append(session, actor, deed)
