"""Telling a release: a mail to each person it concerns, and the question whether they come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted
from app.models import AgendaRelease, Message, SessionInvitation, Visit
from app.models.base import now
from app.people.links import About, make_link
from app.values_people import LinkPurpose
from app.visits.telling_queries import (
    AGENDA,
    SESSION,
    Addressee,
    addressees,
    known_so_far,
    reader_of,
    standing_invitations,
    subscribed,
)
from app.visits.telling_rules import (
    Content,
    Item,
    Reader,
    Seat,
    has_moved,
    has_time,
    news,
)

#: A link is good until some days after the visit, and at least this long.
LINK_LIFE = timedelta(days=14)
MAIL_LIFE = timedelta(days=7)
#: The column that names whom a row is for, and the table it refers to.
COLUMNS = {Seat.MEMBER: "member_id", Seat.PERSON_MET: "stakeholder_id", Seat.INTERPRETER: "interpreter_id"}  # fmt: skip
TABLES = {Seat.MEMBER: "team_member", Seat.PERSON_MET: "stakeholder", Seat.INTERPRETER: "interpreter"}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """What is new for one of those concerned since the release `since`, the one they were
    told of last; `apart`: sessions that get an invitation of their own."""

    whom: Addressee
    since: int | None
    before: Content | None
    items: Sequence[Item]
    apart: Sequence[UUID]

    @property
    def mails(self) -> int:
        return (1 + len(self.apart)) if self.whom.has_address else 0


def tellings(
    session: Session, actor: Actor, visit: Visit, content: Content
) -> list[Telling]:
    """Those for whom something changes by releasing `content`, and nobody else."""
    known = known_so_far(session, visit)
    whom = addressees(session, visit, actor.person_id)
    following = subscribed(session, visit, [one.person_id for one in whom])
    found = []
    for one in whom:
        since, before = known.before(one.reader)
        if items := news(before, content, one.reader):
            apart = [] if one.person_id in following else invited_apart(one, items)
            found.append(Telling(one, since, before, items, apart))
    return found


def invited_apart(whom: Addressee, items: Iterable[Item]) -> list[UUID]:
    """One invitation fits into the mail that tells of it; of several each has its own,
    since a calendar takes one at a time (RFC 5546, 3.2.2)."""
    if whom.reader.seat is Seat.PLANNING:
        return []
    timed = [one.session.id for one in items if has_time(one)]
    return timed if len(timed) > 1 else []


def tell(
    session: Session, actor: Actor, visit: Visit, release: AgendaRelease
) -> list[Telling]:
    """Writes down what is to be mailed; who has no address is told by nobody."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    session.flush()  # mails and answers refer to the release
    found = tellings(session, actor, visit, release.content)
    standing = {
        (one.session_id, reader_of(one.member_id, one.stakeholder_id, one.interpreter_id)): one
        for one in standing_invitations(session, visit)
    }  # fmt: skip
    for telling in found:
        if not telling.whom.has_address:
            continue
        if telling.whom.reader.seat is not Seat.PLANNING:
            ask_again(session, visit, release, telling, standing)
        write_to(session, actor, visit, release, telling)
    return found


def write_to(
    session: Session,
    actor: Actor,
    visit: Visit,
    release: AgendaRelease,
    telling: Telling,
) -> None:
    whom = telling.whom
    token = link_for(session, actor, visit, whom)
    about: dict[str, Any] = {
        **scope(visit, telling.whom),
        "subject_id": release.id,
        "secret": token,
        "since": telling.since,
        "expires_at": now() + MAIL_LIFE,
    }
    session.add(Message(template=AGENDA, **about))
    for id_ in telling.apart:
        session.add(Message(template=SESSION, session_id=id_, **about))


def scope(visit: Visit, whom: Addressee) -> dict[str, UUID | None]:
    own: dict[str, UUID | None] = {"programme_id": visit.programme_id, "visit_id": visit.id}  # fmt: skip
    own["person_id"] = whom.person_id
    return {**own, **column(whom.reader)}


def column(reader: Reader) -> dict[str, UUID | None]:
    return {COLUMNS[reader.seat]: reader.id} if reader.seat in COLUMNS else {}


def link_for(
    session: Session,
    actor: Actor,
    visit: Visit,
    whom: Addressee,
    purpose: LinkPurpose = LinkPurpose.ATTENDANCE,
) -> str | None:
    """Those who plan sign in instead. Earlier links of the same person stay good."""
    reader = whom.reader
    if reader.seat is Seat.PLANNING or reader.id is None:
        return None
    about = About(
        purpose,
        TABLES[reader.seat],
        reader.id,
        visit.programme_id,
        visit.id,
        person_id=whom.person_id,
        stakeholder_id=reader.id if reader.seat is Seat.PERSON_MET else None,
    )
    return make_link(session, about, life_of_link(visit), actor.person_id)[1]


def life_of_link(visit: Visit) -> timedelta:
    last = max((day.day_on for day in visit.days), default=now().date())
    over = datetime.combine(last, time.min, UTC) + timedelta(days=3) - now()
    return max(over, LINK_LIFE)


Standing = Mapping[tuple[UUID, Reader], SessionInvitation]


def ask_again(
    session: Session,
    visit: Visit,
    release: AgendaRelease,
    telling: Telling,
    standing: Standing,
) -> None:
    """Where the time is another one, the answer to the old one is kept and no longer
    counts; where a session no longer takes place, nothing is asked."""
    reader = telling.whom.reader
    who: dict[str, Any] = column(reader)
    for item in telling.items:
        known = standing.get((item.session.id, reader))
        asks = item.stands and has_time(item)
        if known and asks and not _moved(telling, release, item):
            continue
        if known:
            known.replaced_at = now()
            session.add(known)
        if asks:
            session.add(
                SessionInvitation(
                    programme_id=visit.programme_id,
                    visit_id=visit.id,
                    **who,
                    session_id=item.session.id,
                    release_number=release.number,
                )
            )


def _moved(telling: Telling, release: AgendaRelease, item: Item) -> bool:
    then, now_ = (_one(c, item.session.id) for c in (telling.before, release.content))
    if then is None or now_ is None:
        return True
    return has_moved(telling.before, release.content, then, now_)


def _one(content: Content | None, session_id: UUID) -> Mapping[str, Any] | None:
    sessions = content["sessions"] if content else ()
    return next((one for one in sessions if one["id"] == str(session_id)), None)
