"""Coded lists and legal parameters as they are on a day."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q

from agencies.reference.models import Code, DatedCode, Parameter

Value = TypeVar("Value", bound=DatedCode)
DANISH_LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # after z


def danish_order(text: object) -> str:
    """A key that sorts words as a Danish reader looks them up."""
    return str(text).casefold().translate(DANISH_LETTERS)


def in_force(day: date) -> Q:
    """`valid_from` and `valid_until` are both inclusive."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def in_order(values: list[Value]) -> list[Value]:
    """By rank; values of one rank by name, in the reader's language."""
    return sorted(values, key=lambda value: (value.rank, danish_order(value)))


def codes_on(day: date, *lists: str) -> dict[str, dict[str, DatedCode]]:
    """{list: {code: value}} in the lists' own order, in one query; the values print in the reader's language."""
    found: dict[str, dict[str, DatedCode]] = {name: {} for name in lists}
    for value in in_order(list(Code.objects.filter(in_force(day), list__in=lists))):
        found[value.list][value.code] = value
    return found


def codes_ever(*lists: str) -> dict[str, dict[str, DatedCode]]:
    """{list: {code: value}} of every value there ever was, in its newest wording: what was written once stays readable.

    Lists of every kind, a higher app's included; one query a kind.
    """
    found: dict[str, dict[str, DatedCode]] = {name: {} for name in lists}
    for kind in DatedCode.__subclasses__():
        for value in kind.objects.filter(list__in=lists).order_by("valid_from"):
            found[value.list][value.code] = value
    return found


def parameters_on(day: date) -> dict[str, Decimal]:
    """{name: value} of every legal parameter in force that day."""
    return {parameter.name: parameter.value for parameter in Parameter.objects.filter(in_force(day))}
