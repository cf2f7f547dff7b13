"""Notes that are sealed on the tablet: the server opens them, a thief does not."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from joserfc.jwe import encrypt_compact
from joserfc.jwk import ECKey, OctKey, RSAKey
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.evidence.outcomes import digest_of
from app.evidence.sealing import Unreadable, new_key, seal
from app.evidence.visit_keys import Keyring
from app.evidence.withdrawing import erase_speaker
from app.ids import seed_id, uuid7
from app.models import (
    Evidence,
    Quarantine,
    Speaker,
    Tablet,
    TeamMember,
    Visit,
    VisitKey,
)
from app.models.base import now
from app.people.seat_actions import seat_of
from app.people.seat_pack import proof_of_card
from tests.attachments import making
from tests.conftest import Browse
from tests.factories import make_tablet
from tests.tablets.making import API, AT, M2, M3, NOTE, VISIT, author_of, end

OTHER_VISIT = seed_id("demonstration", "visit", "rivemont-study")


@pytest.fixture
def key(tablet: TestClient) -> ECKey:
    """The visit's public key, as the pack tells it."""
    return ECKey.import_key(tablet.get(f"/api/v1/visits/{VISIT}/pack").json()["key"])


def put(client: TestClient, own_id: UUID, sealed: str | bytes, **headers: str) -> Any:
    headers = {"content-type": "application/jose", **headers}
    return client.put(f"{API}/{own_id}", content=sealed, headers=headers)


def note(**changes: Any) -> bytes:
    return json.dumps({**NOTE, **changes}).encode()


def text_of(demo: Database, own_id: UUID) -> str:
    with demo.reading() as session:
        return session.get_one(Evidence, own_id).text


def test_a_sealed_note_is_evidence_and_its_bytes_are_the_write(
    tablet: TestClient, key: ECKey, demo: Database
) -> None:
    own_id = uuid7()
    sealed = seal(note(text="Zx two mothers"), key)
    first, again = put(tablet, own_id, sealed), put(tablet, own_id, sealed)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["sha256"] == digest_of(sealed.encode())
    assert text_of(demo, own_id) == "Zx two mothers"
    assert author_of(demo, own_id) == (M3, None)


def test_the_same_words_sealed_anew_are_another_write(
    tablet: TestClient, key: ECKey
) -> None:
    own_id = uuid7()
    assert put(tablet, own_id, seal(note(), key)).status_code == 201
    assert put(tablet, own_id, seal(note(), key)).status_code == 409
    changed = put(tablet, own_id, seal(note(), key), **{"if-match": '"1"'})
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)


def test_what_cannot_be_opened_is_kept_for_the_lead(
    tablet: TestClient, key: ECKey, browse: Browse, demo: Database
) -> None:
    own_id = uuid7()
    stranger = seal(note(), new_key(str(uuid7())))
    answers = [put(tablet, own_id, stranger) for _ in range(2)]
    assert [one.status_code for one in answers] == [202, 202]
    assert answers[0].json()["reason"] == "unreadable"
    with demo.reading() as session:
        kept = session.exec(select(Quarantine)).one()
    assert (kept.raw, kept.sealed, kept.member_id) == (stranger, True, M3)
    page = browse("facilitator").get(f"{AT}/quarantine").text
    assert "sealed to a key that this service does not have" in page
    settled = browse("facilitator").post(
        f"{AT}/quarantine/{kept.id}", data={"outcome": "accepted"}
    )
    assert settled.status_code == 422


def test_a_note_sealed_for_another_visit_is_not_opened_here(
    tablet: TestClient, demo_app: FastAPI
) -> None:
    other = ECKey.import_key(demo_app.state.keyring.public_key(OTHER_VISIT))
    assert put(tablet, uuid7(), seal(note(), other)).status_code == 202


def test_an_ended_tablet_hands_in_sealed_notes_and_the_lead_reads_them(
    tablet: TestClient, key: ECKey, browse: Browse, demo: Database
) -> None:
    own_id, lead = uuid7(), browse("facilitator")
    sealed = seal(note(text="Zx late in the evening"), key)
    end(demo)
    answer = put(tablet, own_id, sealed, **{"repere-seat": str(M3)})
    assert (answer.status_code, answer.json()["state"]) == (403, "quarantined")
    assert "Zx late in the evening" in lead.get(f"{AT}/quarantine").text
    with demo.reading() as session:
        item = session.exec(select(Quarantine)).one()
    settled = lead.post(f"{AT}/quarantine/{item.id}", data={"outcome": "accepted"})
    assert settled.status_code == 303
    assert text_of(demo, own_id) == "Zx late in the evening"
    known = put(tablet, own_id, sealed)
    assert (known.status_code, known.json()["sha256"]) == (200, item_digest(sealed))


def item_digest(sealed: str) -> str:
    return digest_of(sealed.encode())


def card_given(demo: Database, member_id: UUID) -> None:
    with demo.writing() as session:
        seat = seat_of(session, session.get_one(TeamMember, member_id))
        seat.card_hash = "a" * 64


