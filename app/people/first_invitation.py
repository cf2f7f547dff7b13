"""The first coordinator of a programme, whom nobody is there to invite."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from app.access import NOBODY, coordination
from app.errors import Problem, Rejected
from app.forms import check
from app.i18n import _
from app.ids import uuid7
from app.models import Programme
from app.models.base import now
from app.people.forms import InvitationForm
from app.people.invitation_actions import sent_to
from app.people.links import recall_mail
from app.people.rules import INVITATION_LIFE
from app.programmes.forms import ProgrammeForm
from app.programmes.founding_actions import found_programme


@dataclass(frozen=True)
class FirstSent:
    token: str
    until: datetime


def invite_coordinator(
    session: Session, slug: str, name: str, asked: Mapping[str, str]
) -> FirstSent:
    """`name` is that of a programme to be made, empty for one that is there. No mail goes
    out: the token is for who asks. Raises `Rejected`."""
    programme = programme_called(session, slug, name)
    sent = {"programme_id": programme.id, "coordinates": True, **asked}
    form = check(InvitationForm, {key: value for key, value in sent.items() if value})
    made = sent_to(session, NOBODY, form, [coordination(programme.id)])
    session.flush()  # what waits to be mailed must be there to be recalled
    recall_mail(session, made.invitation.id)
    return FirstSent(made.token, now() + INVITATION_LIFE)


def programme_called(session: Session, slug: str, name: str) -> Programme:
    known = session.exec(select(Programme).where(Programme.slug == slug)).first()
    if known is not None:
        return known
    if not name:
        said = _("No programme is called so. Name it with --found to make it.")
        raise Rejected(Problem("programme", said))
    return found_programme(
        session, check(ProgrammeForm, {"id": uuid7(), "slug": slug, "name": name})
    )
