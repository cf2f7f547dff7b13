"""Links to those who have left the team, and pages one comes back to."""

import pytest
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict
from app.models import Visit
from app.visits.agenda_actions import change_session, linked_values
from app.visits.agenda_links import linked
from app.visits.team_actions import remove_member, restore_member
from tests.agenda.making import planned, planned_form
from tests.agenda.test_routes import FOLLOW_UP, OPENING, read
from tests.conftest import Browse
from tests.factories import coordinator, make_member


def test_who_has_left_the_team_is_named_by_no_form_and_comes_back_with_it(
    session: Session, visit: Visit, host: Actor
) -> None:
    stays = make_member(session, visit)
    leaves = make_member(session, visit, shown_name="Member 2")
    item = planned(session, host, visit, members=[stays.id, leaves.id])
    remove_member(session, coordinator(session, visit), visit, leaves, 1)
    session.flush()  # links are read by plain queries
    assert linked_values(session, item)["members"] == [stays.id]
    same = planned_form(item, visit, members=[stays.id])
    change_session(session, host, visit, item, same)
    assert item.revision == 1
    stale = planned_form(item, visit, members=[], revision=9)
    with pytest.raises(Conflict) as conflict:
        change_session(session, host, visit, item, stale)
    assert conflict.value.theirs["members"] == [stays.id]
    change_session(session, host, visit, item, planned_form(item, visit))
    restore_member(session, coordinator(session, visit), visit, leaves)
    assert linked(session, item)["member_ids"] == [leaves.id]


def test_the_page_after_a_removal_is_still_there_when_one_comes_back_to_it(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    gone = client.post(f"{OPENING}/removal", data={"revision": "1"})
    after = gone.headers["location"]
    assert "Put it back" in read(client, after)
    client.post(f"{OPENING}/restoration")
    read(client, OPENING)  # says once that it is back
    assert "Put it back" not in read(client, after)
    assert "Opening" in read(client, FOLLOW_UP)
