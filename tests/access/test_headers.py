"""What the browser is told with every answer, and what is refused before anybody is asked: hosts, forms and ways out that are not ours."""

import logging
import runpy
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as real_settings
from django.test import Client
from django.urls import reverse

from tests.access.asking import Asked, address, body
from tests.access.matrix import ACCEPTED, PAGES, read
from tests.access.standing import BY_LOOKING, Standing, rolled_back
from tests.agencies.accounts.doors import PASSWORD
from tests.conftest import forget_cached

pytestmark = [pytest.mark.standing, pytest.mark.pages]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NEVER = {"Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self'",
    "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
YEAR = 365 * 24 * 3600
ROWS = [("pages", row) for row in read(PAGES)] + [("accepted", row) for row in read(ACCEPTED)]
POSTS = [(state, row) for state, row in ROWS if row.startswith("POST")]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "https:evil.example", "javascript:alert(1)", "\t//evil.example/", "http://testserver@evil.example/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A hundred refusals are meant here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    forget_cached()


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The settings of an installation that people reach at https://tillid.example."""
    monkeypatch.setenv("BASE_URL", "https://tillid.example")
    monkeypatch.setenv("ALLOWED_HOSTS", "tillid.example")
    found = runpy.run_path(str(real_settings.BASE_DIR / "config" / "settings.py"))
    for name, value in found.items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_", "LANGUAGE_COOKIE_", "ALLOWED_HOSTS", "BASE_URL")):
            setattr(settings, name, value)


def told(response: Any) -> dict[str, str]:
    """Of the headers, those that `ALWAYS` names, and those that must not be there."""
    return {name: response[name] for name in (*ALWAYS, *NEVER) if response.has_header(name)}


def policy_of(response: Any) -> dict[str, str]:
    parts = (part.split(maxsplit=1) for part in response["Content-Security-Policy"].split(";"))
    return dict(parts)


def assert_strict(response: Any, *, signed_in: bool = False) -> None:
    assert told(response) == ALWAYS
    assert policy_of(response) == POLICY
    if signed_in:
        assert "no-store" in response["Cache-Control"]


def who_asks(standing: Standing, state: str, row: str) -> list[Asked]:
    """A visitor, and one who gets most."""
    who = "cmm" if state == "pages" else "coord"
    people = [None] if row == "GET healthz" else [None, standing.columns[state][who]]
    return [Asked(standing, person, standing.cases.get(state)) for person in people]


# Headers


@pytest.mark.parametrize(("state", "row"), ROWS)
def test_every_address_whatever_one_gets_there(standing: Standing, state: str, row: str) -> None:
    method, _space, name = row.partition(" ")
    for asked in who_asks(standing, state, row):
        with rolled_back():
            form = body(name, asked) if method == "POST" else None
            answer = standing.ask(asked.person, method, address(name, asked), form)
            assert_strict(answer.response, signed_in=asked.person is not None)


def test_no_page_needs_more_than_the_policy_lets_in(standing: Standing) -> None:
    """Nothing is written into a page that a browser would have to run or to fetch from elsewhere."""
    for where in (reverse("account_login"), reverse("cases:case", args=[standing.cases["accepted"].pk])):
        page = standing.ask(standing.people.cecilie, "GET", where, follow=True).response.content.decode()
        assert "<script src=" in page
        assert [
            word for word in ("<script>", "<style", " style=", " onclick=", "javascript:", "data:") if word in page
        ] == []


def test_pages_that_tell_of_an_error(standing: Standing) -> None:
    nina, sent = standing.people.nina, reverse("referrals:discard", args=[standing.cases["sent"].pk])
    asked = [
        (None, "GET", "/nowhere/", 404),
        (nina, "GET", "/nowhere/", 404),
        (None, "POST", "/help/", 405),
        (nina, "POST", "/help/", 405),
        (nina, "GET", sent, 409),
    ]
    for person, method, where, status in asked:
        response = standing.ask(person, method, where).response
        assert response.status_code == status
        assert_strict(response, signed_in=person is not None)


def test_a_page_that_breaks(standing: Standing, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.cases.broken_pages"
    case = standing.cases["accepted"].pk
    for status, end in ((500, "break"), (503, "error")):
        with rolled_back():
            answer = standing.ask(standing.people.cecilie, "GET", f"/cases/{case}/{end}/")
        assert answer.response.status_code == status
        assert_strict(answer.response, signed_in=True)


def test_too_many_attempts(standing: Standing) -> None:
    tries = {"login": standing.people.carl.email, "password": "wrong"}
    answers = [standing.ask(None, "POST", reverse("account_login"), tries).response for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert_strict(answers[-1])


def test_static_files(settings: Any) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    answer = Client().get("/static/icon.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert_strict(answer)
    answer.close()


# An installation


def test_outside_the_demo_the_browser_comes_by_https_and_stays_there(standing: Standing, https: None) -> None:
    by = {"HTTP_HOST": "tillid.example"}
    sent = Client().get("/help/?a=b", **by)
    assert (sent.status_code, sent["Location"]) == (301, "https://tillid.example/help/?a=b")
    assert_strict(sent)
    for where in ("/help/", "/nowhere/", "/"):
        answer = Client().get(where, secure=True, **by)
        assert answer["Strict-Transport-Security"] == f"max-age={YEAR}; includeSubDomains; preload"
        assert_strict(answer)
    behind_proxy = Client().get("/help/", HTTP_X_FORWARDED_PROTO="https", **by)
    assert behind_proxy.status_code == 200


@pytest.mark.parametrize("is_https", [True, False])
def test_cookies_are_the_servers_alone(standing: Standing, request: pytest.FixtureRequest, *, is_https: bool) -> None:
    if is_https:
        request.getfixturevalue("https")
    host = "tillid.example" if is_https else "testserver"
    client = Client(HTTP_HOST=host)
    client.get("/login/", secure=is_https)
    client.get("/language/en/", secure=is_https)
    client.post("/login/", {"login": standing.people.carl.email, "password": PASSWORD}, secure=is_https)
    flags = {name: (bool(one["secure"]), one["httponly"], one["samesite"]) for name, one in client.cookies.items()}
    assert flags == dict.fromkeys(("csrftoken", "django_language", "tillid"), (is_https, True, "Lax"))
    assert {one["domain"] for one in client.cookies.values()} == {""}


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "tillid.example:80@evil.example", "a b"])
def test_a_host_that_is_not_ours_is_refused(standing: Standing, https: None, host: str) -> None:
    for secure in (True, False):
        answer = Client().get("/login/reset/", HTTP_HOST=host, secure=secure)
        assert answer.status_code == 400
        assert host not in answer.content.decode()
        assert policy_of(answer) == POLICY
        assert answer["X-Frame-Options"] == "DENY"


def test_mails_lead_to_our_address_whatever_the_host_header_says(
    standing: Standing, settings: Any, mailoutbox: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://tillid.example"
    Client().post(
        "/login/reset/",
        {"email": standing.people.carl.email},
        HTTP_HOST="evil.example",
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert "https://tillid.example/login/reset/" in mailoutbox[0].body
    assert "evil.example" not in mailoutbox[0].body


# Ways out


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_nobody_is_sent_to_another_site(standing: Standing, next_page: str) -> None:
    people, more = standing.people, {"next": next_page}
    asked: list[tuple[Any, str, str, dict[str, str]]] = [
        (None, "GET", reverse("agencies:language", args=["en"]), more),
        (people.cecilie, "GET", reverse("agencies:language", args=["en"]), more),
        (None, "POST", "/login/", more | {"login": people.carl.email, "password": PASSWORD}),
        (people.cecilie, "GET", "/login/", more),
        (people.cecilie, "POST", "/login/confirm/", more | {"password": PASSWORD}),
        (people.cecilie, "POST", "/logout/", more),
    ]
    for person, method, where, form in asked:
        with rolled_back():
            answer = standing.ask(person, method, where, form).response
        assert answer.status_code == 302, where
        to = urlsplit(answer["Location"].replace("\\", "/").strip())
        assert (to.scheme, to.netloc) == ("", ""), where


# Forms


@pytest.mark.parametrize(("state", "row"), POSTS)
def test_no_form_of_another_site_is_taken(
    standing: Standing, monkeypatch: pytest.MonkeyPatch, state: str, row: str
) -> None:
    monkeypatch.setattr(standing.client.handler, "enforce_csrf_checks", True)
    name = row.partition(" ")[2]
    for asked in who_asks(standing, state, row):
        with rolled_back():
            form = body(name, asked)
            for more in ({}, {"cookies": {"csrftoken": "a" * 32}}, {"headers": {"Origin": "https://evil.example"}}):
                answer = standing.ask(asked.person, "POST", address(name, asked), form, **more)
                assert answer.response.status_code == 403
                assert answer.written <= BY_LOOKING
                assert_strict(answer.response, signed_in=asked.person is not None)


def test_a_form_of_ours_is_taken(standing: Standing) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/")
    form = {"login": standing.people.carl.email, "password": PASSWORD}
    assert client.post("/login/", form).status_code == 403
    assert client.post("/login/", form | {"csrfmiddlewaretoken": page.context["csrf_token"]}).status_code == 302
