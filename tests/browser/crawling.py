"""Every kind of page a persona can reach by links, breadth first."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag, urlparse

from playwright.sync_api import Browser

from app.ids import seed_id
from tests.browser.conftest import fresh_context

ID = re.compile(r"/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{16,}|/\d+(?=/|$)")
#: What is named by a word and not by an id: slugs, key factors, conditions.
NAMED = re.compile(
    r"(/benchmarks|/programmes|/findings|/readiness)/(?!sheet|new)[a-z0-9-]+"
)
SKIPPED = re.compile(r"/static/|/api/|\.(ics|pdf|docx|xlsx|csv|zip|json)(\?|$)")
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
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


def kind_of(address: str) -> str:
    """Pages of one kind differ in ids and slugs only; a query makes no other kind."""
    path = urlparse(address).path
    return NAMED.sub(r"\1/:slug", ID.sub("/:id", path))


@dataclass
class Crawl:
    pages: list[str] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)


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
        waiting += [link for one in page.evaluate(LINKS) if (link := own(one, server))]
    context.close()
    return found


def own(link: str, server: str) -> str:
    """The link without its fragment, if it leads to a page of ours."""
    address = urldefrag(link)[0]
    mine = address.startswith(f"{server}/") and not SKIPPED.search(address)
    return address if mine else ""
