import pytest
from sqlmodel import Session

from app import records
from app.errors import Conflict
from app.records import values_of
from tests.factories import make_member, make_person, make_visit


def test_a_change_is_remembered_with_who_made_it(session: Session) -> None:
    visit, person = make_visit(session), make_person(session)
    records.change(session, visit, {"aims": "Listen"}, revision=1, by=person.id)
    session.flush()
    past = records.history(session, visit)
    assert [(r.revision, r.values["aims"], r.by) for r in past] == [
        (2, "Listen", person.id)
    ]


def test_a_stale_revision_is_refused_with_what_is_stored(session: Session) -> None:
    visit = make_visit(session)
    records.change(session, visit, {"aims": "First"}, revision=1, by=None)
    with pytest.raises(Conflict) as refused:
        records.change(session, visit, {"aims": "Second"}, revision=1, by=None)
    assert (refused.value.revision, refused.value.theirs) == (2, {"aims": "First"})
    assert visit.aims == "First"


def test_saving_what_stands_writes_nothing(session: Session) -> None:
    visit = make_visit(session)
    records.change(session, visit, {"aims": ""}, revision=1, by=None)
    assert (visit.revision, list(records.history(session, visit))) == (1, [])


def test_another_order_of_what_is_chosen_is_no_change(session: Session) -> None:
    member = make_member(session, make_visit(session), languages=["fr", "ar"])
    records.change(session, member, {"languages": ["ar", "fr"]}, revision=1, by=None)
    assert (member.revision, member.languages) == (1, ["fr", "ar"])
    records.change(session, member, {"languages": ["ar"]}, revision=1, by=None)
    assert (member.revision, member.languages) == (2, ["ar"])


def test_undo_goes_back_as_a_new_revision(session: Session) -> None:
    visit = make_visit(session)
    records.remember(session, visit, None)
    records.change(session, visit, {"aims": "Wrong"}, revision=1, by=None)
    session.flush()
    records.undo(session, visit, revision=2, by=None)
    session.flush()
    assert (visit.revision, visit.aims) == (3, "")
    assert [r.revision for r in records.history(session, visit)] == [3, 2, 1]


def test_removing_keeps_the_row_and_restoring_brings_it_back(session: Session) -> None:
    visit = make_visit(session)
    records.remove(session, visit, revision=1, by=None)
    assert visit.removed_at
    records.restore(session, visit, by=None)
    session.refresh(visit)
    assert values_of(visit)["removed_at"] is None
    assert visit.revision == 3
