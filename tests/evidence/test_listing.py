"""Lists of notes: narrowed, ordered, led on, and no dearer for being long."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.access import Actor
from app.evidence import listing
from app.evidence.attachment_actions import Arrived, receive_file
from app.evidence.forms import FilterForm
from app.evidence.listing import count_notes, narrowed, newest_notes
from app.ids import uuid7
from app.models import Visit
from tests.attachments.making import announced
from tests.evidence.notes import noted
from tests.factories import on_team


def test_the_list_of_what_is_to_complete_is_what_the_rule_says(
    session: Session, visit: Visit, actor: Actor
) -> None:
    for kind in ("interview", "document"):
        for voice in ("migrants", "none"):
            for heard in (None, "directly"):
                for bearing in (None, "unclear"):
                    for factor in ("factor-1", "to-place"):
                        noted(session, actor, visit, kind=kind, voice=voice, heard=heard, bearing=bearing, factors=[factor])  # fmt: skip
    every = newest_notes(session, visit, narrowed(session, actor, visit, FilterForm()), None, 100)  # fmt: skip
    wanted = narrowed(session, actor, visit, FilterForm(to_complete=True))
    listed = newest_notes(session, visit, wanted, None, 100)
    assert {n.id for n in listed} == {n.id for n in every if n.missing}
    assert 0 < len(listed) < len(every) == 32


def test_filters_narrow_to_what_they_name(
    session: Session, visit: Visit, actor: Actor
) -> None:
    mine = noted(session, actor, visit, factors=["factor-1"], voice="migrants")
    other = on_team(session, visit)
    theirs = noted(session, other, visit, factors=["to-place"], voice="residents", kind="document", bearing="supports", language="ar")  # fmt: skip

    def found(**wanted: Any) -> set[Any]:
        conditions = narrowed(session, actor, visit, FilterForm(**wanted))
        return {n.id for n in newest_notes(session, visit, conditions, None, 9)}

    assert found() == {mine.id, theirs.id}
    assert found(factor="factor-1") == found(voice="migrants") == {mine.id}
    assert found(kind="interview") == found(mine=True) == {mine.id}
    assert found(to_place=True) == found(bearing="supports") == {theirs.id}
    assert found(language="ar") == found(voice="residents") == {theirs.id}
    assert found(written_on="desk") == {mine.id, theirs.id}
    assert found(written_on="paper") == found(written_on="tablet") == set()
    assert found(session=uuid7()) == found(factor="factor-2") == set()


def test_notes_whose_files_have_not_all_come_are_found(
    session: Session, visit: Visit, actor: Actor
) -> None:
    whole, half = (
        [announced(content, "image/png") for content in contents]
        for contents in ((b"one", b"two"), (b"three", b"four"))
    )
    complete, lacking, bare = (
        noted(session, actor, visit, attachments=files) for files in (whole, half, [])
    )
    for note, file in ((complete, whole[0]), (complete, whole[1]), (lacking, half[0])):
        came = Arrived(note.id, UUID(file["id"]), file["sha256"], file["bytes"])
        receive_file(session, actor, visit, came)
    wanted = narrowed(session, actor, visit, FilterForm(files_to_come=True))
    found = newest_notes(session, visit, wanted, None, 9)
    assert [(one.id, one.complete) for one in found] == [(lacking.id, False)]
    every = newest_notes(session, visit, narrowed(session, actor, visit, FilterForm()), None, 9)  # fmt: skip
    assert {one.id for one in every if not one.complete} == {lacking.id}
    assert bare.id in {one.id for one in every}


def test_the_newest_come_first_and_the_cursor_leads_on(
    session: Session, visit: Visit, actor: Actor
) -> None:
    moments = [f"2027-04-26T0{n}:00:00Z" for n in (1, 3, 2, 2)]
    notes = [noted(session, actor, visit, captured_at=at) for at in moments]
    conditions = narrowed(session, actor, visit, FilterForm())
    whole = newest_notes(session, visit, conditions, None, 9)
    assert [n.captured_at.hour for n in whole] == [3, 2, 2, 1]
    assert len({n.id for n in whole}) == len(notes)
    place = (whole[1].captured_at, whole[1].id)
    further = newest_notes(session, visit, conditions, place, 9)
    assert [n.id for n in further] == [n.id for n in whole[2:]]


def test_nobody_waits_until_a_long_list_is_counted_to_its_end(
    session: Session, visit: Visit, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    every = narrowed(session, actor, visit, FilterForm())
    counts = []
    for _n in range(4):
        counts.append(count_notes(session, visit, every))
        noted(session, actor, visit)
    assert counts == [0, 1, 2, 3]
    assert count_notes(session, visit, every) == 3


def test_a_list_costs_as_many_queries_for_many_notes_as_for_one(
    session: Session, visit: Visit, actor: Actor
) -> None:
    assert queries_of_list(session, visit, actor) == queries_of_list(
        session, visit, actor, more=4
    )


def queries_of_list(
    session: Session, visit: Visit, actor: Actor, more: int = 1
) -> list[str]:
    for _ in range(more):
        noted(session, actor, visit)
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement.split("FROM")[0][:40])

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    conditions = narrowed(session, actor, visit, FilterForm())
    newest_notes(session, visit, conditions, None, 50)
    event.remove(connection, "before_cursor_execute", note)
    return seen
