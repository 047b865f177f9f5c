"""Every mail that can be sent is in the matrix, reaches whom it says, and is the same whoever it is about."""

import ast
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from allauth.account import app_settings
from django.conf import settings
from django.core import mail
from django.urls import reverse

from agencies.models import Account, Agency
from tests.access.addresses import urlpatterns
from tests.access.asking import patterns
from tests.access.mails import LISTED, kind_of, text_of
from tests.access.standing import Standing
from tests.access.traces import Traces, listening
from tests.conftest import ROOT
from tests.test_house import sources

pytestmark = [pytest.mark.standing, pytest.mark.pages]
SENDING = {
    "send_mail",
    "send_mass_mail",
    "mail_admins",
    "mail_managers",
    "EmailMessage",
    "EmailMultiAlternatives",
    "email_user",
}
SENT_IN = {"agencies/accounts/services.py": 1, "cases/notices/services.py": 1}
# {subject: two ways to it, by and about other people: (who acts, where, form, who gets it)}
WAYS: dict[str, list[tuple[str | None, str, dict[str, Any], list[str]]]] = {
    "News in Tillid": [
        ("cecilie", "/referrals/{accepted}/say/ask/", {"words": "How old is she?"}, ["nina"]),
        ("nina", "/referrals/{asked}/say/reply/", {"words": "Vietnamese."}, ["carl", "cecilie", "ida", "mette.lindholm"]),
    ],
    "Your access to Tillid": [
        ("adam", "/accounts/", {"email": "new@tillid.example", "name": "Newcomer", "role": "lead"}, ["new"]),
        ("adam", "/accounts/{ida}/invite-again/", {}, ["ida"]),
        ("adam", "/accounts/{klaus}/reopen/", {}, ["klaus"]),
        ("anna", "/accounts/", {"email": "other@tillid.example", "name": "Another", "role": "caseworker"}, ["other"]),
    ],
    "Your second step was reset": [
        ("adam", "/accounts/{carl}/reset-second-factor/", {}, ["carl"]),
        ("anna", "/accounts/{skat}/reset-second-factor/", {}, ["skat"]),
    ],
    "Choose a new password": [
        (None, "/login/reset/", {"email": "carl@tillid.example"}, ["carl"]),
        ("otto", "/login/reset/", {"email": "nina@tillid.example"}, ["nina"]),
    ],
}  # fmt: skip


@pytest.fixture
def traces(standing: Standing) -> Iterator[Traces]:
    with listening(standing) as listener:
        yield listener


def filled(standing: Standing, where: str) -> str:
    cases = {state: case.pk for state, case in standing.cases.items()}
    return where.format(**cases, **{name: person.pk for name, person in vars(standing.people).items()})


@pytest.mark.parametrize("subject", [row["subject"] for row in LISTED])
def test_a_mail_reaches_whom_it_is_for_and_is_the_same_whoever_it_is_about(
    standing: Standing, traces: Traces, subject: str
) -> None:
    texts = set()
    for who, where, form, to in WAYS[subject]:
        person = getattr(standing.people, who) if who else None
        answer, _left = traces.ask(person, "POST", filled(standing, where), form | {"submission": uuid4()})
        assert answer.response.status_code == 302, where
        sent = list(mail.outbox)
        assert sorted(message.to[0].partition("@")[0] for message in sent) == to, where
        assert {kind_of(message) for message in sent} == {subject}
        texts |= {text_of(message) for message in sent}
    assert len(texts) == 1
    assert not names_in(standing, texts.pop())


def names_in(standing: Standing, text: str) -> set[str]:
    """Whoever and whatever it might name."""
    words = [case.number for case in standing.cases.values()]
    words += [*Account.objects.values_list("name", flat=True), *Agency.objects.values_list("name", flat=True)]
    words += [*Agency.objects.values_list("short", flat=True), "Ngọc", "Newcomer", "Another", "@"]
    return {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def test_every_mail_has_a_way_to_it() -> None:
    assert [row["subject"] for row in LISTED] == list(WAYS)


def test_names_would_be_found(standing: Standing) -> None:
    assert names_in(standing, f"Carl at HopeNow wrote of {standing.cases['sent'].number}.") == {
        "Carl", "HopeNow", standing.cases["sent"].number,
    }  # fmt: skip


def test_mail_is_sent_where_the_listed_ones_are_and_nowhere_else() -> None:
    found: dict[str, int] = {}
    for file, tree in sources():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        names = [
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "") for call in calls
        ]
        if sends := sum(name in SENDING for name in names):
            found[file] = sends
    assert found == SENT_IN


def test_of_the_login_librarys_mails_only_the_new_password_can_be_sent() -> None:
    """It has others: that an address was added, that an account exists already, that a code was made. Each is off, or has no address."""
    ours = ROOT / "templates"
    assert {path.name for path in ours.rglob("email/*")} == {
        "password_reset_key_subject.txt", "password_reset_key_message.txt",
    }  # fmt: skip
    assert not app_settings.EMAIL_NOTIFICATIONS
    assert not app_settings.EMAIL_UNKNOWN_ACCOUNTS
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert app_settings.EMAIL_VERIFICATION == "none"
    assert not settings.ADMINS
    there = {name for name, _pattern in patterns(urlpatterns)}
    assert not there & {"account_signup", "account_email", "account_request_login_code", "mfa_add_webauthn"}


def test_a_new_password_is_mailed_to_nobody_who_has_none(standing: Standing, traces: Traces) -> None:
    for address in (standing.people.ida.email, standing.people.klaus.email, "nobody@tillid.example"):
        answer, _left = traces.ask(None, "POST", reverse("account_reset_password"), {"email": address})
        assert answer.response["Location"] == reverse("account_reset_password_done")
        assert mail.outbox == []
