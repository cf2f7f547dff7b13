"""What the team does to notes on its pages."""

import pytest
from sqlmodel import Session, col, select

from app.access import Actor
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.evidence.actions import (
    Recorded,
    Replayed,
    Rival,
    change_note,
    complete_note,
    remove_note,
    restore_note,
    settle_rival,
    translate_note,
    undo_note,
    write_note,
)
from app.evidence.forms import (
    CompletionForm,
    FilterForm,
    NoteForm,
    RevisionForm,
    RivalForm,
    TranslationForm,
)
from app.evidence.history import revisions_of, rivals_of
from app.evidence.listing import count_notes, narrowed
from app.evidence.queries import Note, note_shown
from app.ids import uuid7
from app.models import Evidence, EvidenceRevision, RivalText, TeamMember, Visit
from app.values import Bearing, Heard, Kind, Voice
from tests.evidence.notes import noted, record, recorded, write
from tests.factories import on_team


def again(session: Session, visit: Visit, note: Note) -> Note:
    return note_shown(session, visit, note.id)


def test_a_note_in_a_hurry_is_filled_in_and_sent_twice_is_one(
    session: Session, visit: Visit, actor: Actor
) -> None:
    form = NoteForm(id=uuid7(), text="Lift works", language="fr")
    first = write_note(session, actor, visit, form)
    assert isinstance(first, Recorded)
    assert write_note(session, actor, visit, form) == Replayed(first.receipt)
    note = note_shown(session, visit, form.id)
    assert (note.kind, note.voice) == (Kind.OBSERVATION, Voice.NONE)
    assert (note.factors, note.language) == (["to-place"], "fr")
    assert note.missing == ["factors", "bearing"]


def test_a_change_keeps_what_the_page_does_not_show(
    session: Session, visit: Visit, actor: Actor
) -> None:
    photo = {"id": str(uuid7()), "media_type": "image/png", "bytes": 9, "sha256": "a" * 64, "alt": ""}  # fmt: skip
    note = noted(session, actor, visit, attachments=[photo], clock_skew_seconds=5)
    form = NoteForm(id=note.id, revision=1, text="Anew", factors=["factor-2"])
    assert isinstance(change_note(session, actor, visit, note, form), Recorded)
    after = again(session, visit, note)
    assert (after.text, after.factors) == ("Anew", ["factor-2"])
    assert (after.attachments, after.clock_skew_seconds) == ([photo], 5)
    assert (after.kind, after.captured_at) == (note.kind, note.captured_at)


def test_a_change_on_an_old_revision_is_kept_beside(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit, text="A")
    for text in ("B", "C"):
        form = NoteForm(id=note.id, revision=1, text=text)
        outcome = change_note(session, actor, visit, note, form)
    assert isinstance(outcome, Rival)
    assert (outcome.theirs["text"], outcome.yours["text"]) == ("B", "C")


@pytest.mark.parametrize(("keep", "stands"), [("this", "B"), ("that", "C")])
def test_somebody_chooses_between_two_texts(
    session: Session, visit: Visit, actor: Actor, keep: str, stands: str
) -> None:
    note = noted(session, actor, visit, text="A")
    recorded(session, actor, visit, write(note.id, 1, text="B"))
    record(session, actor, visit, late := write(note.id, 1, text="C"))
    [(rival, by)] = rivals_of(session, [note.id])
    assert by == "Member 1"
    form = RivalForm.model_validate({"rival": rival.id, "keep": keep, "revision": 2})
    settle_rival(session, actor, visit, again(session, visit, note), form)
    assert again(session, visit, note).text == stands
    assert rivals_of(session, [note.id]) == []
    answer = record(session, actor, visit, late)
    assert isinstance(answer, Rival)
    assert answer.settled
    kept = session.exec(select(RivalText)).one()
    assert kept.values["text"] == "C"


