"""Whoever reaches the tables of logins as the application does not come to be somebody else."""

from django.urls import reverse

from agencies.accounts.links import password_address
from agencies.models import Account
from cases.wall import acting_as
from tests.attempts import fails, sql
from tests.conftest import as_owner
from tests.people import signed_in


def test_a_session_that_is_copied_to_another_key_does_not_open(people):
    signed_in(people.cecilie)
    otto = signed_in(people.otto)
    with acting_as(people.otto):
        for (key,) in sql("SELECT session_key FROM django_session"):
            copied = "(SELECT session_data FROM django_session WHERE session_key = %s)"
            sql(f"UPDATE django_session SET session_data = {copied} WHERE session_key <> %s", key, key)
            assert b"Cecilie" not in otto.get(reverse("referrals:list")).content


def test_the_table_of_sessions_holds_no_key_that_a_browser_could_send(people):
    cecilie, otto = signed_in(people.cecilie), signed_in(people.otto)
    assert cecilie.get(reverse("home")).status_code == 200
    with acting_as(people.otto):
        for (key,) in sql("SELECT session_key FROM django_session"):
            otto.cookies["tillid"] = key
            assert otto.get(reverse("home")).status_code == 302


def test_nobody_writes_anothers_password_while_acting(people):
    change = "UPDATE agencies_account SET password = 'x' WHERE id = %s"
    for person in (people.otto, people.carl, people.anna):  # an outsider, a colleague, another agency's administrator
        with acting_as(person):
            assert sql(change, people.cecilie.pk) == 0
    with acting_as(people.adam):  # whoever leaves loses it
        assert sql(change, people.cecilie.pk) == 1


def test_a_second_factor_is_never_made_anothers_not_even_before_anybody_acts(people):
    signed_in(people.cecilie)
    signed_in(people.otto)
    for person in (None, people.otto, people.cecilie):
        with acting_as(person):
            for change in ("""data = '{"secret": "y"}'""", "type = 'webauthn'", f"user_id = {people.anna.pk}"):
                assert person is people.otto or fails(
                    sql, f"UPDATE mfa_authenticator SET {change} WHERE user_id = %s", people.cecilie.pk
                )
    with acting_as(None):
        assert sql("UPDATE mfa_authenticator SET last_used_at = now() WHERE user_id = %s", people.cecilie.pk) == 1


def test_a_link_for_a_password_is_taken_in_a_browser_where_somebody_else_is_logged_in(people):
    browser = signed_in(people.otto)
    with as_owner():
        Account.objects.filter(pk=people.cecilie.pk).update(password="!")
    link = password_address(Account.objects.get(pk=people.cecilie.pk)).partition("8000")[2]
    form = browser.get(link, follow=True)
    assert form.status_code == 200
    words = {"password1": "a long and quiet evening", "password2": "a long and quiet evening"}
    assert browser.post(form.request["PATH_INFO"], words).status_code == 302
    assert Account.objects.get(pk=people.cecilie.pk).has_usable_password()


def test_an_access_key_cannot_be_made_in_the_future_to_last_longer(people):
    with acting_as(people.otto) as otto:
        made = "INSERT INTO agencies_token (account_id, name, digest, made_at, until) VALUES (%s, 'x', 'y', %s, %s)"
        assert fails(sql, made, otto.pk, "2090-01-01", "2090-02-01")
