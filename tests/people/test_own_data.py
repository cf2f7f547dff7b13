"""A copy of one's data: all of one's own, nothing of others, no word somebody else said."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import ApiToken, AuditEntry, Evidence, Person, TeamMember, metadata
from app.models.base import now
from app.people.copy_parts import (
    LEFT_OUT,
    PARTS,
    mentioned,
    mentioned_as_member,
    named,
    references,
)
from app.people.copy_queries import own_copy
from app.people.copy_rules import OWN_KINDS, Noted, leaves_with_author
from app.values import Kind, Sensitivity, Voice
from tests.conftest import Browse
from tests.factories import host_officer, make_visit, on_team
from tests.people.software_key import make_passkey

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
FILE = "/account/data.zip"


def asked_again(browse: Browse, persona: str) -> TestClient:
    client = browse(persona)
    client.post("/account/confirmation/demo", data={"then": "/account/data"})
    return client


def taken(client: TestClient, **headers: str) -> tuple[dict[str, Any], str]:
    answer = client.get(FILE, headers=headers)
    assert answer.status_code == 200
    file = zipfile.ZipFile(BytesIO(answer.content))
    assert sorted(file.namelist()) == ["my-data.html", "my-data.json"]
    return json.loads(file.read("my-data.json")), file.read("my-data.html").decode()


def test_every_reference_to_a_person_is_in_the_copy_or_left_out_for_a_reason() -> None:
    parts = {f"{part.table.__tablename__}.{part.column}" for part in PARTS}
    given = parts | {named(one) for one in (*mentioned(), *mentioned_as_member())}
    known = {named(c) for t in ("person", "team_member") for c in references(t)}
    assert known - given == {"evidence.author_id"}
    every = {named(c) for table in metadata.sorted_tables for c in table.columns}
    assert set(LEFT_OUT) <= every
    assert all(LEFT_OUT.values())


def test_no_list_names_a_column_that_opens_anything() -> None:
    shown = {name for part in PARTS for name in part.shown}
    assert {n for n in shown if "hash" in n or "key" in n or "secret" in n} == set()
    assert shown & {"challenge", "code_hmac", "values", "sha256", "raw"} == set()


@given(
    kind=st.sampled_from(Kind),
    voice=st.sampled_from(Voice),
    sensitivity=st.sampled_from(Sensitivity),
    flags=st.tuples(*[st.booleans()] * 4),
)
def test_only_what_the_author_saw_or_read_leaves_with_them(
    kind: Kind,
    voice: Voice,
    sensitivity: Sensitivity,
    flags: tuple[bool, bool, bool, bool],
) -> None:
    expected = (
        kind in OWN_KINDS
        and voice is Voice.NONE
        and sensitivity is Sensitivity.ORDINARY
        and flags == (False, False, False, True)
    )
    assert leaves_with_author(Noted(kind, voice, sensitivity, *flags)) == expected


def test_the_copy_is_asked_for_again_and_noted_before_it_goes(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    led = member.get(FILE).headers["location"]
    assert led == "/account/confirmation?next=%2Faccount%2Fdata.zip"
    member.post("/account/confirmation/demo", data={"then": "/account/data"})
    taken(member)
    with demo.reading() as session:
        wanted = AuditEntry.verb == "exported"
        entry = session.exec(select(AuditEntry).where(wanted)).one()
    own = seed_id("demonstration", "person", "member")
    assert (entry.person_id, entry.subject, entry.subject_id) == (own, "person", own)


def test_calendars_one_subscribes_to_are_in_the_copy_without_their_address(
    browse: Browse,
) -> None:
    client = asked_again(browse, "facilitator")
    page = client.post("/account/calendars", data={"visit_id": str(VISIT)}).text
    token = page.partition("/calendar/")[2].partition(".ics")[0]
    client.get(f"/calendar/{token}.ics")
    values, text = taken(client)
    (feed,) = values["calendars"]
    assert (feed["visit_id"], feed["revoked_at"]) == (str(VISIT), None)
    assert feed["last_read_at"] >= feed["made_at"]
    assert token not in text + json.dumps(values)


def test_the_page_of_the_copy_is_in_the_readers_language(browse: Browse) -> None:
    client = asked_again(browse, "member")
    _json, page = taken(client, **{"accept-language": "fr"})
    assert '<html lang="fr">' in page
    assert "<h2>Équipes de visite</h2>" in page


def test_nothing_of_other_people_and_nothing_that_opens_is_in_the_copy(
    browse: Browse, demo: Database
) -> None:
    own = seed_id("demonstration", "person", "member")
    with demo.writing() as session:
        key = make_passkey(session, own)
        session.add(
            ApiToken(
                id=uuid7(), person_id=own, name="Mine", token_hash="f" * 64,
                ending="abcd", scopes=["read"], expires_at=now(),
            )
        )  # fmt: skip
        others = session.exec(select(Person).where(Person.id != own)).all()
        secrets = ["f" * 64, key.credential_id]
    content, page = taken(asked_again(browse, "member"))
    told = json.dumps(content, ensure_ascii=False) + page
    assert [p["name"] for p in content["passkeys"]] == ["In software"]
    assert [t["ending"] for t in content["tokens"]] == ["abcd"]
    for other in others:
        assert other.email not in told
        assert str(other.id) not in told
    for secret in secrets:
        assert secret not in told


def test_words_of_those_who_were_met_are_not_in_the_copy(
    browse: Browse, demo: Database
) -> None:
    own = seed_id("demonstration", "person", "member")
    with demo.reading() as session:
        notes = session.exec(
            select(Evidence)
            .join(TeamMember, col(TeamMember.id) == col(Evidence.author_id))
            .where(TeamMember.person_id == own)
        ).all()
    heard = [note for note in notes if note.voice is not Voice.NONE]
    assert heard
    content, page = taken(asked_again(browse, "member"))
    told = json.dumps(content, ensure_ascii=False) + page
    assert len(content["notes"]) == len(notes)
    for note in heard:
        assert note.text not in told
        assert str(note.id) not in told


@pytest.mark.parametrize("also_host", [False, True])
def test_of_ones_own_city_nothing_raw_is_named(
    session: Session, also_host: bool
) -> None:
    """Deny wins: an officer of the host city who is on the team as well."""
    visit = make_visit(session)
    host = host_officer(session, visit)
    actor = on_team(session, visit, cities=host.cities if also_host else frozenset())
    note = Evidence(
        id=uuid7(), programme_id=visit.programme_id, visit_id=visit.id,
        author_id=actor.teams[visit.id], text="Ramp at the door", language="en",
        kind=Kind.OBSERVATION, voice=Voice.NONE, captured_at=now(),
        created_by=actor.person_id,
    )  # fmt: skip
    session.add(note)
    session.flush()  # the copy is read from the table
    lists = {one.slug: one for one in own_copy(session, actor)}
    raw = [row for row in lists["mentions"].rows if row["table"] == "evidence"]
    texts = [row.get("text") for row in lists["notes"].rows]
    assert texts == ([] if also_host else ["Ramp at the door"])
    where = {"table": "evidence", "column": "created_by", "visit_id": visit.id}
    assert raw == ([] if also_host else [where])


def test_what_no_list_names_is_given_by_its_number_and_moments() -> None:
    columns = {named(one) for one in mentioned()}
    assert {"evidence_revision.by", "record_revision.by", "evidence.created_by"} <= columns  # fmt: skip
