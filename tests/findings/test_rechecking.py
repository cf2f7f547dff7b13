"""Findings whose evidence changes, goes or is erased after they were written."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.access import Actor
from app.evidence.actions import (
    Recorded,
    change_note,
    remove_note,
    restore_note,
    undo_note,
)
from app.evidence.forms import NoteForm, RevisionForm
from app.evidence.queries import note_shown
from app.findings.actions import agree_finding, save_finding
from app.findings.queries import finding_for, gone_from, uses_of
from app.findings.rechecking import forget_evidence
from app.models import Finding, FindingEvidence, Visit
from app.values import Bearing, FindingStatus
from tests.evidence.notes import noted, recorded, write
from tests.factories import make_visit, on_team
from tests.findings.making import FACTOR, finding_form


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def actor(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit)


def agreed_on(session: Session, visit: Visit, actor: Actor, *notes: UUID) -> Finding:
    form = finding_form(evidence_for=list(notes))
    draft = save_finding(session, actor, visit, FACTOR, form)
    return agree_finding(session, actor, visit, FACTOR, draft.revision)


def note_of(session: Session, visit: Visit, actor: Actor) -> UUID:
    return noted(session, actor, visit, kind="document", voice="none").id


def take_out(session: Session, visit: Visit, actor: Actor, note: UUID) -> Recorded:
    shown = note_shown(session, visit, note)
    form = RevisionForm(revision=shown.revision)
    outcome = remove_note(session, actor, visit, shown, form)
    assert isinstance(outcome, Recorded)
    return outcome


def standing(session: Session, visit: Visit, actor: Actor) -> Finding:
    found = finding_for(session, actor, visit, FACTOR)
    assert found
    return found


def test_a_finding_whose_last_note_is_taken_out_is_a_draft_again(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = note_of(session, visit, actor)
    agreed_on(session, visit, actor, note)
    outcome = take_out(session, visit, actor, note)
    finding = standing(session, visit, actor)
    assert (finding.status, finding.revision) == (FindingStatus.DRAFT, 3)
    assert outcome.reopened == (FACTOR,)
    [gone] = gone_from(session, finding)
    assert (gone.id, gone.bearing, gone.removed) == (note, Bearing.SUPPORTS, True)


def test_a_finding_that_still_stands_without_it_stays_agreed_and_says_so(
    session: Session, visit: Visit, actor: Actor
) -> None:
    first, second = (note_of(session, visit, actor) for _n in range(2))
    agreed_on(session, visit, actor, first, second)
    outcome = take_out(session, visit, actor, first)
    finding = standing(session, visit, actor)
    assert (finding.status, outcome.reopened) == (FindingStatus.AGREED, ())
    assert [gone.id for gone in gone_from(session, finding)] == [first]


def test_a_note_brought_back_is_used_as_before(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = note_of(session, visit, actor)
    agreed_on(session, visit, actor, note)
    take_out(session, visit, actor, note)
    removed = note_shown(session, visit, note)
    restore_note(session, actor, visit, removed, RevisionForm(revision=2))
    finding = standing(session, visit, actor)
    assert gone_from(session, finding) == []
    assert uses_of(session, finding) == {note: Bearing.SUPPORTS}
    again = agree_finding(session, actor, visit, FACTOR, finding.revision)
    assert again.status is FindingStatus.AGREED


def test_a_note_moved_to_another_factor_reopens_the_finding_and_undo_too(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = note_of(session, visit, actor)
    shown = note_shown(session, visit, note)
    agreed_on(session, visit, actor, note)
    form = NoteForm(id=note, revision=1, text="Moved", factors=["factor-2"])
    moved = change_note(session, actor, visit, shown, form)
    finding = standing(session, visit, actor)
    assert isinstance(moved, Recorded)
    assert (moved.reopened, finding.status) == ((FACTOR,), FindingStatus.DRAFT)
    assert [(g.id, g.removed) for g in gone_from(session, finding)] == [(note, False)]
    back = note_shown(session, visit, note)
    undo_note(session, actor, visit, back, RevisionForm(revision=2))
    assert gone_from(session, finding) == []


def test_a_tablet_that_moves_a_note_reopens_the_finding_too(
    session: Session, visit: Visit, actor: Actor
) -> None:
    note = note_of(session, visit, actor)
    agreed_on(session, visit, actor, note)
    moved = write(note, 1, kind="document", voice="none", factors=["factor-2"])
    recorded(session, actor, visit, moved)
    assert standing(session, visit, actor).status is FindingStatus.DRAFT


def test_agreeing_lets_go_of_what_was_taken_out(
    session: Session, visit: Visit, actor: Actor
) -> None:
    first, second = (note_of(session, visit, actor) for _n in range(2))
    form = finding_form(evidence_for=[first], evidence_against=[second])
    draft = save_finding(session, actor, visit, FACTOR, form)
    take_out(session, visit, actor, first)
    agreed = agree_finding(session, actor, visit, FACTOR, draft.revision)
    assert uses_of(session, agreed) == {second: Bearing.CONTRADICTS}


def test_erased_evidence_is_named_by_no_finding(
    session: Session, visit: Visit, actor: Actor
) -> None:
    first, second = (note_of(session, visit, actor) for _n in range(2))
    finding = agreed_on(session, visit, actor, first, second)
    assert forget_evidence(session, visit, [first], actor.person_id) == []
    assert (finding.status, finding.revision) == (FindingStatus.AGREED, 3)
    assert forget_evidence(session, visit, [second], actor.person_id) == [finding]
    assert finding.status is FindingStatus.DRAFT
    assert session.exec(select(FindingEvidence)).all() == []
