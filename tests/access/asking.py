"""How each row of the matrix is asked: the address's arguments, and a form that whoever may would send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from agencies.models import Account
from cases.models import Case
from cases.wall import acting_as
from tests.access.standing import Standing
from tests.conftest import NOW
from victims.models import Name


@dataclass
class Asked:
    """Who asks, for which case and about which account, when a row is asked."""

    standing: Standing
    person: Account | None
    case: Case | None = None


Body = Callable[[Asked], dict[str, Any]]


def words(asked: Asked) -> dict[str, Any]:
    return {"words": "In plain words."}


def colleague(asked: Asked) -> int:
    return asked.person.pk if asked.person else asked.standing.people.cecilie.pk


def answering(verb: str, **more: Any) -> Body:
    def body(asked: Asked) -> dict[str, Any]:
        mine = colleague(asked)
        found = {"verb": verb, "words": "In plain words.", "responsible": mine, "contact_person": mine}
        return found | {name: value(asked) for name, value in more.items()}

    return body


def named(asked: Asked) -> dict[str, Any]:
    with acting_as(asked.standing.people.cecilie):
        record = Name.objects.filter(case=asked.case).first()
    return {"used": "Anh", "address": "she", "language": "vie", "version": record.version if record else ""}


def released(asked: Asked) -> dict[str, Any]:
    moment = timezone.localtime(NOW - timedelta(minutes=30))
    parts = {"day": moment.day, "month": moment.month, "year": moment.year, "clock": f"{moment:%H.%M}"}
    return {f"until_{part}": value for part, value in parts.items()}


def people(asked: Asked) -> dict[str, Any]:
    return {"responsible": colleague(asked), "contact_person": colleague(asked)}


def recusing(asked: Asked) -> dict[str, Any]:
    return {"reason": "knows"}


def nothing(asked: Asked) -> dict[str, Any]:
    return {}


# How a POST is made, where the row is named after its address and argument
BODIES: dict[str, Body] = {
    "cases:recuse": recusing,
    "victims:name": named,
    "victims:release": released,
    "referrals:preview accept": answering("accept"),
    "referrals:preview ask": answering("ask"),
    "referrals:preview pass_on": answering("pass_on", receiver=lambda asked: asked.standing.people.mona.agency_id),
    "referrals:preview decline": answering("decline"),
    "referrals:say ask": words,
    "referrals:say reply": words,
    "referrals:say answer": words,
    "referrals:people": people,
}
IN_THE_FORM = {"referrals:preview"}  # the row's word is what the form says, and no part of the address


def address(row: str, case: Case) -> str:
    name, *args = row.split()
    return reverse(name, args=[case.pk, *([] if name in IN_THE_FORM else args)])


def patterns(found: list[URLPattern | URLResolver], names: tuple[str, ...] = ()) -> list[tuple[str, URLPattern]]:
    """(name, pattern) of all that can be opened, includes too."""
    all_of_them: list[tuple[str, URLPattern]] = []
    for pattern in found:
        if isinstance(pattern, URLResolver):
            all_of_them += patterns(pattern.url_patterns, (*names, *([pattern.namespace] if pattern.namespace else [])))
        else:
            all_of_them.append((":".join([*names, pattern.name or f"without a name: {pattern.pattern}"]), pattern))
    return all_of_them
