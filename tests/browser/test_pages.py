"""What every page keeps: it can be used by everybody, and it is light."""

import pytest
from playwright.sync_api import Browser, Page

from app.people.queries import ORDER
from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter, fresh_context
from tests.browser.crawling import crawl, kind_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEIGHT = """() => {
  const [page] = performance.getEntriesByType('navigation')
  const rest = performance.getEntriesByType('resource')
  return {
    bytes: rest.reduce((sum, one) => sum + one.transferSize, page.transferSize),
    requests: 1 + rest.length,
  }
}"""
PERSONAS = ("", *ORDER)
READERS = ("", "coordinator", "facilitator", "mentee-officer", "migrant-member")
LIMIT, FIELD_LIMIT, REQUESTS = 80_000, 150_000, 7


@pytest.mark.parametrize("persona", PERSONAS)
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
    assert found_by_axe(enter(persona), pages) == {}


def found_by_axe(page: Page, addresses: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for address in addresses:
        page.goto(address)
        if said := in_every_setting(page):
            found[address] = said
    return found


def test_no_page_is_heavy_when_cold(chromium: Browser, server: str) -> None:
    kinds = {
        kind_of(address): (persona, address)
        for persona in READERS
        for address in crawl(chromium, server, persona).pages
    }
    heavy = {}
    for persona, address in kinds.values():
        context = fresh_context(chromium, server, persona)
        page = context.new_page()
        page.goto(address, wait_until="load")
        weight = page.evaluate(WEIGHT)
        context.close()
        limit = FIELD_LIMIT if address.endswith("/field") else LIMIT
        if weight["bytes"] > limit or weight["requests"] > REQUESTS:
            heavy[address] = weight
    assert heavy == {}
