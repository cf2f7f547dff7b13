"""Takes the README's picture of a fresh demo: `make screenshot`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from app.ids import seed_id
from bench.served import demo_database, served

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
VISIT = seed_id("demonstration", "visit", "val-daubre-review")


def main() -> None:
    target = Path(__file__).parent / "screenshot.png"
    with demo_database() as url, served(url) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.request.post(
            f"{address}/sign-in/demo",
            form={"persona": "mentee-officer"},
            headers={"Origin": address},
        )
        page = context.new_page()
        page.goto(f"{address}/visits/{VISIT}/agenda")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main()
