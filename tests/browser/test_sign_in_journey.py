"""Into an account by a code from a real mail, then by a passkey of a virtual device."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from app.db import Database
from app.models import Person
from tests.browser.axe import in_every_setting
from tests.browser.conftest import free_port, fresh_context, note, running
from tests.people.mailbox import Mailbox, mailbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Site:
    """The demo with mail, under a name: passkeys do not belong to numbers."""

    address: str
    mailbox: Mailbox
    email: str


@pytest.fixture
def site(demo_file: Path, tmp_path: Path) -> Iterator[Site]:
    path, port = shutil.copy(demo_file, tmp_path / "demo.db"), free_port()
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        wanted = select(Person.email).where(Person.persona == "facilitator")
        email = session.exec(wanted).one()
    database.close()
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"]
    command += ["--port", str(port), "--log-level", "warning"]
    with mailbox() as kept:
        environment = os.environ | {
            "REPERE_DEMO": "1",
            "REPERE_DATABASE_URL": f"sqlite:///{path}",
            "REPERE_PUBLIC_URL": f"http://localhost:{port}",
            "REPERE_MAIL_URL": kept.url,
        }
        with running(command, environment, f"http://127.0.0.1:{port}"):
            yield Site(f"http://localhost:{port}", kept, email)


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    complaints: list[str] = []
    context = fresh_context(chromium, site.address, "")
    page = context.new_page()
    page.on("console", lambda message: note(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()
    assert complaints == []


def sign_in_by_code(page: Page, site: Site) -> None:
    page.goto("/sign-in?next=/account")
    page.get_by_label("Your e-mail address").fill(site.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type your code")
    assert in_every_setting(page) == {}
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Code").fill(site.mailbox.last_code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")


def test_a_code_first_then_a_passkey_and_a_token_by_it(page: Page, site: Site) -> None:
    sign_in_by_code(page, site)
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("status")).to_have_text("The passkey is added.")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()
    assert in_every_setting(page) == {}
    page.get_by_role("link", name="Make a token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a token")
    page.get_by_label("What it is for").fill("My script")
    assert in_every_setting(page) == {}
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new token")
    assert in_every_setting(page) == {}


def test_a_passkey_alone_signs_in_until_it_is_removed(page: Page, site: Site) -> None:
    sign_in_by_code(page, site)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("status")).to_have_text("The passkey is added.")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in?next=/account/tokens/new")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a token")
    page.goto("/account")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_contain_text("it no longer signs you in")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("was not accepted")


def reach(page: Page, wanted: Locator) -> None:
    """Go on by Tab alone until focus is there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no key leads to {wanted}")


def test_a_code_signs_in_by_keys_alone_without_scripts(
    chromium: Browser, site: Site
) -> None:
    context = chromium.new_context(
        base_url=site.address, locale="en", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/sign-in?next=/account")
    reach(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type(site.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Type your code")
    reach(page, page.get_by_label("Code"))
    page.keyboard.type(site.mailbox.last_code)
    reach(page, page.get_by_role("button", name="Sign in", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    context.close()
