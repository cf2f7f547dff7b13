"""Everything an actor can be answered: pages, parts, files, refusals, headers, cookies."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from fastapi import FastAPI
from sqlalchemy import Connection, text
from starlette.testclient import TestClient

from tests.actors import BASE, Line, address_of, ask, lines, resolved, routes_of

HREF = re.compile(r"""(?:href|action|src|hx-get)="([^"]+)\"""")
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
#: Parameters of addresses, and the table whose rows they name.
TABLES = {
    "action_id": "action",
    "attachment_id": "attachment",
    "day_id": "visit_day",
    "deadline_id": "deadline",
    "evidence_id": "evidence",
    "held_id": "held_form",
    "invitation_id": "invitation",
    "item_id": "take_home",
    "member_id": "team_member",
    "pair_id": "pair",
    "part_id": "paircity",
    "passkey_id": "passkey",
    "person_id": "person",
    "room_id": "room",
    "session_id": "agenda_session",
    "speaker_id": "speaker",
    "stakeholder_id": "stakeholder",
    "tablet_id": "tablet",
    "venue_id": "venue",
    "visit_id": "visit",
}

#: What cities share, and whose it is.
KINDS = {"agenda": "visit_id", "findings": "visit_id", "plan": "pair_id"}


def seen_by(client: TestClient, address: str) -> Iterator[tuple[str, Any]]:
    """The page, and what a part of it is sent for."""
    page = client.get(address)
    yield f"GET {address}", page
    if page.status_code == 200 and is_page(page):
        yield f"GET {address} (part)", client.get(address, headers=PART)


def is_page(answer: Any) -> bool:
    found: str = answer.headers.get("content-type", "")
    return found.startswith("text/html")


def words_of(answer: Any) -> str:
    """Everything an answer says: status line, headers, cookies, text, zipped or not."""
    headers = "\n".join(f"{k}: {v}" for k, v in answer.headers.multi_items())
    body: bytes = answer.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{headers}\n{body.decode(errors='replace')}"


def gets(only_matrix: bool, app: FastAPI, connection: Connection) -> list[str]:
    """Every GET: of the matrix, and of each route with each id the demo has for it."""
    told = [one for one in lines() if one["route"].startswith("GET ")]
    found = {with_query(line): None for line in told}
    if not only_matrix:
        known = {line["route"]: line for line in told}
        for route in [one for one in routes_of(app) if one.startswith("GET ")]:
            found |= dict.fromkeys(filled(route, known[route], connection))
    return list(found)


def with_query(line: Line) -> str:
    query = resolved(line.get("query")) or {}
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address_of(line)}?{asked}" if asked else address_of(line)


def filled(route: str, line: Line, connection: Connection) -> Iterator[str]:
    """The route's address with every id of the demo; slugs and numbers as in its line."""
    if "{kind}" in route:
        for kind, name in KINDS.items():
            of_kind = route.replace("{kind}", kind).replace("subject_id", name)
            yield from filled(of_kind, line, connection)
        return
    path = address_of({**line, "route": route, "demo": slugs(line)})
    names = [name for name in re.findall(r"{(\w+)}", path) if name in TABLES]
    assert names == re.findall(r"{(\w+)}", path), (
        f"{route}: say in tests/leaks/crawl.py, TABLES, what the address names"
    )
    for row in rows_for(names, connection):
        address = path
        for name, value in row.items():
            address = address.replace("{" + name + "}", value)
        yield address


def slugs(line: Line) -> dict[str, Any]:
    return {n: v for n, v in (line.get("demo") or {}).items() if n not in TABLES}


def rows_for(names: list[str], connection: Connection) -> Iterator[dict[str, str]]:
    """The ids that belong together: children below the first."""
    if not names:
        yield {}
        return
    parent, children = names[0], names[1:]
    ids = connection.execute(text(f"SELECT id FROM {TABLES[parent]}")).scalars()
    for one in list(ids):
        below = [of_parent(connection, child, parent, one) for child in children]
        for together in product(*below):
            yield {parent: one, **dict(zip(children, together, strict=True))}


def of_parent(connection: Connection, child: str, parent: str, one: str) -> list[str]:
    asked = f"SELECT id FROM {TABLES[child]} WHERE {parent} = :one"
    return list(connection.execute(text(asked), {"one": one}).scalars())


def followed(client: TestClient, most: int) -> Iterator[tuple[str, Any]]:
    """Pages by their links and forms, breadth first from `/`."""
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        answer = client.get(address)
        yield f"GET {address} (by links)", answer
        if not is_page(answer):
            continue
        for link in HREF.findall(answer.text):
            there = urldefrag(urljoin(BASE + address, link.replace("&amp;", "&")))[0]
            path = there.removeprefix(BASE)
            mine = there.startswith(f"{BASE}/") and "/static/" not in there
            if mine and path not in seen and urlsplit(path).path:
                seen.add(path)
                waiting.append(path)


def answered(client: TestClient) -> Iterator[tuple[str, Any]]:
    """What every unsafe request answers: with its form, and with an empty one."""
    for line in [one for one in lines() if not one["route"].startswith("GET ")]:
        yield f"{line['route']}", ask(client, line)
        yield f"{line['route']} (empty)", ask(client, {**line, "json": {}}, form={})


def last_noun(address: str) -> str:
    words = [one for one in urlsplit(address).path.split("/") if one.islower()]
    return "/".join(one for one in words if "0" not in one)
