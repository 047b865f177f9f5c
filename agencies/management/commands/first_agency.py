"""The first agency of an installation, or a further one, and its first administrator; with the owner's login."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from agencies.accounts.first import administrator_of
from agencies.accounts.links import password_address
from agencies.accounts.owner import refuse_the_application
from agencies.errors import Refused
from agencies.models import SYSTEM_KINDS, Kind


class Command(BaseCommand):
    help = "Make an agency, if it is not there, and its first administrator. Prints the link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [kind.value for kind in Kind if kind not in SYSTEM_KINDS]
        parser.add_argument("--kind", required=True, choices=kinds)
        parser.add_argument("--name", required=True, help="in full")
        parser.add_argument("--short", required=True, help="as it stands in lists")
        parser.add_argument("--administrator-email", required=True)
        parser.add_argument("--administrator-name", required=True)

    def handle(self, **options: Any) -> None:
        refuse_the_application(CommandError)
        email = options["administrator_email"].strip().lower()
        try:
            validate_email(email)
            account = administrator_of(
                kind=options["kind"],
                name=options["name"],
                short=options["short"],
                email=email,
                person=options["administrator_name"],
                now=timezone.now(),
            )
        except ValidationError:
            raise CommandError(f"{email} is no e-mail address.") from None
        except Refused as refusal:
            raise CommandError(refusal.sentence % refusal.values) from None
        self.stdout.write(
            f"{account.name} is the administrator of {account.agency.name}. Send the link, which is valid for 3 days:"
        )
        self.stdout.write(password_address(account))
