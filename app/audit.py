"""Who did what to which record and why: appended here, never changed, never with content.

What a page or an answer of the API reads is noted in a short transaction of its own that
has committed before the answer goes (`web.Page.noted`): one row for an answer, however
many notes it shows. What changes something is noted in the change's own transaction.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.models import ApiToken, AuditEntry, Login, Passkey, Visit
from app.values_audit import Verb


@dataclass(frozen=True)
class Deed:
    """`subject` is the table of the record; the visit itself where no record is named."""

    verb: Verb
    programme_id: UUID | None
    visit_id: UUID | None
    subject: str
    subject_id: UUID | None
    reason: str = ""


def deed(
    verb: Verb,
    visit: Visit,
    subject: str = "visit",
    subject_id: UUID | None = None,
    reason: str = "",
) -> Deed:
    about = subject_id if subject != "visit" else visit.id
    return Deed(verb, visit.programme_id, visit.id, subject, about, reason)


def note_own(
    session: Session, verb: Verb, used: Login | Passkey | ApiToken, reason: str = ""
) -> None:
    """Somebody did this with what signs them in; it belongs to no programme."""
    entry = AuditEntry(verb=verb, subject=str(used.__tablename__), subject_id=used.id)
    entry.person_id, entry.reason = used.person_id, reason
    session.add(entry)


def note_about(
    session: Session, verb: Verb, person_id: UUID | None, by: UUID | None = None
) -> None:
    """Something befell an account. `by` is null where nobody knows who did it: a mistyped
    code is not the deed of whose account it is."""
    entry = AuditEntry(verb=verb, subject="person", subject_id=person_id)
    entry.person_id = by
    session.add(entry)


def append(session: Session, actor: Actor, *deeds: Deed) -> None:
    for one in deeds:
        session.add(
            AuditEntry(
                programme_id=one.programme_id,
                visit_id=one.visit_id,
                person_id=actor.person_id,
                tablet_id=actor.tablet_id,
                member_id=actor.seat,
                verb=one.verb.value,
                subject=one.subject,
                subject_id=one.subject_id,
                reason=one.reason,
            )
        )
