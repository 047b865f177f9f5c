"""The accounts of the own agency, for its administrator: who can log in, and who should not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from agencies.accounts.rules import INVITATION_LASTS, UNUSED_AFTER, Burden, State, days_away, state_of
from agencies.models import SYSTEM_KINDS, WRITING_ROLES, Account, Agency
from agencies.reference.selectors import danish_order
from agencies.signals import burden_asked

IS_ACTIVE = Q(post__is_active=True)
HAS_NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
FILTERS = ("all", "without_second_factor", "unused", "invited", "closed")


def accounts_of(actor: Account) -> "QuerySet[Account]":
    """Each with its post, and with `has_app`: whether it has a second factor."""
    app = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        Account.objects.filter(post__agency_id=actor.agency_id)
        .select_related("post__agency")
        .annotate(has_app=Exists(app))
    )


def condition(name: str, now: datetime) -> Q:
    """What one of `FILTERS` asks."""
    has_come = IS_ACTIVE & ~HAS_NO_PASSWORD
    return {
        "all": IS_ACTIVE,
        "without_second_factor": has_come & Q(has_app=False),
        "unused": has_come & Q(seen_at__lte=now - UNUSED_AFTER),
        "invited": IS_ACTIVE & HAS_NO_PASSWORD,
        "closed": ~IS_ACTIVE,
    }[name]


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    account: Account
    state: State
    is_self: bool
    invitation_ends: datetime
    days_away: int | None


@dataclass(frozen=True)
class Found:
    rows: list[Row]
    total: int
    counts: dict[str, int]


def list_accounts(actor: Account, *, name: str, limit: int, now: datetime) -> Found:
    """The first `limit` that one of `FILTERS` finds, by name; and how many each of them finds."""
    accounts = accounts_of(actor).annotate(seen_at=Coalesce("last_login", "post__since"))
    counts = accounts.aggregate(**{each: Count("pk", filter=condition(each, now)) for each in FILTERS})
    found = accounts.filter(condition(name, now)).order_by(F("name").asc(), "pk")[:limit]
    return Found([row(actor, account, now) for account in found], counts[name], counts)


def row(actor: Account, account: Account, now: datetime) -> Row:
    post = account.post
    state = state_of(
        is_active=post.is_active, has_password=account.has_usable_password(), invited_at=post.since, now=now
    )
    away = days_away(account.last_login or post.since, now) if state == State.ACTIVE else None
    return Row(account, state, account == actor, post.since + INVITATION_LASTS, away)


def account_of(actor: Account, account_id: int) -> Account | None:
    """One account of the own agency; None for any other, whether there is one or not."""
    return accounts_of(actor).filter(pk=account_id).first()


def successors(actor: Account, account: Account) -> "QuerySet[Account]":
    """Who could take over: colleagues who write, and have come."""
    return (
        accounts_of(actor)
        .filter(IS_ACTIVE & ~HAS_NO_PASSWORD, post__role__in=WRITING_ROLES)
        .exclude(pk=account.pk)
        .order_by("name")
    )


def burden_of(actor: Account, account: Account) -> Burden:
    """What `account` has to do, as those above tell it: numbers, never cases."""
    answers = cast("list[tuple[Any, Burden]]", burden_asked.send(sender=Account, actor=actor, account=account))
    return sum((burden for _receiver, burden in answers), Burden())


def colleagues(agency: Agency) -> "QuerySet[Account]":
    """Those of an agency who can have a case."""
    found = Account.objects.filter(post__agency=agency, post__is_active=True, post__role__in=WRITING_ROLES)
    return found.order_by("name")


def agencies_there_are() -> list[Agency]:
    """Those with people in them, in Danish order."""
    return sorted(Agency.objects.exclude(kind__in=SYSTEM_KINDS), key=danish_order)
