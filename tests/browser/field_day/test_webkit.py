"""The same promise in WebKit, as far as its driver goes: no sound, no quota, one tablet."""

import pytest
from playwright.sync_api import Page

from tests.browser.field_day.proof import NOTES
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import TEXT
from tests.browser.field_day.webkit import Webkit, webkit
from tests.browser.test_tablet_journey import code_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    # Its driver for WebKitGTK calls its own library in a way that it has given up.
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]


def test_notes_written_while_the_service_is_down_survive_a_reload_and_arrive(
    service: Service, lead: Page, cards: dict[str, str]
) -> None:
    with webkit() as tablet:
        joined(tablet, service, code_of(lead))
        sit(tablet, cards["Elke"])
        service.kill()
        for text in ("Zk one", "Zk two"):
            tablet.go("Write")
            tablet.field(TEXT).send_keys(text)
            tablet.says("Saved on this tablet", "p[@role='status']")
            tablet.touch("Finish this note")
            tablet.says(text, "li//p")
        tablet.driver.refresh()
        tablet.opens()
        sit(tablet, cards["Elke"])
        tablet.says("2 waiting to send", "p[@role='status']")
        tablet.go("My notes")
        for text in ("Zk one", "Zk two"):
            tablet.says(text, "li//p")
        service.start()
        tablet.go("Queue")
        tablet.touch("Send now")
        tablet.says("Everything is received", "p[@role='status']")
    kept = [(row[1], row[2]) for row in service.rows(NOTES, "Zk %")]
    assert kept == [("Zk one", "Elke"), ("Zk two", "Elke")]


def joined(tablet: Webkit, service: Service, code: str) -> None:
    """It is in, and has what it needs; nobody promises that its storage stays."""
    tablet.driver.get(f"{service.address}/tablets/new")
    tablet.field("Code").send_keys(code)
    tablet.touch("Join the visit")
    tablet.opens()
    tablet.go("Ready?")
    in_order = "//li[.//strong[.='The page']]//*[.='in order']"
    while not tablet.driver.find_elements("xpath", in_order):
        tablet.touch("Look again")
    said = "This browser makes no promise."
    tablet.says(said, "li[.//strong[.='Storage that stays']]")


def sit(tablet: Webkit, card: str) -> None:
    tablet.go("My seat")
    tablet.field("What is written on my pass card").send_keys(card)
    tablet.touch("Open my seat")
    tablet.comes("//button[.='Lock now']")
