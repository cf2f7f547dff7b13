"""A day of a visit without network, with everything that breaks on such a day."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.field_day.conftest import Joined
from tests.browser.field_day.device import comes
from tests.browser.field_day.pictures import CAMERA, photo
from tests.browser.field_day.proof import agreed
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import Tablet
from tests.browser.test_tablet_journey import go

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: How long a queue may take, with its own pauses: nothing is measured here.
PATIENCE = 60_000


def texts(name: str, *numbers: int) -> list[tuple[str, str]]:
    return [(f"Zd {number:02}", name) for number in numbers]


def test_two_tablets_and_three_seats_lose_nothing(
    joined: Joined, service: Service, cards: dict[str, str]
) -> None:
    shared, own = joined(), joined()
    for tablet in (shared, own):
        tablet.away()
    morning(shared, cards["Nadia"])
    afternoon(shared, cards["Tomas"])
    beside(own, cards["Elke"])
    cut_in_the_middle(shared)
    killed_meanwhile(shared, service)
    own.back()
    for tablet in (shared, own):
        expect(tablet.says).to_contain_text("Everything is received", timeout=PATIENCE)
    kept = agreed(service, [shared, own], "Zd ")
    assert kept.notes == [
        *texts("Nadia", *range(1, 9)),
        *texts("Tomas", *range(9, 16)),
        *texts("Elke", *range(16, 21)),
    ]
    photos = [one for one in kept.files if one.startswith(b"\xff\xd8")]
    assert (len(photos), len(kept.files)) == (6, 8)
    for one in photos:
        assert CAMERA.encode() not in one
        with Image.open(BytesIO(one)) as picture:
            assert dict(picture.getexif()) == {}


def morning(tablet: Tablet, card: str) -> None:
    """Seven notes and one with three photos; then somebody else takes the tablet."""
    tablet.sit(card)
    expect(tablet.says).to_contain_text("no network since")
    for number in range(1, 8):
        tablet.note(f"Zd {number:02}")
    tablet.write("Zd 08")
    tablet.add_photos(photo(1), photo(2), photo(3))
    tablet.finish()
    assert tablet.mine("Zd 08").get_by_text("Photo: Waiting to send").count() == 3
    tablet.lock()
    expect(tablet.page.get_by_text("Zd 08")).to_have_count(0)


def afternoon(tablet: Tablet, card: str) -> None:
    """The tab dies in the middle of a note; then the battery is empty in another one."""
    tablet.sit(card)
    tablet.write("Zd 09")
    tablet.kill_page()
    tablet.open()
    tablet.sit(card)
    expect(tablet.mine("Zd 09").get_by_text("Waiting to send")).to_be_visible()
    for number in range(10, 14):
        tablet.note(f"Zd {number:02}")
    tablet.write("Zd 14")
    tablet.add_photos(photo(4), photo(5))
    tablet.finish()
    tablet.write("Zd 15")
    tablet.add_speaker("mother", "Notes", "Recording")
    tablet.start_recording()
    tablet.kill()
    tablet.start()
    tablet.open()
    tablet.sit(card)
    cut_off = tablet.mine("Zd 15")
    expect(cut_off.get_by_text("Voice note: Waiting to send")).to_be_visible()


def beside(tablet: Tablet, card: str) -> None:
    """Another member on another tablet, to its end."""
    tablet.sit(card)
    for number in range(16, 19):
        tablet.note(f"Zd {number:02}")
    tablet.write("Zd 19")
    tablet.add_photos(photo(6))
    tablet.finish()
    tablet.write("Zd 20")
    tablet.add_speaker("father", "Notes", "Recording")
    tablet.start_recording()
    tablet.stop_recording()
    tablet.finish()


def cut_in_the_middle(tablet: Tablet) -> None:
    """The network comes back, and goes in the middle of a photo."""
    tablet.gate.after(300_000, tablet.gate.close)
    tablet.back()
    comes(lambda: tablet.gate.has_happened)
    expect(tablet.says).to_contain_text("no network since", timeout=PATIENCE)
    go(tablet.page, "Queue")
    file = tablet.page.get_by_role("listitem").filter(has_text="File")
    said = file.get_by_text("No network. It is sent by itself when there is one.")
    expect(said).to_have_count(1)
    assert "waiting" in {one["state"] for one in tablet.stored("queue")}


def killed_meanwhile(tablet: Tablet, service: Service) -> None:
    """It comes back again, and the service is killed while it takes a photo."""
    tablet.gate.after(200_000, service.kill)
    tablet.gate.open()
    tablet.page.get_by_role("button", name="Send now").click()
    comes(lambda: tablet.gate.has_happened)
    expect(tablet.says).to_contain_text("no network since", timeout=PATIENCE)
    assert "waiting" in {one["state"] for one in tablet.stored("queue")}
    service.start()
