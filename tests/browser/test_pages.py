"""What every page keeps: it can be used by everybody, and it is light."""

import pytest
from playwright.sync_api import Browser, Page

from app.people.queries import ORDER
from tests.browser.axe import EVERY_SETTING, SETTINGS, Settings, in_every_setting
from tests.browser.conftest import Enter, fresh_context
from tests.browser.crawling import ASKED, crawl
from tests.kinds import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENT = f"""async () => {{
  await document.fonts.ready
  {ASKED}
  return [all.reduce((sum, one) => sum + one.transferSize, 0), all.length]
}}"""
PERSONAS = ("", *ORDER)
READERS = ("", "coordinator", "facilitator", "mentee-officer", "migrant-member")
#: The others meet hardly a kind of page that these do not: they follow links by night.
BY_DAY = [
    one if one in READERS else pytest.param(one, marks=pytest.mark.nightly)
    for one in PERSONAS
]
#: Bytes, and requests beside the mark of the tab.
LIMIT, FIELD_LIMIT, REQUESTS = 80_000, 150_000, 6


@pytest.mark.parametrize("persona", BY_DAY)
def test_no_link_leads_nowhere(chromium: Browser, server: str, persona: str) -> None:
    assert crawl(chromium, server, persona).broken == {}


@pytest.mark.parametrize("persona", READERS)
def test_axe_finds_nothing_on_any_kind_of_page(
    enter: Enter, chromium: Browser, server: str, persona: str
) -> None:
    """Each kind as the first of these readers sees it; by night as all of them do."""
    earlier = READERS[: READERS.index(persona)]
    seen = {
        kind_of(address)
        for other in earlier
        for address in crawl(chromium, server, other).pages
    }
    pages = crawl(chromium, server, persona).pages
    new = [address for address in pages if kind_of(address) not in seen]
    assert found_by_axe(enter(persona), new) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("persona", PERSONAS)
def test_axe_finds_nothing_whoever_reads(
    enter: Enter, chromium: Browser, server: str, persona: str
) -> None:
    pages = crawl(chromium, server, persona).pages
    assert found_by_axe(enter(persona), pages, EVERY_SETTING) == {}


def found_by_axe(
    page: Page, addresses: list[str], settings: Settings = SETTINGS
) -> dict[str, object]:
    found: dict[str, object] = {}
    for address in addresses:
        page.goto(address)
        if said := in_every_setting(page, settings):
            found[address] = said
    return found


@pytest.mark.parametrize("persona", READERS)
def test_no_page_is_heavy_when_cold(
    chromium: Browser, server: str, persona: str
) -> None:
    """What a page asks for has one size, kept or not; the answers' heads are reckoned."""
    heavy = {
        address: weight
        for address, weight in crawl(chromium, server, persona).weights.items()
        if weight[0] > (FIELD_LIMIT if address.endswith("/field") else LIMIT)
        or weight[1] > REQUESTS
    }
    assert heavy == {}


@pytest.mark.parametrize("persona", READERS)
def test_what_is_reckoned_is_no_less_than_what_is_sent(
    chromium: Browser, server: str, persona: str
) -> None:
    first = crawl(chromium, server, persona).pages[0]
    context = fresh_context(chromium, server, persona)
    page = context.new_page()
    page.goto(first, wait_until="load")
    sent, requests = page.evaluate(SENT)
    context.close()
    reckoned = crawl(chromium, server, persona).weights[first]
    assert (sent <= reckoned[0], requests) == (True, reckoned[1])
