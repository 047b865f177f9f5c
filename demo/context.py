"""The demo's users on the login page, under the kinds of their agencies."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest

from demo.users import USERS


def login(request: HttpRequest) -> dict[str, Any]:
    return {"demo_groups": offered}  # called by the one page that shows them


def offered() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """[(heading, [(key, name, what this user does)])]."""
    users = [user for user in USERS if user.is_offered]
    return [
        (str(group), [(user.key, user.name, str(user.what)) for user in of_group])
        for group, of_group in groupby(users, key=lambda user: user.group)
    ]
