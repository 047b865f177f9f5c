"""Work outside a request. Arguments are ids; each task may run twice."""

from typing import Any

import structlog
from celery import Task, shared_task
from django.core.management import call_command
from django.db import connection
from kombu.exceptions import OperationalError

from agencies.models import Account
from cases.entries.seals import seal
from cases.notices.services import carry, mail_to_carry
from cases.wall import acting_as

logger = structlog.get_logger()


def enqueue(task: Task, *args: Any) -> None:
    """Hand over to a worker; when the broker is away the beat does it later, and nobody waits."""
    try:
        task.delay(*args)
    except OperationalError:
        logger.warning("broker_away", task=task.name)


@shared_task
def carry_mail() -> None:
    """Hand each mail that waits to a task that acts as its recipient."""
    for mail_id, account_id in mail_to_carry():
        enqueue(carry_one, mail_id, account_id)


@shared_task
def carry_one(mail_id: str, account_id: int) -> None:
    actor = Account.objects.select_related("post__agency").filter(pk=account_id, post__is_active=True).first()
    if actor is not None:
        with acting_as(actor):
            carry(actor=actor, mail_id=mail_id)


@shared_task
def seal_the_log() -> None:
    seal()


@shared_task
def tidy_up() -> None:
    """Sessions that have ended, and forms that nobody can send again."""
    call_command("clearsessions")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_forget_submissions()")
