"""Programs, as the tests speak of them: a client that has nothing but a key."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from agencies.models import Account, Token
from agencies.tokens.services import make_token
from cases.wall import acting_as
from tests.conftest import as_owner


def key_of(person: Account, name: str = "Journal", days: float = 30, *, may_write: bool = False) -> tuple[Token, str]:
    """A key and its secret, made by `person` just now; the second factor is there."""
    with as_owner():
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
        )
    now = datetime.now(UTC)
    with acting_as(person):
        until = now + timedelta(days=days)
        return make_token(actor=person, name=name, until=until, now=now, may_write=may_write)


def program(secret: str, scheme: str = "Token") -> Client:
    return Client(raise_request_exception=False, headers={"authorization": f"{scheme} {secret}"})


def program_of(person: Account, **more: Any) -> Client:
    return program(key_of(person, **more)[1])


def changed(token: Token, **values: Any) -> None:
    """Past the wall and its trigger's question who uses it."""
    with as_owner():
        Token.objects.filter(pk=token.pk).update(**values)
