"""How each row of the API is asked, and which there are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.urls import reverse

from tests.access import matrix, matrix_api
from tests.access.asking import Asked
from tests.access.standing import UNKNOWN, Answer
from tests.conftest import NOW, as_owner
from victims.models import Interview

Body = Callable[[Asked], dict[str, Any]]


def rows(state: str = "") -> dict[str, dict[str, str]]:
    """{row: {column: letter}} of a state; without one, those without a case."""
    if not state:
        return matrix.read(matrix_api.WITHOUT_A_CASE)
    found = matrix.read(*matrix_api.STATES[state])
    for row, letters in matrix.read(*matrix.STATES[state]).items():
        for api, page in matrix_api.AS_ON_A_PAGE.items():
            if row.startswith(f"{page} "):
                found[api + row.removeprefix(page)] = letters
    return found


def said(asked: Asked) -> dict[str, Any]:
    return {"words": "In plain words."}


def people(asked: Asked) -> dict[str, Any]:
    return {"responsible": asked.mine, "contact_person": asked.mine}


def nothing(asked: Asked) -> dict[str, Any]:
    return {}


TALK = {
    "place": "cmm",
    "began_at": (NOW - timedelta(hours=1)).isoformat(),
    "interpreter": "none",
    "companion": "declined",
}

BODIES: dict[str, Body] = {
    "POST api:recusal": lambda asked: {"reason": "knows"},
    "POST api:withdrawal": nothing,
    "PUT api:name": lambda asked: {"used": "Anh", "address": "she", "language": "vie"},
    "POST api:release": lambda asked: {"until": (NOW - timedelta(minutes=30)).isoformat()},
    "POST api:residence": lambda asked: {"status": "unlawful", "since": "2026-01-05"},
    "POST api:competence": nothing,
    "POST api:profile": lambda asked: {"sex": "woman", "age_band": "25_29", "nationality": "VN"},
    "POST api:interviews": lambda asked: TALK,
    "PATCH api:interview": lambda asked: {"journey": "By bus."},
    "PUT api:own_assessment": said,
    "POST api:recommendation": lambda asked: {"recommends": "presumed", "weighing": "It fits."},
    "POST api:decision": lambda asked: {
        "outcome": "presumed",
        "forms": ["labour"],
        "main_form": "labour",
        "sector": "nails",
        "channel": "police",
        "reasons": "It may be so.",
    },
    "POST api:period_grant": lambda asked: {"asked_on": str(NOW.date()), "first_day": str(NOW.date())},
    "POST api:period_move": lambda asked: {"first_day": str(NOW.date() + timedelta(days=9))},
    "POST api:period_extend": lambda asked: {"days": 30, "ground": "cooperates", "asked_on": str(NOW.date())},
    "POST api:period_refuse": lambda asked: {"words": "For particular reasons."},
    "POST api:period_stop": lambda asked: {"last_day": str(NOW.date())},
    "POST api:period_resume": lambda asked: {"first_day": str(NOW.date())},
    "POST api:period_applications": lambda asked: {"asks_for": "period", "asked_on": str(NOW.date())},
    "POST api:referrals": nothing,
    "PATCH api:referral": lambda asked: {"preview": {"first_talk_words": "Soon."}},
    "DELETE api:referral": nothing,
    "POST api:send": nothing,
    "POST api:withdraw": nothing,
    "POST api:ask": said,
    "POST api:reply": said,
    "POST api:answer": said,
    "POST api:decline": said,
    "POST api:accept": lambda asked: people(asked) | said(asked),
    "POST api:pass_on": lambda asked: {"receiver": asked.people.mona.agency_id} | said(asked),
    "PUT api:people": people,
}


def address(row: str, asked: Asked) -> str:
    """Where a row is asked; what stands behind its name is an argument."""
    name, *args = row.split()[1:]
    values: list[Any] = [*([asked.case.pk] if asked.case is not None else []), *args]
    if name == "api:withdrawal":
        with as_owner():
            records = apps.get_model(args[0]).objects.filter(case=asked.case)
            values.append(max(records, key=lambda record: record.is_withdrawable).pk if records else UNKNOWN)
    if name == "api:period_what_if":
        return reverse(name, args=values) + "?what=declines"
    if name == "api:interview":
        with as_owner():
            talk = Interview.objects.filter(case=asked.case).order_by("written_at").first()
        values.append(talk.pk if talk else UNKNOWN)
    return reverse(name, args=values)


def ask(row: str, asked: Asked, **headers: str) -> Answer:
    """As a program asks that does it right: a key for each act, and the tag of what it has just read."""
    method, where = row.split()[0], address(row, asked)
    if method == "GET":
        return asked.standing.ask(asked.person, method, where, headers=headers)
    told = {"Idempotency-Key": str(uuid4()), **headers}
    if method != "POST":
        told["If-Match"] = asked.standing.ask(asked.person, "GET", where, headers=headers).response.get("ETag", '"0"')
    body = BODIES[" ".join(row.split()[:2])](asked)
    return asked.standing.ask(asked.person, method, where, body, content_type="application/json", headers=told)


def cell(method: str, answer: Answer) -> str:
    """One letter of the matrix; the status itself where there is no letter for it."""
    status = answer.response.status_code
    if status in (200, 201, 204):
        return "s" if method == "GET" else "d"
    return {401: "l", 404: ".", 405: "-", 409: "n", 412: "n", 422: "n"}.get(status, str(status))
