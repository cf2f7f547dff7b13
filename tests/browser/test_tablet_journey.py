"""A tablet joins, a member notes on it and locks it, the lead ejects it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.ids import seed_id
from app.people.tablet_rules import in_groups
from tests.browser.axe import in_every_setting
from tests.browser.conftest import CHROMIUM, FLAGS, Enter, fresh_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT = f"/visits/{VISIT}"
WORDS = "Zx two mothers say the office closes before the nursery opens"
PUT = """async address => {
  const body = JSON.stringify({text: 'Zx left behind', factors: ['to-place'],
    kind: 'interview', voice: 'none', captured_at: '2027-04-26T09:42:10Z'});
  const headers = {'Content-Type': 'application/json'};
  const answer = await fetch(address, {method: 'PUT', headers, body});
  return [answer.status, (await answer.json()).state];
}"""
EVIDENCE = seed_id("tests", "evidence", "left-behind")


def code_of(lead: Page) -> str:
    lead.goto(f"{AT}/tablets")
    lead.get_by_role("button", name="Let a tablet join").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Let a tablet join")
    shown = lead.get_by_text("As a link").locator("xpath=preceding::code[1]")
    return shown.inner_text()


def card_of(lead: Page, name: str) -> str:
    """In groups, as it is printed. A card that they had from another test ends."""
    lead.goto(f"{AT}/cards")
    row = lead.get_by_role("row").filter(has_text=name)
    if (again := row.get_by_text("Make a new card")).count():
        again.click()
    row.get_by_role("button", name=re.compile("Make a card|Yes, make")).click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("1 pass card to print")
    assert in_every_setting(lead) == {}
    letters = lead.get_by_role("code").inner_text()
    return in_groups("".join(letters.split()), 6)


def kept(tablet: Page) -> None:
    """The page that needs no network has taken the place of the server's."""
    expect(tablet.locator("html[data-tablet=open]")).to_have_count(1)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Open your seat")


def open_seat(tablet: Page, card: str) -> None:
    tablet.get_by_label("What is written on my pass card").fill(card)
    tablet.get_by_role("button", name="Open my seat").click()
    expect(tablet.get_by_role("button", name="Lock now")).to_be_visible()


def go(tablet: Page, view: str) -> None:
    nav = tablet.get_by_role("navigation", name="This tablet")
    nav.get_by_role("link", name=view).click()


def joined(lead: Page, tablet: Page) -> None:
    code = code_of(lead)
    assert in_every_setting(lead) == {}
    tablet.goto("/tablets/new")
    assert in_every_setting(tablet) == {}
    tablet.get_by_label("Code").fill(code)
    tablet.get_by_role("button", name="Join the visit").click()
    kept(tablet)
    expect(lead.get_by_text("joined.").last).to_be_visible()


def test_from_the_code_to_the_ejection(enter: Enter) -> None:
    lead, tablet = enter("facilitator"), enter("")
    joined(lead, tablet)
    assert in_every_setting(tablet) == {}
    open_seat(tablet, card_of(lead, "Nadia").lower())
    expect(tablet.get_by_text("Nadia", exact=True)).to_be_visible()
    assert in_every_setting(tablet) == {}
    go(tablet, "Write")
    tablet.get_by_label("What did you hear, see or read?").fill(WORDS)
    expect(tablet.get_by_text("Saved on this tablet")).to_be_visible()
    assert in_every_setting(tablet) == {}
    tablet.get_by_role("button", name="Finish this note").click()
    note = tablet.get_by_role("listitem").filter(has_text=WORDS)
    expect(note.get_by_text(re.compile("Received \\d"))).to_be_visible()
    for view in ("Tonight", "Team", "Queue", "Ready?", "My notes"):
        go(tablet, view)
        if view != "Tonight":  # where the first question has it
            expect(tablet.get_by_role("heading", level=1)).to_be_focused()
        assert in_every_setting(tablet) == {}, view
    lead.goto(f"{AT}/tablets")
    expect(lead.get_by_role("cell", name="Nadia")).to_be_visible()
    lead.goto(f"{AT}/evidence")
    expect(lead.get_by_text(WORDS)).to_be_visible()
    locked_and_not_back(tablet)
    lead.goto(f"{AT}/tablets")
    lead.get_by_role("link", name="Tablet", exact=False).last.click()
    assert in_every_setting(lead) == {}
    lead.get_by_text("Eject this tablet").click()
    lead.get_by_role("button", name="Yes, eject it").click()
    expect(lead.get_by_role("status").first).to_contain_text("is ejected")
    only_deposits(tablet)
    lead.goto(f"{AT}/quarantine")
    assert in_every_setting(lead) == {}
    lead.get_by_role("button", name="Accept").click()
    expect(lead.get_by_role("status")).to_have_text("The note is part of the evidence.")


