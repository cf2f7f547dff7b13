"""Every kind of page a persona can reach by links, breadth first."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag, urlparse

from playwright.sync_api import Browser

from tests.browser.conftest import fresh_context

ID = re.compile(r"/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{16,}|/\d+(?=/|$)")
BENCHMARK = re.compile(r"^(/benchmarks|/programmes)/[a-z0-9-]+")
SKIPPED = re.compile(r"/static/|/api/|\.(ics|pdf|docx|xlsx|csv|zip|json)(\?|$)")
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
MOST = 60


def kind_of(address: str) -> str:
    """Pages of one kind differ in ids and slugs only; a query makes no other kind."""
    path = urlparse(address).path
    return BENCHMARK.sub(r"\1/:slug", ID.sub("/:id", path))


@dataclass
class Crawl:
    pages: list[str] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)


@lru_cache
def crawl(browser: Browser, server: str, persona: str) -> Crawl:
    """One address of each kind, from `/` on; files are passed over."""
    context = fresh_context(browser, server, persona)
    page = context.new_page()
    waiting, seen, found = [f"{server}/"], set[str](), Crawl()
    while waiting and len(found.pages) < MOST:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        answer = page.goto(address, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status >= 400:
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
