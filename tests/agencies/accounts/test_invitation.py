"""From the invitation to the first page, and back out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client

from agencies.models import Account, Post
from tests.agencies.accounts.doors import PASSWORD, add_app, choose_password, link_in_mail, log_in
from tests.conftest import as_owner
from tests.people import signed_in

pytestmark = pytest.mark.pages
IDA = {"email": "ida.mose@tillid.example", "name": "Ida Mose", "role": "caseworker"}


def invite(people: Any, **more: str) -> Any:
    return signed_in(people.adam).post("/accounts/", IDA | more)


def ida() -> Account:
    return Account.objects.select_related("post").get(email=IDA["email"])


def test_from_the_invitation_to_the_first_page(client: Client, people: Any) -> None:
    assert invite(people).url == "/accounts/"
    post = ida().post
    assert (post.agency, post.role, post.is_active) == (people.adam.agency, "caseworker", True)

    assert choose_password(client, link_in_mail()).url == "/"
    assert client.get("/").url == "/login/second-factor/app/"
    add_app(client)
    assert client.get("/", follow=True).status_code == 200
    assert client.get("/accounts/").status_code == 404


def test_the_mail_names_nobody(people: Any) -> None:
    invite(people)
    [sent] = mail.outbox
    assert sent.to == [IDA["email"]]
    assert not {name for name in ("Ida", "Mose", "Adam", "CMM") if name in sent.subject + sent.body}


def test_the_address_is_kept_in_small_letters(people: Any) -> None:
    invite(people, email="  Ida.Mose@Tillid.Example ")
    assert ida().name == "Ida Mose"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "ida@elsewhere.example"}, "email"),
        ({"email": "carl@tillid.example"}, "email"),
        ({"email": "CARL@tillid.example"}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "Ida\x00Mose"}, "name"),
        ({"role": ""}, "role"),
        ({"role": "superuser"}, "role"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(people: Any, wrong: dict[str, str], field: str) -> None:
    before = Account.objects.count()
    answer = invite(people, **wrong)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].data["name"] == (IDA | wrong)["name"]
    assert Account.objects.count() == before
    assert mail.outbox == []


def test_a_withdrawn_link_is_dead(client: Client, people: Any) -> None:
    invite(people)
    browser = signed_in(people.adam)
    browser.post(f"/accounts/{ida().pk}/withdraw/")
    assert not ida().is_active
    assert client.get(link_in_mail(), follow=True).context["token_fail"]


def test_a_second_link_replaces_the_first(people: Any) -> None:
    invite(people)
    first = link_in_mail()
    signed_in(people.adam).post(f"/accounts/{ida().pk}/invite-again/")
    assert Client().get(first, follow=True).context["token_fail"]
    assert choose_password(Client(), link_in_mail()).url == "/"


def test_a_link_is_dead_after_three_days(client: Client, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(people)
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(days=3, minutes=1))
    assert client.get(link_in_mail(), follow=True).context["token_fail"]


def test_who_never_took_the_invitation_logs_in_with_nothing(client: Client, people: Any) -> None:
    invite(people)
    assert log_in(client, ida(), "").status_code == 200
    assert log_in(client, ida(), ida().password).status_code == 200


def test_who_comes_back_begins_anew(people: Any) -> None:
    """Neither the old password nor an old session opens a closed account that is opened again."""
    invite(people)
    browser = Client()
    choose_password(browser, link_in_mail())
    add_app(browser)
    admin = signed_in(people.adam)
    admin.post(f"/accounts/{ida().pk}/deactivate/")
    assert browser.get("/cases/").url == "/login/?next=/cases/"
    admin.post(f"/accounts/{ida().pk}/reopen/")
    assert ida().is_active
    assert browser.get("/cases/").url == "/login/?next=/cases/"
    assert log_in(Client(), ida(), PASSWORD).status_code == 200
    assert choose_password(browser, link_in_mail(), "yet another long walk").url == "/"
    assert browser.get("/cases/").url == "/login/second-factor/app/"


def test_a_withdrawn_invitation_is_opened_again(people: Any) -> None:
    invite(people)
    admin = signed_in(people.adam)
    admin.post(f"/accounts/{ida().pk}/withdraw/")
    assert "email" in invite(people).context["form"].errors  # there is an account: open that one
    admin.post(f"/accounts/{ida().pk}/reopen/")
    assert choose_password(Client(), link_in_mail()).url == "/"


def test_the_policy_lets_nobody_into_another_agency(people: Any) -> None:
    from django.db import ProgrammingError, transaction

    from cases.wall import acting_as

    with as_owner():
        account = Account.objects.create(email="x@tillid.example", name="X")
    for person in (people.adam, people.carl, None):
        with acting_as(person), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Post.objects.create(account=account, agency=people.nina.agency, role="lead", since=datetime.now(UTC))
