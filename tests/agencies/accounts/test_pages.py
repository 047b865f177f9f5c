"""The administrator's table, and what is done with one account."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from agencies.models import Account, Post, Role
from tests.agencies.accounts.doors import with_password
from tests.conftest import as_owner
from tests.people import hire, signed_in

pytestmark = pytest.mark.pages
ONE_BUTTON = ("role", "deactivate", "reopen", "invite-again", "withdraw", "reset-second-factor")


@pytest.fixture
def admin(people: Any) -> Client:
    return signed_in(with_password(people.adam))


def names(answer: Any) -> list[str]:
    return [row.account.name for row in answer.context["rows"]]


def counts(answer: Any) -> list[int]:
    return [count for _label, count, _url, _is_current in answer.context["filters"]]


@pytest.fixture
def office(people: Any) -> SimpleNamespace:
    """CMM: one who comes daily, one without a second step, one who is away, one who is invited, one who left."""
    now = datetime.now(UTC)
    for person, seen in ((people.cecilie, now), (people.carl, now), (people.rita, now - timedelta(days=63))):
        with_password(person)
        with as_owner():
            Account.objects.filter(pk=person.pk).update(last_login=seen)
    signed_in(people.cecilie)  # has a second factor by that
    signed_in(people.rita)
    with as_owner():
        Account.objects.filter(pk=people.rita.pk).update(last_login=now - timedelta(days=63))
        Post.objects.filter(account=people.adam).update(since=now)
    invited, closed = hire(people.carl.agency, name="ida"), hire(people.carl.agency, name="kaj")
    with as_owner():
        Post.objects.filter(account=invited).update(since=now)
        Post.objects.filter(account=closed).update(is_active=False)
    return people


def test_who_is_there_and_who_should_not_be(office: Any, admin: Client) -> None:
    answer = admin.get("/accounts/")
    assert names(answer) == ["Adam", "Carl", "Cecilie", "Ida", "Rita"]
    assert counts(answer) == [5, 1, 1, 1, 1]
    assert answer.context["users"] == 5


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("without_second_factor", ["Carl"]),
        ("unused", ["Rita"]),
        ("invited", ["Ida"]),
        ("closed", ["Kaj"]),
        ("anything", ["Adam", "Carl", "Cecilie", "Ida", "Rita"]),
    ],
)
def test_filters(office: Any, admin: Client, show: str, expected: list[str]) -> None:
    assert names(admin.get(f"/accounts/?show={show}")) == expected


def test_words_of_the_table(office: Any, admin: Client) -> None:
    page = admin.get("/accounts/", headers={"accept-language": "en"}).content.decode()
    for words in ("63 days ago", "Missing", "Invited", "carl@tillid.example"):
        assert words in page
    assert "kaj@tillid.example" not in page


def test_more_rows_on_demand(people: Any, admin: Client) -> None:
    for number in range(30):
        hire(people.adam.agency, name=f"a{number:02}")
    first = admin.get("/accounts/")
    assert (len(first.context["rows"]), first.context["total"]) == (25, 34)
    rest = admin.get(first.context["more"])
    assert (len(rest.context["rows"]), rest.context["more"]) == (34, "")
    for odd in ("x", "-1", "9" * 30, "²"):
        assert len(admin.get("/accounts/", {"rows": odd}).context["rows"]) == 25


def test_the_table_takes_as_many_queries_for_many(people: Any, admin: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        admin.get("/accounts/")
    for number in range(3):
        hire(people.adam.agency, name=f"a{number}")
    with django_assert_num_queries(len(few)):
        admin.get("/accounts/")


def test_only_administrators_and_only_their_own(people: Any) -> None:
    """Of another agency, of none, or not one's to administer: the same page that is not there."""
    admin, other, lead = signed_in(people.adam), signed_in(people.anna), signed_in(people.cecilie)
    assert admin.get(f"/accounts/{people.carl.pk}/").status_code == 200
    assert other.get(f"/accounts/{people.skat.pk}/").status_code == 200
    unknown = admin.get(f"/accounts/{10**12}/")
    for browser, person in ((other, people.carl), (lead, people.carl), (lead, people.cecilie)):
        answer = browser.get(f"/accounts/{person.pk}/")
        assert answer.status_code == unknown.status_code == 404
        for button in ONE_BUTTON:
            assert browser.post(f"/accounts/{person.pk}/{button}/", {"role-role": "lead"}).status_code == 404
    assert lead.get("/accounts/").status_code == 404
    assert Client().get("/accounts/").url == "/login/?next=/accounts/"
    people.carl.post.refresh_from_db()
    assert (people.carl.post.is_active, people.carl.post.role) == (True, Role.CASEWORKER)


