"""Where one makes, sees and ends the own keys; and what an administrator sees of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Account, Token
from agencies.tokens.rules import digest_of
from tests.agencies.accounts.doors import PASSWORD, add_app, log_in, with_password
from tests.agencies.tokens.keys import changed, key_of, program
from tests.conftest import as_owner
from tests.people import signed_in

pytestmark = pytest.mark.pages
ACCESS = "/login/second-factor/"
JOURNAL = {"name": "Journal", "days": "90"}


@pytest.fixture
def henrik(people: Any) -> Account:
    return with_password(people.henrik)


@pytest.fixture
def browser(client: Client, henrik: Account) -> Client:
    """Henrik's, in which he has just confirmed that it is him."""
    log_in(client, henrik)
    add_app(client)
    return client


def secret_in(answer: Any) -> str:
    [secret] = re.findall(r"tillid_[\w-]{43}", answer.content.decode())
    return secret


def tokens(person: Account) -> list[Token]:
    with as_owner():
        return list(Token.objects.filter(account=person).order_by("pk"))


def test_a_key_is_made_and_shown_once(browser: Client, henrik: Account, caplog: pytest.LogCaptureFixture) -> None:
    answer = browser.post(ACCESS, JOURNAL)
    secret = secret_in(answer)
    [token] = tokens(henrik)
    assert (token.name, token.digest, token.until - token.made_at) == ("Journal", digest_of(secret), timedelta(days=90))
    assert answer.headers["Cache-Control"] == "no-store"
    assert program(secret).get("/api/v1/notices").status_code == 200

    page = browser.get(ACCESS).content.decode()
    assert "Journal" in page
    with as_owner():
        sessions = [session.get_decoded() for session in Session.objects.all()]
    elsewhere = [page, str(answer.headers), str(answer.cookies), str(sessions), caplog.text, str(mail.outbox)]
    assert not [place for place in elsewhere if secret.removeprefix("tillid_") in place]


def test_the_password_is_asked_once_more_and_then_the_key_is_made(people: Any, henrik: Account) -> None:
    browser = signed_in(henrik)
    asked = browser.post(ACCESS, JOURNAL)
    assert asked.url.startswith("/login/confirm/")
    assert tokens(henrik) == []
    assert browser.post(asked.url, {"password": "wrong"}).status_code == 200
    assert tokens(henrik) == []
    secret = secret_in(browser.post(asked.url, {"password": PASSWORD}))
    assert [token.digest for token in tokens(henrik)] == [digest_of(secret)]


@pytest.mark.parametrize(("ticked", "may_write"), [({}, False), ({"may_write": "on"}, True)])
def test_a_key_writes_when_that_was_ticked(browser: Client, henrik: Account, ticked: dict, may_write: bool) -> None:
    secret = secret_in(browser.post(ACCESS, JOURNAL | ticked, headers={"accept-language": "en"}))
    assert [token.may_write for token in tokens(henrik)] == [may_write]
    page = browser.get(ACCESS, headers={"accept-language": "en"}).content.decode()
    assert ("reads and writes</small>" in page, "only reads</small>" in page) == (may_write, not may_write)
    headers = {"idempotency-key": "7d0f2b52-5d4e-4a63-8a53-2f1b5f8e9c02"}
    answer = program(secret).post("/api/v1/referrals", {}, "application/json", headers=headers)
    assert answer.status_code == (201 if may_write else 403)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"name": "x" * 61}, "name"), ({"name": "\x00"}, "name"), ({"days": "181"}, "days"),
     ({"days": ""}, "days"), ({"days": "-1"}, "days")],
)  # fmt: skip
def test_what_is_refused_keeps_what_was_typed(browser: Client, henrik: Account, wrong: dict, field: str) -> None:
    answer = browser.post(ACCESS, JOURNAL | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].data["days"] == (JOURNAL | wrong)["days"]
    assert tokens(henrik) == []


def test_the_same_form_sent_twice_makes_one_key(browser: Client, henrik: Account) -> None:
    browser.post(ACCESS, JOURNAL)
    again = browser.post(ACCESS, JOURNAL, headers={"accept-language": "en"})
    assert again.context["form"].errors["name"] == [
        "You have an access key of this name. End it first, or choose another name."
    ]
    assert len(tokens(henrik)) == 1


def test_a_key_is_ended_by_its_button(people: Any) -> None:
    token, secret = key_of(people.nina)
    browser = signed_in(people.nina)
    assert browser.get(f"/keys/{token.pk}/end/").status_code == 405
    assert browser.post(f"/keys/{token.pk}/end/").url == ACCESS
    assert program(secret).get("/api/v1/notices").status_code == 401
    assert "Journal" not in browser.get(ACCESS).content.decode().partition("<main")[2].partition("<table")[2]
    assert browser.post(f"/keys/{token.pk}/end/").status_code == 404


def test_the_key_of_another_and_one_that_never_was_are_the_same_404(people: Any) -> None:
    token, secret = key_of(people.nina)
    for person in (people.nora, people.otto, people.adam):
        browser = signed_in(person)
        pages = [browser.post(f"/keys/{number}/end/") for number in (token.pk, 987654321)]
        assert [page.status_code for page in pages] == [404, 404]
    assert program(secret).get("/api/v1/notices").status_code == 200


def test_one_sees_the_own_keys_and_what_became_of_them(people: Any) -> None:
    used, secret = key_of(people.nina, name="Journal")
    program(secret).get("/api/v1/notices")
    old, _secret = key_of(people.nina, name="Old")
    changed(old, until=timezone.now())
    key_of(people.nora, name="Noras")
    page = signed_in(people.nina).get(ACCESS, headers={"accept-language": "en"}).content.decode()
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    assert [("Journal" in row, "Expired" in row, "Never" in row) for row in rows] == [
        (True, False, False),
        (False, True, True),
    ]
    assert "Noras" not in page
    assert used.digest not in page


def test_the_page_takes_as_many_queries_for_many(people: Any) -> None:
    browser = signed_in(people.nina)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(ACCESS).status_code == 200
        return len(caught)

    key_of(people.nina, name="1")
    one = queries()
    for number in range(2, 5):
        key_of(people.nina, name=str(number))
    assert queries() == one


def test_an_administrator_sees_how_many_and_ends_them(people: Any) -> None:
    with_password(people.carl)
    _token, secret = key_of(people.carl, name="Journal")
    key_of(people.carl, name="Figures")
    _other, kept = key_of(people.cecilie)
    browser = signed_in(people.adam)
    address = f"/accounts/{people.carl.pk}/"
    page = browser.get(address, headers={"accept-language": "en"})
    assert page.context["keys"] == 2
    assert "2 keys of programs" in page.content.decode()
    assert not {name for name in ("Journal", "Figures") if name in page.content.decode()}
    assert browser.post(f"{address}end-keys/").url == address
    assert browser.get(address).context["keys"] == 0
    assert [program(each).get("/api/v1/notices").status_code for each in (secret, kept)] == [401, 200]


def test_nobody_else_ends_them(people: Any) -> None:
    _token, secret = key_of(people.carl)
    for person in (people.anna, people.cecilie, people.carl):
        assert signed_in(person).post(f"/accounts/{people.carl.pk}/end-keys/").status_code == 404
    assert program(secret).get("/api/v1/notices").status_code == 200


def test_deactivating_ends_the_keys(people: Any) -> None:
    with_password(people.carl)
    _token, secret = key_of(people.carl)
    signed_in(people.adam).post(f"/accounts/{people.carl.pk}/deactivate/")
    assert program(secret).get("/api/v1/notices").status_code == 401
    assert all(token.ended_at for token in tokens(people.carl))
