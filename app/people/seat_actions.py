"""Pass cards, and opening and locking a seat on a tablet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import audit
from app.access import Actor, AtTablet, may_run_tablets, may_send
from app.audit import deed
from app.errors import NotPermitted
from app.i18n import _, listed, number
from app.models import OpenSeat, Seat, TeamMember, Visit
from app.people.attempts import note_attempt, wait_for
from app.people.rules import as_typed, waiting_words
from app.people.seat_queries import may_sit
from app.people.tablet_forms import SeatForm
from app.people.tablet_rules import (
    CARDS_TYPED,
    SEATED,
    SEATS_OPENED,
    mistyped_groups,
    new_card,
)
from app.people.tokens import token_hash
from app.values import SeatOpenedBy
from app.values_audit import Verb


@dataclass(frozen=True)
class NewCard:
    """`secret` is told here and never again."""

    member: TeamMember
    secret: str


@dataclass(frozen=True)
class Opened:
    """What came of a card or a touch: the member whose seat is open, or what is wrong."""

    member: TeamMember | None = None
    problem: str = ""
    wait: timedelta | None = None


def make_cards(
    session: Session,
    actor: Actor,
    visit: Visit,
    members: Sequence[TeamMember],
    at: datetime,
) -> list[NewCard]:
    """A new card ends the one before it; a seat that is open stays open until locked."""
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    made = []
    for member in members:
        seat, secret = seat_of(session, member), new_card()
        seat.card_hash, seat.card_made_at = token_hash(secret), at
        session.add(seat)
        audit.append(session, actor, deed(Verb.MADE_CARD, visit, "seat", seat.id))
        made.append(NewCard(member, secret))
    return made


def seat_of(session: Session, member: TeamMember) -> Seat:
    """The member's; made where there is none yet."""
    found = session.exec(select(Seat).where(Seat.member_id == member.id)).first()
    if found is None:
        found = Seat(
            programme_id=member.programme_id,
            visit_id=member.visit_id,
            member_id=member.id,
        )
        session.add(found)
        session.flush()  # what opens it refers to it
    return found


def open_seat(
    session: Session, actor: Actor, visit: Visit, form: SeatForm, at: datetime
) -> Opened:
    """Ends what was open on this tablet. A wrong card is an outcome: it is counted."""
    if actor.tablet is None or not may_send(actor, visit):
        raise NotPermitted
    if form.member_id is not None and not form.card:
        return opened_by_touch(session, actor, visit, form.member_id)
    wrong = mistyped_groups(form.card)
    if wrong and form.card:
        return Opened(problem=mistyped_words(wrong))
    key = actor.tablet.id.hex
    if wait := wait_for(session, CARDS_TYPED, key, at):
        return Opened(problem=waiting_words(wait), wait=wait)
    seat = session.exec(
        select(Seat).where(
            Seat.card_hash == token_hash(as_typed(form.card)),
            Seat.visit_id == visit.id,
        )
    ).first()
    member = seat and may_sit(session, visit, seat.member_id)
    if not member:
        note_attempt(session, CARDS_TYPED, key, at)
        said = _("This card opens no seat of this visit. A new card ends the one before it: ask the lead.")  # fmt: skip
        return Opened(problem=said)
    return seated(session, actor.tablet, visit, member, SeatOpenedBy.CARD)


def opened_by_touch(
    session: Session, actor: Actor, visit: Visit, member_id: UUID
) -> Opened:
    assert actor.tablet
    member = may_sit(session, visit, member_id)
    if not actor.tablet.by_touch or member is None:
        raise NotPermitted
    return seated(session, actor.tablet, visit, member, SeatOpenedBy.TOUCH)


def mistyped_words(wrong: Sequence[int]) -> str:
    if len(wrong) > 3:
        return _("A pass card has six groups of six letters and digits. Read it once more.")  # fmt: skip
    groups = listed([number(n) for n in wrong])
    return _("Read the card once more: a letter is mistyped in group %(groups)s.", groups=groups)  # fmt: skip


def seated(
    session: Session,
    tablet: AtTablet,
    visit: Visit,
    member: TeamMember,
    by: SeatOpenedBy,
) -> Opened:
    at = datetime.now(UTC)
    seat = seat_of(session, member)
    if wait := wait_for(session, SEATS_OPENED, seat.id.hex, at):
        return Opened(problem=waiting_words(wait), wait=wait)
    note_attempt(session, SEATS_OPENED, seat.id.hex, at)
    end_seat_on(session, tablet.id, at)
    now_open = OpenSeat(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        tablet_id=tablet.id,
        seat_id=seat.id,
        opened_by=by,
        opened_at=at,
        last_used_at=at,
        expires_at=at + SEATED,
    )
    session.add(now_open)
    itself = Actor(tablet=AtTablet(tablet.id, visit.id, tablet.number, member_id=member.id, open_seat_id=now_open.id))  # fmt: skip
    audit.append(session, itself, deed(Verb.OPENED_SEAT, visit, "seat", seat.id))
    return Opened(member)


def lock_seat(session: Session, actor: Actor, visit: Visit, at: datetime) -> None:
    """Also where the server had locked it before: then nothing is left to do."""
    if actor.tablet is None:
        raise NotPermitted
    if actor.tablet.open_seat_id is not None:
        about = deed(Verb.LOCKED_SEAT, visit, "open_seat", actor.tablet.open_seat_id)
        audit.append(session, actor, about)
    end_seat_on(session, actor.tablet.id, at)


def end_seat_on(session: Session, tablet_id: UUID, at: datetime) -> None:
    session.execute(
        update(OpenSeat)
        .where(col(OpenSeat.tablet_id) == tablet_id, col(OpenSeat.ended_at).is_(None))
        .values(ended_at=at)
    )


def note_used(session: Session, open_seat_id: UUID, at: datetime) -> None:
    """Somebody is there: the idle time begins anew. What a queue sends does not count."""
    session.execute(
        update(OpenSeat)
        .where(col(OpenSeat.id) == open_seat_id, col(OpenSeat.ended_at).is_(None))
        .values(last_used_at=at)
    )
