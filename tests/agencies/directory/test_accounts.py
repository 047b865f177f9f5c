"""Accounts and posts as the database keeps them (hole 2): who writes which, and what nobody changes."""

import pytest
from allauth.mfa.models import Authenticator

from agencies.models import Account, Post, Role
from cases.wall import acting_as
from tests.attempts import fails, sql
from tests.conftest import NOW, as_owner, at_once
from tests.people import hire


@pytest.fixture
def new(people):
    """An account without a post yet, made by CMM's administrator."""
    with acting_as(people.adam):
        return Account.objects.create(email="new@tillid.example", name="New")


def take_post(account, agency, **more):
    return Post.objects.create(**{"account": account, "agency": agency, "role": Role.CASEWORKER, "since": NOW} | more)


def test_an_administrator_fills_posts_of_the_own_agency_alone(people, new):
    with acting_as(people.adam) as adam:
        assert fails(take_post, new, people.ulla.agency)
        assert take_post(new, adam.agency)
        assert sql("SELECT group_id FROM agencies_account_groups WHERE account_id = %s", new.pk) == [(adam.agency_id,)]


def test_nobody_but_an_administrator_makes_accounts_or_posts(people, new):
    for person in (people.cecilie, people.carl, people.rita, people.left, None):
        with acting_as(person):
            assert fails(Account.objects.create, email="x@tillid.example", name="X")
            assert fails(take_post, new, people.cecilie.agency)


def test_an_administrator_changes_roles_in_the_own_agency_alone(people):
    with acting_as(people.adam):
        assert Post.objects.filter(account=people.carl).update(role=Role.READ_ONLY) == 1
        assert Post.objects.filter(account=people.skat).update(role=Role.READ_ONLY) == 0
    with acting_as(people.anna):  # SKAT's
        assert Post.objects.filter(account=people.carl).update(role=Role.LEAD) == 0
        assert Post.objects.filter(account=people.skat).update(role=Role.LEAD) == 1
    for person in (people.cecilie, people.carl, people.rita, None):
        with acting_as(person):
            assert Post.objects.update(role=Role.ADMINISTRATOR) == 0


def test_nobody_changes_their_own_post(people):
    with acting_as(people.adam):
        for change in ({"role": Role.LEAD}, {"is_active": False}):
            assert Post.objects.filter(account=people.adam).update(**change) == 0
    second = hire(people.adam.agency, Role.ADMINISTRATOR, "bente")
    with acting_as(second):
        assert Post.objects.filter(account=people.adam).update(role=Role.LEAD) == 1


def test_an_agency_keeps_an_administrator(people):
    second = hire(people.adam.agency, Role.ADMINISTRATOR, "bente")
    adams = Post.objects.filter(account=people.adam)
    with acting_as(second):
        assert adams.update(is_active=False) == 1
    with acting_as(second):
        assert adams.update(is_active=True) == 1
        assert adams.update(role=Role.CASEWORKER) == 1
    with as_owner():  # nobody is left who may, and yet
        assert fails(Post.objects.filter(account=second).update, is_active=False)
        assert fails(Post.objects.filter(account=second).update, role=Role.LEAD)
        assert Post.objects.filter(account=second).update(since=NOW) == 1


@pytest.mark.commits
def test_two_administrators_do_not_shut_each_other_out_at_once(people):
    second = hire(people.adam.agency, Role.ADMINISTRATOR, "bente")

    def shutting_out(one, other):
        def act(together):
            with acting_as(one):
                together()
                Post.objects.filter(account=other).update(is_active=False)

        return act

    assert len(at_once(shutting_out(people.adam, second), shutting_out(second, people.adam))) == 1
    with as_owner():
        assert Post.objects.filter(agency=people.adam.agency, role=Role.ADMINISTRATOR, is_active=True).count() == 1


def test_a_second_factor_is_its_owners_to_set_up_and_its_administrators_to_remove(people):
    def factor(person):
        return Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})

    with acting_as(people.carl) as carl:
        assert fails(factor, people.cecilie)
        carls = factor(carl)
        assert fails(Authenticator.objects.update, user=people.cecilie)
    for person, found in ((people.cecilie, 0), (people.adam, 0), (carl, 1), (None, 1)):  # nobody acts yet at a login
        with acting_as(person):
            assert Authenticator.objects.filter(pk=carls.pk).update(last_used_at=NOW) == found
    for person, found in ((people.cecilie, 0), (people.anna, 0), (people.adam, 1)):
        with acting_as(person):
            assert Authenticator.objects.filter(pk=carls.pk).delete()[0] == found


def test_a_post_never_moves_and_is_never_thrown_away(people):
    with acting_as(people.adam):
        carls = Post.objects.filter(account=people.carl)
        for change in ({"agency": people.ulla.agency}, {"account": people.rita}):
            assert fails(carls.update, **change)
        assert fails(sql, "DELETE FROM agencies_post WHERE account_id = %s", people.carl.pk)
        assert fails(take_post, people.carl, people.adam.agency)  # one post an account


def test_whether_one_logs_in_follows_from_the_post(people):
    def is_active():
        return Account.objects.get(pk=people.carl.pk).is_active

    def set_active(value):
        Account.objects.filter(pk=people.carl.pk).update(is_active=value)

    with acting_as(people.adam):
        assert fails(set_active, False)
        Post.objects.filter(account=people.carl).update(is_active=False)
        assert not is_active()
        with as_owner():
            set_active(True)
        assert not is_active()
        Post.objects.filter(account=people.carl).update(is_active=True)
        assert is_active()
    with as_owner():
        assert not Account.objects.get(pk=people.left.pk).is_active


def test_an_address_is_never_changed(people):
    """Whoever changes it could reset the password."""
    for person in (people.carl, people.adam):
        with acting_as(person):
            assert fails(Account.objects.filter(pk=people.carl.pk).update, email="mine@tillid.example")
    with as_owner():
        Account.objects.filter(pk=people.carl.pk).update(email="mine@tillid.example")
    assert Account.objects.get(pk=people.carl.pk).email == "carl@tillid.example"
    with acting_as(people.adam) as adam:
        statement = (
            "INSERT INTO account_emailaddress (user_id, email, verified, \"primary\") VALUES (%s, 'x@x.dk', true, true)"
        )
        assert fails(sql, statement, adam.pk)


def test_nobody_is_superuser_or_in_another_group(people, new):
    with acting_as(people.adam) as adam:
        assert fails(Account.objects.filter(pk=new.pk).update, is_superuser=True)
        assert fails(Account.objects.create, email="root@tillid.example", name="Root", is_superuser=True)
        for statement in (
            "INSERT INTO agencies_account_groups (account_id, group_id) VALUES (%s, %s)",
            "UPDATE agencies_account_groups SET account_id = %s, group_id = %s",
            "DELETE FROM agencies_account_groups WHERE account_id = %s OR group_id = %s",
            "INSERT INTO agencies_account_user_permissions (account_id, permission_id) VALUES (%s, %s)",
            "UPDATE agencies_agency SET kind = 'cmm' WHERE group_id IN (%s, %s)",
            "UPDATE auth_group SET name = 'x' WHERE id IN (%s, %s)",
        ):
            assert fails(sql, statement, adam.pk, people.ulla.agency_id)
    with as_owner():
        assert fails(Account.objects.filter(pk=new.pk).update, is_superuser=True)
