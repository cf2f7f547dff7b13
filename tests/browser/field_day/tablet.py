"""A tablet of the visit, driven by the controls of its own page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.field_day.device import Device
from tests.browser.test_tablet_journey import VISIT, go, kept, open_seat

#: What a browser notes by itself where a test took the network away or broke it.
AWAY = re.compile(r"net::ERR_|Failed to load resource: the server responded with")
ROWS = """async ([name, store]) => {
  const asked = (request) => new Promise((done, failed) => {
    [request.onsuccess, request.onerror] = [() => done(request.result), failed];
  });
  const db = await asked(indexedDB.open(name));
  const rows = await asked(db.transaction(store).objectStore(store).getAll());
  db.close();
  return rows.map(({ body, own, spare, kept, sealed, preview, ...row }) => row);
}"""
TEXT = "What did you hear, see or read?"


class Tablet(Device):
    def join(self, code: str) -> None:
        """From the page where one joins."""
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name="Join the visit").click()
        kept(self.page)

    def is_ready(self) -> None:
        """The visit and the page are on it whole: it may go into the field."""
        go(self.page, "Ready?")
        again = self.page.get_by_role("button", name="Look again")
        for name in ("The visit", "The page"):
            title = self.page.get_by_text(name, exact=True)
            point = self.page.get_by_role("listitem").filter(has=title)
            in_order = point.get_by_text("in order")
            while not in_order.count():
                again.click()

    def sit(self, card: str) -> None:
        go(self.page, "My seat")
        open_seat(self.page, card)

    def lock(self) -> None:
        self.page.get_by_role("button", name="Lock now").click()
        expect(self.page.get_by_role("button", name="Lock now")).to_be_hidden()

    def write(self, text: str) -> None:
        """A note is open and this text of it is on the tablet."""
        go(self.page, "Write")
        self.type(text)

    def type(self, text: str) -> None:
        self.page.get_by_label(TEXT).fill(text)
        expect(self.page.get_by_text("Saved on this tablet").first).to_be_visible()

    def finish(self) -> None:
        self.page.get_by_role("button", name="Finish this note").click()
        expect(self.page.get_by_role("heading", name="My notes")).to_be_visible()

    def note(self, text: str) -> None:
        self.write(text)
        self.finish()

    def add_photos(self, *pictures: bytes) -> None:
        files: list[FilePayload] = [
            {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": one}
            for n, one in enumerate(pictures)
        ]
        self.page.get_by_label("Photo", exact=True).set_input_files(files)
        expect(self.page.get_by_role("button", name="Take away")).to_have_count(
            len(pictures)
        )

    def add_speaker(self, role: str, *agreeing: str) -> None:
        page = self.page
        page.get_by_role("button", name="Somebody else who spoke").click()
        page.get_by_label("Role").fill(role)
        adding = page.get_by_role("button", name="Add them").locator("xpath=../..")
        adding.get_by_label("Migrants").check()
        for one in agreeing:
            adding.get_by_label(one).check()
        page.get_by_role("button", name="Add them").click()
        page.get_by_role("button", name="They have it").click()

    def start_recording(self) -> None:
        self.page.get_by_role("button", name="Voice note").click()
        state = self.page.get_by_role("listitem").filter(has_text="Being recorded")
        expect(state).to_be_visible(timeout=15_000)  # a second of it is on the tablet

    def stop_recording(self) -> None:
        self.page.get_by_role("button", name="Stop recording").click()
        expect(self.page.get_by_text("Being recorded")).to_have_count(0)

    # --- what it says

    def mine(self, text: str) -> Locator:
        """One's own note with this text, in the list of them."""
        go(self.page, "My notes")
        return self.page.get_by_role("listitem").filter(has_text=text)

    @property
    def says(self) -> Locator:
        """The line on top."""
        return self.page.get_by_role("status").first

    @property
    def trouble(self) -> Locator:
        return self.page.get_by_role("alert").first

    def stored(self, name: str) -> Any:
        """What lies on it under this name, without the bytes."""
        return self.page.evaluate(ROWS, [f"repere-{VISIT}", name])


@contextmanager
def switched_on(tablet: Tablet) -> Iterator[Tablet]:
    """At its end it goes out; nothing it said on its console may be left unsaid."""
    try:
        with tablet.gate:
            tablet.start()
            yield tablet
    finally:
        tablet.kill()
    assert [one for one in tablet.complaints if not AWAY.search(one)] == []
