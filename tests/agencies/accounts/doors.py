"""What a person does at the door, as the tests of this folder say it."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from agencies.models import Account
from tests.conftest import as_owner

PASSWORD = "a long walk at dusk"


def with_password(person: Account, password: str = PASSWORD) -> Account:
    with as_owner():
        person.set_password(password)
        person.save(update_fields=["password"])
    return person


def log_in(client: Client, person: Account, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login/", {"login": person.email, "password": password} | more)


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows, now or some half minutes from now."""
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, now + steps))


def add_app(client: Client) -> str:
    """Confirm the password, scan, write the code. The secret that the app now has."""
    client.post("/login/confirm/?next=/login/second-factor/app/", {"password": PASSWORD})
    secret = client.get("/login/second-factor/app/").context["form"].secret
    done = client.post("/login/second-factor/app/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def link_in_mail() -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def choose_password(client: Client, link: str, password: str = PASSWORD) -> Any:
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
