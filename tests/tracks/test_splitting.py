"""A session for two sub-teams, and taking back the last change anywhere; both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, Rejected
from app.forms import check
from app.models import AgendaSession, TeamMember, Visit
from app.models.base import now
from app.visits.agenda_last_queries import last_change
from app.visits.agenda_links import linked
from app.visits.agenda_moving import move_session, remove_session
from app.visits.agenda_together import split_session, undo_last
from app.visits.forms import MoveForm, SplitForm
from tests.agenda.making import make_stakeholder, planned
from tests.factories import host_officer, make_member, make_visit


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


@pytest.fixture
def team(session: Session, visit: Visit) -> list[TeamMember]:
    return [make_member(session, visit, shown_name=f"Member {n}") for n in (1, 2, 3)]


@pytest.fixture
def whole(
    session: Session, visit: Visit, host: Actor, team: list[TeamMember]
) -> AgendaSession:
    everybody = [one.id for one in team]
    return planned(session, host, visit, members=everybody, notes="By bus")


def halves(item: AgendaSession, team: list[TeamMember], **changes: Any) -> SplitForm:
    values = {
        "track": "A",
        "members": [team[0].id, team[1].id],
        "other_track": "B",
        "other_members": [team[2].id],
        "revision": item.revision,
        **changes,
    }
    return check(SplitForm, values)


def members_of(session: Session, item: AgendaSession) -> set[Any]:
    return set(linked(session, item)["member_ids"])


def test_a_session_becomes_two_with_the_members_divided(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession, team: list[TeamMember]
) -> None:  # fmt: skip
    other = split_session(session, host, visit, whole, halves(whole, team, other_title="The market"))  # fmt: skip
    assert (whole.track, other.track, other.number) == ("A", "B", 2)
    assert (other.title, other.notes) == ("The market", "By bus")
    assert (other.day_id, other.starts_local, other.ends_local) == (
        whole.day_id,
        whole.starts_local,
        whole.ends_local,
    )
    assert members_of(session, whole) == {team[0].id, team[1].id}
    assert members_of(session, other) == {team[2].id}


def test_splitting_is_undone_in_one_go_and_that_again(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession, team: list[TeamMember]
) -> None:  # fmt: skip
    other = split_session(session, host, visit, whole, halves(whole, team))
    for _both_ways in range(2):
        last = last_change(session, visit)
        assert last
        assert {id_ for id_, *_rest in last.touched} == {whole.id, other.id}
        undo_last(session, host, visit, last.moment)
    assert (whole.track, other.removed_at) == ("A", None)
    last = last_change(session, visit)
    assert last
    undo_last(session, host, visit, last.moment)
    assert (whole.track, other.removed_at is not None) == ("", True)
    assert members_of(session, whole) == {one.id for one in team}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"other_track": "A"}, "other_track"),
        ({"other_members": "first"}, "other_members"),
        ({"stakeholders": "stranger"}, "stakeholders"),
    ],
)
def test_halves_that_cannot_be_are_refused(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession, team: list[TeamMember], changes: dict[str, Any], field: str
) -> None:  # fmt: skip
    ids = {"first": team[0].id, "stranger": make_stakeholder(session, visit).id}
    values = {n: [ids[v]] if v in ids else v for n, v in changes.items()}
    with pytest.raises(Rejected) as refused:
        split_session(session, host, visit, whole, halves(whole, team, **values))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert whole.track == ""


def test_who_splits_what_somebody_changed_sees_both(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession, team: list[TeamMember]
) -> None:  # fmt: skip
    stale = halves(whole, team)
    moved = check(MoveForm, {"track": "C", "revision": whole.revision})
    move_session(session, host, visit, whole, moved)
    with pytest.raises(Conflict) as conflict:
        split_session(session, host, visit, whole, stale)
    assert conflict.value.theirs["track"] == "C"


def test_the_last_change_is_undone_wherever_it_was(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession
) -> None:
    remove_session(session, host, visit, whole, whole.revision)
    last = last_change(session, visit)
    assert last
    assert [(number, what) for _id, number, _r, what in last.touched] == [
        (1, ["Removed"])
    ]
    undo_last(session, host, visit, last.moment)
    assert whole.removed_at is None


def test_what_is_no_longer_the_last_change_is_not_undone(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession
) -> None:
    last = last_change(session, visit)
    assert last
    moved = check(MoveForm, {"minutes": 15, "revision": whole.revision})
    move_session(session, host, visit, whole, moved)
    with pytest.raises(Conflict):
        undo_last(session, host, visit, last.moment)
    assert f"{whole.starts_local:%H:%M}" == "09:15"


def test_a_change_of_another_day_is_not_offered(
    session: Session, visit: Visit, host: Actor, whole: AgendaSession, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    tomorrow = now() + timedelta(hours=25)
    monkeypatch.setattr("app.visits.agenda_last_queries.now", lambda: tomorrow)
    assert last_change(session, visit) is None
