"""Somebody who spoke, handed in by a tablet that has ended."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.evidence.codes import code_hash, new_code
from app.evidence.sealing import seal
from app.ids import seed_id, uuid7
from app.models import Erasure, Evidence, Quarantine, Speaker, Visit
from tests.conftest import Browse
from tests.factories import make_tablet
from tests.tablets.making import AT, VISIT, end, items, sent

SPEAKERS = f"/api/v1/visits/{VISIT}/speakers"


def handed_in(
    tablet: TestClient, own_id: UUID, code: str = "", key: Any = None
) -> tuple[int, Any]:
    told = {"voice": "migrants", "role": "mother", "consents": ["notes"]}
    if code:
        told["withdrawal_code_hash"] = code_hash(code) or ""
    body, kind = json.dumps(told), "application/json"
    if key:
        body, kind = seal(body.encode(), ECKey.import_key(key)), "application/jose"
    headers = {"content-type": kind}
    answer = tablet.put(f"{SPEAKERS}/{own_id}", content=body, headers=headers)
    return answer.status_code, answer.json().get("state")


def test_the_lead_accepts_who_spoke_and_then_the_notes_that_name_them(
    tablet: TestClient, demo: Database, browse: Browse
) -> None:
    end(demo)
    speaker, note = uuid7(), uuid7()
    assert handed_in(tablet, speaker) == (403, "quarantined")
    assert sent(tablet, note, speakers=[str(speaker)]).status_code == 403
    lead = browse("facilitator")
    assert "Somebody who spoke: mother" in " ".join(
        lead.get(f"{AT}/quarantine").text.replace('<span dir="auto">', "").split()
    )
    rows = items(demo)
    accepted = {"outcome": "accepted"}
    first = lead.post(f"{AT}/quarantine/{rows[note]}", data=accepted)
    second = lead.post(f"{AT}/quarantine/{rows[speaker]}", data=accepted)
    third = lead.post(f"{AT}/quarantine/{rows[note]}", data=accepted)
    assert [one.status_code for one in (first, second, third)] == [422, 303, 303]
    assert handed_in(tablet, speaker) == (200, None)
    with demo.reading() as session:
        assert session.get_one(Speaker, speaker).role == "mother"
        assert session.get_one(Evidence, note).speakers == [str(speaker)]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_who_withdraws_while_they_wait_for_the_lead_is_gone_with_what_they_said(
    tablet: TestClient, demo: Database, demo_app: FastAPI, is_sealed: bool
) -> None:
    end(demo)
    speaker, code = uuid7(), new_code()
    key = demo_app.state.keyring.public_key(VISIT) if is_sealed else None
    assert handed_in(tablet, speaker, code, key) == (403, "quarantined")
    assert sent(tablet, speakers=[str(speaker)]).status_code == 403
    headers = {"origin": str(tablet.base_url)}
    done = tablet.post("/links/withdraw", data={"code": code}, headers=headers)
    assert done.status_code == 200
    assert handed_in(tablet, speaker, code, key) == (410, None)
    assert sent(tablet, speakers=[str(speaker)]).status_code == 410
    with demo.reading() as session:
        assert session.exec(select(Quarantine)).all() == []
        gone = select(Erasure.subject).where(Erasure.subject_id == speaker)
        assert session.exec(gone).all() == ["speaker"]


def test_who_withdrew_before_the_tablet_came_is_not_set_aside(
    tablet: TestClient, demo: Database
) -> None:
    end(demo)
    speaker, code = uuid7(), new_code()
    headers = {"origin": str(tablet.base_url)}
    tablet.post("/links/withdraw", data={"code": code}, headers=headers)
    twice = [handed_in(tablet, speaker, code) for _n in range(2)]
    assert twice == [(410, None)] * 2
    assert sent(tablet, speakers=[str(speaker)]).status_code == 410
    with demo.reading() as session:
        assert session.exec(select(Quarantine)).all() == []


def test_all_of_one_tablet_is_accepted_at_one_go_as_far_as_that_goes(
    tablet: TestClient, demo: Database, browse: Browse
) -> None:
    end(demo)
    notes, speaker = [uuid7(), uuid7()], uuid7()
    for note in notes:
        sent(tablet, note, speakers=[str(speaker)])
    handed_in(tablet, speaker)  # they come after what names them
    nowhere = uuid7()
    sent(tablet, nowhere, factors=["no-such-factor"])
    lead, at = browse("facilitator"), f"{AT}/quarantine"
    page = lead.get(at).text
    assert "Accept all 4 from Tablet" in page
    named = re.search(r'name="tablet_id" value="([^"]+)"', page)
    assert named
    answer = lead.post(at, data={"tablet_id": named[1]})
    assert answer.status_code == 303
    said = lead.get(answer.headers["location"]).text
    assert "3 are accepted. 1 cannot be accepted as it is" in said
    assert "from Tablet" not in said
    with demo.reading() as session:
        assert session.get_one(Speaker, speaker).role == "mother"
        assert all(session.get_one(Evidence, note).speakers for note in notes)
        assert session.get(Evidence, nowhere) is None
    assert items(demo)[nowhere]


def test_a_tablet_of_another_visit_is_not_there(browse: Browse, demo: Database) -> None:
    with demo.writing() as session:
        there = session.get_one(Visit, seed_id("demonstration", "visit", "rivemont-study"))  # fmt: skip
        other, _token = make_tablet(session, there)
        form = {"tablet_id": str(other.id)}
    assert browse("facilitator").post(f"{AT}/quarantine", data=form).status_code == 404
