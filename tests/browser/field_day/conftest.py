"""One service and one lead for all stories; each story has tablets of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.people.tablet_rules import in_groups
from tests.browser.conftest import fresh_context
from tests.browser.field_day.service import Service
from tests.browser.field_day.tablet import Tablet, switched_on
from tests.browser.test_tablet_journey import AT, code_of

TEAM = 3
Joined = Callable[[], Tablet]


@pytest.fixture(scope="package")
def service(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("service"), demo_file)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="package")
def lead(service: Service, chromium: Browser) -> Iterator[Page]:
    context = fresh_context(chromium, service.address, "facilitator")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package")
def cards(lead: Page) -> dict[str, str]:
    """Name of the member → what is printed on their pass card."""
    lead.goto(f"{AT}/cards")
    lead.get_by_role("button", name="Make cards for the whole team").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("to print")
    names = lead.get_by_role("heading", level=2).all_inner_texts()
    letters = lead.get_by_role("code").all_inner_texts()
    return {
        name: in_groups("".join(text.split()), 6)
        for name, text in zip(names, letters, strict=True)
    }


@pytest.fixture
def joined(
    service: Service, lead: Page, chromium: Browser, tmp_path: Path
) -> Iterator[Joined]:
    """`joined()`: one more tablet of the visit that has all it needs on it."""
    with ExitStack() as until:
        made: list[Tablet] = []

        def one_more() -> Tablet:
            profile = tmp_path / f"tablet-{len(made)}"
            tablet = Tablet(chromium.browser_type, service, profile)
            made.append(until.enter_context(switched_on(tablet)))
            tablet.page.goto(f"{service.address}/tablets/new")
            tablet.join(code_of(lead))
            tablet.is_ready()
            tablet.shut()  # the evening before: its browser holds cookies back for 30 s
            tablet.start()
            tablet.open()
            return tablet

        yield one_more
