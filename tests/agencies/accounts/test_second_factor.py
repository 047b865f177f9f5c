"""The app for codes, and the codes for who has lost it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from agencies.models import Account
from tests.agencies.accounts.doors import PASSWORD, add_app, code_of, log_in, with_password
from tests.conftest import as_owner

pytestmark = pytest.mark.pages
APP, CODES, ASK = "/login/second-factor/app/", "/login/second-factor/codes/", "/login/code/"


@pytest.fixture
def henrik(people: Any) -> Account:
    return with_password(people.henrik)


@pytest.fixture
def app(henrik: Account) -> str:
    """The secret in Henrik's app."""
    browser = Client()
    log_in(browser, henrik)
    return add_app(browser)


def test_without_one_there_is_nothing_but_setting_it_up(client: Client, henrik: Account) -> None:
    log_in(client, henrik)
    for page in ("/", "/cases/", "/notices/", "/login/password/", CODES):
        assert client.get(page).url == APP
    assert client.get(APP).url.startswith("/login/confirm/")  # the password once more, for who found an open screen
    assert client.get("/help/").status_code == 200
    assert client.get("/language/en/?next=/help/").url == "/help/"


def test_once_it_is_there_the_pages_open(client: Client, henrik: Account) -> None:
    log_in(client, henrik)
    add_app(client)
    assert client.get("/cases/").status_code == 200
    assert client.get(CODES).status_code == 200


def test_the_square_is_part_of_the_page(client: Client, henrik: Account) -> None:
    """The policy on content lets no `data:` address in."""
    log_in(client, henrik)
    client.post(f"/login/confirm/?next={APP}", {"password": PASSWORD})
    page = client.get(APP).content.decode()
    assert "<svg" in page
    assert "data:" not in page


def test_password_and_code(client: Client, henrik: Account, app: str) -> None:
    assert log_in(client, henrik).url == ASK
    assert client.get("/cases/").url.startswith("/login/?")  # half-way is nowhere
    assert client.get(ASK).status_code == 200
    assert client.post(ASK, {"code": code_of(app, 1)}).url == "/"
    assert client.get("/cases/").status_code == 200


def test_a_wrong_code_does_not_do(client: Client, henrik: Account, app: str) -> None:
    log_in(client, henrik)
    assert client.post(ASK, {"code": code_of(app, 100)}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client: Client, henrik: Account, app: str) -> None:
    for expected in (302, 200):
        browser = Client()
        log_in(browser, henrik)
        assert browser.post(ASK, {"code": code_of(app, 1)}).status_code == expected


def test_codes_are_not_guessed(client: Client, henrik: Account, app: str) -> None:
    log_in(client, henrik)
    assert [client.post(ASK, {"code": f"{n:06}"}).status_code for n in range(5)] == [200] * 5
    assert client.post(ASK, {"code": code_of(app, 1)}).status_code == 429


def test_a_recovery_code_works_once(henrik: Account, app: str) -> None:
    code = Authenticator.objects.get(user=henrik, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        log_in(browser, henrik)
        assert browser.post(ASK, {"code": code}).status_code == expected


def test_secrets_are_sealed(henrik: Account, app: str) -> None:
    stored = {found.type: found.data for found in Authenticator.objects.filter(user=henrik)}
    assert stored["totp"]["secret"] != app
    assert app not in str(stored)
    assert Authenticator.objects.get(user=henrik, type="totp").wrap().validate_code(code_of(app, -1))


def test_a_new_master_key_opens_what_the_old_one_sealed(henrik: Account, app: str, settings: Any) -> None:
    settings.FIELD_KEYS = [bytes(32), *settings.FIELD_KEYS]
    browser = Client()
    log_in(browser, henrik)
    assert browser.post(ASK, {"code": code_of(app, 1)}).status_code == 302


def test_who_removes_the_app_adds_another(client: Client, henrik: Account, app: str) -> None:
    log_in(client, henrik)
    client.post(ASK, {"code": code_of(app, 1)})
    assert client.get(f"{APP}remove/").url.startswith("/login/confirm/")
    client.post(f"/login/confirm/?next={APP}remove/", {"password": PASSWORD})
    assert client.post(f"{APP}remove/").status_code == 302
    assert not Authenticator.objects.filter(user=henrik).exists()
    assert client.get("/cases/").url == APP


def test_demo_asks_for_none(client: Client, henrik: Account, settings: Any) -> None:
    settings.DEMO = True
    log_in(client, henrik)
    assert client.get("/cases/").status_code == 200


def test_nobody_writes_the_second_factor_of_another(people: Any) -> None:
    from django.db import ProgrammingError, transaction

    from cases.wall import acting_as

    with acting_as(people.carl), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Authenticator.objects.create(user=people.cecilie, type="totp", data={})
    with as_owner():
        Authenticator.objects.create(user=people.cecilie, type="totp", data={})
    for person, gone in ((people.carl, 0), (people.anna, 0), (None, 0), (people.adam, 1)):
        with acting_as(person):
            assert Authenticator.objects.filter(user=people.cecilie).delete()[0] == gone
