"""A tablet in WebKit, which iPadOS has under every browser: Debian's WebKitGTK."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

DRIVER = "/usr/bin/WebKitWebDriver"
BROWSERS = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
PATIENCE = 60


class Webkit:
    """A page in it; elements are found by their words."""

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def comes(self, path: str) -> WebElement:
        """The first of what this XPath names, once somebody can see it."""

        def seen(driver: WebKitGTK) -> WebElement | Literal[False]:
            found = driver.find_elements(By.XPATH, path)
            return next((one for one in found if one.is_displayed()), False)

        drawn_anew = [StaleElementReferenceException]
        return WebDriverWait(self.driver, PATIENCE, 0.1, drawn_anew).until(seen)

    def says(self, words: str, within: str = "*") -> WebElement:
        return self.comes(f"//{within}[contains(normalize-space(), '{words}')]")

    def touch(self, name: str) -> None:
        """A link or a button with this name."""
        self.comes(f"//*[self::a or self::button][normalize-space()='{name}']").click()

    def go(self, view: str) -> None:
        self.comes(f"//nav//a[starts-with(normalize-space(), '{view}')]").click()

    def field(self, label: str) -> WebElement:
        return self.comes(f"//*[@id=//label[normalize-space()='{label}']/@for]")

    def opens(self) -> None:
        """The page that needs no network has taken the place of the server's."""
        self.comes("//html[@data-tablet='open']")


@contextmanager
def webkit() -> Iterator[Webkit]:
    with shown_nowhere() as display:
        options = Options()
        options.binary_location = str(next(BROWSERS))
        options.add_argument("--automation")
        environment = os.environ | {
            "DISPLAY": display,
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # as root, in a container
        }
        driver = WebKitGTK(options, Service(DRIVER, env=environment))
        try:
            yield Webkit(driver)
        finally:
            driver.quit()


@contextmanager
def shown_nowhere() -> Iterator[str]:
    """The name of a display without a screen: there is no headless WebKitGTK."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
