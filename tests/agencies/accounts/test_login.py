"""Password, leavers, and too many attempts."""

from typing import Any

import pytest
from django.test import Client

from agencies.models import Account, Post
from tests.agencies.accounts.doors import PASSWORD, log_in, with_password
from tests.conftest import as_owner
from tests.people import signed_in

pytestmark = pytest.mark.pages


@pytest.fixture
def henrik(people: Any) -> Account:
    return with_password(people.henrik)


def test_password_leads_in(client: Client, henrik: Account) -> None:
    assert log_in(client, henrik).status_code == 302
    assert client.session["_auth_user_id"] == str(henrik.pk)
    henrik.refresh_from_db()
    assert henrik.last_login is not None


def test_address_is_not_case_sensitive(client: Client, henrik: Account) -> None:
    answer = client.post("/login/", {"login": henrik.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_wrong_password_and_unknown_address_read_the_same(client: Client, henrik: Account) -> None:
    wrong = log_in(client, henrik, "another")
    unknown = client.post("/login/", {"login": "nobody@tillid.example", "password": PASSWORD})
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert list(wrong.context["form"].errors) == ["__all__"]
    assert "_auth_user_id" not in client.session


def test_who_was_stopped_at_the_door_goes_where_they_wanted(client: Client, henrik: Account) -> None:
    asked = client.get("/cases/")
    assert asked.url == "/login/?next=/cases/"
    assert log_in(client, henrik, next="/cases/").url == "/cases/"


def test_nobody_is_sent_to_another_site(client: Client, henrik: Account) -> None:
    assert log_in(client, henrik, next="https://elsewhere.example/").url == "/"


def test_a_leaver_does_not_get_in(client: Client, people: Any) -> None:
    answer = log_in(client, with_password(people.left))
    assert answer.url == "/login/closed/"
    assert "_auth_user_id" not in client.session
    assert client.get("/login/closed/").status_code == 200


def test_an_account_without_a_post_does_not_get_in(client: Client) -> None:
    with as_owner():
        account = Account.objects.create(email="lost@tillid.example", name="Lost")
    assert log_in(client, with_password(account)).url == "/login/closed/"


def test_the_session_of_a_leaver_is_over(people: Any) -> None:
    browser = signed_in(people.nora)
    assert browser.get("/cases/").status_code == 200
    with as_owner():
        Post.objects.filter(account=people.nora).update(is_active=False)
    assert browser.get("/cases/").url == "/login/?next=/cases/"


def test_five_wrong_passwords_close_the_account_for_a_while(client: Client, henrik: Account) -> None:
    assert [log_in(client, henrik, "wrong").status_code for _ in range(5)] == [200] * 5
    closed = log_in(client, henrik)
    assert closed.status_code == 429
    assert "_auth_user_id" not in client.session


def test_others_get_in_meanwhile(client: Client, henrik: Account, people: Any) -> None:
    for _ in range(6):
        log_in(client, henrik, "wrong")
    assert log_in(client, with_password(people.nina)).status_code == 302


def test_logging_out_takes_a_post(people: Any) -> None:
    browser = signed_in(people.nina)
    assert browser.get("/logout/").status_code == 200
    assert "_auth_user_id" in browser.session
    assert browser.post("/logout/").status_code == 302
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    "address", ["/signup/", "/accounts/signup/", "/login/signup/", "/login/email/", "/email/", "/login/webauthn/"]
)
def test_nobody_signs_up(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