@pytest.mark.parametrize(("card", "author"), [("a" * 64, M2), ("b" * 64, None)])
def test_a_card_held_to_the_tablet_without_a_network_makes_its_member_the_author(
    tablet: TestClient, key: ECKey, demo: Database, card: str, author: UUID | None
) -> None:
    card_given(demo, M2)
    with demo.reading() as session:
        tablet_id = session.exec(select(Tablet.id)).one()
    own_id = uuid7()
    proof = {
        "repere-seat": str(M2),
        "repere-seat-proof": proof_of_card(card, tablet_id),
    }
    assert put(tablet, own_id, seal(note(), key), **proof).status_code == 201
    assert author_of(demo, own_id)[0] == author


@pytest.mark.parametrize(("ejected_at", "author"), [(None, M2), (now(), None)])
def test_a_tablet_that_joined_again_still_sends_for_those_who_sat_at_it_before(
    tablet: TestClient,
    key: ECKey,
    demo: Database,
    ejected_at: datetime | None,
    author: UUID | None,
) -> None:
    card_given(demo, M2)
    with demo.writing() as session:
        before, _token = make_tablet(session, session.get_one(Visit, VISIT))
        before.ejected_at = ejected_at
        proof = {
            "repere-seat": str(M2),
            "repere-seat-proof": proof_of_card("a" * 64, before.id),
        }
    own_id = uuid7()
    assert put(tablet, own_id, seal(note(), key), **proof).status_code == 201
    assert author_of(demo, own_id)[0] == author


def jwe_of(alg: str, key: Any, kid: str, **head: Any) -> str:
    header = {"alg": alg, "enc": "A256GCM", "kid": kid, **head}
    return encrypt_compact(header, note(), key, algorithms=[alg, "A256GCM", "DEF"])


def hostile(key: ECKey) -> dict[str, str | bytes]:
    kid = str(key.kid)
    good = seal(note(), key)
    _head, *rest = good.split(".")
    return {
        "no key of ours agreed on": jwe_of("dir", OctKey.generate_key(256), kid),
        "another algorithm": jwe_of("RSA-OAEP", RSAKey.generate_key(2048), kid),
        "compressed": jwe_of("ECDH-ES", key, kid, zip="DEF"),
        "cut": good[: len(good) // 2],
        "changed": good[:-4] + "AAAA",
        "no head": ".".join(["", *rest]),
        "dots": b"." * 900_000,
        "nothing": b"",
        "no text": b"\xff\xfe\x00",
        "no id": jwe_of("ECDH-ES", key, "not-an-id"),
        "an id of nobody": jwe_of("ECDH-ES", key, str(uuid7())),
    }


@pytest.mark.parametrize("name", sorted(hostile(new_key(str(uuid7())))))
def test_hostile_bytes_are_kept_and_break_nothing(
    tablet: TestClient, key: ECKey, name: str
) -> None:
    answer = put(tablet, uuid7(), hostile(key)[name])
    assert (answer.status_code, answer.json()["reason"]) == (202, "unreadable")


def test_a_key_is_made_once_and_anew_where_the_secret_is_another(
    demo: Database,
) -> None:
    def ring(secret: str) -> Keyring:
        return Keyring(lambda: demo, secret)

    first = ring("one").public_key(VISIT)
    sealed = seal(b"{}", ECKey.import_key({**first})).encode()
    assert ring("one").public_key(VISIT) == first
    assert ring("one").opened(VISIT, sealed) == b"{}"
    with pytest.raises(Unreadable):
        ring("two").opened(VISIT, sealed)
    second = ring("two").public_key(VISIT)
    assert second["kid"] != first["kid"]
    assert "d" not in first | second
    with demo.reading() as session:
        kept = session.exec(
            select(VisitKey)
            .where(VisitKey.visit_id == VISIT)
            .order_by(col(VisitKey.number))
        ).all()
    assert [one.number for one in kept] == [1, 2]
    assert [str(one.id) for one in kept] == [first["kid"], second["kid"]]


def test_whom_a_sealed_note_that_waits_names_is_known_without_opening_it(
    tablet: TestClient, key: ECKey, demo: Database
) -> None:
    """Else whoever spoke could not withdraw, and its photo would have no note."""
    end(demo)
    speaker, own_id, content = uuid7(), uuid7(), b"a photo"
    file = making.announced(content, "image/jpeg")
    sealed = seal(note(speakers=[str(speaker)], attachments=[file]), key)
    assert put(tablet, own_id, sealed).status_code == 403
    path = f"{API}/{own_id}/attachments/{file['id']}"
    sent = tablet.put(path, content=content, headers=making.digest(content))
    assert (sent.status_code, sent.json()["state"]) == (202, "quarantined")
    with demo.writing() as session:
        spoke = Speaker(id=speaker, visit_id=VISIT, number=1)
        session.add(spoke)
        session.flush()  # it is deleted as a row
        erase_speaker(session, spoke)
        assert session.exec(select(Quarantine)).all() == []
