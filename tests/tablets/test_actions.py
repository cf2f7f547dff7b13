"""Joining, seats, cards and what each refuses, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.access import NOBODY, Actor
from app.errors import Conflict, NotPermitted
from app.models import AuditEntry, Membership, OpenSeat, Tablet, TeamMember, Visit
from app.models.base import now
from app.people.seat_actions import NewCard, lock_seat, make_cards, note_used, open_seat
from app.people.tablet_actions import (
    Asking,
    change_field_rules,
    eject_tablet,
    join,
    make_code,
    renew_tablet,
)
from app.people.tablet_forms import FieldRulesForm, SeatForm
from app.people.tablet_queries import tablets_of
from app.people.tablets import tablet_actor
from app.values import Role, SeatOpenedBy
from tests.factories import (
    facilitator,
    host_officer,
    make_member,
    make_open_seat,
    make_tablet,
    make_visit,
    on_team,
)

KEY = b"k" * 32


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def lead(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit, led=frozenset({visit.id}))


def card_for(session: Session, lead: Actor, visit: Visit, member: TeamMember) -> str:
    made: list[NewCard] = make_cards(session, lead, visit, [member], now())
    return made[0].secret


def at_tablet(session: Session, token: str, at: datetime | None = None) -> Actor:
    session.flush()  # what was just done is asked for by itself
    return tablet_actor(session, token, at or now())[0]


def verbs(session: Session, visit: Visit) -> list[tuple[str, str]]:
    rows = session.exec(
        select(AuditEntry.verb, AuditEntry.subject)
        .where(AuditEntry.visit_id == visit.id)
        .order_by(col(AuditEntry.at), col(AuditEntry.id))
    )
    return list(rows.all())


@pytest.mark.parametrize("form", ["typed", "scanned"])
def test_a_code_lets_one_tablet_join_once(
    session: Session, visit: Visit, lead: Actor, form: str
) -> None:
    made = make_code(session, KEY, lead, visit, now())
    code = made.token if form == "scanned" else f"{made.code[:4]}-{made.code[4:]}".lower()  # fmt: skip
    first = join(session, KEY, Asking(code, "Chrome, Android"), now())
    again = join(session, KEY, Asking(code, "Chrome, Android"), now())
    assert first.tablet
    assert first.tablet.number == 1
    assert (again.tablet, again.token) == (None, "")
    assert again.problem.startswith("This code does not count")
    actor = at_tablet(session, first.token)
    assert (actor.signed_in, actor.seat, actor.teams) == (False, None, {})
    assert actor.tablet
    assert (actor.tablet.visit_id, actor.tablet.ended) == (visit.id, False)
    assert verbs(session, visit) == [("made-tablet-code", "tablet_code"), ("enrolled-tablet", "tablet")]  # fmt: skip


def test_a_code_lasts_five_minutes(session: Session, visit: Visit, lead: Actor) -> None:
    made, at = make_code(session, KEY, lead, visit, now()), now()
    late = join(session, KEY, Asking(made.code, ""), at + timedelta(minutes=5))
    assert late.tablet is None
    assert join(session, KEY, Asking(made.code, ""), at + timedelta(minutes=4)).tablet


def test_neither_code_nor_card_nor_credential_is_stored_in_clear(
    session: Session, visit: Visit, lead: Actor
) -> None:
    made = make_code(session, KEY, lead, visit, now())
    joined = join(session, KEY, Asking(made.token, ""), now())
    secret = card_for(session, lead, visit, make_member(session, visit, position=2))
    session.flush()  # all of it is in the tables
    kept = [
        str(row)
        for table in ("tablet", "tablet_code", "seat", "audit_entry", "attempt")
        for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")
    ]
    secrets = (made.code, made.token, joined.token, secret)
    assert [one for one in secrets if any(one in row for row in kept)] == []


def test_wrong_short_codes_are_limited_and_scanning_goes_on(
    session: Session, visit: Visit, lead: Actor
) -> None:
    at, made = now(), make_code(session, KEY, lead, visit, now())
    for _ in range(300):
        assert not join(session, KEY, Asking("AAAAAAAA", ""), at).must_wait
    held = join(session, KEY, Asking(made.code, ""), at)
    assert (held.must_wait, held.problem) == (True, "Wait 5 minutes, then try again.")
    assert join(session, KEY, Asking(made.token, ""), at).tablet


def test_a_tablet_comes_back_under_its_number_and_not_into_another_visit(
    session: Session, visit: Visit, lead: Actor
) -> None:
    tablet, token = make_tablet(session, visit, name="Blue")
    other = make_visit(session)
    elsewhere = on_team(session, other, led=frozenset({other.id}))
    before = at_tablet(session, token).tablet
    code = make_code(session, KEY, elsewhere, other, now())
    refused = join(session, KEY, Asking(code.code, "", before), now())
    assert refused.problem.startswith("This tablet belongs to another visit")
    eject_tablet(session, lead, visit, tablet, now())
    ended = at_tablet(session, token).tablet
    assert ended
    assert ended.ended
    again = make_code(session, KEY, lead, visit, now())
    back = join(session, KEY, Asking(again.code, "", ended), now())
    assert back.tablet
    assert (back.tablet.id, back.tablet.number, back.tablet.name) == (
        tablet.id,
        1,
        "Blue",
    )
    assert at_tablet(session, token) == NOBODY


def test_an_enrolment_lasts_12_hours_and_is_renewed_from_afar(
    session: Session, visit: Visit, lead: Actor
) -> None:
    early = now() - timedelta(hours=12)
    tablet, token = make_tablet(session, visit, early)
    ended = at_tablet(session, token).tablet
    assert ended
    assert ended.ended
    renew_tablet(session, lead, visit, tablet, now())
    back = at_tablet(session, token).tablet
    assert back
    assert not back.ended
    eject_tablet(session, lead, visit, tablet, now())
    with pytest.raises(NotPermitted):
        renew_tablet(session, lead, visit, tablet, now())


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
        assert not open_seat(session, actor, visit, SeatForm(card=old), at).must_wait
    held = open_seat(session, actor, visit, SeatForm(card=card), at)
    assert (held.must_wait, held.problem) == (True, "Wait 15 minutes, then try again.")
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


def of_host(session: Session, visit: Visit) -> TeamMember:
    officer = host_officer(session, visit)
    session.add(
        Membership(person_id=officer.person_id, role=Role.OFFICER, city_id=visit.host_city_id)  # type: ignore[arg-type]
    )  # fmt: skip
    return make_member(session, visit, position=5, person_id=officer.person_id)


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


def test_an_ended_tablet_is_forgotten_90_days_after_the_visit(
    session: Session, visit: Visit
) -> None:
    last = max(day.day_on for day in visit.days)
    tablet, token = make_tablet(session, visit)
    tablet.ejected_at = tablet.expires_at = now()
    days = timedelta(days=(last - now().date()).days)
    assert at_tablet(session, token, now() + days + timedelta(days=90)).tablet
    assert at_tablet(session, token, now() + days + timedelta(days=91)) == NOBODY


def test_only_the_lead_and_the_facilitator_run_tablets(
    session: Session, visit: Visit, lead: Actor
) -> None:
    tablet, _token = make_tablet(session, visit)
    member = on_team(session, visit)
    host = host_officer(session, visit, led=frozenset({visit.id}))
    for actor in (member, host, NOBODY, Actor(coordinated=frozenset({visit.programme_id or UUID(int=0)}))):  # fmt: skip
        with pytest.raises(NotPermitted):
            make_code(session, KEY, actor, visit, now())
        with pytest.raises(NotPermitted):
            eject_tablet(session, actor, visit, tablet, now())
        with pytest.raises(NotPermitted):
            make_cards(session, actor, visit, [], now())
    for actor in (lead, facilitator(session, visit)):
        assert make_code(session, KEY, actor, visit, now())


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
