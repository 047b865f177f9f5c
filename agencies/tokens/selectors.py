"""Access keys: whose a secret is, and which ones an account has."""

from datetime import datetime

from django.db.models import QuerySet

from agencies.models import Account, Token
from agencies.tokens.rules import digest_of


def token_of(secret: str, now: datetime) -> Token | None:
    """The key that opens with this secret, with its account and post; asked before anybody acts. None is all that a wrong one tells."""
    found = Token.objects.filter(
        digest=digest_of(secret), ended_at=None, until__gt=now, account__is_active=True, account__post__is_active=True
    )
    return found.select_related("account__post__agency").first()


def standing_of(account: Account) -> "QuerySet[Token]":
    """Those not ended, by name: the expired ones too, until their owner takes them away."""
    return Token.objects.filter(account=account, ended_at=None).order_by("name")
