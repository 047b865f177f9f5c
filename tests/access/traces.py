"""What a request leaves outside the page: where it would be read by somebody who was never shown the case.

The title and the addresses of a page are kept by browsers and proxies; cookies, sessions, the log, mails and the broker by others still.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import structlog
from celery.signals import task_prerun
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.test import TestCase

from agencies.models import Account
from tests.access.standing import Answer, Standing

TITLE = re.compile(r"<title>.*?</title>", re.S)
ADDRESS = re.compile(r'\b(?:href|src|action|formaction)="([^"]*)"')
PLACES = ("title", "addresses", "redirect", "headers", "cookies", "session", "log", "mail", "tasks")


@dataclass
class Traces:
    """Listens while it is open; `ask` tells what one request left, {place: text}."""

    standing: Standing
    log: StringIO = field(default_factory=StringIO)
    tasks: list[str] = field(default_factory=list)

    def ask(
        self, person: Account | None, method: str, address: str, data: Any = None, **more: Any
    ) -> tuple[Answer, dict[str, str]]:
        """As `Standing.ask`, with the work that follows after commit."""
        self.log.truncate(self.log.seek(0))
        self.tasks.clear()
        mail.outbox.clear()
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = self.standing.ask(person, method, address, data, **more)
        return answer, self.left(answer.response)

    def left(self, response: Any) -> dict[str, str]:
        page = response.content.decode()
        title = TITLE.search(page)
        return {
            "title": title[0] if title else "",
            "addresses": "\n".join(ADDRESS.findall(page)),
            "redirect": response.get("Location", ""),
            "headers": str(response.headers),
            "cookies": f"{response.cookies}\n{said_in_cookie(response)}",
            "session": str(dict(self.standing.client.session.items())),
            "log": self.log.getvalue(),
            "mail": "\n".join(as_text(message) for message in mail.outbox),
            "tasks": "\n".join(self.tasks),
        }


def said_in_cookie(response: Any) -> str:
    """What is said on the next page travels in a cookie, packed."""
    cookie = response.cookies.get("messages")
    said = CookieStorage(response.wsgi_request)._decode(cookie.value) if cookie and cookie.value else []
    return "\n".join(str(message) for message in said or [])


def as_text(message: Any) -> str:
    more = [str(part) for part in (*getattr(message, "alternatives", ()), *message.attachments)]
    head = [message.subject, message.from_email, *message.recipients(), *message.reply_to, str(message.extra_headers)]
    return "\n".join([*head, message.body, *more])


@contextmanager
def listening(standing: Standing) -> Iterator[Traces]:
    """The log as it is set up to be written, and every task as it is begun."""
    traces = Traces(standing)
    given = settings.LOGGING["formatters"]["json"]
    handler = logging.StreamHandler(traces.log)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[*given["processors"][:-1], structlog.processors.JSONRenderer(ensure_ascii=False)],
            foreign_pre_chain=given["foreign_pre_chain"],
        )
    )

    def begun(task: Any = None, args: Any = (), kwargs: Any = None, **_more: Any) -> None:
        traces.tasks.append(json.dumps([task.name, args, kwargs], default=str, ensure_ascii=False))

    task_prerun.connect(begun, weak=False)
    logging.getLogger().addHandler(handler)
    try:
        yield traces
    finally:
        mail.outbox.clear()
        logging.getLogger().removeHandler(handler)
        task_prerun.disconnect(begun)
