"""How tablets join, come back and end, on both databases."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from app.access import NOBODY, Actor
from app.errors import NotPermitted
from app.models import Visit
from app.models.base import now
from app.people.seat_actions import make_cards
from app.people.tablet_actions import (
    Asking,
    eject_tablet,
    join,
    make_code,
    renew_tablet,
)
from tests.factories import (
    facilitator,
    host_officer,
    make_member,
    make_tablet,
    make_visit,
    on_team,
)
from tests.tablets.making import KEY, at_tablet, card_for, verbs


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
