"""Trying what must not work, and asking the database in its own words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Whether the database refuses by right or policy. What the transaction had before stays."""
    with pytest.raises(ProgrammingError), transaction.atomic():
        act(*args, **kwargs)
    return True


def fails(act: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Whether the database refuses, now or at commit. No message is looked at: by right, policy or key is as good."""

    def to_the_end() -> None:
        act(*args, **kwargs)
        connection.check_constraints()

    with pytest.raises(DatabaseError), transaction.atomic():
        to_the_end()
    return True


def sql(statement: str, *params: Any) -> Any:
    """The rows of a query, or the number of rows that a statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount
