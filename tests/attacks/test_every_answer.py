"""Headers and cookies of every answer, refusals and faults included."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.middleware import CSP
from tests.actors import BASE, Clients, Line, address_of, ask, lines, resolved

EVERY = lines()
NAMED = [f"{line['file']}: {line['route']}" for line in EVERY]


OURS = re.compile(r'(attachment|inline)(; filename="[a-z0-9.-]+")?')


@pytest.mark.parametrize("line", EVERY, ids=NAMED)
def test_every_answer_is_uncached_and_runs_nothing_foreign(
    clients: Clients, line: Line
) -> None:
    for actor in ("nobody", "facilitator", "other-pair-officer"):
        assert guarded(ask(clients[actor], line)), actor
        assert guarded(ask(clients[actor], {**line, "json": {}}, form={"x": "y"}))


@pytest.mark.parametrize("line", EVERY, ids=NAMED)
def test_another_method_is_refused_like_any_other_fault(
    clients: Clients, line: Line
) -> None:
    for method in ("DELETE", "PATCH", "PUT", "TRACE", "PROPFIND"):
        answer = clients["facilitator"].request(method, address_of(line))
        assert answer.status_code in (404, 405, 415, 422), method
        assert guarded(answer), method


@pytest.mark.parametrize("line", EVERY, ids=NAMED)
def test_no_header_or_field_makes_another_method_of_it(
    clients: Clients, line: Line
) -> None:
    if not line["route"].startswith("GET "):
        return
    plain = ask(clients["facilitator"], line)
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = clients["facilitator"].get(
            address_of(line),
            params={**(resolved(line.get("query")) or {}), "_method": "POST"},
            headers={header: "POST"},
        )
        assert answer.status_code in (plain.status_code, 422)


def guarded(answer: Any) -> bool:
    return (
        answer.headers["cache-control"] == "no-store"
        and answer.headers["content-security-policy"] == CSP
        and answer.headers["x-content-type-options"] == "nosniff"
        and answer.headers["referrer-policy"] == "same-origin"
        and all(is_close(one) for one in answer.headers.get_list("set-cookie"))
    )


@pytest.mark.parametrize("actor", ["facilitator"])
def test_a_file_is_named_by_us_and_by_nobody_who_writes(
    clients: Clients, actor: str
) -> None:
    """So no line break, quote or path of theirs reaches the header."""
    named = {
        line["route"]: answer.headers["content-disposition"]
        for line in EVERY
        if "content-disposition" in (answer := ask(clients[actor], line)).headers
    }
    assert len(named) >= 2
    for route, header in named.items():
        assert OURS.fullmatch(header), (route, header)


def is_close(cookie: str) -> bool:
    """Kept from scripts and from other sites; the choice of language is no secret."""
    if "Max-Age=0" in cookie:
        return True  # it takes one away
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    hidden = "httponly" in flags or cookie.startswith("language=")
    goes = {"samesite=lax", "samesite=strict"} & flags
    return hidden and bool(goes) and not any(f.startswith("domain") for f in flags)


def test_a_fault_of_ours_is_guarded_too_and_says_nothing(
    demo_app: FastAPI, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("zq the inside of the machine")

    monkeypatch.setattr("app.web.actor_of_token", broken)
    monkeypatch.setattr("app.web.token_of", lambda _: "x")
    client = TestClient(demo_app, base_url=BASE, raise_server_exceptions=False)
    for address in ("/", "/audit", "/api/v1/programmes"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert guarded(answer)
        assert "zq" not in answer.text
        assert "Traceback" not in answer.text


def test_the_host_a_request_names_is_never_repeated(clients: Clients) -> None:
    """In a mail or a cached answer it would lead to where the sender wants."""
    for line in EVERY:
        for address in (address_of(line), f"{address_of(line)}/"):
            for actor in ("nobody", "facilitator"):
                answer = clients[actor].get(address, headers={"Host": "evil.example"})
                assert "evil.example" not in str(answer.headers), address
                assert "evil.example" not in answer.text, address
