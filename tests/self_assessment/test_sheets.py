"""The self-assessment and the desk review: pages on which each factor is saved by itself."""

from typing import Any

import pytest
from sqlmodel import Session, select

from app.access import Actor
from app.errors import NotFound, NotPermitted, Rejected
from app.findings.sheet_actions import (
    save_assessments,
    save_desk_notes,
    save_documents,
)
from app.findings.sheet_forms import (
    AssessmentForm,
    DeskForm,
    DocumentForm,
    SheetForm,
    checked_parts,
    clashing,
)
from app.findings.sheet_queries import assessments_of, desk_notes_of, documents_of
from app.forms import Form
from app.ids import uuid7
from app.models import RecordRevision, SelfAssessment, Visit
from app.values import Judgement, Purpose
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_visit,
    on_team,
    visiting_officer,
)


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)


def said(sentence: str = "", **values: Any) -> AssessmentForm:
    return AssessmentForm(sentence=sentence, language="en", **values)


def read(hypotheses: str = "", **values: Any) -> DeskForm:
    return DeskForm(hypotheses=hypotheses, language="en", **values)


def stands(session: Session, actor: Actor, visit: Visit) -> dict[str, tuple[Any, str]]:
    rows = assessments_of(session, actor, visit)
    return {key: (row.word, row.sentence) for key, row in rows.items()}


def test_a_factor_may_have_a_word_or_a_sentence_or_neither(
    session: Session, visit: Visit, host: Actor
) -> None:
    parts = {
        "factor-1": said("We have begun."),
        "factor-2": said(word=Judgement.WORKS),
        "context.economy": said("The mill has closed."),
    }
    assert save_assessments(session, host, visit, parts) == {}
    expected = {
        "factor-1": (None, "We have begun."),
        "factor-2": (Judgement.WORKS, ""),
        "context.economy": (None, "The mill has closed."),
    }
    assert stands(session, host, visit) == expected
    save_assessments(session, host, visit, {"factor-2": said(word=Judgement.WORKS)})
    assert stands(session, host, visit) == expected


def test_what_nothing_is_written_about_has_no_record(
    session: Session, visit: Visit, host: Actor
) -> None:
    save_assessments(session, host, visit, {"factor-1": said()})
    assert stands(session, host, visit) == {}


def test_a_conflict_keeps_no_other_part_from_being_saved(
    session: Session, visit: Visit, host: Actor
) -> None:
    save_assessments(session, host, visit, {"factor-1": said("Theirs")})
    parts = {"factor-1": said("Mine"), "factor-2": said("Also mine")}
    conflicts = save_assessments(session, host, visit, parts)
    found = {key: (one.revision, one.theirs) for key, one in conflicts.items()}
    assert found == {"factor-1": (1, {"word": None, "sentence": "Theirs"})}
    assert stands(session, host, visit) == {
        "factor-1": (None, "Theirs"),
        "factor-2": (None, "Also mine"),
    }
    assert save_assessments(session, host, visit, {"factor-1": said("Mine", revision=1)}) == {}  # fmt: skip
    assert stands(session, host, visit)["factor-1"] == (None, "Mine")


def test_the_same_words_sent_again_are_in_nobody_s_way(
    session: Session, visit: Visit, host: Actor
) -> None:
    parts = {"factor-1": said("Once")}
    assert save_assessments(session, host, visit, parts) == {}
    assert save_assessments(session, host, visit, parts) == {}
    row = session.exec(select(SelfAssessment)).one()
    kept = select(RecordRevision).where(RecordRevision.record_id == row.id)
    assert len(session.exec(kept).all()) == 1


def test_only_the_reviewed_city_writes_and_only_the_team_reads(
    session: Session, visit: Visit, host: Actor
) -> None:
    save_assessments(session, host, visit, {"factor-1": said("Canary")})
    for reader in (on_team(session, visit), facilitator(session, visit)):
        assert stands(session, reader, visit) == {"factor-1": (None, "Canary")}
        with pytest.raises(NotPermitted):
            save_assessments(session, reader, visit, {"factor-1": said("No")})
    for stranger in (coordinator(session, visit), visiting_officer(session, visit)):
        with pytest.raises(NotFound):
            assessments_of(session, stranger, visit)
        with pytest.raises(NotPermitted):
            save_assessments(session, stranger, visit, {"factor-1": said("No")})


def test_while_no_host_is_named_the_learning_city_writes(session: Session) -> None:
    visit = make_visit(session)
    learning = host_officer(session, visit)
    visit.host_city_id = None
    assert save_assessments(session, learning, visit, {"factor-1": said("We")}) == {}
    assert stands(session, learning, visit) == {"factor-1": (None, "We")}


