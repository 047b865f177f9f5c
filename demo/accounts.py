"""Accounts and posts of the demo's people. Made by the owner: no administrator is there yet to invite anybody."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import get_random_string

from agencies.models import Account, Agency, Post, Role
from demo.users import USERS

PASSWORD = "demo"  # noqa: S105 - everybody's, and in the README; it meets no rule for passwords, and need not
SEED = 12
HIRED_BEFORE = timedelta(days=400)
AWAY = {"per_storm": timedelta(days=63)}  # who has not been here for long
WITHOUT_APP = ("anne_mette_kjaer",)


@transaction.atomic
def make_accounts(now: datetime) -> int:
    """Those that are missing; how many that were. Who is there keeps what was changed."""
    there = set(Account.objects.values_list("email", flat=True))
    agencies, made = agencies_by_key(), 0
    for account, post, has_app in people(now):
        if account.email not in there:
            account.save()
            Post.objects.create(account=account, agency=agencies[post.pop("agency")], **post)
            if has_app:
                Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": lost_secret()})
            made += 1
    return made


def people(now: datetime) -> Iterator[tuple[Account, dict[str, Any], bool]]:
    """Each with the post, and whether there is a second factor."""
    password, chance, since = make_password(PASSWORD), Random(SEED), now - HIRED_BEFORE
    for user in USERS:
        seen = now - AWAY.get(user.key, timedelta(minutes=chance.randint(10, 3 * 24 * 60)))
        account = Account(email=user.email, name=user.name, password=password, last_login=seen)
        yield account, {"agency": user.agency, "role": user.role, "since": since}, user.key not in WITHOUT_APP
    # for the administrator's table: one who is invited, and one who has left
    invited = Account(email="ida.mose@cmm.example", name="Ida Mose", password=make_password(None))
    yield invited, {"agency": "cmm", "role": Role.READ_ONLY, "since": now - timedelta(hours=5)}, False
    left = Account(email="kaj.bro@cmm.example", name="Kaj Bro", password=make_password(None), last_login=since)
    yield left, {"agency": "cmm", "role": Role.CASEWORKER, "since": since, "is_active": False}, False


def lost_secret() -> str:
    """Of an app that nobody has: the demo does not ask, and when it is one no longer, nobody comes in."""
    return get_adapter().encrypt(get_random_string(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))


def agencies_by_key() -> dict[str, Agency]:
    by_name = {agency.name: agency for agency in Agency.objects.all()}
    with (Path(settings.BASE_DIR) / "agencies/data/agencies.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: by_name[row["name"]] for row in csv.DictReader(file)}