def test_a_button_is_not_pressed_by_a_link(people: Any, admin: Client) -> None:
    for button in ONE_BUTTON:
        assert admin.get(f"/accounts/{people.carl.pk}/{button}/").status_code == 405


def test_another_role(people: Any, admin: Client) -> None:
    assert admin.post(f"/accounts/{people.carl.pk}/role/", {"role-role": "lead"}).status_code == 302
    people.carl.post.refresh_from_db()
    assert people.carl.post.role == Role.LEAD


def test_deactivate(people: Any, admin: Client) -> None:
    carl = signed_in(with_password(people.carl))
    assert carl.get("/cases/").status_code == 200
    assert admin.post(f"/accounts/{people.carl.pk}/deactivate/").url == "/accounts/"
    people.carl.refresh_from_db()
    assert not people.carl.is_active
    assert carl.get("/cases/").url == "/login/?next=/cases/"
    again = admin.post(f"/accounts/{people.carl.pk}/deactivate/")
    assert again.context["leave_form"].non_field_errors()


@pytest.mark.parametrize("button", ONE_BUTTON)
def test_nobody_changes_the_own_access(people: Any, admin: Client, button: str) -> None:
    admin.post(f"/accounts/{people.adam.pk}/{button}/", {"role-role": "read_only"})
    people.adam.post.refresh_from_db()
    assert (people.adam.post.role, people.adam.post.is_active) == (Role.ADMINISTRATOR, True)
    assert Authenticator.objects.filter(user=people.adam).exists()
    assert admin.get("/accounts/").status_code == 200


def test_a_lost_telephone(people: Any, admin: Client) -> None:
    carl = signed_in(with_password(people.carl))
    admin.post(f"/accounts/{people.carl.pk}/reset-second-factor/")
    assert not Authenticator.objects.filter(user=people.carl).exists()
    assert carl.get("/cases/").url == "/login/second-factor/app/"
    assert [sent.to for sent in mail.outbox] == [[people.carl.email]]
    assert "Carl" not in mail.outbox[0].body


@pytest.mark.parametrize(("state", "buttons"), [
    ("active", {"reopen", "invite-again", "withdraw"}),
    ("invited", {"reopen", "deactivate", "reset-second-factor"}),
    ("closed", {"role", "deactivate", "invite-again", "withdraw", "reset-second-factor"}),
])  # fmt: skip
def test_what_an_account_is_not_ready_for_is_refused(people: Any, admin: Client, state: str, buttons: set[str]) -> None:
    person = {"active": with_password(people.carl), "invited": people.rita, "closed": people.cecilie}[state]
    with as_owner():
        Post.objects.filter(account=people.cecilie).update(is_active=False)
    person.refresh_from_db()
    before = Post.objects.filter(account=person).values().get()
    for button in buttons:
        admin.post(f"/accounts/{person.pk}/{button}/", {"role-role": "lead"})
        assert Post.objects.filter(account=person).values().get() == before
    assert mail.outbox == []


@pytest.mark.commits
def test_two_administrators_do_not_shut_each_other_out(people: Any) -> None:
    from agencies.accounts.services import deactivate
    from agencies.errors import Refused
    from cases.wall import acting_as
    from tests.conftest import at_once

    eva = hire(people.adam.agency, Role.ADMINISTRATOR, "eva")
    with as_owner():
        with_password(people.adam), with_password(eva)

    def shut_out(actor: Account, other: Account) -> Any:
        def act(ready: Any) -> None:
            with acting_as(actor):
                ready()
                deactivate(actor=actor, account=other, successor=None, is_answered=False, now=datetime.now(UTC))

        return act

    errors = at_once(shut_out(people.adam, eva), shut_out(eva, people.adam))
    assert [type(error) for error in errors] == [Refused]
    left = Post.objects.filter(agency=people.adam.agency, role=Role.ADMINISTRATOR, is_active=True)
    assert left.count() == 1
