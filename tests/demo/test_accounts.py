"""The demo's people: their accounts, and one button each."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import include, path

from agencies.models import Account, Post
from config import urls
from demo.accounts import PASSWORD, make_accounts
from demo.context import offered
from demo.users import BY_KEY, USERS
from tests.conftest import NOW, as_owner

urlpatterns = [path("", include("demo.urls")), *urls.urlpatterns]
in_the_demo = pytest.mark.urls("tests.demo.test_accounts")


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.TEMPLATES = [
        engine
        | {
            "OPTIONS": engine["OPTIONS"]
            | {"context_processors": [*engine["OPTIONS"]["context_processors"], "demo.context.login"]}
        }
        for engine in settings.TEMPLATES
    ]
    with as_owner():
        make_accounts(NOW)


def test_made_once(db: None) -> None:
    with as_owner():
        assert make_accounts(NOW) == len(USERS) + 2  # one who is invited, and one who has left
        Account.objects.filter(email=USERS[0].email).update(name="Renamed")
        assert make_accounts(NOW) == 0
    assert Account.objects.get(email=USERS[0].email).name == "Renamed"
    assert Post.objects.filter(account__email__in=[user.email for user in USERS], is_active=True).count() == len(USERS)


@in_the_demo
def test_the_page_offers_users_by_kind_of_agency(client: Client, demo: None) -> None:
    page = client.get("/login/").content.decode()
    shown = [(key, name) for _heading, users in offered() for key, name, _what in users]
    assert shown == [(user.key, user.name) for user in USERS if user.is_offered]
    for key, name in shown:
        assert f'formaction="/demo/{key}/">{name}</button>' in page


@in_the_demo
@pytest.mark.parametrize("key", ["mette_lindholm", "henrik_friis", "marta_kowalska", "hanne_dreyer", "lise_hald"])
def test_one_button_and_one_is_in(client: Client, demo: None, key: str) -> None:
    assert client.post(f"/demo/{key}/").url == "/"
    landed = client.get("/", follow=True)
    assert landed.status_code == 200
    assert BY_KEY[key].name in landed.content.decode()


@in_the_demo
def test_by_address_and_by_password_too(demo: None) -> None:
    address = "henrik.friis@koebenhavn.politi.example"
    assert Client().post(f"/demo/{address}/").url == "/"
    browser = Client()
    assert browser.post("/login/", {"login": address, "password": PASSWORD}).url == "/"
    assert browser.get("/").status_code == 200


@in_the_demo
def test_only_the_demos_people_and_only_by_a_post(client: Client, demo: None, people: Any) -> None:
    assert client.post(f"/demo/{people.carl.email}/").status_code == 404
    assert client.get("/demo/henrik_friis/").status_code == 405
    with as_owner():
        Post.objects.filter(account__email=USERS[0].email).update(is_active=False)
    assert client.post(f"/demo/{USERS[0].key}/").status_code == 404


def test_outside_the_demo_there_is_no_such_address(client: Client, db: None) -> None:
    assert not settings.DEMO
    with as_owner():
        make_accounts(NOW)
    assert client.post("/demo/henrik_friis/").status_code == 404
    page = client.get("/login/").content.decode()
    assert "/demo/" not in page
    assert "Mette Lindholm" not in page
