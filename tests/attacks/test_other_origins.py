"""Another site, a sibling of ours included, makes no browser of ours write."""

from typing import Any

import pytest

from app.middleware import SAFE
from tests.actors import Clients, Line, address_of, expected, lines, resolved

UNSAFE = [line for line in lines() if line["route"].split(" ")[0] not in SAFE]
HOSTILE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": ""} | {"Origin": "null"},
    {"Origin": "null"},
    {"Origin": "http://evil.example"},
    {"Origin": "http://sibling.127.0.0.1:8000"},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "http://127.0.0.1:8000@evil.example"},
    {"Origin": ""},
]


def through(line: Line) -> str:
    """Somebody whose request would be done."""
    may = [who for who, status in expected(line).items() if status < 400]
    return next((who for who in may if who != "nobody"), "facilitator")


@pytest.mark.parametrize("line", UNSAFE, ids=lambda line: str(line["route"]))
def test_no_unsafe_request_of_another_origin_is_done(
    clients: Clients, line: Line
) -> None:
    refused = {str(headers): sent(clients, line, headers) for headers in HOSTILE}
    assert refused == dict.fromkeys(refused, (403, []))


def sent(clients: Clients, line: Line, headers: dict[str, str]) -> Any:
    answer = clients[through(line)].request(
        line["route"].split(" ")[0],
        address_of(line),
        data=resolved(line.get("form") or {}),
        json=resolved(line.get("json")),
        headers=headers,
    )
    return answer.status_code, answer.headers.get_list("set-cookie")
