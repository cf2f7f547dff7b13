"""Pass cards, and how seats open and lock, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import Conflict, NotPermitted
from app.models import Membership, OpenSeat, Tablet, TeamMember, Visit
from app.models.base import now
from app.people.seat_actions import lock_seat, note_used, open_seat
from app.people.tablet_actions import (
    change_field_rules,
    eject_tablet,
)
from app.people.tablet_forms import FieldRulesForm, SeatForm
from app.people.tablet_queries import tablets_of
from app.values import Role, SeatOpenedBy
from tests.factories import (
    host_officer,
    make_member,
    make_open_seat,
    make_tablet,
)
from tests.tablets.making import at_tablet, card_for, verbs


def of_host(session: Session, visit: Visit) -> TeamMember:
    officer = host_officer(session, visit)
    session.add(
        Membership(person_id=officer.person_id, role=Role.OFFICER, city_id=visit.host_city_id)  # type: ignore[arg-type]
    )  # fmt: skip
    return make_member(session, visit, position=5, person_id=officer.person_id)


def test_a_card_opens_the_seat_and_a_new_one_ends_it(
    session: Session, visit: Visit, lead: Actor
) -> None:
    member = make_member(session, visit, position=2, shown_name="Nadia")
    _tablet, token = make_tablet(session, visit)
    old = card_for(session, lead, visit, member)
    card = card_for(session, lead, visit, member)
    refused = open_seat(session, at_tablet(session, token), visit, SeatForm(card=old), now())  # fmt: skip
    assert refused.problem.startswith("This card opens no seat of this visit")
    opened = open_seat(session, at_tablet(session, token), visit, SeatForm(card=card), now())  # fmt: skip
    assert opened.member == member
    actor = at_tablet(session, token)
    assert (actor.seat, actor.signed_in, actor.teams, actor.led) == (member.id, False, {}, frozenset())  # fmt: skip
    assert verbs(session, visit)[-1] == ("opened-seat", "seat")


def test_a_typing_error_is_told_from_a_wrong_card_and_is_not_counted(
    session: Session, visit: Visit, lead: Actor
) -> None:
    member = make_member(session, visit, position=2)
    _tablet, token = make_tablet(session, visit)
    card, actor = card_for(session, lead, visit, member), at_tablet(session, token)
    wrong = SeatForm(card=card[:8] + ("A" if card[8] != "A" else "C") + card[9:])
    for _ in range(12):
        told = open_seat(session, actor, visit, wrong, now())
        assert told.problem == "Read the card once more: a letter is mistyped in group 2."  # fmt: skip
    assert open_seat(session, actor, visit, SeatForm(card=card), now()).member


def test_wrong_cards_are_limited_per_tablet_in_words(
    session: Session, visit: Visit, lead: Actor
) -> None:
    member = make_member(session, visit, position=2)
    old, at = card_for(session, lead, visit, member), now()
    card = card_for(session, lead, visit, member)
    _one, token = make_tablet(session, visit)
    _other, beside = make_tablet(session, visit)
    actor = at_tablet(session, token)
    for _ in range(10):
        assert not open_seat(session, actor, visit, SeatForm(card=old), at).wait
    held = open_seat(session, actor, visit, SeatForm(card=card), at)
    assert (bool(held.wait), held.problem) == (True, "Wait 15 minutes, then try again.")
    other = at_tablet(session, beside)
    assert open_seat(session, other, visit, SeatForm(card=card), at).member


def test_a_seat_locks_when_left_alone_when_told_and_after_12_hours(
    session: Session, visit: Visit
) -> None:
    member = make_member(session, visit)
    tablet, token = make_tablet(session, visit, now() + timedelta(hours=10))
    made = make_open_seat(session, tablet, member)
    later = now() + timedelta(minutes=5)
    assert at_tablet(session, token, later).seat is None
    note_used(session, made.id, later)
    assert at_tablet(session, token, later).seat == member.id
    beyond = now() + timedelta(hours=12)
    note_used(session, made.id, beyond)
    assert at_tablet(session, token, beyond).seat is None
    note_used(session, made.id, now())
    lock_seat(session, at_tablet(session, token), visit, now())
    assert at_tablet(session, token).seat is None
    assert verbs(session, visit)[-1] == ("locked-seat", "open_seat")


def test_one_seat_per_tablet_and_one_seat_on_several(
    session: Session, visit: Visit, lead: Actor
) -> None:
    nadia = make_member(session, visit, position=2, shown_name="Nadia")
    elke = make_member(session, visit, position=3, shown_name="Elke")
    first, token = make_tablet(session, visit)
    second, beside = make_tablet(session, visit)
    for member, credential in ((elke, token), (nadia, token), (nadia, beside)):
        card = SeatForm(card=card_for(session, lead, visit, member))
        assert open_seat(session, at_tablet(session, credential), visit, card, now()).member  # fmt: skip
    seats = {row.number: row.seat for row in tablets_of(session, visit, now())}
    assert seats == {first.number: "Nadia", second.number: "Nadia"}
    open_now = session.exec(select(OpenSeat).where(col(OpenSeat.ended_at).is_(None)))
    assert len(open_now.all()) == 2


def test_a_name_opens_by_touch_only_where_the_lead_allows_it(
    session: Session, visit: Visit, lead: Actor
) -> None:
    member = make_member(session, visit, position=2)
    _tablet, token = make_tablet(session, visit)
    touch = SeatForm(member_id=member.id)
    with pytest.raises(NotPermitted):
        open_seat(session, at_tablet(session, token), visit, touch, now())
    change_field_rules(session, lead, visit, FieldRulesForm(by_touch=True, idle_minutes=2))  # fmt: skip
    assert open_seat(session, at_tablet(session, token), visit, touch, now()).member
    by = session.exec(select(OpenSeat.opened_by).where(OpenSeat.visit_id == visit.id))
    assert by.all() == [SeatOpenedBy.TOUCH]
    actor = at_tablet(session, token)
    assert actor.tablet
    assert actor.tablet.idle_minutes == 2
    with pytest.raises(Conflict):
        change_field_rules(session, lead, visit, FieldRulesForm(revision=7))


def test_nobody_of_the_host_city_has_a_seat_even_where_one_was_open(
    session: Session, visit: Visit, lead: Actor
) -> None:
    member = of_host(session, visit)
    tablet, token = make_tablet(session, visit)
    card = SeatForm(card=card_for(session, lead, visit, member))
    assert open_seat(session, at_tablet(session, token), visit, card, now()).member is None  # fmt: skip
    make_open_seat(session, tablet, member)
    assert at_tablet(session, token).seat is None


@pytest.mark.parametrize("how", ["removed", "disabled"])
def test_a_member_who_left_or_is_disabled_has_no_seat(
    session: Session, visit: Visit, how: str
) -> None:
    member = make_member(session, visit)
    tablet, token = make_tablet(session, visit)
    make_open_seat(session, tablet, member)
    assert at_tablet(session, token).seat == member.id
    if how == "removed":
        member.removed_at = now()
    else:
        session.refresh(member, ["person"])
        assert member.person
        member.person.disabled_at = now()
    assert at_tablet(session, token).seat is None


def test_an_ejected_tablet_locks_at_once(
    session: Session, visit: Visit, lead: Actor
) -> None:
    tablet, token = make_tablet(session, visit)
    make_open_seat(session, tablet, make_member(session, visit, position=2))
    eject_tablet(session, lead, visit, tablet, now())
    found = at_tablet(session, token)
    assert found.tablet
    assert replace(found.tablet, sent_since=None, id=tablet.id).ended
    assert found.seat is None
    session.refresh(tablet)
    assert isinstance(tablet, Tablet)
    assert tablet.ejected_at is not None