def test_a_rival_of_another_note_is_not_there(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note, other = noted(session, actor, visit), noted(session, actor, visit)
    recorded(session, actor, visit, write(other.id, 1, text="B"))
    record(session, actor, visit, write(other.id, 1, text="C"))
    [(rival, _by)] = rivals_of(session, [other.id])
    form = RivalForm(rival=rival.id, keep="that", revision=1)
    with pytest.raises(NotFound):
        settle_rival(session, actor, visit, note, form)


def test_the_evening_completes_and_leaves_the_rest(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit, factors=["to-place"], who=["women"])
    form = CompletionForm(
        revision=1,
        factors=["factor-2"],
        heard=Heard.DIRECTLY,
        bearing=Bearing.CONTRADICTS,
    )
    complete_note(session, actor, visit, note, form)
    after = again(session, visit, note)
    assert (after.factors, after.heard, after.bearing, after.who, after.missing) == (
        ["factor-2"], Heard.DIRECTLY, Bearing.CONTRADICTS, ["women"], []
    )  # fmt: skip


def test_what_is_taken_out_comes_back(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit)
    conditions = narrowed(session, actor, visit, FilterForm())
    remove_note(session, actor, visit, note, RevisionForm(revision=1))
    assert count_notes(session, visit, conditions) == 0
    removed = again(session, visit, note)
    assert (removed.removed, removed.text, removed.revision) == (True, note.text, 2)
    restore_note(session, actor, visit, removed, RevisionForm(revision=2))
    assert count_notes(session, visit, conditions) == 1


def test_undo_brings_the_text_before_as_a_new_revision(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit, text="A")
    with pytest.raises(NotFound):
        undo_note(session, actor, visit, note, RevisionForm(revision=1))
    recorded(session, actor, visit, write(note.id, 1, text="B"))
    second = again(session, visit, note)
    undo_note(session, actor, visit, second, RevisionForm(revision=2))
    assert again(session, visit, note).text == "A"
    told = [(r.revision, r.values["text"], by) for r, by in revisions_of(session, note.id)]  # fmt: skip
    assert told == [(3, "A", "Member 1"), (2, "B", "Member 1"), (1, "A", "Member 1")]


def test_an_old_page_takes_nothing_out(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit)
    recorded(session, actor, visit, write(note.id, 1, text="B"))
    newer = again(session, visit, note)
    for action in (remove_note, restore_note, undo_note):
        with pytest.raises(Conflict):
            action(session, actor, visit, newer, RevisionForm(revision=1))


def test_others_of_the_team_translate_and_do_not_correct(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit, text="Guten Tag", language="de")
    other = on_team(session, visit)
    for action in (remove_note, restore_note, undo_note):
        with pytest.raises(NotPermitted):
            action(session, other, visit, note, RevisionForm(revision=1))
    hello = TranslationForm(language="en", text="Good day")
    translate_note(session, other, visit, note, hello)
    shown = again(session, visit, note)
    assert (shown.said.text, shown.said.original) == ("Good day", "Guten Tag")
    again_german = TranslationForm(language="de-AT", text="Servus")
    with pytest.raises(Rejected):
        translate_note(session, other, visit, note, again_german)


def test_a_translation_of_an_older_text_is_not_shown(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit, text="Eins", language="de")
    one = TranslationForm(language="en", text="One")
    translate_note(session, actor, visit, note, one)
    same = write(note.id, 1, text="Eins", language="de", bearing="unclear")
    recorded(session, actor, visit, same)
    assert again(session, visit, note).said.text == "One"
    recorded(session, actor, visit, write(note.id, 2, text="Zwei", language="de"))
    after = again(session, visit, note)
    assert (after.said.text, dict(after.translations)) == ("Zwei", {})


def test_the_history_shows_the_chosen_name_also_of_who_left(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit)
    member = session.get_one(TeamMember, actor.teams[visit.id])
    member.shown_name = "Member 7"
    member.removed_at = note.received_at
    session.add(member)
    session.flush()  # read below
    [(_revision, by)] = revisions_of(session, note.id)
    assert (by, again(session, visit, note).author) == ("Member 7", "Member 7")


def test_every_revision_is_in_the_history_and_none_is_lost(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = noted(session, actor, visit)
    remove_note(session, actor, visit, note, RevisionForm(revision=1))
    removed = again(session, visit, note)
    restore_note(session, actor, visit, removed, RevisionForm(revision=2))
    rows = session.exec(
        select(EvidenceRevision).order_by(col(EvidenceRevision.revision))
    ).all()
    told = [(r.revision, r.base_revision, r.values["removed"]) for r in rows]
    assert told == [(1, 0, False), (2, 1, True), (3, 2, False)]
    assert session.exec(select(Evidence.revision)).one() == 3
