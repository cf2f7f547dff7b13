"""axe-core, the copy that the build fetches, run in the page that is open."""

from typing import Any

from playwright.sync_api import Page, expect

from app.assets import STATIC

SOURCE = (STATIC / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})
  .then(found => found.violations.map(one => `${one.id}: ${one.nodes.slice(0, 3)
    .map(node => node.target.join(' ')).join(', ')}`))"""
OVER = "() => document.documentElement.scrollWidth - innerWidth"
Settings = list[tuple[int, str]]
#: (width, theme); by night each width with each theme.
SETTINGS: Settings = [(1280, "light"), (360, "dark")]
EVERY_SETTING: Settings = [*SETTINGS, (1280, "dark"), (360, "light")]


def complaints(page: Page) -> list[str]:
    """What axe finds in the page once nothing is under way: rule and elements."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def in_every_setting(page: Page, settings: Settings = SETTINGS) -> dict[str, Any]:
    """Complaints by width and theme; a page that scrolls sideways is one too."""
    found: dict[str, Any] = {}
    for width, theme in settings:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        said = complaints(page)
        if (over := page.evaluate(OVER)) > 0:
            said.append(f"{over} px wider than the window")
        if said:
            found[f"{width} {theme}"] = said
    return found
