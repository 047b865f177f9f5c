"""A request with a key: who it is first, then one transaction; and it reads, no more."""

import re
import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Post, Token
from cases.models import Entry, Notice
from cases.wall import acting_as
from tests.agencies.accounts.doors import add_app, log_in, with_password
from tests.agencies.tokens.keys import changed, key_of, program, program_of
from tests.attempts import sql
from tests.conftest import as_owner
from tests.people import accepted, answered, referred, signed_in

pytestmark = pytest.mark.pages
JSON = "/api/v1/notices"


def is_nobody(client: Any) -> bool:
    """A visitor: sent to the login by a page, told so where programs ask."""
    page, told = client.get("/cases/"), client.get(JSON)
    assert told.headers["Content-Type"] in ("application/json", "application/problem+json")
    assert (told.status_code == 401) == (page.status_code == 302)
    return told.status_code == 401 and page.url == "/login/?next=/cases/"


def test_a_key_lets_in_and_is_noted_as_used_today(people: Any) -> None:
    token, secret = key_of(people.nina)
    response = program(secret).get(JSON)
    assert (response.status_code, response.cookies.output()) == (200, "")
    assert response.headers["Cache-Control"] == "no-store"
    with as_owner():
        assert Token.objects.get(pk=token.pk).last_used_on == timezone.localdate()


def test_the_use_is_written_once_a_day(people: Any) -> None:
    token, secret = key_of(people.nina)

    def writes() -> int:
        with CaptureQueriesContext(connection) as caught:
            program(secret).get(JSON)
        return sum("UPDATE" in query["sql"] for query in caught)

    assert [writes(), writes()] == [1, 0]
    with acting_as(people.nina):
        Token.objects.filter(pk=token.pk).update(last_used_on="2026-01-01")
    assert [writes(), writes()] == [1, 0]


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "tillid", ""])
def test_what_is_no_key_is_nobody(people: Any, scheme: str) -> None:
    _token, secret = key_of(people.nina)
    assert not is_nobody(program(secret, "token"))  # the scheme's case does not matter
    assert is_nobody(program(secret, scheme))


@pytest.mark.parametrize("wrong", ["", "tillid_", "tillid_wrong", "\x00", "æøå", "x" * 5000])
def test_a_wrong_secret_is_nobody(people: Any, wrong: str) -> None:
    key_of(people.nina)
    assert is_nobody(program(wrong))


def test_an_ended_and_an_expired_key_are_nobody(people: Any) -> None:
    for change in ("ended_at", "until"):
        token, secret = key_of(people.nina, name=change)
        assert not is_nobody(program(secret))
        moment = {"ended_at": {"ended_at": token.made_at}, "until": {"until": timezone.now()}}[change]
        changed(token, **moment)
        assert is_nobody(program(secret))


def test_the_key_of_a_leaver_is_nobody(people: Any) -> None:
    _token, secret = key_of(people.nora)
    assert not is_nobody(program(secret))
    with as_owner():
        Post.objects.filter(account=people.nora).update(is_active=False)
    assert is_nobody(program(secret))


def test_the_key_decides_whatever_the_session_says(people: Any) -> None:
    case = accepted(people)
    browser = signed_in(people.cecilie)
    page = f"/cases/{case.pk}/"
    assert browser.get(page).status_code == 200
    _token, secret = key_of(people.otto)
    for client, header in ((browser, f"Token {secret}"), (browser, "Token wrong"), (browser, "")):
        assert client.get(page, headers={"authorization": header}).status_code in (302, 404)
    assert browser.get(page, headers={"authorization": f"Token {secret}"}).status_code == 404
    assert browser.get(page, headers={"authorization": "Token wrong"}).status_code == 302
    assert browser.get(page, headers={"authorization": ""}).status_code == 302
    assert browser.get(page).status_code == 200  # and the session is left as it was


def test_a_key_is_not_lent_what_was_confirmed_in_the_browser(people: Any) -> None:
    """Her own key, in the browser in which she may see her recovery codes: it may not."""
    browser, codes = Client(), "/login/second-factor/codes/"
    log_in(browser, with_password(people.nina))
    add_app(browser)
    assert browser.get(codes).status_code == 200
    _token, secret = key_of(people.nina)
    told = browser.get(codes, headers={"authorization": f"Token {secret}"})
    assert (told.status_code, told.url.startswith("/login/confirm/")) == (302, True)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/cases/", "/login/second-factor/", "/nowhere/"])
