"""What is read is noted once, before the answer, without its content; who sees the note."""

import ast
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.access import Actor, visible_audit
from app.audit import append, deed
from app.audit_forms import AuditFilter
from app.audit_pages import audit_page
from app.db import Database
from app.ids import seed_id, uuid7
from app.models import AuditEntry, Membership
from app.settings import ROOT
from app.values import Role
from app.values_audit import Verb
from tests.conftest import Browse, Counting
from tests.factories import (
    coordinator,
    facilitator,
    host_officer,
    make_visit,
    on_team,
)

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
INDEX = f"/visits/{VISIT}/evidence"
NOTE = seed_id("demonstration", "evidence", "val-daubre-review/e17")
MEMBER = seed_id("demonstration", "person", "member")


def entries(demo: Database) -> list[tuple[UUID | None, str, UUID | None]]:
    with demo.reading() as session:
        rows = session.exec(select(AuditEntry).order_by(AuditEntry.at)).all()  # type: ignore[arg-type]
    # The demonstration registers its speakers and releases texts; every browser signs in.
    before = (
        Verb.REGISTERED_SPEAKER,
        Verb.DRAFTED_RELEASE,
        Verb.PASSED_RELEASE,
        Verb.SIGNED_IN,
    )
    return [(r.person_id, r.verb, r.subject_id) for r in rows if r.verb not in before]


@pytest.mark.parametrize(
    ("address", "verb", "subject"),
    [
        (INDEX, "read-evidence", VISIT),
        (f"{INDEX}?to_complete=on", "read-evidence", VISIT),
        (f"{INDEX}/{NOTE}", "read-note", NOTE),
        (f"/api/v1{INDEX}", "read-evidence", VISIT),
        (f"/api/v1{INDEX}/{NOTE}", "read-note", NOTE),
        (f"/visits/{VISIT}/debrief", "read-evidence", VISIT),
        (f"/visits/{VISIT}/findings/action-plan", "read-evidence", VISIT),
        (f"/visits/{VISIT}/findings/action-plan/edit", "read-evidence", VISIT),
    ],
)
def test_whoever_reads_raw_evidence_is_noted_once(
    browse: Browse, demo: Database, address: str, verb: str, subject: UUID
) -> None:
    assert browse("member").get(address).status_code == 200
    assert entries(demo) == [(MEMBER, verb, subject)]


def test_an_export_is_noted(browse: Browse, demo: Database) -> None:
    browse("coordinator").get("/programmes/demonstration/board.xlsx")
    programme = seed_id("demonstration", "programme", "demonstration")
    person = seed_id("demonstration", "person", "coordinator")
    assert entries(demo) == [(person, "exported", programme)]


@pytest.mark.parametrize("path", ["", "/x", f"/{NOTE}", f"/{seed_id('nobody')}"])
def test_what_was_not_shown_was_not_read(
    browse: Browse, demo: Database, path: str
) -> None:
    for persona in ("mentee-officer", "coordinator"):
        assert browse(persona).get(f"{INDEX}{path}").status_code == 404
    assert entries(demo) == []


def test_a_refused_form_that_shows_the_notes_is_noted_too(
    browse: Browse, demo: Database
) -> None:
    answer = browse("member").post(INDEX, data={"id": str(uuid7()), "text": " "})
    assert answer.status_code == 422
    assert entries(demo) == [(MEMBER, "read-evidence", VISIT)]


def test_a_list_of_any_length_is_one_row(
    browse: Browse, count_queries: Counting
) -> None:
    member = browse("member")
    with count_queries() as queries:
        member.get(INDEX)
    written = [q for q in queries if q.startswith("INSERT INTO audit_entry")]
    assert len(written) == 1


def test_without_its_note_there_is_no_answer(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_parts: object) -> None:
        raise OSError("no disk")

    member = browse("member")
    monkeypatch.setattr("app.audit.append", broken)
    with pytest.raises(OSError, match="no disk"):
        member.get(INDEX)


def test_the_audit_says_nothing_a_note_says(browse: Browse) -> None:
    member = browse("member")
    sent = {"id": str(uuid7()), "text": "Planted canary of the audit"}
    member.post(INDEX, data=sent)
    assert "Planted canary" in member.get(f"{INDEX}/{sent['id']}").text
    page = browse("coordinator").get("/audit").text
    assert "Read a note" in page
    assert "Katrin Oberlund" in page
    assert "canary" not in page


def test_filters_narrow_the_audit(browse: Browse) -> None:
    member, lead = browse("member"), browse("coordinator")
    member.get(INDEX)
    browse("facilitator").get(f"{INDEX}/{NOTE}")
    people = lead.get(f"/audit?person={MEMBER}").text
    assert people.count("Read the evidence</td>") == 1
    read = lead.get("/audit?verb=read-note").text
    assert '<th scope="row">Marit Solbrekken</th>' in read
    assert '<th scope="row">Katrin Oberlund</th>' not in read
    elsewhere = seed_id("demonstration", "visit", "val-daubre-follow-up")
    assert "Nothing is noted yet." in lead.get(f"/audit?visit={elsewhere}").text
    assert lead.get("/audit?verb=nothing").status_code == 422


def test_each_sees_their_part_of_the_audit(session: Session) -> None:
    visit = make_visit(session)
    member, lead = on_team(session, visit), facilitator(session, visit)
    head, host = coordinator(session, visit), host_officer(session, visit)
    colleague = host_officer(session, visit)
    assert colleague.person_id
    session.add(
        Membership(
            programme_id=visit.programme_id,
            person_id=colleague.person_id,
            city_id=visit.host_city_id,
            role=Role.OFFICER,
        )
    )
    everybody = (member, lead, head, host, colleague)
    for actor in everybody:
        append(session, actor, deed(Verb.READ_NOTE, visit, "evidence", uuid7()))
    session.flush()  # what follows reads them
    assert seen_by(session, member) == {member.person_id}
    assert seen_by(session, lead) == {lead.person_id}
    assert seen_by(session, head) == {actor.person_id for actor in everybody}
    assert seen_by(session, host) == {host.person_id, colleague.person_id}


def seen_by(session: Session, actor: Actor) -> set[UUID | None]:
    return {row.person_id for row in session.exec(visible_audit(actor)).all()}


def test_the_audit_goes_on_page_by_page(session: Session) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    for _n in range(60):
        append(session, actor, deed(Verb.READ_EVIDENCE, visit))
    session.flush()
    first = audit_page(session, actor, AuditFilter(), None)
    second = audit_page(session, actor, AuditFilter(), first.next)
    assert (len(first.entries), len(second.entries)) == (50, 10)
    assert second.next is None


def test_nothing_but_the_audit_itself_writes_the_audit() -> None:
    knowing = {
        path.relative_to(ROOT / "app").as_posix()
        for path in (ROOT / "app").rglob("*.py")
        if "models" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id == "AuditEntry"
    }
    reading = {"audit_pages.py", "access_scopes.py"}
    reading |= {f"people/{one}.py" for one in ("copy_parts", "copy_queries")}
    deleting_in_time = {"people/retention_queries.py"}
    assert knowing == {"audit.py"} | reading | deleting_in_time
