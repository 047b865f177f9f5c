"""The standing cast: people at the agencies that every installation has; a leaver, an outsider; and their usual story.

Each person is an account with its post. `left` has left, `otto` is on no case, `olga` reads the log alone.
"""

from types import SimpleNamespace
from typing import Any

from django.test import Client

from agencies.models import Account, Agency, Post, Role
from cases.wall import acting_as
from tests.conftest import NOW, as_owner

CAST = {
    "cecilie": ("CMM", Role.LEAD),
    "carl": ("CMM", Role.CASEWORKER),
    "rita": ("CMM", Role.READ_ONLY),
    "adam": ("CMM", Role.ADMINISTRATOR),
    "ulla": ("US", Role.LEAD),
    "poul": ("Fyns Politi", Role.LEAD),
    "left": ("Fyns Politi", Role.CASEWORKER),
    "henrik": ("Københavns Politi", Role.CASEWORKER),
    "nina": ("HopeNow", Role.LEAD),
    "nora": ("HopeNow", Role.CASEWORKER),
    "otto": ("Gadejuristen", Role.LEAD),
    "sara": ("Redens krisecenter", Role.LEAD),
    "stine": ("LOKK", Role.LEAD),
    "hanne": ("Skejby", Role.LEAD),
    "mona": ("Københavns Kommune", Role.LEAD),
    "ian": ("IOM", Role.LEAD),
    "skat": ("SKAT", Role.CASEWORKER),
    "anna": ("SKAT", Role.ADMINISTRATOR),
    "paula": ("Rigsadvokaten", Role.LEAD),
    "clock": ("Frister", Role.CASEWORKER),
    "matcher": ("Genkendelse", Role.CASEWORKER),
    "counter": ("Statistik", Role.CASEWORKER),
    "olga": ("Databeskyttelse", Role.CASEWORKER),
}


def cast() -> SimpleNamespace:
    """Made as the owner."""
    agencies = {agency.short: agency for agency in Agency.objects.all()}
    accounts = Account.objects.bulk_create(
        Account(email=f"{name}@tillid.example", name=name.capitalize(), password="!") for name in CAST
    )
    posts = Post.objects.bulk_create(
        Post(account=account, agency=agencies[agency], role=role, since=NOW, is_active=name != "left")
        for account, (name, (agency, role)) in zip(accounts, CAST.items(), strict=True)
    )
    for account, post in zip(accounts, posts, strict=True):
        account.post = post
    return SimpleNamespace(**dict(zip(CAST, accounts, strict=True)))


def hire(agency: Agency, role: str = Role.CASEWORKER, name: str = "pia") -> Account:
    """One more person, at `agency`."""
    with as_owner():
        account = Account.objects.create(email=f"{name}@tillid.example", name=name.capitalize())
        account.post = Post.objects.create(account=account, agency=agency, role=role, since=NOW)
    return account


def signed_in(person: Account, **more: Any) -> Client:
    """A browser in which `person` is logged in, second factor and all. Errors come as the page that a reader gets."""
    from allauth.mfa.models import Authenticator

    client = Client(raise_request_exception=False, **more)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    with as_owner():
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
        )
    return client


def sees(person: Account | None, model: Any, **narrowed: Any) -> int:
    """How many rows of `model` (and of its history) `person` can see: by the policies, and begun at the projection."""
    with acting_as(person):
        rows = model.objects.filter(**narrowed).count()
        if hasattr(model, "history"):
            assert model.history.exists() == bool(model.objects.exists())
        if hasattr(model.objects.all(), "visible_to"):
            assert model.objects.visible_to(person).filter(**narrowed).count() == rows
        return rows
