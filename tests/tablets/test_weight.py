"""What a tablet asks of the network until its page is kept, cold and with everything."""

import json
import re

from starlette.testclient import TestClient

from tests.tablets.making import AT, VISIT

#: Bytes as sent, each answer reckoned with its head. The picture for an iPad's home screen
#: is asked for when somebody installs the page.
LIMIT, HEAD = 150_000, 900
LOADED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def test_the_first_load_of_the_field_page_is_light(tablet: TestClient) -> None:
    kept = precached(tablet)
    loaded = {
        address
        for page in (f"{AT}/field", kept[0])
        for address in LOADED.findall(tablet.get(page).text)
        if "icon-" not in address
    }
    own = {f"{AT}/field", f"{AT}/field/worker.js", f"/api/v1/visits/{VISIT}/pack"}
    weights = {address: sent(tablet, address) for address in {*own, *loaded, *kept}}  # fmt: skip
    assert sum(weights.values()) < LIMIT, weights


def test_the_kept_page_asks_for_nothing_that_is_not_kept(tablet: TestClient) -> None:
    kept = precached(tablet)
    asked = set(LOADED.findall(tablet.get(kept[0]).text))
    assert {one for one in asked - set(kept) if "icon-" not in one} == set()


def precached(client: TestClient) -> list[str]:
    """The addresses that the worker fetches, the page itself first."""
    script = client.get(f"{AT}/field/worker.js").text
    told = json.loads(script.split("\n")[0].removeprefix("const RELEASE = ")[:-1])
    addresses: list[str] = told["precache"]
    return addresses


def sent(client: TestClient, address: str) -> int:
    with client.stream("GET", address, headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200, address
        return len(b"".join(answer.iter_raw())) + HEAD
