"""The tablet's modules on a bare page of the real server, under its real policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.middleware import CSP
from app.people.tablet_rules import new_card
from tests.browser.conftest import fresh_context, note
from tests.browser.field_modules.desk import NADIA, TOMAS, VISIT, Desk
from tests.browser.sources import field_modules

BARE = f"/visits/{VISIT}/field/bare"
MODULES = field_modules()[0].address.rsplit("/", 1)[0]
#: What the browser notes on its console when a test takes the network away.
OFFLINE = "Failed to load resource"
FORGET = """(name) => new Promise((done, failed) => {
  const asked = indexedDB.deleteDatabase(name);
  [asked.onsuccess, asked.onerror, asked.onblocked] = [done, failed, failed];
}).then(() => null)"""
OPEN = f"""const {{ openTablet }} = await import("{MODULES}/tablet.js");
  window.changes = [];
  window.tablet = await openTablet({{ visit: "{VISIT}" }});
  tablet.addEventListener("change", ({{ detail }}) => changes.push(detail.why ?? detail.about));
  await tablet.greeted;"""


class Field:
    """A tablet of one browser: its pages share what is stored."""

    def __init__(self, context: BrowserContext, desk: Desk, card: str) -> None:
        self.context, self.desk, self.card = context, desk, card
        self.visit = VISIT
        self.complaints: list[str] = []
        self.page = self.window()

    def window(self, *, opened: bool = True) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: note(self.complaints, message))
        page.goto(BARE)
        if opened:
            self.run(OPEN, page=page)
        return page

    def run(self, script: str, told: Any = None, page: Page | None = None) -> Any:
        return (page or self.page).evaluate(f"async (told) => {{ {script} }}", told)

    def of(self, module: str, script: str, told: Any = None) -> Any:
        """Runs `script` with what `module` exports as `own`."""
        return self.run(f'const own = await import("{MODULES}/{module}.js"); {script}', told)  # fmt: skip

    def unlocked(self) -> None:
        assert self.run("return tablet.unlock(told)", self.card) == {"ok": True}

    def noted(self, text: str, *, finish: bool = True) -> str:
        """The id of a note with this text, finished and offered to the server."""
        id_: str = self.run("window.id = tablet.startNote({ session_id: null }); await tablet.saveNote(id, { text: told }); return id", text)  # fmt: skip
        if finish:
            self.run("await tablet.finishNote(told)", id_)
        return id_

    def states(self) -> list[str]:
        found: list[str] = self.run("return tablet.queue().map((one) => one.state)")
        return found

    def comes_to(self, script: str, expected: Any) -> None:
        """Waits for what the page works on by itself."""
        for _ in range(200):
            if (found := self.run(script)) == expected:
                return
            self.page.wait_for_timeout(25)
        assert found == expected


@pytest.fixture
def card() -> str:
    return new_card()


@pytest.fixture
def desk(card: str) -> Desk:
    return Desk({card: (NADIA, "Nadia"), new_card(): (TOMAS, "Tomas")})


@pytest.fixture(scope="package")
def kept_context(server: str, chromium: Browser) -> Iterator[BrowserContext]:
    """One browser for all: it fetches the modules once."""
    context = fresh_context(chromium, server, "", service_workers="block")
    yield context
    context.close()


@pytest.fixture
def field(kept_context: BrowserContext, desk: Desk, card: str) -> Iterator[Field]:
    yield from fielded(kept_context, desk, card)


def fielded(context: BrowserContext, desk: Desk, card: str) -> Iterator[Field]:
    """Ends with no complaint on the console but that the network was away."""
    policy = {"Content-Security-Policy": CSP, "Content-Type": "text/html"}
    context.route("**/visits/**", desk.answer)
    context.route(f"**{BARE}", lambda route: route.fulfill(headers=policy, body="<!doctype html>"))  # fmt: skip
    made = Field(context, desk, card)
    yield made
    for page in context.pages[1:]:
        page.close()
    context.pages[0].goto(BARE)
    context.pages[0].evaluate(FORGET, f"repere-{VISIT}")
    context.pages[0].close()
    context.unroute_all(behavior="ignoreErrors")
    assert [one for one in made.complaints if OFFLINE not in one] == []
