"""What becomes of the work of one who stops: agencies asks and tells, and knows no case."""

from typing import Any

from django.db import ProgrammingError, connection, transaction
from django.dispatch import receiver

from agencies.accounts.rules import Burden, changed_meanwhile
from agencies.models import Account
from agencies.signals import burden_asked, work_left


@receiver(burden_asked)
def weigh(sender: Any, *, actor: Account, account: Account, **kwargs: Any) -> Burden:
    """In numbers; the database answers an administrator of the account's agency, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases, due_soon FROM wall_burden(%s)", [account.pk])
        return Burden(*cursor.fetchone())


@receiver(work_left)
def hand_over_all(sender: Any, *, actor: Account, account: Account, successor: Account | None, **kwargs: Any) -> int:
    """All open work at once, to `successor` or to nobody; in how many cases. Refused when one of the three has just left."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall_hand_over(%s, %s)", [account.pk, successor.pk if successor else None])
            handed: int = cursor.fetchone()[0]
            return handed
    except ProgrammingError:
        raise changed_meanwhile() from None
