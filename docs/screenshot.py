"""Takes the README's picture of a fresh demo: `make screenshot`.

The findings of a visit on a desk, and beside it a note being written on a phone.
"""

from base64 import b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from app.ids import seed_id
from bench.served import demo_database, served

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
VISIT = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}"
NOTE = "Le guichet ouvre à neuf heures ; presque toutes commencent à six."
FRAME = """<style>
body { margin: 0; position: relative; background: #e6e1d6; }
img { position: absolute; box-shadow: 0 2px 20px #0004; }
.desk { inset-inline-start: 28px; inset-block-start: 28px; border-radius: 8px; }
.phone { inset-inline-end: 28px; inset-block-end: 28px; border: 6px solid #11151c; border-radius: 22px; }
</style>
<img class="desk" src="data:image/png;base64,%s"><img class="phone" src="data:image/png;base64,%s">"""  # fmt: skip


def main() -> None:
    target = Path(__file__).parent / "screenshot.png"
    with demo_database() as url, served(url) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        pictures = [findings(browser, address), note(browser, address)]
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.set_content(FRAME % tuple(b64encode(one).decode() for one in pictures))
        page.screenshot(path=target)
        browser.close()


def findings(browser: Browser, address: str) -> bytes:
    page = entered(browser, address, "facilitator", size=(1280, 962), scale=0.8)
    page.goto(f"{address}{VISIT}/findings")
    return page.screenshot()


def note(browser: Browser, address: str) -> bytes:
    page = entered(
        browser, address, "migrant-member", size=(372, 740), scale=0.9,
        color_scheme="dark", locale="fr-FR",
    )  # fmt: skip
    page.goto(f"{address}{VISIT}/evidence")
    page.get_by_role("textbox").first.fill(NOTE)
    page.get_by_role("checkbox").nth(2).check()
    page.get_by_role("heading", level=1).evaluate("one => one.scrollIntoView()")
    return page.screenshot()


def entered(
    browser: Browser,
    address: str,
    persona: str,
    *,
    size: tuple[int, int],
    scale: float,
    **settings: Any,
) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        **settings,
    )
    context.request.post(
        f"{address}/sign-in/demo",
        form={"persona": persona},
        headers={"Origin": address},
    )
    return context.new_page()


if __name__ == "__main__":
    main()
