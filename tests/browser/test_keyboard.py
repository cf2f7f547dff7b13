"""What hands on a keyboard find: where focus goes, and how few keys a note takes."""

import re

import pytest
from playwright.sync_api import expect

from app.ids import seed_id
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REVIEW = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"


def test_the_first_key_leads_past_the_menu(enter: Enter) -> None:
    page = enter("facilitator")
    page.goto(f"{REVIEW}/agenda")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Go to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_page_that_follows_a_link_says_what_it_is(enter: Enter) -> None:
    page = enter("facilitator")
    page.goto(f"{REVIEW}/agenda")
    page.get_by_role("link", name="Findings", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Findings")


def test_a_note_is_kept_with_two_keys_and_the_next_can_begin(enter: Enter) -> None:
    page = enter("member")
    page.goto(f"{REVIEW}/evidence")
    note = page.get_by_label("What was said, seen or read")
    note.focus()
    page.keyboard.type("The counter opens at nine; most start work at six.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    expect(note).to_be_focused()
    expect(note).to_have_value("")


def test_filters_keep_focus_and_leave_blanks_out_of_the_address(enter: Enter) -> None:
    page = enter("member")
    page.goto(f"{REVIEW}/evidence")
    filters = page.get_by_role("search")
    filters.get_by_label("Mine").check()
    expect(page).to_have_url(re.compile(r"/evidence\?mine=on$"))
    filters.get_by_text("By factor, session").click()
    voice = filters.get_by_label("Voice")
    voice.focus()
    voice.select_option(label="Associations")
    expect(page).to_have_url(re.compile("voice=associations"))
    expect(voice).to_be_focused()
    voice.select_option(label="All voices")
    expect(page).not_to_have_url(re.compile("voice=associations"))
    expect(voice).to_be_focused()
