"""Journeys: people at their browsers, before a server as an installation has it.

granian as `make run` starts it, the application's own login, collected static files; on databases of its own. Each person has
a browser context and logs in once. After each test nobody may have complained: no console, no policy for content, no status
of 500.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from demo.users import BY_KEY
from tests.conftest import as_migrator, cloned
from tests.journeys.inspection import WIDE
from tools.browser import find_browser
from tools.processes import ONCE, Web
from tools.run import commands, finish

LOCALES = {"da": "da-DK", "en": "en-GB"}
PATIENCE = 15_000  # milliseconds that a page is given on a machine that does other things too

expect.set_options(timeout=PATIENCE)


# Servers


def as_application(names: dict[str, str], **more: str) -> dict[str, str]:
    """The environment of a process that works on these databases. Its tasks are nobody's: no worker is there."""
    urls = {"DATABASE_URL": names["default"], "KEYS_DATABASE_URL": names["keys"]}
    own = {key: urlunsplit(urlsplit(os.environ[f"APP_{key}"])._replace(path=f"/{name}")) for key, name in urls.items()}
    return os.environ | own | {"DEMO": "1", "BROKER_URL": "memory://"} | more


@pytest.fixture(scope="package")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Collected once a run, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "static"
    with folder.with_suffix(".lock").open("w") as lock, commands() as begin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for words in ONCE["static"]:
                finish(*begin(words, os.environ | {"STATIC_ROOT": str(folder)}))
    return str(folder)


@pytest.fixture(scope="package")
def empty(static_root: str) -> Iterator[dict[str, str]]:
    """The environment of a server on databases that hold the demo's people and no case."""
    with cloned("_empty") as names, commands() as begin:
        env = as_application(names, STATIC_ROOT=static_root)
        finish(*begin(["demo_accounts"], env | as_migrator(names)))
        yield env


@pytest.fixture(scope="package")
def full(static_root: str) -> Iterator[dict[str, str]]:
    """The same, on databases with all of the demo."""
    with cloned("_full") as names, commands() as begin:
        env = as_application(names, STATIC_ROOT=static_root)
        finish(*begin(["demo_accounts"], env | as_migrator(names)))
        finish(*begin(["load_demo"], env))
        yield env


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**find_browser())
        yield chromium
        chromium.close()


# People


@dataclass
class Site:
    """A server, and the browsers in which people use it."""

    url: str
    browser: Browser
    env: dict[str, str]
    complaints: list[str] = field(default_factory=list)
    staying: dict[tuple[str, str], BrowserContext] = field(default_factory=dict)
    passing: list[BrowserContext] = field(default_factory=list)
    used: list[Page] = field(default_factory=list)

    def open(self, who: str = "", language: str = "da") -> Page:
        """A page of the browser in which this demo user is logged in; without a name, of a visitor's."""
        if (who, language) not in self.staying:
            page = self.visit(language)
            if who:
                log_in(page, who)
            self.staying[who, language] = self.passing.pop()
        context = self.staying[who, language]
        page = next((page for page in context.pages if page not in self.used), None) or context.new_page()
        page.set_viewport_size(WIDE)
        self.used.append(page)
        return page

    def visit(self, language: str = "da", **options: Any) -> Page:
        """A page of a browser that nobody has used, and nobody will."""
        options = {"base_url": self.url, "locale": LOCALES[language], "viewport": WIDE} | options
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: self.hear(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("response", self.look_at)
        self.passing.append(context)
        return context.new_page()

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):  # `look_at` knows better
            self.complaints.append(text)

    def look_at(self, response: Response) -> None:
        """A page may be refused, and a draft that a colleague saved meanwhile; nothing else."""
        is_page = response.request.is_navigation_request() or response.status == 409
        if response.status >= (500 if is_page else 400):
            self.complaints.append(f"{response.status} {response.url}")

    def through_services(self, script: str) -> None:
        """What no page asks for yet: a script of the demo's people, on the databases of this server."""
        with commands() as begin:
            finish(*begin(["shell", "-c", script], self.env))

    def go_home(self) -> None:
        for context in self.passing:
            context.close()
        self.passing.clear()
        for context in self.staying.values():
            for page in context.pages[1:]:
                page.close()
        self.used.clear()

    def close(self) -> None:
        self.go_home()
        for context in self.staying.values():
            context.close()


def log_in(page: Page, who: str) -> None:
    """By one's button; those who have none, by the form."""
    from demo.accounts import PASSWORD  # needs the settings

    page.goto("/login/")
    button = page.locator(f"button[formaction='/demo/{who}/']")
    if button.count():
        button.click()
    else:
        page.locator("#id_login").fill(BY_KEY[who].email)
        page.locator("#id_password").fill(PASSWORD)
        page.locator(".own-login button").click()
    expect(page.locator("form.log-off").first).to_be_attached()


def serve(browser: Browser, folder: Path, env: dict[str, str]) -> Iterator[Site]:
    web = Web(folder, env)
    try:
        web.start()
        site = Site(web.url, browser, env)
        yield site
        site.close()
    finally:
        web.stop()


@pytest.fixture(scope="package")
def _site(empty: dict[str, str], browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(browser, tmp_path_factory.mktemp("web"), empty)


@pytest.fixture(scope="package")
def _full_site(full: dict[str, str], browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(browser, tmp_path_factory.mktemp("web"), full)


def quietly(site: Site) -> Iterator[Site]:
    yield site
    site.go_home()
    complaints, site.complaints = site.complaints, []
    assert complaints == []


@pytest.fixture
def site(_site: Site) -> Iterator[Site]:
    """The demo's people, and what the test makes."""
    yield from quietly(_site)


@pytest.fixture
def full_site(_full_site: Site) -> Iterator[Site]:
    """The demo, as `make run` shows it."""
    yield from quietly(_full_site)
