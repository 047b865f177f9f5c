"""Accounts and posts of the demo's people. Made by the owner: no administrator is there yet to invite anybody."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from agencies.models import Account, Agency, Post
from demo.users import USERS, DemoUser

PASSWORD = "demo"  # noqa: S105 - everybody's, and in the README; it meets no rule for passwords, and need not
SEED = 12
HIRED_BEFORE = timedelta(days=400)
AWAY = {"per_storm": timedelta(days=63)}  # who has not been here for long


@transaction.atomic
def make_accounts(now: datetime) -> int:
    """Those that are missing; how many that were. Who is there keeps what was changed."""
    there = set(Account.objects.values_list("email", flat=True))
    missing = [user for user in USERS if user.email not in there]
    agencies, password, chance = agencies_by_key(), make_password(PASSWORD), Random(SEED)
    for user in missing:
        account = Account.objects.create(
            email=user.email, name=user.name, password=password, last_login=last_seen(user, now, chance)
        )
        Post.objects.create(account=account, agency=agencies[user.agency], role=user.role, since=now - HIRED_BEFORE)
    return len(missing)


def last_seen(user: DemoUser, now: datetime, chance: Random) -> datetime:
    return now - AWAY.get(user.key, timedelta(minutes=chance.randint(10, 3 * 24 * 60)))


def agencies_by_key() -> dict[str, Agency]:
    by_name = {agency.name: agency for agency in Agency.objects.all()}
    with (Path(settings.BASE_DIR) / "agencies/data/agencies.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: by_name[row["name"]] for row in csv.DictReader(file)}
