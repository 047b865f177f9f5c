"""The menu: what each reader can open, and nothing else."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from agencies.models import Account
from config.context import MENU, menu
from tests.people import signed_in


def names_of(person: Account, path: str = "/") -> list[str]:
    request = RequestFactory().get(path)
    request.user = person
    by_url = {reverse(entry.name): entry.name for entry in MENU}
    return [f"{by_url[url]}{'*' if is_current else ''}" for _label, url, is_current in menu(request)]


@pytest.mark.rules
def test_every_entry_leads_somewhere() -> None:
    assert [entry.name for entry in MENU if not reverse(entry.name)] == []


CASEWORK = ["home*", "cases:list", "referrals:notices"]
REFERRING = ["home*", "referrals:list", "cases:list", "referrals:notices"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cecilie", REFERRING),
        ("rita", REFERRING),
        ("henrik", REFERRING),
        ("ian", CASEWORK),
        ("adam", ["agencies:accounts"]),
        ("olga", ["cases:oversight"]),
        ("left", []),
    ],
)
def test_by_role_and_kind_of_agency(people: Any, name: str, expected: list[str]) -> None:
    assert names_of(getattr(people, name)) == expected


def test_where_one_is(people: Any) -> None:
    assert names_of(people.ian, "/cases/") == ["home", "cases:list*", "referrals:notices"]
    assert names_of(people.ian, "/help/") == ["home", "cases:list", "referrals:notices"]


@pytest.mark.pages
@pytest.mark.parametrize("name", ["cecilie", "henrik", "ulla", "sara", "adam", "olga"])
def test_whatever_stands_there_opens(people: Any, name: str) -> None:
    browser = signed_in(getattr(people, name))
    shown = browser.get("/", follow=True).context["menu"]
    assert shown
    assert [browser.get(url).status_code for _label, url, _is_current in shown] == [200] * len(shown)


@pytest.mark.pages
def test_visitors_have_none(client: Client, db: None) -> None:
    assert client.get("/login/").context["menu"] == []
