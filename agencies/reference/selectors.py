"""Coded lists and legal parameters as they are on a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q

from agencies.reference.models import DatedCode, Parameter

Value = TypeVar("Value", bound=DatedCode)
DANISH_LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # after z


def danish_order(text: object) -> str:
    """A key that sorts words as a Danish reader looks them up."""
    return str(text).casefold().translate(DANISH_LETTERS)


def in_force(day: date) -> Q:
    """`valid_from` and `valid_until` are both inclusive."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def in_order(values: Iterable[Value]) -> list[Value]:
    """By rank; values of one rank by name, in the reader's language."""
    return sorted(values, key=lambda value: (value.rank, danish_order(value)))


def codes_on(day: date, *lists: str) -> dict[str, dict[str, DatedCode]]:
    """{list: {code: value}} as offered that day, in the lists' own order; the values print in the reader's language."""
    return read(in_force(day), lists)


def codes_ever(*lists: str) -> dict[str, dict[str, DatedCode]]:
    """{list: {code: value}} of every value there ever was, in its newest wording: what was written once stays readable."""
    return read(Q(), lists)


def read(narrowed: Q, lists: tuple[str, ...]) -> dict[str, dict[str, DatedCode]]:
    """One query for each kind of list that is asked for, a higher app's kinds included."""
    found: dict[str, dict[str, DatedCode]] = {name: {} for name in lists}
    kinds: list[Any] = DatedCode.__subclasses__()
    for kind in kinds:
        if wanted := [name for name in lists if not found[name]]:
            rows = kind.objects.filter(narrowed, list__in=wanted).order_by("valid_from")
            newest = {(value.list, value.code): value for value in rows}
            for value in in_order(newest.values()):
                found[value.list][value.code] = value
    return found


def parameters_on(day: date) -> dict[str, Decimal]:
    """{name: value} of every legal parameter in force that day."""
    return {parameter.name: parameter.value for parameter in Parameter.objects.filter(in_force(day))}
