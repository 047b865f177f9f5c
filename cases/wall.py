"""The wall's Python half: one way to say who acts (`acting_as`), and what is remembered meanwhile (keys, and what was seen)."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

TOLD_FOR_SECONDS = 3600  # of the transaction's beginning: a long task does not lose its actor half-way


@dataclass
class Acting:
    """Who acts now, with what the block has gathered: opened case keys, and for each case what was seen and done."""

    account: Any
    keys: dict[UUID, bytes | None] = field(default_factory=dict)
    seen: dict[UUID, tuple[int, str]] = field(default_factory=dict)


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acting() -> Acting:
    """Whoever acts. Outside `acting_as` nobody does, and nothing is remembered."""
    return _acting.get() or Acting(None)


@contextmanager
def acting_as(account: Any) -> Iterator[Any]:
    """Let `account` act (None: nobody), in one transaction, for Python and for the policies alike. What was before is restored.

    What was seen and done is written to the log last before commit: what cannot be recorded is not shown.
    """
    from cases.entries.services import write_entries

    with transaction.atomic():
        before = _acting.set(Acting(account))
        tell_database(account)
        try:
            yield account
            if not connection.needs_rollback:
                write_entries(acting().seen)
        finally:
            _acting.reset(before)
        if not connection.needs_rollback:  # after an error the savepoint's end takes the setting back
            tell_database(acting().account)


def tell_database(account: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('wall.user', %s, true)", [signed(account.pk) if account else ""])


def signed(account_id: int) -> str:
    """`account:expiry:tag`. The tag holds for this connection only, so that one that leaked is of no use on another."""
    connection.ensure_connection()
    said = f"{account_id}:{int(time.time()) + TOLD_FOR_SECONDS}"
    message = f"{said}:{connection.connection.info.backend_pid}"
    return f"{said}:{hmac.new(settings.WALL_KEY, message.encode(), hashlib.sha256).hexdigest()}"


def hmac_pads(key: bytes) -> tuple[bytes, bytes]:
    """The two blocks of HMAC (RFC 2104), by which SQL checks a tag with `sha256()` alone."""
    block = key.ljust(64, b"\0") if len(key) <= 64 else hashlib.sha256(key).digest().ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