def locked_and_not_back(tablet: Page) -> None:
    go(tablet, "My notes")
    expect(tablet.get_by_text("Zx two mothers")).to_be_visible()
    tablet.get_by_role("button", name="Lock now").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Open your seat")
    tablet.go_back()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Ready for the field?")
    expect(tablet.get_by_role("button", name="Lock now")).to_have_count(0)
    expect(tablet.get_by_text("Zx two mothers")).to_have_count(0)
    tablet.reload()
    expect(tablet.locator("html[data-tablet=open]")).to_have_count(1)
    expect(tablet.get_by_text("Zx two mothers")).to_have_count(0)


def only_deposits(tablet: Page) -> None:
    tablet.reload()
    said = "This tablet is no longer part of the visit"
    expect(tablet.get_by_role("status").first).to_contain_text(said)
    assert in_every_setting(tablet) == {}
    answer = tablet.evaluate(PUT, f"/api/v1{AT}/evidence/{EVIDENCE}")
    assert answer == [403, "quarantined"]


def test_a_link_lets_a_tablet_join_and_leaves_the_address(enter: Enter) -> None:
    lead, tablet = enter("facilitator"), enter("")
    code_of(lead)
    lead.get_by_text("As a link").click()
    link = lead.get_by_text("/tablets/new#").inner_text()
    tablet.goto(link)
    kept(tablet)
    assert "#" not in tablet.url


def test_what_is_being_written_goes_out_with_the_lock(enter: Enter) -> None:
    lead, tablet = enter("facilitator"), enter("")
    joined(lead, tablet)
    open_seat(tablet, card_of(lead, "Tomas"))
    go(tablet, "Write")
    tablet.get_by_label("What did you hear, see or read?").fill("Zx half a sentence")
    tablet.get_by_role("button", name="Lock now").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Open your seat")
    go(tablet, "Queue")
    expect(tablet.get_by_text(re.compile("Received \\d"))).to_be_visible()
    lead.goto(f"{AT}/evidence")
    expect(lead.get_by_text("Zx half a sentence")).to_be_visible()


def test_a_code_is_read_by_the_camera(
    enter: Enter, server: str, tmp_path: Path
) -> None:
    lead = enter("facilitator")
    code_of(lead)
    picture = lead.get_by_role("img", name="QR code to let a tablet join")
    film = filmed(picture.screenshot(), tmp_path / "code.mjpeg")
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    with_camera = lead.context.browser
    assert with_camera
    kind = with_camera.browser_type
    browser: Browser = kind.launch(executable_path=CHROMIUM, args=flags)
    context = fresh_context(browser, server, "", permissions=["camera"])
    tablet = context.new_page()
    tablet.goto("/tablets/new")
    tablet.get_by_role("button", name="Scan the code").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Open your seat")
    browser.close()


def filmed(picture: bytes, path: Path) -> Path:
    """A film of one picture on white, as Chromium's fake camera plays it."""
    from io import BytesIO

    from PIL import Image

    frame = Image.new("RGB", (640, 480), "white")
    with Image.open(BytesIO(picture)) as code:
        frame.paste(code.convert("RGB").resize((420, 420)), (110, 30))
    kept = BytesIO()
    frame.save(kept, "JPEG", quality=95)
    path.write_bytes(kept.getvalue() * 30)
    return path


def test_a_refused_camera_says_what_to_do(enter: Enter) -> None:
    tablet = enter("")
    tablet.goto("/tablets/new")
    tablet.get_by_role("button", name="Scan the code").click()
    expect(tablet.get_by_role("alert")).to_contain_text("The camera cannot be used.")
    expect(tablet.get_by_label("Code")).to_be_visible()
