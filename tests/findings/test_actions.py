import pytest
from sqlmodel import Session

from app import records
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.findings.actions import (
    agree_finding,
    reply_to_finding,
    save_finding,
    take_back,
)
from app.findings.forms import ReplyForm
from app.findings.queries import findings_of, notes_about, rows_shown, uses_of
from app.ids import uuid7
from app.models import Visit
from app.translations import save_translation, translations_of
from app.values import TO_PLACE, Bearing, FindingStatus, ReplyKind
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_member,
    make_visit,
    on_team,
    visiting_officer,
)
from tests.findings.making import (
    FACTOR,
    finding_form,
    make_agreed,
    make_draft,
    make_evidence,
)


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["pair"])
    session.refresh(made.pair, ["cities"])
    return made


def reply_form(**changes: object) -> ReplyForm:
    values = {"kind": "adds", "text": "The bus has run since March.", "language": "en"}
    return ReplyForm.model_validate({**values, **changes})


def test_a_draft_may_be_incomplete(session: Session, visit: Visit) -> None:
    form = finding_form(sentence="", reason="", word="not-explored")
    draft = save_finding(session, on_team(session, visit), visit, FACTOR, form)
    assert (draft.status, draft.revision) == (FindingStatus.DRAFT, 1)


def test_an_incomplete_draft_cannot_be_agreed(session: Session, visit: Visit) -> None:
    actor = on_team(session, visit)
    draft = make_draft(session, visit, actor, reason="", evidence_for=[])
    with pytest.raises(Rejected) as refused:
        agree_finding(session, actor, visit, FACTOR, draft.revision)
    assert [p.field for p in refused.value.problems] == ["reason", "evidence"]
    assert draft.status is FindingStatus.DRAFT


