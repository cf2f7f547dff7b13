"""A city takes over another's part: who loses sight, what passes, what stays, and back."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, col, select

from app.access import (
    Actor,
    is_visiting_officer,
    load_actor,
    may_edit_team,
    may_read_draft_findings,
    may_read_raw,
    may_see_pay,
    team_visits,
    visible_pairs,
    visible_visits,
)
from app.errors import AskAgain, Conflict, NotPermitted, Rejected
from app.ids import uuid7
from app.models import (
    AuditEntry,
    City,
    Deadline,
    Membership,
    Pair,
    PairCity,
    Person,
    Programme,
    Stakeholder,
    TeamMember,
    Visit,
)
from app.models.base import now
from app.programmes.deadline_actions import add_deadline
from app.programmes.forms import NewDeadlineForm, ReplacementForm
from app.programmes.queries import people_of_pair
from app.programmes.replacing_actions import replace_city
from app.programmes.rules import replacement_problems
from app.programmes.undoing_actions import undo_replacement
from app.values import Part, Role, Step, VisitStatus, Voice
from tests.factories import (
    coordinator as coordinator_of,
    make_city,
    make_member,
    make_person,
    make_programme,
    make_visit,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, st.none() | days, days)
def test_a_city_is_replaced_from_a_day_that_has_come_and_after_its_own_first(  # type: ignore[no-untyped-def]
    from_on, since, today
):
    fits = from_on <= today and (since is None or from_on > since)
    assert (replacement_problems(from_on, since, today) == []) == fits


@pytest.fixture
def visit(session: Session) -> Visit:
    """Hosted by the learning city, and planned with nobody to meet yet."""
    made = make_visit(session)
    session.refresh(made.pair, ["cities"])
    return made


def officer_of(session: Session, city_id: UUID, programme_id: UUID | None) -> Person:
    person = make_person(session, f"Officer {uuid7().hex[-4:]}")
    session.add(
        Membership(
            person_id=person.id,
            role=Role.OFFICER,
            programme_id=programme_id,
            city_id=city_id,
        )
    )
    session.flush()  # access asks for it
    return person


def as_actor(session: Session, person: Person) -> Actor:
    return load_actor(session, person, TODAY)


def coordinating(session: Session, visit: Visit) -> Actor:
    return coordinator_of(session, visit, asked_again_at=now())


def learning(visit: Visit) -> PairCity:
    return next(one for one in visit.pair.cities if one.part is Part.MENTEE)


def form(city: City | None, **changes: object) -> ReplacementForm:
    values = {
        "city_id": city.id if city else None,
        "from_on": TODAY,
        "why": "A new mayor",
        "revision": 1,
    }
    return ReplacementForm.model_validate({**values, **changes})


def newcomer(session: Session, visit: Visit) -> City:

    programme = session.get_one(Programme, visit.programme_id)
    return make_city(session, programme, "Newtown")


def a_step(session: Session, visit: Visit, owner: Person) -> Deadline:
    asked = NewDeadlineForm(
        id=uuid7(), step=Step.READINESS, due_on=TODAY, owner_id=owner.id
    )
    return add_deadline(session, coordinating(session, visit), visit.pair, asked)


def seen(session: Session, actor: Actor) -> tuple[int, int]:
    """How many pairs and visits this reader sees."""
    pairs = session.exec(visible_pairs(actor)).all()
    return len(pairs), len(session.exec(visible_visits(actor)).all())


def test_the_former_citys_officers_lose_sight_and_the_new_ones_gain_it(
    session: Session, visit: Visit
) -> None:
    part = learning(visit)
    before = officer_of(session, part.city_id, visit.programme_id)
    make_member(session, visit, person_id=before.id, position=2)
    city = newcomer(session, visit)
    after = officer_of(session, city.id, visit.programme_id)
    assert seen(session, as_actor(session, before)) == (1, 1)
    assert seen(session, as_actor(session, after)) == (0, 0)
    actor = coordinating(session, visit)
    made = replace_city(session, actor, part, form(city), TODAY)
    assert seen(session, as_actor(session, before)) == (0, 0)
    assert seen(session, as_actor(session, after)) == (1, 1)
    assert (part.former, part.until_on) == (True, TODAY - timedelta(days=1))
    assert (made.from_on, made.replaces_id, made.note) == (
        TODAY,
        part.id,
        {"en": "A new mayor"},
    )
    assert [one.id for one in people_of_pair(session, visit.pair)] == [after.id]
    deeds = session.exec(
        select(AuditEntry).where(AuditEntry.subject_id == visit.pair_id)
    ).all()
    assert [(one.verb, one.reason) for one in deeds] == [
        ("replaced-city", "A new mayor")
    ]


def test_what_the_host_could_not_read_does_not_pass_to_its_successor(
    session: Session, visit: Visit
) -> None:
    visit.status = VisitStatus.DONE
    part, city = learning(visit), newcomer(session, visit)
    former = officer_of(session, part.city_id, visit.programme_id)
    after = officer_of(session, city.id, visit.programme_id)
    member = make_member(session, visit)
    replace_city(session, coordinating(session, visit), part, form(city), TODAY)
    assert visit.host_city_id == part.city_id, "who hosted it stays"
    for reader in (as_actor(session, after), as_actor(session, former)):
        asked = (
            is_visiting_officer(reader, visit),
            may_read_raw(reader, visit),
            may_read_draft_findings(reader, visit),
            may_edit_team(reader, visit),
            may_see_pay(reader, visit, member),
        )
        assert asked == (False,) * 5
        assert session.exec(team_visits(reader)).all() == []
    mentor = officer_of(session, visit.pair.cities[0].city_id, visit.programme_id)
    assert is_visiting_officer(as_actor(session, mentor), visit)


def test_open_steps_and_planned_visits_pass_and_come_back(
    session: Session, visit: Visit
) -> None:
    part, city = learning(visit), newcomer(session, visit)
    before = officer_of(session, part.city_id, visit.programme_id)
    after = officer_of(session, city.id, visit.programme_id)
    place = make_member(session, visit, person_id=before.id, position=3)
    step, done = a_step(session, visit, before), a_step(session, visit, before)
    done.done_on = TODAY
    session.add(done)
    actor = coordinating(session, visit)
    made = replace_city(session, actor, part, form(city), TODAY)
    moved = (step.owner_id, visit.host_city_id, place.removed_at is None)
    assert moved == (after.id, city.id, False)
    assert done.owner_id == before.id
    undo_replacement(session, actor, made, made.revision)
    back = (step.owner_id, visit.host_city_id, place.removed_at is None)
    assert back == (before.id, part.city_id, True)
    assert (part.former, part.until_on, part.position) == (False, None, 1)
    assert made.removed_at is not None
    assert seen(session, as_actor(session, before)) == (1, 1)
    assert seen(session, as_actor(session, after)) == (0, 0)


def test_whom_a_city_asked_is_not_handed_to_another(
    session: Session, visit: Visit
) -> None:
    session.add(
        Stakeholder(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            name="Language café",
            category=Voice.MIGRANTS,
            contact="06 00 00 00 00",
        )
    )
    session.flush()  # the replacement asks for it
    part = learning(visit)
    city = newcomer(session, visit)
    replace_city(session, coordinating(session, visit), part, form(city), TODAY)
    assert visit.host_city_id == part.city_id


def test_a_replacement_that_was_built_on_is_not_undone(
    session: Session, visit: Visit
) -> None:
    actor, city = coordinating(session, visit), newcomer(session, visit)
    made = replace_city(session, actor, learning(visit), form(city), TODAY)
    visit.status = VisitStatus.CONFIRMED
    session.add(visit)
    session.flush()  # the undoing asks for it
    with pytest.raises(Rejected, match="hosts a visit by now"):
        undo_replacement(session, actor, made, made.revision)


def test_a_new_city_gets_a_name_of_its_own_in_the_address(
    session: Session, visit: Visit
) -> None:
    actor, part = coordinating(session, visit), learning(visit)
    slug = f"saint-etienne-{uuid7().hex[-6:]}"
    asked = form(
        None, name=slug.replace("saint-etienne", "Saint Étienne"), country="FR"
    )
    made = replace_city(session, actor, part, asked, TODAY)
    assert session.get_one(City, made.city_id).slug == slug
    again = form(None, name=asked.name, country="FR", from_on=TODAY + timedelta(days=2))
    later = replace_city(session, actor, made, again, TODAY + timedelta(days=2))
    assert session.get_one(City, later.city_id).slug == f"{slug}-2"


def test_only_who_coordinates_and_was_asked_again_replaces_a_city(
    session: Session, visit: Visit
) -> None:
    part, city = learning(visit), newcomer(session, visit)
    with pytest.raises(AskAgain):
        replace_city(session, coordinator_of(session, visit), part, form(city), TODAY)
    other = make_visit(session)
    with pytest.raises(NotPermitted):
        replace_city(session, coordinating(session, other), part, form(city), TODAY)
    actor = coordinating(session, visit)
    with pytest.raises(Conflict):
        replace_city(session, actor, part, form(city, revision=7), TODAY)


def test_a_city_of_another_programme_or_of_the_pair_does_not_take_over(
    session: Session, visit: Visit
) -> None:
    elsewhere = make_city(session, make_programme(session), "Elsewhere")
    mentor = session.get_one(City, visit.pair.cities[0].city_id)
    for city in (elsewhere, mentor):
        with pytest.raises(Rejected):
            replace_city(
                session,
                coordinating(session, visit),
                learning(visit),
                form(city),
                TODAY,
            )
    pairs = session.exec(
        select(PairCity).where(PairCity.pair_id == visit.pair_id)
    ).all()
    assert len(pairs) == 2
    assert session.exec(select(Pair).where(Pair.id == visit.pair_id)).one()
    assert session.exec(select(TeamMember).where(col(TeamMember.removed_at).is_not(None))).all() == []  # fmt: skip
