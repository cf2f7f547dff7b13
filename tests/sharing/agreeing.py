"""Officers of the demonstration who agree to share, and those who then read."""

import re

from starlette.testclient import TestClient

from app.ids import seed_id
from tests.conftest import Browse

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
RIVEMONT = seed_id("demonstration", "city", "rivemont")
VAL_DAUBRE = seed_id("demonstration", "city", "val-daubre")
SUBJECTS = {"agenda": VISIT, "findings": VISIT, "plan": PAIR}
OFFICERS = {"mentor-officer": RIVEMONT, "mentee-officer": VAL_DAUBRE}


def agree(
    browse: Browse, persona: str, kind: str, audience: str = "cities", **changes: str
) -> int:
    officer = browse(persona)
    at = f"/sharing/{kind}/{SUBJECTS[kind]}"
    mark = re.search(r'name="mark" value="(\w+)"', officer.get(at).text)
    assert mark
    city = str(OFFICERS[persona])
    form = {"city": city, "audience": audience, "mark": mark[1], **changes}
    status: int = officer.post(at, data=form).status_code
    return status


def end(browse: Browse, persona: str, kind: str) -> int:
    at = f"/sharing/{kind}/{SUBJECTS[kind]}/ending"
    form = {"city": str(OFFICERS[persona])}
    status: int = browse(persona).post(at, data=form).status_code
    return status


def read(client: TestClient, kind: str) -> int:
    status: int = client.get(f"/shared/{kind}/{SUBJECTS[kind]}").status_code
    return status


def share(browse: Browse, kind: str, audience: str = "cities") -> None:
    for persona in OFFICERS:
        assert agree(browse, persona, kind, audience) == 303
