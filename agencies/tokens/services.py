"""What is done with access keys. The policies on their table judge it once more."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account, Token
from agencies.tokens import rules


def make_token(
    *, actor: Account, name: str, until: datetime, now: datetime, may_write: bool = False
) -> tuple[Token, str]:
    """A key of `actor`'s own, and its secret, which is not to be had again. It reads; it writes when that is said now."""
    rules.check_until(until, now)
    secret = rules.new_secret()
    try:
        with transaction.atomic():
            token = Token.objects.create(
                account=actor,
                name=name.strip(),
                digest=rules.digest_of(secret),
                made_at=now,
                until=until,
                may_write=may_write,
            )
    except IntegrityError:
        raise Refused(
            "You have an access key of this name. End it first, or choose another name.", field="name"
        ) from None
    return token, secret


def end_token(*, actor: Account, token: Token, now: datetime) -> None:
    """At once, and for good: one's own, or a colleague's whom `actor` administers. What is ended stays as it was."""
    may_end = Q(account=actor) | Q(account__post__agency_id=actor.agency_id)
    Token.objects.filter(may_end, pk=token.pk, ended_at=None).update(ended_at=now)


def note_use(*, actor: Account, token: Token, now: datetime) -> None:
    """The day of the last use, written once a day."""
    today = timezone.localdate(now)
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk, account=actor).update(last_used_on=today)
