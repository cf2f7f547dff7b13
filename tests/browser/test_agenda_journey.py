"""The host's officer plans a session: by keyboard alone, and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.ids import seed_id
from tests.browser.axe import complaints, in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLLOW_UP = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-follow-up')}"
DAY = re.compile(r"day \d")


def test_the_host_officer_plans_a_session_by_keyboard(enter: Enter) -> None:
    page = enter("mentee-officer")
    page.goto(f"{FOLLOW_UP}/agenda")
    follow(page, "Add a session on Monday")
    page.get_by_label("What it is about").focus()
    page.keyboard.type("The landlord and the employment service")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Day (optional)")).to_be_focused()
    expect(page.get_by_label("Format", exact=True)).to_have_value("interview")
    page.get_by_label("Starts (optional)").fill("10:00")
    page.get_by_label("Ends (optional)").fill("09:30")
    page.get_by_label("Room (optional)").select_option(
        label="Hôtel de ville, Salle du conseil"
    )
    page.get_by_label("Stays where it is", exact=False).press("Tab")
    page.keyboard.press("Enter")
    for name in ("Deputy mayor", "Member 2"):
        page.get_by_role("checkbox", name=name).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Add the session").press("Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="It must end after it starts.").press("Enter")
    expect(page.get_by_label("Ends (optional)")).to_be_focused()
    assert complaints(page) == []
    page.get_by_label("Ends (optional)").fill("11:00")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("is added.")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Member 2 is also in session 1, 09:30 to 10:45.")
    assert complaints(page) == []
    for start in ("10:15", "10:30", "10:45"):
        page.get_by_role("button", name="15 minutes later").press("Enter")
        expect(page.get_by_role("status")).to_contain_text(f"now from {start} to")
    expect(main).not_to_contain_text("is also in session")
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Agenda").last.press("Enter")
    card = page.get_by_role("article").filter(has_text="The landlord and the")
    expect(card).to_contain_text("10:45–11:45")


def test_adding_takes_a_title_and_a_few_keys(enter: Enter) -> None:
    page = enter("mentee-officer")
    page.goto(f"{FOLLOW_UP}/agenda")
    # The demonstration moves with the calendar: its days are read off the page.
    headings = page.get_by_role("heading", level=2)
    _first, second, third = headings.filter(has_text=DAY).all_inner_texts()
    follow(page, f"Add a session on {second}")
    expect(page.get_by_label("Starts (optional)")).to_have_value("10:45")
    page.get_by_label("Day (optional)").select_option(label="No day yet")
    expect(page.get_by_label("Starts (optional)")).to_have_value("")
    page.get_by_label("Day (optional)").select_option(label=third)
    expect(page.get_by_label("Starts (optional)")).to_have_value("09:00")
    page.get_by_label("Starts (optional)").fill("14:15")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Ends (optional)")).to_have_value("15:15")
    page.get_by_label("What it is about").focus()
    page.keyboard.type("The school's mediators")
    button = page.get_by_role("button", name="Add the session")
    assert tabs_to(page, button) <= 20
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is added.")
    expect(page.get_by_role("main")).to_contain_text("14:15–15:15")


def tabs_to(page: Page, target: Locator) -> int:
    for presses in range(60):
        if target.evaluate("one => one === document.activeElement"):
            return presses
        page.keyboard.press("Tab")
    return 60


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a session")


def test_on_a_phone_a_session_is_removed_and_put_back(enter: Enter) -> None:
    page = enter("mentee-officer", viewport={"width": 360, "height": 740})
    page.goto(f"{FOLLOW_UP}/agenda")
    page.get_by_role("link", name="Opening: where the actions stand").click()
    page.get_by_role("button", name="Remove from the agenda").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Session 1 is out of the agenda."
    )
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert page.evaluate(wide) is False
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("status")).to_have_text(
        "The session is back in the agenda."
    )
    page.goto(f"{FOLLOW_UP}/agenda?view=list")
    assert page.evaluate(wide) is False
    assert in_every_setting(page) == {}
