"""A new password, by mail or by oneself."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from agencies.models import Account
from tests.agencies.accounts.doors import (
    PASSWORD,
    add_app,
    choose_password,
    code_of,
    link_in_mail,
    log_in,
    with_password,
)

pytestmark = pytest.mark.pages
NEW = "another walk at dawn"


@pytest.fixture
def henrik(people: Any) -> Account:
    return with_password(people.henrik)


def test_the_mail_names_nobody(client: Client, henrik: Account, settings: Any) -> None:
    settings.BASE_URL = "https://tillid.example"
    assert (
        client.post("/login/reset/", {"email": henrik.email}, headers={"host": "localhost"}).url == "/login/reset/sent/"
    )
    [sent] = mail.outbox
    assert sent.to == [henrik.email]
    assert henrik.name not in sent.subject + sent.body
    assert henrik.email not in sent.body
    assert "https://tillid.example/login/reset/" in sent.body  # whatever host the browser asked for


def test_an_unknown_address_reads_the_same_and_gets_no_mail(client: Client, henrik: Account, people: Any) -> None:
    for address in ("nobody@tillid.example", people.left.email, people.nora.email):  # unknown, a leaver, invited only
        assert client.post("/login/reset/", {"email": address}).url == "/login/reset/sent/"
    assert mail.outbox == []


def test_the_link_works_once_and_leads_in(client: Client, henrik: Account) -> None:
    client.post("/login/reset/", {"email": henrik.email})
    link = link_in_mail()
    assert choose_password(client, link, NEW).url == "/"
    assert client.session["_auth_user_id"] == str(henrik.pk)
    late = Client().get(link, follow=True)
    assert late.context["token_fail"]


def test_the_link_does_not_replace_the_second_factor(client: Client, henrik: Account) -> None:
    log_in(client, henrik)
    secret = add_app(client)
    browser = Client()
    browser.post("/login/reset/", {"email": henrik.email})
    assert choose_password(browser, link_in_mail(), NEW).url == "/login/code/"
    assert browser.post("/login/code/", {"code": code_of(secret, 1)}).url == "/"


def test_a_new_password_ends_other_sessions(client: Client, henrik: Account) -> None:
    log_in(client, henrik)
    add_app(client)
    browser = Client()
    browser.post("/login/reset/", {"email": henrik.email})
    choose_password(browser, link_in_mail(), NEW)
    assert client.get("/cases/").url == "/login/?next=/cases/"


def test_one_changes_the_own_password(client: Client, henrik: Account) -> None:
    log_in(client, henrik)
    add_app(client)
    assert client.get("/login/password/").status_code == 200
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/login/password/", said).status_code == 302
    assert log_in(Client(), henrik, NEW).url == "/login/code/"


@pytest.mark.parametrize("weak", ["short", "password1234", "henrik@tillid.example"])
def test_a_weak_password_is_refused(client: Client, henrik: Account, weak: str) -> None:
    client.post("/login/reset/", {"email": henrik.email})
    answer = choose_password(client, link_in_mail(), weak)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_nobody_asks_for_mail_without_end(client: Client, henrik: Account) -> None:
    codes = [client.post("/login/reset/", {"email": henrik.email}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert len(mail.outbox) == 5
