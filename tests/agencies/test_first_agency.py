"""The first administrator of an agency."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from agencies.models import NATIONAL_KINDS, Account, Agency, Role
from tests.agencies.accounts.doors import add_app, choose_password
from tests.conftest import as_owner

GIVEN = {
    "kind": "ngo",
    "name": "Kvinder på Vej",
    "short": "KPV",
    "administrator_email": "Sofie.Lund@kpv.example",
    "administrator_name": "Sofie Lund",
}


def first_agency(capsys: Any, **more: str) -> str:
    with as_owner():
        call_command("first_agency", **GIVEN | more)
    return capsys.readouterr().out


def test_an_agency_and_who_invites_all_others(capsys: Any, client: Client) -> None:
    said = first_agency(capsys)
    account = Account.objects.select_related("post__agency").get(email="sofie.lund@kpv.example")
    assert (account.post.role, account.agency.name, account.agency.kind) == (Role.ADMINISTRATOR, GIVEN["name"], "ngo")

    link = "/login/" + said.strip().partition("/login/")[2]
    assert choose_password(client, link).url == "/"
    add_app(client)
    assert client.get("/").url == "/accounts/"
    invited = {"email": "ane@kpv.example", "name": "Ane", "role": "lead"}
    assert client.post("/accounts/", invited).status_code == 302


def test_an_agency_that_is_there_keeps_its_place(capsys: Any) -> None:
    before = Agency.objects.count()
    first_agency(capsys, name="HopeNow", short="Other")
    assert Agency.objects.count() == before
    assert Agency.objects.get(name="HopeNow").short == "HopeNow"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"name": "Center mod Menneskehandel", "kind": "cmm"},
            "Center mod Menneskehandel has an administrator already",
        ),
        ({"name": "HopeNow", "kind": "police"}, "of another kind: ngo"),
        ({"name": "Frister", "kind": "ngo"}, "of another kind: clock"),
        ({"kind": "cmm"}, "Center mod Menneskehandel is of the kind cmm, and there is one only"),
        ({"kind": "us"}, "Udlændingestyrelsen is of the kind us, and there is one only"),
        ({"kind": "oversight"}, "Databeskyttelsesrådgiver is of the kind oversight, and there is one only"),
        ({"administrator_email": "carl@tillid.example"}, "has an account already"),
        ({"administrator_email": "sofie"}, "no e-mail address"),
    ],
)
def test_what_is_refused(people: Any, capsys: Any, more: dict[str, str], sentence: str) -> None:
    before = Account.objects.count(), Agency.objects.count()
    with pytest.raises(CommandError, match=sentence):
        first_agency(capsys, **more)
    assert (Account.objects.count(), Agency.objects.count()) == before


@pytest.mark.parametrize("kind", NATIONAL_KINDS)
def test_the_database_keeps_one_agency_of_a_national_kind(kind: str) -> None:
    assert Agency.objects.filter(kind=kind).count() == 1
    with as_owner():
        group = Group.objects.create(name="Another")
        with pytest.raises(IntegrityError, match="one_agency_of_a_national_kind"), transaction.atomic():
            Agency.objects.create(group=group, kind=kind, name="Another", short="Another")


def test_another_operator_may_follow(capsys: Any) -> None:
    first_agency(capsys, kind="operator")
    assert {agency.name for agency in Agency.objects.filter(kind="operator")} == {
        "International Organization for Migration",
        GIVEN["name"],
    }


def test_no_system_kind() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command(
            "first_agency", "--kind=clock", "--name=x", "--short=x", "--administrator-email=x", "--administrator-name=x"
        )


def test_not_with_the_application_login() -> None:
    with pytest.raises(CommandError, match="owner's login"):
        call_command("first_agency", **GIVEN)
    assert not Account.objects.exists()
