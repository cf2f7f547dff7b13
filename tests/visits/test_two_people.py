"""Two people at one record, on every form of a visit: the second reads both and chooses."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.ids import seed_id
from tests.conftest import Browse

KEY = "val-daubre-follow-up"


def demo(kind: str, key: str) -> str:
    return str(seed_id("demonstration", kind, f"{KEY}/{key}"))


AT = f"/visits/{seed_id('demonstration', 'visit', KEY)}"
HALL = f"{AT}/venues/{demo('venue', 'town-hall')}"
#: Address of the form, address it is sent to, a field of text in it, a tick or nothing.
FORMS = [
    (f"{AT}/edit", AT, "aims", ""),
    (f"{AT}/days/{demo('day', 'd1')}", "", "note", ""),
    (HALL, "", "name", "step_free"),
    (f"{HALL}/rooms/{demo('room', 'council-room')}", "", "name", "private"),
    (f"{AT}/stakeholders/{demo('stakeholder', 'f-centre')}", "", "name", ""),
    (f"{AT}/team/{demo('member', 'm3')}", "", "shown_name", "migrant"),
    (f"{AT}/agenda/{demo('session', 's01')}/edit", f"{AT}/agenda/{demo('session', 's01')}", "title", ""),
]  # fmt: skip
EACH = pytest.mark.parametrize(("shown", "to", "text", "tick"), FORMS)


def form_on(page: str) -> dict[str, list[str]]:
    """Every field of the page's own form, as a browser sends it back."""
    main = page[page.index("<main") : page.index("</main>")]
    form = main[re.search(r'<form class="stack[^"]*" method="post"', main).start() :]  # type: ignore[union-attr]
    form = form[: form.index("</form>")]
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        known = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = known.get("type") in ("checkbox", "radio")
        if not ticked or " checked" in tag:
            values.setdefault(known["name"], []).append(known.get("value", "on"))
    for name, body in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        first = re.search(r'value="([^"]*)"', body)
        values[name] = [(chosen or first)[1]]  # type: ignore[index]
    for name, text in re.findall(r'<textarea id="(\w+)".*?>(.*?)</textarea>', form, re.S):  # fmt: skip
        values[name] = [text.replace("\n", "\r\n")]
    return values


def opened(client: TestClient, address: str) -> dict[str, Any]:
    return form_on(unescape(client.get(address).text))


@EACH
def test_the_second_of_two_reads_both_texts_and_nothing_else(
    browse: Browse, shown: str, to: str, text: str, tick: str
) -> None:
    one, other = browse("facilitator"), browse("mentor-officer")
    hers, his = opened(one, shown), opened(other, shown)
    hers[text] = ["What she wrote"]
    if tick:
        hers.pop(tick, None) or hers.update({tick: ["on"]})
    assert one.post(to or shown, data=hers).status_code == 303
    answer = other.post(to or shown, data={**his, text: ["What he wrote"]})
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Somebody saved this while you were writing" in page
    assert re.findall(rf'id="{text}-theirs">([^<]*)<', page) == ["What she wrote"]
    assert page.count("Saved meanwhile by somebody else:") == (2 if tick else 1)
    again = form_on(page)
    assert again[text] == ["What he wrote"]
    assert other.post(to or shown, data=again).status_code == 303
    assert opened(one, shown)[text] == ["What he wrote"]


@EACH
def test_saving_what_stands_changes_nothing(
    browse: Browse, shown: str, to: str, text: str, tick: str
) -> None:
    client = browse("mentor-officer")
    before = opened(client, shown)
    assert client.post(to or shown, data=before).status_code == 303
    client.get(AT)  # says once that it is saved
    assert opened(client, shown) == before


@EACH
def test_what_was_typed_stays_with_the_error_beside_its_field(
    browse: Browse, shown: str, to: str, text: str, tick: str
) -> None:
    client = browse("mentor-officer")
    sent = {**opened(client, shown), text: ["x" * 10_001]}
    answer = client.post(to or shown, data=sent)
    assert answer.status_code == 422
    page = unescape(answer.text)
    said = re.findall(rf'<li><a href="#{text}">(Shorten this to [^<]*)</a></li>', page)
    assert len(said) == 1
    assert f'<p class="error" id="{text}-error">{said[0]}</p>' in page
    assert form_on(page) == sent
