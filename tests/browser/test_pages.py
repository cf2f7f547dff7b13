"""What every page keeps: it can be used by everybody, and it is light."""

import pytest
from playwright.sync_api import Browser

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
#: The rest see pages of the same kinds, so they are read at night.
AT_NIGHT = [
    pytest.param(one, marks=pytest.mark.nightly)
    for one in sorted(set(ORDER) - set(READERS))
]
LIMIT, FIELD_LIMIT, REQUESTS = 80_000, 150_000, 7


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_link_leads_nowhere(chromium: Browser, server: str, persona: str) -> None:
    assert crawl(chromium, server, persona).broken == {}


@pytest.mark.parametrize("persona", [*READERS, *AT_NIGHT])
def test_axe_finds_nothing_on_any_page(
    enter: Enter, chromium: Browser, server: str, persona: str
) -> None:
    page, found = enter(persona), {}
    for address in crawl(chromium, server, persona).pages:
        page.goto(address)
        if said := in_every_setting(page):
            found[address] = said
    assert found == {}


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
