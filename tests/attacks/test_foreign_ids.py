"""An id of somebody else's record, in an address or in a form, opens nothing."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, text

from app.ids import seed_id
from tests.actors import Clients, Line, address_of, ask, lines, resolved, routes_of
from tests.leaks.crawl import TABLES

Rows = dict[str, list[dict[str, Any]]]
#: Whose addresses nest: the first id owns the second.
NESTED = [
    line
    for line in lines()
    if len([name for name in line.get("demo", {}) if name in TABLES]) > 1
    and not line["route"].startswith(
        "OPTIONS "
    )  # says what is spoken, whatever the ids
]
NAMING = [line for line in lines() if "demo:" in str(line.get("form") or {})]
GONE = (401, 403, 404, 410)


@pytest.fixture(scope="module")
def rows(own_demo: str) -> Rows:
    """Every row that an address can name, by its table."""
    engine = create_engine(own_demo)
    with engine.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()
            ]
            for table in set(TABLES.values()) | {"organisation", "city", "person"}
        }


def key(value: Any) -> str:
    return UUID(str(value)).hex


def ids_of(line: Line) -> dict[str, str]:
    """Parameter → id, of those that name records."""
    demo = line.get("demo", {})
    return {
        name: key(resolved(f"demo:{value}") if ":" in str(value) else value)
        for name, value in demo.items()
        if name in TABLES
    }


def with_ids(line: Line, ids: dict[str, str]) -> Line:
    return {
        **line,
        "demo": {**line["demo"], **{n: str(UUID(i)) for n, i in ids.items()}},
    }


def swapped(line: Line, rows: Rows) -> Iterator[tuple[str, Line]]:
    """Own children under foreign parents, and foreign children under own parents."""
    ids = ids_of(line)
    parent, *children = ids
    own = {row["id"]: row.get(parent) for row in rows[TABLES[children[0]]]}
    if own.get(ids[children[0]]) != ids[parent]:
        return  # an id the sender mints, or a line that swaps them itself
    for row in rows[TABLES[parent]]:
        if row["id"] != ids[parent]:
            yield f"{parent} foreign", with_ids(line, {parent: row["id"]})
    for child in children:
        for row in rows[TABLES[child]]:
            if row.get(parent) not in (None, ids[parent]):
                yield f"{child} foreign", with_ids(line, {child: row["id"]})
                break


@pytest.mark.parametrize("line", NESTED, ids=lambda line: str(line["route"]))
def test_a_record_is_found_under_its_own_parent_only(
    clients: Clients, rows: Rows, line: Line
) -> None:
    for actor in ("facilitator", "coordinator", "mentee-officer", "member"):
        for what, other in swapped(line, rows):
            status = ask(clients[actor], other).status_code
            refused = status == 404 or (status == 403 and is_403(clients, actor, line))
            assert refused, (actor, what, address_of(other), status)


def is_403(clients: Clients, actor: str, line: Line) -> bool:
    """Whom the visit itself lets see and not do is refused before the record is sought."""
    return bool(line["status"].get(actor, line["status"].get("everybody")) == 403) or (
        not line["route"].startswith("GET ")
    )


def foreign(value: str, rows: Rows) -> str | None:
    """A record of the same table that belongs to another visit or pair."""
    for found in rows.values():
        own = next((row for row in found if row["id"] == key(value)), None)
        if own is None:
            continue
        of = next((c for c in ("visit_id", "pair_id", "programme_id") if c in own), "")
        others = [row for row in found if of and row[of] != own[of] and row["id"]]
        return str(UUID(others[0]["id"])) if others else None
    return None


def named_in(form: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in form.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.startswith("demo:"):
                yield field, str(resolved(one))


@pytest.mark.parametrize("line", NAMING, ids=lambda line: str(line["route"]))
def test_a_form_names_no_record_of_another_visit(
    clients: Clients, rows: Rows, line: Line
) -> None:
    form = resolved(line["form"])
    for field, value in named_in(line["form"]):
        other = foreign(value, rows)
        if other is None:
            continue
        for actor in ("facilitator", "mentor-officer", "mentee-officer"):
            answer = ask(clients[actor], line, form={**form, field: other})
            if answer.headers.get("location", "").startswith("/account/confirmation"):
                continue  # asked again first: what the form says is not read
            status = answer.status_code
            assert status in (*GONE, 409, 422), (actor, field, status)


def id_parameters(app: FastAPI) -> dict[str, list[str]]:
    """`GET /…` → its parameters after the question mark that are ids."""
    return {
        route: asked
        for route, context in routes_of(app).items()
        if route.startswith("GET ") and (asked := ids_asked(context.original_route))
    }


def ids_asked(route: Any) -> list[str]:
    return [
        one.name
        for one in route.dependant.query_params
        if "UUID" in str(one.field_info.annotation) or one.name == "source"
    ]


def of_another_visit(rows: Rows, line: Line) -> list[str]:
    """One id of each table, of a visit or pair that the line does not name."""
    named = {key(value) for value in ids_of(line).values()}
    found = []
    for some in rows.values():
        column = next((c for c in ("visit_id", "pair_id") if some and c in some[0]), "")
        others = [row["id"] for row in some if column and row[column] not in named]
        found += [str(UUID(others[0]))] if others else []
    return found


def looked_at(client: Any, line: Line, query: str) -> tuple[int, str]:
    answer = client.get(f"{address_of(line)}?{query}")
    return answer.status_code, SINCE.sub("", UUIDS.sub("an id", answer.text))


#: When a page that looks for news was shown.
SINCE = re.compile(r"since=[^&\"]+")
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.slow
def test_a_foreign_id_after_the_question_mark_is_like_an_unknown_one(
    clients: Clients, rows: Rows, demo_app: FastAPI
) -> None:
    parameters = id_parameters(demo_app)
    tried = 0
    for line in lines():
        for name in parameters.get(line["route"], []):
            for foreign_id in of_another_visit(rows, line):
                unknown = f"{name}={seed_id('nobody', name)}"
                seen = looked_at(
                    clients["mentor-officer"], line, f"{name}={foreign_id}"
                )
                known = looked_at(clients["mentor-officer"], line, unknown)
                assert seen == known, (line["route"], name, foreign_id)
                tried += 1
    assert tried > 200
