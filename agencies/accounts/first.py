"""The first administrator of an agency, who invites all others. Made by the owner: nobody is there yet to do it."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from agencies.errors import Refused
from agencies.models import NATIONAL_KINDS, Account, Agency, Post, Role


@transaction.atomic
def administrator_of(*, kind: str, name: str, short: str, email: str, person: str, now: datetime) -> Account:
    """Of the agency of this name, which is made if it is not there; refused when somebody administers it already."""
    agency = Agency.objects.filter(name=name).first()
    if agency is None:
        if kind in NATIONAL_KINDS and (national := Agency.objects.filter(kind=kind).first()):
            raise Refused("%(name)s is of the kind %(kind)s, and there is one only.", name=national.name, kind=kind)
        agency = Agency.objects.create(group=Group.objects.create(name=name), kind=kind, name=name, short=short)
    if agency.kind != kind:
        raise Refused("%(name)s is there already, and of another kind: %(kind)s.", name=name, kind=agency.kind)
    if agency.posts.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise Refused("%(name)s has an administrator already, who invites all others.", name=name)
    if Account.objects.filter(email=email).exists():
        raise Refused("%(email)s has an account already.", email=email)
    account = Account.objects.create(email=email, name=person)
    account.post = Post.objects.create(account=account, agency=agency, role=Role.ADMINISTRATOR, since=now)
    return account
