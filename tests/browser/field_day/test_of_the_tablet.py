"""A tablet that is full, whose clock is wrong, and that is given back."""

import hashlib
import json

import pytest
from playwright.sync_api import expect

from tests.browser.field_day.conftest import Joined
from tests.browser.field_day.proof import agreed
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import ROWS, TEXT
from tests.browser.test_tablet_journey import VISIT, go

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 60_000
FULL = "Not saved: this tablet is full."
DAY = 24 * 3600
#: As the browser's own storage answers when the disk is full; `room()` frees some.
NO_ROOM = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError") };
  globalThis.room = () => { IDBObjectStore.prototype.put = put };
}"""
#: What the page takes for the time is a day ahead.
TOMORROW = f"""{{
  const Real = Date;
  const ahead = () => Real.now() + {DAY * 1000};
  globalThis.Date = class Date extends Real {{
    constructor(...told) {{ told.length ? super(...told) : super(ahead()); }}
    static now() {{ return ahead(); }}
  }};
}}"""


def test_a_full_tablet_says_so_and_keeps_what_was_typed_in_its_field(
    joined: Joined, service: Service, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.away()
    tablet.sit(cards["Nadia"])
    tablet.note("Zh before")
    go(tablet.page, "Write")
    tablet.page.evaluate(NO_ROOM)
    field = tablet.page.get_by_label(TEXT)
    field.fill("Zh while it was full")
    expect(tablet.page.get_by_role("main").get_by_role("alert")).to_contain_text(FULL)
    expect(tablet.trouble).to_contain_text(FULL)
    expect(tablet.page.get_by_text("Saved on this tablet")).to_have_count(0)
    tablet.page.get_by_role("button", name="Finish this note").click()
    expect(field).to_have_value("Zh while it was full")
    tablet.page.evaluate("room()")
    tablet.type("Zh while it was full, and after")
    expect(tablet.trouble).to_be_hidden()
    tablet.finish()
    tablet.back()
    expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    assert agreed(service, [tablet], "Zh ").notes == [
        ("Zh before", "Nadia"),
        ("Zh while it was full, and after", "Nadia"),
    ]


#: Hours from the moment it was written to its arrival; how far the clock is ahead.
CAPTURED = """SELECT round((julianday(received_at) - julianday(captured_at)) * 24),
  clock_skew_seconds FROM evidence WHERE text LIKE ? ORDER BY text"""


def test_a_clock_wrong_by_a_day_is_said_and_dates_no_note_after_that(
    joined: Joined, service: Service, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.away()
    tablet.page.add_init_script(TOMORROW)
    tablet.open()
    tablet.sit(cards["Tomas"])
    tablet.note("Zi before it was")
    tablet.back()
    expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    expect(tablet.says).to_contain_text("The tablet's clock is wrong")
    tablet.away()
    tablet.note("Zi known")
    tablet.back()
    expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    assert service.rows(CAPTURED, "Zi known%") == [(0, DAY)]
    go(tablet.page, "Ready?")
    clock = tablet.page.get_by_role("listitem").filter(has_text="Set Automatically")
    expect(clock.get_by_text("to mend")).to_be_visible()
    kept = agreed(service, [tablet], "Zi ").notes
    assert kept == [("Zi before it was", "Tomas"), ("Zi known", "Tomas")]


#: Types a letter every 50 ms until the note is on the disk, for five seconds at most.
WITHOUT_A_PAUSE = f"""async (named) => {{
  const rows = {ROWS};
  const field = document.querySelector("textarea");
  for (let n = 0; n < 100; n += 1) {{
    field.value += "x";
    field.dispatchEvent(new Event("input", {{ bubbles: true }}));
    await new Promise((later) => setTimeout(later, 50));
    if ((await rows(named)).length) return true;
  }}
  return false;
}}"""


def test_whoever_types_without_a_pause_is_stored_as_well(
    joined: Joined, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.sit(cards["Nadia"])
    go(tablet.page, "Write")
    expect(tablet.page.get_by_label(TEXT)).to_be_focused()
    assert tablet.page.evaluate(WITHOUT_A_PAUSE, [f"repere-{VISIT}", "notes"])


#: What there is still of it: stores, caches and workers.
LEFT = """async () => [
  (await indexedDB.databases()).map((one) => one.name),
  await caches.keys(),
  (await navigator.serviceWorker.getRegistrations()).length,
]"""


def test_a_tablet_leaves_when_all_it_holds_is_in_a_file(
    joined: Joined, cards: dict[str, str]
) -> None:
    tablet = joined()
    page = tablet.page
    tablet.away()
    tablet.sit(cards["Elke"])
    tablet.note("Zj one")
    go(page, "Queue")
    leaving = page.get_by_role("button", name="Yes, leave the visit")
    page.get_by_text("Leave the visit", exact=True).click()
    leaving.click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(
        "A seat is open"
    )
    tablet.lock()
    page.get_by_text("Leave the visit", exact=True).click()
    leaving.click()
    said = "One thing is neither received nor handed over."
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(said)
    page.get_by_role("button", name="Hand over as a file").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Keep the file").click()
    lines = taken.value.path().read_text().splitlines()
    head, item, end = (json.loads(one) for one in lines)
    assert hashlib.sha256(item["sealed"].encode()).hexdigest() == item["sha256"]
    assert "Zj one" not in lines[1]
    assert (head["format"], end) == ("repere-handover", {"end": 1})
    leaving.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This tablet has left the visit."
    )
    expect(page.get_by_role("navigation", name="This tablet")).to_be_hidden()
    left = page.evaluate(LEFT)
    assert left == [[], [], 0]
