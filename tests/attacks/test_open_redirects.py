"""Wherever an address is taken, nobody is led off the site."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi import FastAPI

from tests.actors import (
    BASE,
    Clients,
    Line,
    address_of,
    ask,
    expected,
    lines,
    resolved,
    routes_of,
)
from tests.attacks.test_mass_assignment import POSTS, form_of

AWAY = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,evil.example",
    "/%5cevil.example/..",
    "/%2f%2fevil.example",
    "@evil.example",
    ".evil.example",
    "/x\r\nSet-Cookie: evil=1",
    "/x\r\nLocation: https://evil.example",
    "\x01https://evil.example",
)
TAKES = {"next", "then", "address", "back", "return", "to"}
LINKS = re.compile(r"""(?:href|action)="([^"]*)\"""")
GETS = [line for line in lines() if line["route"].startswith("GET ")]


def asked(app: FastAPI, line: Line) -> set[str]:
    known = {one.alias for one in routes_of(app)[line["route"]].dependant.query_params}
    return known & TAKES


def leads_away(answer: Any) -> bool:
    """By its headers, or by a link or form of its page; `evil=1` would be a header."""
    places = [answer.headers.get("location", "")]
    places += [one.replace("&amp;", "&") for one in LINKS.findall(answer.text)]
    hosts = {
        urlsplit(urljoin(BASE, re.sub(r"[\t\r\n]", "", one).replace("\\", "/"))).netloc
        for one in places
    }
    runs = any(one.lower().startswith(("javascript:", "data:")) for one in places)
    return (
        hosts != {urlsplit(BASE).netloc}
        or runs
        or "evil=1" in str(answer.headers.get_list("set-cookie"))
    )


@pytest.mark.parametrize("line", GETS, ids=lambda line: str(line["route"]))
def test_no_page_leads_where_its_address_says(
    demo_app: FastAPI, clients: Clients, line: Line
) -> None:
    for name in asked(demo_app, line):
        for away in AWAY:
            for actor in ("nobody", "facilitator"):
                answer = clients[actor].get(address_of(line), params={name: away})
                assert not leads_away(answer), (actor, away)


@pytest.mark.parametrize("line", POSTS, ids=lambda line: str(line["route"]))
def test_no_form_leads_where_it_is_told(
    demo_app: FastAPI, clients: Clients, line: Line
) -> None:
    model = form_of(demo_app, line)
    for name in TAKES & set(model.model_fields if model else ()):
        valid = resolved(line.get("form") or {})
        for away in AWAY:
            for actor in [
                who for who, status in expected(line).items() if status < 400
            ]:
                answer = ask(clients[actor], line, form={**valid, name: away})
                assert not leads_away(answer), (actor, away)


def test_some_addresses_are_taken(demo_app: FastAPI) -> None:
    taken = {line["route"] for line in GETS if asked(demo_app, line)}
    assert {"GET /sign-in", "GET /account/confirmation"} <= taken
