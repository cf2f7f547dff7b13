"""What both sides are told when a finding or its evidence changed after it was agreed."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.db import Database
from app.findings.actions import (
    agree_finding,
    reply_to_finding,
    save_finding,
    take_back,
)
from app.findings.forms import ReplyForm
from app.findings.history import changed_since
from app.findings.queries import uses_of
from app.findings.reply_queries import changed_after_reply, replies_to_read_again
from app.ids import uuid7
from app.models import Finding, HostReply, RecordRevision
from app.values import FindingStatus
from tests.conftest import Browse
from tests.factories import host_officer, make_visit, on_team
from tests.findings.making import FACTOR, finding_form, make_agreed
from tests.findings.test_routes import AT, VISIT, read, revision_on

NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)


def past(*sentences: str) -> list[RecordRevision]:
    """Revisions an hour apart from noon on, newest first; "" takes back to draft."""
    said, found = "", []
    for n, sentence in enumerate(sentences):
        said = sentence or said
        values: dict[str, Any] = {
            "sentence": said, "status": "agreed" if sentence else "draft"
        }  # fmt: skip
        found.append(
            RecordRevision(table="finding", record_id=uuid7(), revision=n + 1,
                           values=values, at=NOON + timedelta(hours=n))
        )  # fmt: skip
    return found[::-1]


def test_comments_answer_what_the_finding_said_then() -> None:
    after = NOON + timedelta(minutes=1)
    assert changed_since(past("A"), after) is None
    assert changed_since(past("A", "", "A"), after) is None
    assert changed_since(past("A", "", "B", "B"), after) == NOON + timedelta(hours=2)
    assert changed_since(past("A", "B", "A"), after) is None
    assert changed_since(past("A", "", "B"), NOON + timedelta(hours=3)) is None


def test_keeping_the_same_comments_answers_the_finding_as_it_is_now(
    session: Session,
) -> None:
    visit = make_visit(session)
    actor, host = on_team(session, visit), host_officer(session, visit)
    finding = make_agreed(session, visit, actor)
    form = ReplyForm.model_validate({"kind": "agrees", "language": "en"})
    reply = reply_to_finding(session, host, visit, FACTOR, form)
    assert changed_after_reply(session, {finding.id: reply}) == {}
    assert replies_to_read_again(session, host) == []
    draft = take_back(session, actor, visit, FACTOR, finding.revision)
    changed = finding_form(
        sentence="It says something else.",
        evidence_for=list(uses_of(session, draft)),
        revision=draft.revision,
    )
    saved = save_finding(session, actor, visit, FACTOR, changed)
    assert replies_to_read_again(session, host) == []
    agree_finding(session, actor, visit, FACTOR, saved.revision)
    assert list(changed_after_reply(session, {finding.id: reply})) == [finding.id]
    assert [one.visit_id for one in replies_to_read_again(session, host)] == [visit.id]
    assert replies_to_read_again(session, actor) == []
    again = ReplyForm.model_validate(
        {"kind": "agrees", "language": "en", "revision": 1}
    )
    assert reply_to_finding(session, host, visit, FACTOR, again).revision == 2
    assert changed_after_reply(session, {finding.id: reply}) == {}
    assert replies_to_read_again(session, host) == []


def answered(demo: Database) -> str:
    """A factor whose agreed finding the host city has commented on."""
    with demo.reading() as session:
        found = session.exec(
            select(Finding.factor)
            .join(HostReply, HostReply.finding_id == Finding.id)  # type: ignore[arg-type]
            .where(Finding.visit_id == VISIT, Finding.status == FindingStatus.AGREED)
        ).first()
    assert found
    return found


def rewrite(team: TestClient, at: str) -> None:
    """Back to draft, another sentence, agreed again."""
    revision = revision_on(read(team, at))
    team.post(f"{at}/draft", data={"revision": revision})
    page = read(team, f"{at}/edit")
    chosen = r'name="([a-z_-]+[0-9a-f-]*)" value="([^"]*)" checked'
    form = dict(re.findall(chosen, page))
    texts = dict(re.findall(r'<textarea id="([a-z_]+)"[^>]*>([^<]*)</textarea>', page))
    form |= texts | {"sentence": "Said anew.", "language": "en"}
    saved = team.post(at, data={**form, "revision": revision_on(page)})
    assert saved.status_code == 303, saved.text
    agreed = team.post(
        f"{at}/agreement", data={"revision": revision_on(read(team, at))}
    )
    assert agreed.status_code == 303, agreed.text


def test_both_sides_read_that_the_comments_are_older_than_the_finding(
    browse: Browse, demo: Database
) -> None:
    at = f"{AT}/{answered(demo)}"
    team, host = browse("facilitator"), browse("mentee-officer")
    said = "Written before the finding was changed on"
    for client in (team, host):
        assert said not in read(client, at)
        assert said not in read(client, AT)
    rewrite(team, at)
    for client in (team, host):
        assert read(client, at).count(said) == 1
        assert read(client, AT).count(said) == 1
    assert "changed since your city's comments" in read(host, "/")
    page = read(host, at)
    form = dict(re.findall(r'name="(kind)" value="([^"]*)" checked', page))
    text = re.search(r'<textarea id="text"[^>]*>([^<]*)<', page)
    assert text
    kept = {**form, "text": text[1], "language": "en"}
    own = re.search(
        r'reply">\s*<input type="hidden" name="revision" value="(\d+)"', page
    )
    assert own
    host.post(f"{at}/reply", data={**kept, "revision": own[1]})
    assert said not in read(team, at)
    assert "changed since your city's comments" not in read(host, "/")


def test_taking_out_the_note_a_finding_rests_on_is_told_to_both_pages(
    browse: Browse, demo: Database
) -> None:
    with demo.reading() as session:
        finding = session.exec(
            select(Finding).where(
                Finding.visit_id == VISIT, Finding.factor == "co-produced-assessment"
            )
        ).one()
        assert finding.status is FindingStatus.AGREED
        uses = [*uses_of(session, finding)]
    facilitator, said = browse("facilitator"), []
    for note in uses:
        at = f"/visits/{VISIT}/evidence/{note}"
        page = read(facilitator, at)
        assert f'href="{AT}/co-produced-assessment"' in page
        form = {"revision": revision_on(page)}
        said.append(facilitator.post(f"{at}/removal", data=form).cookies["said"])
    assert sum("draft+again" in one for one in said) == 1
    own = read(facilitator, f"{AT}/co-produced-assessment")
    assert own.count("was taken out of the lists and counts no more") == len(uses)
    assert "Choose at least one piece of evidence, for or against." in own
    host = browse("mentee-officer")
    assert host.get(f"{AT}/co-produced-assessment").status_code == 404
    coordinator = read(browse("coordinator"), f"{AT}/co-produced-assessment")
    assert "taken out of the lists" not in coordinator