def test_a_study_visit_has_no_self_assessment(session: Session) -> None:
    visit = make_visit(session, purpose=Purpose.STUDY)
    for actor in (host_officer(session, visit), on_team(session, visit)):
        with pytest.raises(NotFound):
            assessments_of(session, actor, visit)


def test_the_desk_review_is_the_team_s_and_never_the_host_s(
    session: Session, visit: Visit, host: Actor
) -> None:
    member = on_team(session, visit)
    assert save_desk_notes(session, member, visit, {"factor-1": read("Canary")}) == {}
    assert desk_notes_of(session, member, visit)["factor-1"].hypotheses == "Canary"
    for stranger in (host, coordinator(session, visit), visiting_officer(session, visit)):  # fmt: skip
        with pytest.raises(NotFound):
            desk_notes_of(session, stranger, visit)
        with pytest.raises(NotPermitted):
            save_desk_notes(session, stranger, visit, {"factor-1": read("No")})
    on_it = {"cities": host.cities, "pairs": host.pairs}
    with pytest.raises(NotFound):
        desk_notes_of(session, on_team(session, visit, **on_it), visit)


def test_two_of_the_team_see_both_texts(session: Session, visit: Visit) -> None:
    first, second = on_team(session, visit), on_team(session, visit)
    save_desk_notes(session, first, visit, {"factor-1": read("Theirs")})
    conflicts = save_desk_notes(session, second, visit, {"factor-1": read("Mine")})
    assert conflicts["factor-1"].theirs == {"hypotheses": "Theirs", "missing": "", "to_meet": ""}  # fmt: skip


def test_a_document_is_added_once_and_taken_off(
    session: Session, visit: Visit, host: Actor
) -> None:
    own_id = uuid7()
    form = DocumentForm(id=own_id, title="Charter", link="https://example.org/c", language="en")  # fmt: skip
    for _ in range(2):
        save_documents(session, host, visit, form)
    found = [(one.id, one.title, one.link) for one in documents_of(session, visit)]
    assert found == [(own_id, "Charter", "https://example.org/c")]
    with pytest.raises(NotPermitted):
        save_documents(session, on_team(session, visit), visit, form)
    save_documents(session, host, visit, DocumentForm(remove=[own_id], language="en"))
    assert documents_of(session, visit) == []


def test_a_link_needs_a_title(session: Session, visit: Visit, host: Actor) -> None:
    form = DocumentForm(link="https://example.org/c", language="en")
    with pytest.raises(Rejected) as refused:
        save_documents(session, host, visit, form)
    assert [problem.field for problem in refused.value.problems] == ["title"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "data:text/html,x"])  # fmt: skip
def test_a_link_leads_to_the_web(link: str) -> None:
    with pytest.raises(Rejected):
        Form(DocumentForm, {"title": ["A"], "link": [link], "language": ["en"]}).checked()  # fmt: skip


def test_each_part_of_a_page_is_checked_under_its_own_name() -> None:
    posted = {
        "language": ["fr"],
        "word.a": ["works"],
        "sentence.a": ["Oui"],
        "revision.a": ["3"],
        "sentence.context.b": ["x" * 1001],
    }
    with pytest.raises(Rejected) as refused:
        checked_parts(posted, ["a", "context.b", "c"], AssessmentForm)
    assert [one.field for one in refused.value.problems] == ["sentence.context.b"]
    posted["sentence.context.b"] = ["Non"]
    assert checked_parts(posted, ["a", "context.b", "c"], AssessmentForm) == {
        "a": AssessmentForm(word=Judgement.WORKS, sentence="Oui", language="fr", revision=3),
        "context.b": AssessmentForm(sentence="Non", language="fr"),
    }  # fmt: skip


def test_a_part_that_is_none_of_the_page_is_refused() -> None:
    with pytest.raises(Rejected):
        checked_parts({"language": ["fr"], "word.z": ["works"]}, ["a"], AssessmentForm)


def test_a_page_in_conflict_keeps_what_was_typed_and_shows_what_was_saved() -> None:
    form = Form(SheetForm, {"sentence.a": ["Mine"], "revision.a": [""]})
    conflicts = {"a": conflict(4, word=Judgement.WORKS, sentence="Theirs")}
    again = clashing(form, conflicts, {"a": 4, "b": 1})
    assert (again.value("sentence.a"), again.theirs("sentence.a")) == ("Mine", "Theirs")
    assert again.theirs("word.a") == "works"
    assert (again.value("revision.a"), again.value("revision.b")) == ("4", "1")
    assert again.theirs("sentence.b") is None


def conflict(revision: int, **theirs: Any) -> Any:
    from app.errors import Conflict

    return Conflict(revision, theirs)
