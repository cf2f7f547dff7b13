"""Every kind of page a persona can reach by links, breadth first."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag

from playwright.sync_api import Browser

from app.ids import seed_id
from tests.browser.conftest import fresh_context
from tests.kinds import kind_of

SKIPPED = re.compile(r"/static/|/api/|\.(ics|pdf|docx|xlsx|csv|zip|json)(\?|$)")
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
#: All that a page asks for. The mark of its tab comes when the browser likes.
ASKED = """const all = ['navigation', 'resource']
  .flatMap(kind => performance.getEntriesByType(kind))
  .filter(one => !one.name.endsWith('/mark.svg'))"""
#: As Chromium reckons what it had kept: 300 bytes for a head.
HEAD = 300
WEIGHT = f"""async head => {{
  await document.fonts.ready
  {ASKED}
  return [all.reduce((sum, one) => sum + one.encodedBodySize + head, 0), all.length]
}}"""
#: More kinds than there are: a crawl that ends here has not seen everything.
MOST = 150
#: Pages that the links from the first page pass by.
BESIDE = tuple(
    f"/visits/{seed_id('demonstration', 'visit', key)}/{part}"
    for key, part in (
        ("val-daubre-review", "field"),
        ("rivemont-study", "take-home"),
    )
)


@dataclass
class Crawl:
    pages: list[str] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)
    #: Bytes and requests of each page with everything it asks for.
    weights: dict[str, tuple[int, int]] = field(default_factory=dict)


@lru_cache
def crawl(browser: Browser, server: str, persona: str) -> Crawl:
    """One address of each kind, from `/` on; files are passed over."""
    context = fresh_context(browser, server, persona)
    page = context.new_page()
    waiting = [f"{server}{path}" for path in ("/", *BESIDE)]
    seen, found, beside = set[str](), Crawl(), set(waiting)
    while waiting:
        assert len(found.pages) < MOST, found.pages
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        answer = page.goto(address, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status >= 400:
            if address not in beside:
                found.broken[address] = answer.status
            continue
        found.pages.append(address)
        found.weights[address] = tuple(page.evaluate(WEIGHT, HEAD))
        waiting += [link for one in page.evaluate(LINKS) if (link := own(one, server))]
    context.close()
    return found


def own(link: str, server: str) -> str:
    """The link without its fragment, if it leads to a page of ours."""
    address = urldefrag(link)[0]
    mine = address.startswith(f"{server}/") and not SKIPPED.search(address)
    return address if mine else ""
