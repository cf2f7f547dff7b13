"""PUT as a tablet meets it: a real server, threads, both databases."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlmodel import Session, select

from app.ids import uuid7
from app.models import Erasure, Evidence, EvidenceRevision, Instance, RivalText
from tests.evidence.notes import SMALLEST
from tests.evidence.serving import Field, prepared, served, sqlite_url
from tests.postgres import fresh_database

AT_ONCE = 32


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def field(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("intake"))
    else:
        url = fresh_database("repere_intake")
    with served(prepared(url)) as running:
        yield running


def body(**changes: Any) -> bytes:
    return json.dumps({**SMALLEST, **changes}).encode()


def put(
    client: httpx2.Client, path: str, content: bytes, base: int | None = None
) -> httpx2.Response:
    headers = {"Content-Type": "application/json"}
    if base is not None:
        headers["If-Match"] = f'"{base}"'
    return client.put(path, content=content, headers=headers)


def at_once(
    field: Field, path: str, contents: list[bytes], base: int | None = None
) -> list[httpx2.Response]:
    with field.client() as client, ThreadPoolExecutor(AT_ONCE) as threads:
        sent = [threads.submit(put, client, path, one, base) for one in contents]
        return [one.result() for one in sent]


def stored(field: Field, read: Callable[[Session], Any]) -> Any:
    """Read in a new session: what was committed."""
    with field.database.reading() as session:
        return read(session)


def texts(model: Any, evidence_id: UUID) -> Callable[[Session], list[str]]:
    def read(session: Session) -> list[str]:
        rows = session.exec(select(model).where(model.evidence_id == evidence_id))
        return [row.values["text"] for row in rows.all()]

    return read


def test_the_same_bytes_at_once_are_one_note_with_one_receipt(field: Field) -> None:
    evidence_id, same = uuid7(), body()
    answers = at_once(field, field.path(evidence_id), [same] * AT_ONCE)
    assert Counter(a.status_code for a in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({a.text for a in answers}) == 1
    assert answers[0].json()["revision"] == 1
    assert stored(field, texts(EvidenceRevision, evidence_id)) == [SMALLEST["text"]]


def test_the_same_change_at_once_is_one_revision(field: Field) -> None:
    evidence_id = uuid7()
    with field.client() as client:
        put(client, field.path(evidence_id), body(text="A"))
    path = field.path(evidence_id)
    answers = at_once(field, path, [body(text="B")] * AT_ONCE, base=1)
    assert {a.status_code for a in answers} == {200}
    assert len({a.text for a in answers}) == 1
    assert sorted(stored(field, texts(EvidenceRevision, evidence_id))) == ["A", "B"]


def test_different_changes_at_once_are_all_kept(field: Field) -> None:
    evidence_id = uuid7()
    with field.client() as client:
        put(client, field.path(evidence_id), body(text="A"))
    sent = [f"B{n}" for n in range(AT_ONCE)]
    path = field.path(evidence_id)
    answers = at_once(field, path, [body(text=one) for one in sent], base=1)
    assert Counter(a.status_code for a in answers) == {200: 1, 409: AT_ONCE - 1}
    kept = stored(field, texts(EvidenceRevision, evidence_id))
    rivals = stored(field, texts(RivalText, evidence_id))
    assert sorted([*kept, *rivals]) == sorted(["A", *sent])


def test_different_first_writes_at_once_are_all_kept(field: Field) -> None:
    evidence_id, sent = uuid7(), [f"A{n}" for n in range(AT_ONCE)]
    path = field.path(evidence_id)
    answers = at_once(field, path, [body(text=one) for one in sent])
    assert Counter(a.status_code for a in answers) == {201: 1, 409: AT_ONCE - 1}
    kept = stored(field, texts(EvidenceRevision, evidence_id))
    assert sorted([*kept, *stored(field, texts(RivalText, evidence_id))]) == sorted(
        sent
    )


def test_there_and_back_again(field: Field) -> None:
    path, a, b = field.path(), body(text="A"), body(text="B")
    with field.client() as client:
        first = put(client, path, a)
        second = put(client, path, b, 1)
        third = put(client, path, a, 2)
        again = [put(client, path, a), put(client, path, b, 1), put(client, path, a, 2)]
    assert [r.status_code for r in (first, second, third)] == [201, 200, 200]
    assert [r.json()["revision"] for r in (first, second, third)] == [1, 2, 3]
    assert [r.text for r in again] == [first.text, second.text, third.text]
    assert {r.status_code for r in again} == {200}
    assert [r.headers["ETag"] for r in again] == ['"1"', '"2"', '"3"']


def test_a_conflict_gives_both_texts_and_is_committed(field: Field) -> None:
    evidence_id = uuid7()
    with field.client() as client:
        put(client, field.path(evidence_id), body(text="A"))
        answer = put(client, field.path(evidence_id), body(text="B"))
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["theirs"]["text"], said["yours"]["text"]) == ("A", "B")
    assert (said["state"], said["revision"]) == ("kept", 1)
    assert stored(field, texts(RivalText, evidence_id)) == ["B"]


def test_what_was_erased_is_gone(field: Field) -> None:
    evidence_id = uuid7()
    with field.database.writing() as session:
        session.add(
            Erasure(visit_id=field.visit_id, subject="evidence", subject_id=evidence_id)
        )
    with field.client() as client:
        answer = put(client, field.path(evidence_id), body())
    assert answer.status_code == 410
    assert stored(field, lambda s: s.get(Evidence, evidence_id)) is None


@pytest.mark.parametrize(
    ("content", "media_type", "status", "fields"),
    [
        (b"{", "application/json", 422, [""]),
        (b"[]", "application/json", 422, [""]),
        (b"[" * 50_000, "application/json", 422, [""]),
        (body(text=""), "application/json", 422, ["text"]),
        (body(smell="coffee"), "application/json", 422, ["smell"]),
        (body(factors=["x"]), "application/json; charset=utf-8", 422, ["factors"]),
        (body(), "text/plain", 415, []),
        (body(text="x" * 1_100_000), "application/json", 413, []),
        (body(form_version=2), "application/json", 202, None),
    ],
)
def test_bad_input_is_answered_and_named(
    field: Field, content: bytes, media_type: str, status: int, fields: Any
) -> None:
    with field.client() as client:
        answer = client.put(
            field.path(), content=content, headers={"Content-Type": media_type}
        )
    assert answer.status_code == status, answer.text[:300]
    if fields is not None:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert [error["field"] for error in answer.json()["errors"]] == fields


@pytest.mark.parametrize("written", ["", "x", '"-1"', "*", '"99999999999"', '"1", "2"'])
def test_a_base_that_is_no_revision_is_refused(field: Field, written: str) -> None:
    headers = {"If-Match": written, "Content-Type": "application/json"}
    with field.client() as client:
        answer = client.put(field.path(), content=body(), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "If-Match"


def test_every_answer_says_which_database_gave_it(field: Field) -> None:
    with field.client() as client:
        answers = [
            put(client, field.path(), body()),
            put(client, field.path(), b"{"),
            client.put(field.path(), content=body()),
            client.get(f"/api/v1/visits/{uuid7()}/evidence"),
            client.get(f"/api/v1/visits/{field.visit_id}/evidence"),
            client.get(f"/api/v1/visits/{field.visit_id}/released"),
        ]
    with field.client("") as nobody:
        answers.append(put(nobody, field.path(), body()))
    assert [a.status_code for a in answers] == [201, 422, 415, 404, 200, 200, 401]
    epoch = stored(field, lambda s: s.exec(select(Instance)).one().epoch)
    assert {a.headers["Repere-Epoch"] for a in answers} == {str(epoch)}


def test_the_host_learns_nothing_from_any_answer(field: Field) -> None:
    evidence_id, secret = uuid7(), "Planted: the mayor was criticised"
    with field.client() as client:
        put(client, field.path(evidence_id), body(text=secret))
        assert secret in client.get(field.path(evidence_id)).text
    with field.client(field.host) as host:
        answers = [
            host.get(f"/visits/{field.visit_id}/coverage"),
            host.get(f"/visits/{field.visit_id}/evidence"),
            host.get(f"/visits/{field.visit_id}/evidence?q=planted"),
            host.get(field.path(evidence_id).removeprefix("/api/v1")),
            host.get(field.path(evidence_id)),
            host.get(f"/api/v1/visits/{field.visit_id}/evidence"),
            host.get(f"/api/v1/visits/{field.visit_id}/released"),
            put(host, field.path(evidence_id), body()),
            put(host, field.path(), body()),
        ]
    assert [a.status_code for a in answers] == [200, 404, 404, 404, 404, 404, 200, 404, 404]  # fmt: skip
    assert not any("criticised" in a.text for a in answers)


def test_the_list_leads_on_in_the_order_of_arrival(field: Field) -> None:
    with field.client() as client:
        for n in range(3):
            put(client, field.path(), body(text=f"Listed {n}"))
        seen, after = [], ""
        while True:
            address = f"/api/v1/visits/{field.visit_id}/evidence?limit=2&q=listed"
            page = client.get(f"{address}&after={after}" if after else address).json()
            seen += [item["text"] for item in page["items"]]
            after = page["next"]
            if after is None:
                break
    assert seen == ["Listed 0", "Listed 1", "Listed 2"]
