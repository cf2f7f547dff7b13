"""What choosing days keeps, and what no longer counts when they are chosen."""

from datetime import date

from app.ids import seed_id
from app.models import VisitDay
from app.models.base import now
from tests.dates.test_routes import AT, JUNE, dates_of, propose, sets
from tests.releases.conftest import Post

CENSUS = seed_id("demonstration", "day", "val-daubre-follow-up/d2")


def test_a_day_that_moves_keeps_its_note_and_one_taken_out_stays_out(
    post: Post,
) -> None:
    with post.database.writing() as session:
        stands = session.get_one(VisitDay, CENSUS)
        note, kept = stands.note, stands.model_dump(exclude={"id"})
        assert note
        gone = {**kept, "day_on": date.fromisoformat(JUNE[0]), "removed_at": now()}
        session.add(VisitDay(id=seed_id("taken-out"), **gone))
    propose(post.planner, JUNE)
    [june] = sets(post)
    assert post.planner.post(f"{AT}/{june.id}/choice", data={}).status_code == 303
    assert [on.isoformat() for _id, on in dates_of(post)] == JUNE
    with post.database.reading() as session:
        assert session.get_one(VisitDay, CENSUS).note == note


def test_days_that_were_taken_back_can_be_proposed_again(post: Post) -> None:
    propose(post.planner, JUNE)
    [june] = sets(post)
    post.planner.post(f"{AT}/{june.id}/removal", data={"revision": 1})
    assert propose(post.planner, JUNE).status_code == 303
    assert len(sets(post)) == 2


def test_taking_back_the_days_that_were_chosen_opens_the_question(post: Post) -> None:
    propose(post.planner, JUNE)
    [june] = sets(post)
    post.planner.post(f"{AT}/{june.id}/choice", data={})
    assert propose(post.planner, ["2099-07-01"]).status_code == 422
    chosen = sets(post)[0].revision
    at = f"{AT}/{june.id}/removal"
    assert post.planner.post(at, data={"revision": chosen}).status_code == 303
    assert propose(post.planner, ["2099-07-01"]).status_code == 303
