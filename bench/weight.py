"""Point 3: bytes and requests of each kind of page, cold and compressed."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Response, sync_playwright

from app.ids import seed_id
from bench.load import enter
from bench.results import Result
from bench.served import demo_database, served

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"
PAIR = f"/pairs/{seed_id('demonstration', 'pair', 'rivemont-val-daubre')}"
PAGES = [
    ("", "/"),
    ("coordinator", "/programmes/demonstration"),
    ("facilitator", "/"),
    ("facilitator", PAIR),
    ("facilitator", f"{PAIR}/actions"),
    ("facilitator", "/benchmarks/gender-sensitive-integration/1"),
    *[
        ("facilitator", VISIT + part)
        for part in (
            "",
            "/team",
            "/agenda",
            "/coverage",
            "/evidence",
            "/debrief",
            "/findings",
        )
    ],
]


def measure(quick: bool) -> Iterator[Result]:
    with demo_database() as url, served(url) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for persona, path in PAGES:
            size, requests = cold(browser, address, persona, path)
            shown = path.replace(VISIT, "/visits/…").replace(PAIR, "/pairs/…")
            signed_in = "" if persona else " (signed out)"
            yield Result(
                f"weight{shown}{signed_in}",
                size / 1000,
                "kB",
                note=f"{requests} requests",
            )
        browser.close()


def cold(browser: Browser, address: str, persona: str, path: str) -> tuple[int, int]:
    context = browser.new_context()
    if persona:
        name, _, value = enter(address, persona).partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + path, wait_until="networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    context.close()
    return (
        sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes),
        len(answers),
    )
