"""Danish, or English by a plain link."""

import pytest
from django.test import Client

pytestmark = pytest.mark.pages


def lang(client: Client) -> str:
    return client.get("/login/").content.decode().split('lang="')[1][:2]


def test_danish_unless_one_asks(client: Client) -> None:
    assert lang(client) == "da"
    assert client.get("/language/en/?next=/login/").url == "/login/"
    assert lang(client) == "en"
    client.get("/language/da/")
    assert lang(client) == "da"


def test_each_page_leads_to_the_other_language_and_back_to_itself(client: Client) -> None:
    page = client.get("/login/?next=/cases/").content.decode()
    assert "/language/en/?next=/login/%3Fnext%3D/cases/" in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil.example", "", "\x00/"],
)
def test_never_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.get("/language/en/", {"next": elsewhere}).url == "/"


def test_an_unknown_language_is_a_page_that_is_not_there(client: Client) -> None:
    assert client.get("/language/xx/").status_code == 404
    assert client.post("/language/en/").status_code == 405
