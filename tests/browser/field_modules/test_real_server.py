"""The modules against the real service: a card made there opens a seat without network."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.field_modules.conftest import OPEN
from tests.browser.test_tablet_journey import AT, card_of, joined

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTE = """async () => {
  const id = tablet.startNote();
  await tablet.saveNote(id, { text: "Zx the ramp is too steep" });
  await tablet.finishNote(id);
}"""
STATE = "async () => (await tablet.notes()).map((one) => [one.state, one.revision])"


def seated(enter: Enter) -> tuple[Page, Page]:
    """The lead's desk, and a tablet of theirs where Nadia sat down without a network."""
    lead, tablet = enter("facilitator"), enter("")
    joined(lead, tablet)
    card = card_of(lead, "Nadia")
    tablet.goto(f"{AT}/field/page?language=en")
    tablet.evaluate(f"async () => {{ {OPEN} }}")
    tablet.context.set_offline(True)
    assert tablet.evaluate("(card) => tablet.unlock(card)", card) == {"ok": True}
    return lead, tablet


def test_what_is_written_without_network_is_the_members_evidence(enter: Enter) -> None:
    lead, tablet = seated(enter)
    tablet.evaluate(NOTE)
    comes_to(tablet, STATE, [["waiting", 0]])
    tablet.context.set_offline(False)
    tablet.evaluate("() => tablet.sendNow()")
    comes_to(tablet, STATE, [["received", 1]])
    lead.goto(f"{AT}/evidence")
    expect(lead.get_by_text("Zx the ramp is too steep")).to_be_visible()
    expect(lead.get_by_text("Nadia").first).to_be_visible()


FILED = """async () => {
  const id = tablet.startNote();
  await tablet.saveNote(id, { text: "Zx on a stick" });
  const content = new Blob(["%PDF-1.7\\n", new Uint8Array(700_000)], { type: "application/pdf" });
  await tablet.addFile(id, { blob: content, alt: "", family: "pdf" });
  await tablet.finishNote(id);
  await tablet.lock();
  return (await tablet.handOver()).text();
}"""


def test_what_a_tablet_hands_over_is_read_in_at_the_desk(
    enter: Enter, tmp_path: Path
) -> None:
    lead, tablet = seated(enter)
    handed = tmp_path / "tablet.jsonl"
    handed.write_text(tablet.evaluate(FILED))
    for fate in ("received", "here already"):
        lead.goto(f"{AT}/tablets")
        lead.get_by_role("link", name="Read in a handed-over queue").click()
        lead.get_by_label("The file").set_input_files(handed)
        lead.get_by_role("button", name="Read it in").click()
        newest = lead.locator("article").first
        expect(newest.get_by_role("listitem")).to_have_text([f"1 {fate}"] * 2)
    lead.goto(f"{AT}/evidence")
    expect(lead.get_by_text("Zx on a stick")).to_be_visible()
    expect(lead.get_by_text("Nadia").first).to_be_visible()


def comes_to(page: Page, script: str, expected: object) -> None:
    for _ in range(200):
        if (found := page.evaluate(script)) == expected:
            return
        page.wait_for_timeout(25)
    assert found == expected