def test_a_key_writes_through_no_page(people: Any, method: str, address: str) -> None:
    _token, secret = key_of(people.nina, may_write=True)
    for client in (program(secret), signed_in(people.nina)):
        answer = getattr(client, method)(address, headers={"authorization": f"Token {secret}", "accept-language": "en"})
        said = "An access key writes under /api/ only. Log in to use the pages."
        assert (answer.status_code, answer.json()["detail"]) == (405, said)
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_key_only_reads_unless_it_was_made_to_write(people: Any) -> None:
    _token, secret = key_of(people.nina)
    headers = {"idempotency-key": str(uuid.uuid4()), "accept-language": "en"}
    for client in (program(secret), signed_in(people.nina)):
        told = client.post(
            "/api/v1/referrals", {}, "application/json", headers=headers | {"authorization": f"Token {secret}"}
        )
        said = "This access key only reads. Make one that may write too."
        assert (told.status_code, told.json()["detail"]) == (403, said)
    writes = program_of(people.nina, name="other", may_write=True)
    assert writes.post("/api/v1/referrals", {}, "application/json", headers=headers).status_code == 201


def test_a_wrong_key_writes_nothing_either(people: Any) -> None:
    case = referred(people)
    browser = signed_in(people.nina)
    said = browser.post(f"/referrals/{case.pk}/withdraw/", {}, headers={"authorization": "Token wrong"})
    assert (said.status_code, said.url.startswith("/login/")) == (302, True)


def test_a_foreign_case_and_an_unknown_one_are_the_same_and_recorded_as_asked(people: Any) -> None:
    case, unknown = accepted(people), uuid.uuid4()
    assert program_of(people.cecilie).get(f"/cases/{case.pk}/").status_code == 200  # there is something to find
    client = program_of(people.otto)
    client.get("/cases/")

    def asked(case_id: uuid.UUID) -> tuple[int, str, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/cases/{case_id}/")
        page = answer.content.decode().replace(str(case_id), "")
        return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page), len(queries)

    with as_owner():
        Entry.objects.all().delete()
    assert asked(case.pk) == asked(unknown)
    assert asked(case.pk)[0] == 404
    with as_owner():
        entries = Entry.objects.order_by("at").values_list("user_id", "case_id", "verb", "sections")
        assert list(entries) == [(people.otto.pk, asked_for, "refused", 0) for asked_for in (case.pk, unknown, case.pk)]


def test_what_a_program_reads_stands_in_the_log_under_its_account(people: Any) -> None:
    case = answered(people)
    client = program_of(people.nina)
    with as_owner():
        Entry.objects.all().delete()
    client.get(JSON)
    with as_owner():
        assert set(Entry.objects.values_list("user_id", "case_id", "verb")) == {(people.nina.pk, case.pk, "read")}


def test_nobody_is_left_acting_on_the_connection(people: Any) -> None:
    answered(people)
    client = program_of(people.nina)
    assert client.get(JSON).json()["results"]
    assert sql("SELECT coalesce(current_setting('wall.user', true), '')") == [("",)]
    with acting_as(None):
        assert Notice.objects.count() == 0


def test_who_asks_is_known_before_the_transaction_opens(people: Any) -> None:
    client = program_of(people.nina)
    client.get(JSON)
    with CaptureQueriesContext(connection) as caught:
        client.get(JSON)
    statements = [query["sql"] for query in caught]
    looked_up = [number for number, text in enumerate(statements) if "digest" in text]
    opened = next(number for number, text in enumerate(statements) if "set_config" in text)
    assert looked_up == [0]
    assert opened > 0


def test_without_a_second_factor_a_program_waits_too(people: Any) -> None:
    _token, secret = key_of(people.nina)
    with as_owner():
        Authenticator.objects.filter(user=people.nina).delete()
    told = program(secret).get(JSON, headers={"accept-language": "en"})
    assert (told.status_code, told.json()["detail"]) == (403, "Log in and add an app for codes first.")
    assert program(secret).get("/cases/").url == "/login/second-factor/app/"


def test_the_role_holds_for_the_key_too(people: Any) -> None:
    assert [program_of(person).get(JSON).status_code for person in (people.rita, people.adam)] == [200, 404]
    assert program_of(people.rita, name="other").get("/accounts/").status_code == 404


def test_nothing_of_a_key_is_set_in_the_browser(people: Any) -> None:
    answer = program_of(people.nina).get("/cases/")
    assert answer.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
