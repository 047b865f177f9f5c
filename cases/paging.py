"""Keyset pages: where a list goes on, as an opaque word in the address. It holds a moment and an id, never a person."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: str  # empty on the last page


def read_cursor(text: str | None) -> tuple[datetime, UUID] | None:
    """The key after which the page begins; None at the start, and for anything that is no cursor of ours."""
    try:
        at, key = base64.urlsafe_b64decode((text or "").encode()).decode().split("|")
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), UUID(key)) if moment.tzinfo else None
    except (ValueError, OverflowError, binascii.Error, UnicodeError):
        return None


def write_cursor(at: datetime, key: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{key}".encode()).decode()


def address_with(address: str, **asked: Any) -> str:
    """The address with what is asked there; what is empty is not."""
    query = urlencode({name: value for name, value in asked.items() if value not in ("", None)})
    return f"{address}?{query}" if query else address


def page_of(rows: Any, size: int, key: Callable[[Any], tuple[datetime, UUID]]) -> Page:
    """`size` rows, and the cursor of what comes after when there is more; one query."""
    found: Sequence[Any] = list(rows[: size + 1])
    shown = list(found[:size])
    return Page(shown, write_cursor(*key(shown[-1])) if len(found) > size else "")
