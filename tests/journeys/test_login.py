"""The doors of an installation: link, password, app and recovery codes, for its first administrator and a colleague."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.agencies.accounts.doors import code_of
from tests.conftest import as_migrator, cloned
from tests.journeys.acts import ending
from tests.journeys.conftest import Site, as_application, quietly, serve
from tests.journeys.inspection import WIDE, inspect
from tools.run import commands

ANNA, BO = ("anna.dahl@cmm.example", "a long walk at dusk"), ("bo.lund@cmm.example", "another walk at dawn")
OUT, CONFIRM = re.compile(r"/login/\?next="), re.compile(r"/login/confirm/\?next=")
LINK = re.compile(r"/login/reset/\S+")
FIRST = ["first_agency", "--kind=cmm", "--name=Center mod Menneskehandel", "--short=CMM"]
FIRST += [f"--administrator-email={ANNA[0]}", "--administrator-name=Anna Dahl"]


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def names() -> Iterator[dict[str, str]]:
    with cloned("_doors") as names:
        yield names


@pytest.fixture
def real_site(names: dict[str, str], mails: Path, static_root: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """An installation: nobody's button is on its page, and the second factor is asked of everybody."""
    env = as_application(names, DEMO="0", STATIC_ROOT=static_root, EMAIL_URL=f"filemail:///{mails}")
    for site in serve(browser, tmp_path, env):
        yield from quietly(site)


@pytest.fixture
def first_link(real_site: Site, names: dict[str, str]) -> str:
    """What `first_agency` prints."""
    env = as_application(names, DEMO="0", BASE_URL=real_site.url) | as_migrator(names)
    with commands() as begin:
        _verb, process = begin(FIRST, env)
        said, _ = process.communicate()
    return said.split()[-1]


def press(page: Page, label: str) -> None:
    page.locator("main").get_by_role("button", name=label, exact=True).click()


def take_up(page: Page, link: str, password: str) -> tuple[str, list[str]]:
    """From the link to the recovery codes. The app's secret, and the codes."""
    page.goto(link)
    inspect(page)
    page.locator("#id_password1").fill(password)
    page.locator("#id_password2").fill(password)
    press(page, "Gem adgangskoden")
    expect(page).to_have_url(CONFIRM)
    page.goto("/cases/")  # there is no way round
    expect(page).to_have_url(CONFIRM)
    page.locator("#id_password").fill(password)
    press(page, "Bekræft")
    expect(page.locator("h1")).to_have_text("Tilføj en app")
    inspect(page)
    secret = page.locator(".key").inner_text()
    page.locator("#id_code").fill(code_of(secret))
    press(page, "Tilføj appen")
    codes = page.locator("ul.codes li")
    expect(codes.first).to_be_visible()
    inspect(page)
    return secret, codes.all_inner_texts()


def log_out(page: Page) -> None:
    page.set_viewport_size(WIDE)
    page.locator(".header-user .log-off button").click()
    page.goto("/cases/")
    expect(page).to_have_url(OUT)


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    press(page, "Log ind")


def say_code(page: Page, code: str) -> None:
    expect(page).to_have_url(ending("/login/code/"))
    page.locator("#id_code").fill(code)
    press(page, "Log ind")


def refusal(page: Page, email: str, password: str) -> str:
    log_in(page, email, password)
    expect(page.locator("#error-summary")).to_be_focused()
    return page.locator("#error-summary").inner_text()


def test_the_doors(real_site: Site, first_link: str, mails: Path) -> None:
    # The first administrator opens the link, and is not in before the app is there.
    anna = real_site.visit()
    anna.goto("/login/")
    expect(anna.locator(".demo-users")).to_have_count(0)
    secret, _codes = take_up(anna, first_link, ANNA[1])
    log_out(anna)

    # The link worked once. Password and code lead in, and to the accounts.
    anna.goto(first_link)
    expect(anna.locator("h1")).to_have_text("Linket virker ikke længere")
    log_in(anna, *ANNA)
    inspect(anna)
    say_code(anna, code_of(secret, 1))
    expect(anna).to_have_url(ending("/accounts/"))

    # A colleague is invited, and comes in by the link of the mail.
    anna.locator("#id_email").fill(BO[0])
    anna.locator("#id_name").fill("Bo Lund")
    anna.locator("[name=role][value=caseworker]").check(force=True)
    press(anna, "Send invitation")
    expect(anna.locator("main table")).to_contain_text("Bo Lund")
    [mail] = mails.iterdir()
    text = mail.read_text()
    assert f"To: {BO[0]}" in text
    bo = real_site.visit()
    _secret, codes = take_up(bo, link_of(text), BO[1])
    bo.get_by_role("main").get_by_role("link", name="Gå videre").click()
    expect(bo).to_have_url(ending("/"))
    log_out(bo)

    # Who has no account and who has another password are told the same.
    assert refusal(bo, BO[0], ANNA[1]) == refusal(bo, "nobody@cmm.example", BO[1]) != ""

    # Without the telephone a recovery code leads in, once.
    log_in(bo, *BO)
    say_code(bo, codes[0])
    expect(bo).to_have_url(ending("/"))
    log_out(bo)
    log_in(bo, *BO)
    say_code(bo, codes[0])
    expect(bo.locator("main")).to_contain_text("Koden passer ikke")
    bo.goto("/cases/")
    expect(bo).to_have_url(ending("/login/code/"))


def link_of(mail: str) -> str:
    found = LINK.search(mail)
    assert found
    return found[0]
