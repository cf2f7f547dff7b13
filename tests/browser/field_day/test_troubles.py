"""What comes between a tablet and the service in a day: each is said, nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.field_day.conftest import Joined
from tests.browser.field_day.pictures import photo
from tests.browser.field_day.proof import agreed
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import Tablet
from tests.browser.test_tablet_journey import AT, code_of, go

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: How long a queue may take, with its own pauses: nothing is measured here.
PATIENCE = 60_000
ENDED = "This tablet is no longer part of the visit"
EXPIRE = """UPDATE tablet SET expires_at = '2020-01-01 00:00:00.000000'
  WHERE number = (SELECT max(number) FROM tablet)"""


def test_a_tablet_whose_day_is_over_hands_in_and_the_lead_accepts(
    joined: Joined, service: Service, lead: Page, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.away()
    tablet.sit(cards["Nadia"])
    tablet.note("Ze before")
    service.change(EXPIRE)
    tablet.write("Ze after")
    tablet.add_photos(photo(1))
    tablet.finish()
    tablet.back()
    expect(tablet.says).to_contain_text(ENDED, timeout=PATIENCE)
    expect(tablet.says).to_contain_text("3 need attention", timeout=PATIENCE)
    go(tablet.page, "Queue")
    said = "Handed in and kept for the lead, who accepts or refuses it."
    expect(tablet.page.get_by_text(said)).to_have_count(3)
    lead.goto(f"{AT}/quarantine")
    lead.get_by_role("button", name=re.compile("Accept all")).click()
    expect(lead.get_by_role("status")).to_have_text("2 are accepted.")
    kept = agreed(service, [tablet], "Ze ", state="attention")
    assert kept.notes == [("Ze after", "Nadia"), ("Ze before", "Nadia")]
    assert len(kept.files) == 1


def test_a_tablet_that_lost_its_credential_asks_for_a_code_and_sends_everything(
    joined: Joined, service: Service, lead: Page, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.away()
    tablet.sit(cards["Tomas"])
    tablet.note("Zf one")
    tablet.page.context.clear_cookies()
    tablet.back()
    said = "The service does not know this tablet any more."
    expect(tablet.says).to_contain_text(said, timeout=PATIENCE)
    expect(tablet.says).to_contain_text("1 waiting to send")
    go(tablet.page, "Queue")
    tablet.page.get_by_role("link", name="Join again with a new code").click()
    tablet.join(code_of(lead))
    tablet.sit(cards["Tomas"])
    expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    assert agreed(service, [tablet], "Zf ").notes == [("Zf one", "Tomas")]


def test_a_release_published_while_notes_wait_waits_too(
    joined: Joined, service: Service, cards: dict[str, str]
) -> None:
    tablet = joined()
    tablet.away()
    tablet.sit(cards["Elke"])
    tablet.note("Zg one")
    before = "It is sealed: nobody reads it here."
    service.publish("field/page/queue.html", before, "Zx the next release.")
    tablet.write("Zg two")
    tablet.back()
    expect(tablet.says).to_contain_text("A new version is ready", timeout=PATIENCE)
    tablet.page.reload()
    tablet.sit(cards["Elke"])
    tablet.note("Zg three")
    refused_while_open(tablet)
    tablet.lock()
    expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    go(tablet.page, "Queue")
    expect(tablet.page.get_by_text(before)).to_be_visible()
    kept = agreed(service, [tablet], "Zg ")
    assert kept.notes == [(f"Zg {one}", "Elke") for one in ("one", "three", "two")]
    go(tablet.page, "Ready?")
    with tablet.page.expect_navigation():
        tablet.page.get_by_role("button", name="Take it now").click()
    go(tablet.page, "Queue")
    expect(tablet.page.get_by_text("Zx the next release.")).to_be_visible()


def refused_while_open(tablet: Tablet) -> None:
    go(tablet.page, "Ready?")
    tablet.page.get_by_role("button", name="Take it now").click()
    expect(tablet.page.get_by_text("Not yet: lock the seat")).to_be_visible()
