"""Accounts of the demo's people, with the owner's login; again and again, without harm."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.accounts.owner import refuse_the_application
from demo.accounts import PASSWORD, make_accounts


class Command(BaseCommand):
    help = "Make the accounts of the demo's people that are missing."

    def handle(self, **options: Any) -> None:
        refuse_the_application(CommandError)
        made = make_accounts(timezone.now())
        self.stdout.write(f"{made} accounts made. The password of each: {PASSWORD}")
