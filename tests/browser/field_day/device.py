"""A tablet as a thing: a browser with storage and network of its own, that can die."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import sleep

from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS, note as noted
from tests.browser.field_day.gate import Gate
from tests.browser.field_day.service import Service
from tests.browser.test_tablet_journey import AT

SOUND = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


class Device:
    def __init__(self, kind: BrowserType, service: Service, profile: Path) -> None:
        self.kind, self.service, self.profile = kind, service, profile
        self.complaints: list[str] = []
        #: Run before the page's own, in every page that is opened from now on.
        self.scripts: list[str] = []
        self.is_away = False
        self.gate = Gate(service.port)
        self.page: Page
        self._browser: Browser
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Page:
        """Switched on: an empty page in a browser that has what it had before."""
        self.profile.mkdir(exist_ok=True)
        told = self.profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        rules = f"MAP 127.0.0.1:{self.service.port} 127.0.0.1:{self.gate.port}"
        command = [CHROMIUM, *FLAGS, *SOUND, f"--host-resolver-rules={rules}"]
        command += [f"--user-data-dir={self.profile}", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [*command, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # its processes die together
        )
        self._browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{port_of(told)}")
        context = self._browser.contexts[0]
        context.set_default_timeout(15_000)
        context.set_offline(self.is_away)
        self.page = self.watched(context.pages[0])
        return self.page

    def watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: noted(self.complaints, message))
        for script in self.scripts:
            page.add_init_script(script)
        return page

    def open(self) -> Page:
        """Its page, whatever is open on it already."""
        self.page.goto(f"{self.service.address}{AT}/field")
        expect(self.page.locator("html[data-tablet=open]")).to_have_count(1)
        return self.page

    def kill(self) -> None:
        """All its processes at once, in the middle of whatever they do."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def shut(self) -> None:
        """Switched off as one should: what its browser holds back is written."""
        assert self._process
        self._browser.new_browser_cdp_session().send("Browser.close")
        self._process.wait()

    def kill_page(self) -> None:
        """The tab alone dies, and another one is opened in its place."""
        asked = self._browser.new_browser_cdp_session()
        running = asked.send("SystemInfo.getProcessInfo")["processInfo"]
        with self.page.expect_event("crash"):
            for one in running:
                if one["type"] == "renderer":
                    os.kill(one["id"], signal.SIGKILL)
        dead, self.page = self.page, self.watched(self._browser.contexts[0].new_page())
        dead.close()

    def away(self) -> None:
        self.is_away = True
        self.gate.close()
        self._browser.contexts[0].set_offline(True)

    def back(self) -> None:
        self.is_away = False
        self.gate.open()
        self._browser.contexts[0].set_offline(False)


def port_of(told: Path) -> str:
    """As the browser writes it down once it listens."""
    comes(lambda: told.exists() and told.read_text().strip())
    return told.read_text().split()[0]


def comes(what: Callable[[], object]) -> None:
    """Waits for what another process works on by itself."""
    for _ in range(600):
        if what():
            return
        sleep(0.05)
    raise AssertionError("it never came")