def test_a_draft_rests_on_evidence_for_and_against(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    one, other = make_evidence(session, visit), make_evidence(session, visit)
    form = finding_form(evidence_for=[one.id], evidence_against=[other.id])
    draft = save_finding(session, actor, visit, FACTOR, form)
    expected = {one.id: Bearing.SUPPORTS, other.id: Bearing.CONTRADICTS}
    assert uses_of(session, draft) == expected


def test_evidence_of_another_visit_factor_or_nowhere_is_refused(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    elsewhere = make_evidence(session, make_visit(session))
    unplaced = make_evidence(session, visit, TO_PLACE)
    apart = make_evidence(session, visit, "factor-2")
    for wrong in (elsewhere.id, unplaced.id, apart.id, uuid7()):
        form = finding_form(evidence_for=[wrong])
        with pytest.raises(Rejected) as refused:
            save_finding(session, actor, visit, FACTOR, form)
        assert [p.field for p in refused.value.problems] == ["evidence"]
    assert findings_of(session, actor, visit) == []


def test_evidence_moved_to_another_factor_since_stops_the_agreement(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    moved = make_evidence(session, visit)
    draft = make_draft(session, visit, actor, evidence_for=[moved.id])
    records.change(
        session, moved, {"removed_at": moved.captured_at}, revision=None, by=None
    )
    with pytest.raises(Rejected) as refused:
        agree_finding(session, actor, visit, FACTOR, draft.revision)
    assert [p.field for p in refused.value.problems] == ["evidence"]


def test_only_the_team_and_its_facilitator_write_and_agree(
    session: Session, visit: Visit
) -> None:
    make_draft(session, visit, facilitator(session, visit))
    for actor in (coordinator(session, visit), visiting_officer(session, visit)):
        with pytest.raises(NotPermitted):
            save_finding(session, actor, visit, FACTOR, finding_form(revision=1))
        with pytest.raises(NotPermitted):
            agree_finding(session, actor, visit, FACTOR, 1)


def test_the_host_sees_no_draft_even_when_on_the_team(
    session: Session, visit: Visit
) -> None:
    make_draft(session, visit, on_team(session, visit))
    member = make_member(session, visit)
    both = host_officer(session, visit, teams={visit.id: member.id})
    for actor in (host_officer(session, visit), both):
        assert findings_of(session, actor, visit) == []
        assert notes_about(session, actor, visit, FACTOR) == []
        with pytest.raises(NotPermitted):
            save_finding(session, actor, visit, FACTOR, finding_form(revision=1))
        with pytest.raises(NotFound):
            agree_finding(session, actor, visit, FACTOR, 1)


def test_a_stale_draft_answers_with_both_texts_and_both_choices(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    piece = make_evidence(session, visit)
    make_draft(session, visit, actor, evidence_for=[piece.id])
    theirs = finding_form(reason="Theirs.", evidence_against=[piece.id], revision=1)
    save_finding(session, actor, visit, FACTOR, theirs)
    mine = finding_form(reason="Mine.", evidence_for=[piece.id], revision=1)
    with pytest.raises(Conflict) as conflict:
        save_finding(session, actor, visit, FACTOR, mine)
    found = conflict.value
    assert (found.revision, found.theirs["reason"]) == (2, "Theirs.")
    assert found.theirs[f"use-{piece.id}"] == "against"


def test_a_first_save_beside_another_first_save_is_a_conflict(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    make_draft(session, visit, actor)
    with pytest.raises(Conflict):
        save_finding(session, actor, visit, FACTOR, finding_form(reason="Mine."))


def test_changing_only_the_evidence_is_a_new_revision(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    draft = make_draft(session, visit, actor)
    form = finding_form(evidence_for=[make_evidence(session, visit).id], revision=1)
    save_finding(session, actor, visit, FACTOR, form)
    assert draft.revision == 2
    save_finding(session, actor, visit, FACTOR, form.model_copy(update={"revision": 2}))
    assert draft.revision == 2, "saving the same again changes nothing"


def test_an_agreed_finding_is_changed_only_after_going_back_to_draft(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    finding = make_agreed(session, visit, actor)
    assert (finding.status, finding.revision) == (FindingStatus.AGREED, 2)
    with pytest.raises(Rejected):
        save_finding(session, actor, visit, FACTOR, finding_form(revision=2))
    take_back(session, actor, visit, FACTOR, 2)
    assert findings_of(session, host_officer(session, visit), visit) == []
    past = [one.values["status"] for one in records.history(session, finding)]
    assert past == ["draft", "agreed", "draft"]
    agree_finding(session, actor, visit, FACTOR, 3)
    assert finding.status is FindingStatus.AGREED


def test_agreeing_what_somebody_has_just_changed_is_a_conflict(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    draft = make_draft(session, visit, actor)
    rests_on = list(uses_of(session, draft))
    form = finding_form(reason="Another.", evidence_for=rests_on, revision=1)
    save_finding(session, actor, visit, FACTOR, form)
    with pytest.raises(Conflict):
        agree_finding(session, actor, visit, FACTOR, 1)
    assert draft.status is FindingStatus.DRAFT


def test_a_changed_sentence_is_no_longer_shown_in_its_old_translation(
    session: Session, visit: Visit
) -> None:
    actor = on_team(session, visit)
    draft = make_draft(session, visit, actor)
    for field in ("sentence", "reason"):
        save_translation(
            session,
            table="finding",
            record_id=draft.id,
            field=field,
            language="fr",
            text=f"{field} en français",
            source_revision=1,
            by=None,
            programme_id=visit.programme_id,
            visit_id=visit.id,
        )
    form = finding_form(sentence="Rewritten.", revision=1)
    save_finding(session, actor, visit, FACTOR, form)
    kept = {(draft.id, "reason"): {"fr": "reason en français"}}
    assert translations_of(session, "finding", [draft.id]) == kept


def test_the_host_comments_an_agreed_finding_and_changes_its_comments(
    session: Session, visit: Visit
) -> None:
    team, host = on_team(session, visit), host_officer(session, visit)
    finding = make_agreed(session, visit, team)
    reply = reply_to_finding(session, host, visit, FACTOR, reply_form())
    reply_to_finding(
        session, host, visit, FACTOR, reply_form(kind="disputes", revision=1)
    )
    row = rows_shown(session, team, visit)[0]
    assert (row.finding, row.reply) == (finding, reply)
    assert (reply.kind, reply.revision) == (ReplyKind.DISPUTES, 2)
    with pytest.raises(Conflict):
        reply_to_finding(
            session, host, visit, FACTOR, reply_form(revision=1, text="Old")
        )


def test_seeing_it_otherwise_needs_words(session: Session, visit: Visit) -> None:
    make_agreed(session, visit, on_team(session, visit))
    host = host_officer(session, visit)
    with pytest.raises(Rejected) as refused:
        reply_to_finding(session, host, visit, FACTOR, reply_form(text=""))
    assert [p.field for p in refused.value.problems] == ["text"]
    agrees = reply_form(kind="agrees", text="")
    assert reply_to_finding(session, host, visit, FACTOR, agrees).text == ""


def test_a_draft_is_not_commented_and_only_the_host_comments(
    session: Session, visit: Visit
) -> None:
    team, host = on_team(session, visit), host_officer(session, visit)
    draft = make_draft(session, visit, team)
    with pytest.raises(NotFound):
        reply_to_finding(session, host, visit, FACTOR, reply_form())
    agree_finding(session, team, visit, FACTOR, draft.revision)
    with pytest.raises(NotPermitted):
        reply_to_finding(session, team, visit, FACTOR, reply_form())


def test_comments_wait_while_their_finding_is_a_draft_again(
    session: Session, visit: Visit
) -> None:
    team, host = on_team(session, visit), host_officer(session, visit)
    finding = make_agreed(session, visit, team)
    reply_to_finding(session, host, visit, FACTOR, reply_form())
    take_back(session, team, visit, FACTOR, finding.revision)
    assert rows_shown(session, team, visit)[0].reply is None
