"""The tablet's page with a processor slowed four times: opened from its cache, and how long
a change of a note takes to be on the disk and read back."""

from collections.abc import Iterator
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.results import Result
from bench.served import demo_database, served
from bench.weight import FLAGS, VISIT
from tests.browser.conftest import fresh_context
from tests.browser.test_tablet_journey import card_of, code_of, go, kept, open_seat

SLOWED = 4
#: Longer than the page leaves between two saves (view-write.js), in ms.
REST = 500
#: When the page could be used, in ms since it was asked for.
OPENED = """new MutationObserver(() => {
  if (document.documentElement?.dataset.tablet === "open") window.openedAt ??= performance.now();
}).observe(document, { attributes: true, childList: true, subtree: true });"""
#: From the last key to the page saying that it is on the tablet, in ms.
STORED = """() => {
  const said = document.querySelector("[data-fill=saved]");
  let typed;
  window.stored = [];
  document.querySelector("textarea").addEventListener("input", () => (typed = performance.now()), true);
  new MutationObserver(() => {
    if (!said.textContent.startsWith("Saved")) return;
    window.stored.push(performance.now() - typed);
  }).observe(said, { childList: true });
}"""


def measure(quick: bool) -> Iterator[Result]:
    times = 5 if quick else 20
    with demo_database() as url, served(url) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page, card = joined(browser, address)
        slowed = page.context.new_cdp_session(page)
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        note = f"median of {times}, processor slowed {SLOWED}×"
        yield row("field/opens from its cache", opened(page, address, times), note)
        open_seat(page, card)
        found = stored(page, times)
        yield row("field/stored after a key", found, note)
        browser.close()


def row(name: str, found: list[float], note: str) -> Result:
    return Result(name, median(found), "ms", quantiles(found, n=20)[-1], note=note)


def joined(browser: Browser, address: str) -> tuple[Page, str]:
    """A tablet whose page is kept, and a pass card."""
    lead = fresh_context(browser, address, "facilitator").new_page()
    page = fresh_context(browser, address, "").new_page()
    page.add_init_script(OPENED)
    code = code_of(lead)
    page.goto("/tablets/new")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Join the visit").click()
    kept(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    return page, card_of(lead, "Nadia")


def opened(page: Page, address: str, times: int) -> list[float]:
    """With the service there or not: the worker answers without asking it."""
    found = []
    for _ in range(times):
        page.goto("about:blank")
        page.goto(f"{address}{VISIT}/field")
        expect(page.locator("html[data-tablet=open]")).to_have_count(1)
        found.append(float(page.evaluate("window.openedAt")))
    return found


def stored(page: Page, times: int) -> list[float]:
    go(page, "Write")
    field = page.get_by_label("What did you hear, see or read?")
    expect(field).to_be_focused()
    page.evaluate(STORED)
    for number in range(times):
        page.wait_for_timeout(REST)
        field.press("x")
        page.wait_for_function("n => window.stored.length > n", arg=number)
    return [float(one) for one in page.evaluate("window.stored")]
