"""The kept page: whole or not at all, and a new release waits."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import fresh_context
from tests.browser.field_modules.conftest import MODULES, OPEN
from tests.browser.field_modules.desk import VISIT, Desk
from tests.browser.field_modules.site import SCOPE, Site, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEEP = f"""async () => {{
  const {{ Updates }} = await import("{MODULES}/updates.js");
  window.updates = new Updates("{VISIT}", () => {{}});
  await updates.start();
}}"""
KEPT = "async () => { await updates.look(); return [await updates.isKept(), updates.used, updates.isReady] }"  # fmt: skip
CACHES = "async () => (await caches.keys()).map((name) => name.split('-').slice(6).join('-')).sort()"  # fmt: skip


@pytest.fixture
def site(desk: Desk) -> Iterator[Site]:
    with serving(Site(desk)) as made:
        yield made


@pytest.fixture
def tablet(site: Site, chromium: Browser) -> Iterator[BrowserContext]:
    context = fresh_context(chromium, site.address, "")
    yield context
    context.close()


def opened(context: BrowserContext, script: str = KEEP) -> Page:
    page = context.new_page()
    page.goto(SCOPE)
    page.evaluate(script)
    return page


def comes_to(page: Page, script: str, expected: object) -> None:
    for _ in range(200):
        if (found := page.evaluate(script)) == expected:
            return
        page.wait_for_timeout(25)
    assert found == expected


def test_the_page_opens_without_network_in_the_language_chosen(
    tablet: BrowserContext, site: Site
) -> None:
    page = opened(tablet)
    comes_to(page, KEPT, [True, "one", False])
    tablet.set_offline(True)
    page.goto(f"{SCOPE}/new")
    expect(page).to_have_title("en one")
    page.evaluate(f"async () => (await import('{MODULES}/updates.js')).languageChosen('{VISIT}', 'fr')")  # fmt: skip
    page.goto(SCOPE)
    expect(page).to_have_title("fr one")
    assert page.evaluate("() => fetch('/elsewhere').catch((e) => e.name)") == "TypeError"  # fmt: skip


def test_half_a_download_is_no_page(tablet: BrowserContext, site: Site) -> None:
    site.cut = site.precache[-1]
    page = opened(tablet)
    comes_to(page, CACHES, [])
    page.reload()
    expect(page).to_have_title("from the server")
    site.cut = ""
    page.evaluate(KEEP)
    comes_to(page, KEPT, [True, "one", False])
    assert page.evaluate(CACHES) == ["chosen", "release-one"]


def test_a_new_release_waits_even_when_all_pages_were_closed(
    tablet: BrowserContext, site: Site
) -> None:
    page = opened(tablet)
    comes_to(page, KEPT, [True, "one", False])
    site.version = "two"
    page.evaluate("() => updates.refresh()")
    comes_to(page, KEPT, [True, "one", True])
    page.close()
    page = opened(tablet)
    expect(page).to_have_title("en one")
    comes_to(page, KEPT, [True, "one", True])
    page.evaluate("() => updates.apply()")
    page.reload()
    expect(page).to_have_title("en two")
    assert page.evaluate(CACHES) == ["chosen", "release-two"]


def test_no_release_is_taken_while_a_note_waits(
    tablet: BrowserContext, site: Site, desk: Desk, card: str
) -> None:
    opening = f"async (told) => {{ {OPEN} }}"
    page = opened(tablet, opening)
    ready = "() => tablet.state.updateReady"
    keeps = "async () => (await tablet.checks()).find((one) => one.name === 'shell').ok"
    comes_to(page, keeps, True)
    site.version = "two"
    desk.pack_changes = {"version": "after"}
    page.evaluate("() => tablet.sendNow()")
    comes_to(page, ready, True)
    assert page.evaluate("(card) => tablet.unlock(card)", card) == {"ok": True}
    assert page.evaluate("() => tablet.applyUpdate()") is False
    desk.online = False
    page.evaluate("async () => { const id = tablet.startNote(); await tablet.saveNote(id, { text: 'Waits' }); await tablet.lock() }")  # fmt: skip
    assert page.evaluate("() => tablet.applyUpdate()") is False
    desk.online = True
    page.evaluate("() => tablet.sendNow()")
    comes_to(page, "() => tablet.state.unsent", 0)
    with page.expect_navigation():
        page.evaluate("() => { tablet.applyUpdate() }")
    expect(page).to_have_title("en two")
