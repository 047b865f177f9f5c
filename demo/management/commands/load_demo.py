"""Load the demo's referrals, once: `manage.py load_demo [--now 2026-03-12T14:32:00+01:00]`."""

from datetime import datetime
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from demo.build import NoAccounts, build, cast, is_built
from demo.decided import STORIES

TOLD_EVERY = 10


class Command(BaseCommand):
    help = "Loads the demo's referrals through the services, relative to a moment; does nothing when they are there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", help="the moment that everything is relative to (ISO 8601), instead of the present"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        begun, now = monotonic(), moment(options["now"])
        try:
            people = cast()
        except NoAccounts:
            raise CommandError(
                "The demo's people are not there. First, as the owner:  manage.py demo_accounts"
            ) from None
        if is_built(people):
            self.stdout.write("The demo is there already.")
            return
        build(people, now, self.tell)
        self.stdout.write(f"{len(STORIES)} referrals in {monotonic() - begun:.1f} s")

    def tell(self, number: int) -> None:
        if number % TOLD_EVERY == 0:
            self.stdout.write(f"{number} of {len(STORIES)} referrals")


def moment(text: str | None) -> datetime:
    """The moment that was typed, in Danish time unless it says otherwise."""
    if text is None:
        return datetime.now(tz=timezone.get_current_timezone())
    try:
        typed = parse_datetime(text)
    except ValueError as error:
        raise CommandError(f"{text}: {error}") from None
    if typed is None:
        raise CommandError(f"{text} is not a moment; write it as 2026-03-12T14:32")
    return typed if timezone.is_aware(typed) else timezone.make_aware(typed)
