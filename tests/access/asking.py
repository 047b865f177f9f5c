"""How each row of the matrix is asked: the arguments of its address, and the form that whoever may would send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.apps import apps
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from agencies.accounts.links import password_address
from agencies.models import Account
from cases.models import Case
from demo.users import USERS
from referrals.models import Preview
from tests.access.standing import UNKNOWN, Answer, Standing
from tests.agencies.accounts.doors import PASSWORD
from tests.conftest import NOW, as_owner
from victims.models import Interview, Name


@dataclass
class Asked:
    """Who asks, and about which case."""

    standing: Standing
    person: Account | None = None
    case: Case | None = None

    @property
    def people(self) -> Any:
        return self.standing.people

    @property
    def mine(self) -> int:
        """The asker, or for a visitor anybody."""
        return self.person.pk if self.person else self.people.cecilie.pk

    def version_of(self, model: Any) -> int | str:
        with as_owner():
            record = model.objects.filter(case=self.case).first()
        return record.version if record else ""


Body = Callable[[Asked], dict[str, Any]]


def said(asked: Asked) -> dict[str, Any]:
    return {"words": "In plain words.", "submission": uuid4()}


def answering(verb: str) -> Body:
    def body(asked: Asked) -> dict[str, Any]:
        chosen = {"receiver": asked.people.mona.agency_id} if verb == "pass_on" else {}
        return said(asked) | chosen | {"verb": verb, "responsible": asked.mine, "contact_person": asked.mine}

    return body


def once(asked: Asked) -> dict[str, Any]:
    return {"submission": uuid4()}


def step(asked: Asked) -> dict[str, Any]:
    place = {"preview-first_talk_place": "clinic", "preview-first_talk_words": "Soon."}
    return place | {"preview-version": asked.version_of(Preview)}


def moment(name: str, at: datetime) -> dict[str, Any]:
    local = timezone.localtime(at)
    parts = {"day": local.day, "month": local.month, "year": local.year, "clock": f"{local:%H.%M}"}
    return {f"{name}_{part}": value for part, value in parts.items()}


def a_talk(asked: Asked) -> dict[str, Any]:
    held = {"place": "cmm", "interpreter": "none", "companion": "declined", "journey": "By bus."}
    return once(asked) | held | moment("began_at", NOW - timedelta(hours=1))


def day(name: str) -> dict[str, Any]:
    """Today."""
    today = timezone.localdate()
    return {f"{name}_day": today.day, f"{name}_month": today.month, f"{name}_year": today.year}


def with_password(*names: str) -> Body:
    return lambda asked: dict.fromkeys(names, PASSWORD)


NEW = "another walk at dawn"
BODIES: dict[str, Body] = {
    "account_login": lambda asked: {"login": asked.people.carl.email, "password": PASSWORD},
    "account_logout": lambda asked: {},
    "account_reauthenticate": with_password("password"),
    "account_change_password": lambda asked: {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    "account_reset_password": lambda asked: {"email": asked.people.carl.email},
    "account_reset_password_from_key": lambda asked: {"password1": NEW, "password2": NEW},
    "mfa_authenticate": lambda asked: {"code": "000000"},
    "mfa_reauthenticate": lambda asked: {"code": "000000"},
    "mfa_activate_totp": lambda asked: {"code": "000000"},
    "mfa_deactivate_totp": lambda asked: {},
    "mfa_generate_recovery_codes": lambda asked: {},
    "demo:login": lambda asked: {},
    "agencies:accounts": lambda asked: {"email": "new@tillid.example", "name": "New", "role": "caseworker"},
    "agencies:role": lambda asked: {"role-role": "lead"},
    "agencies:deactivate": lambda asked: {"leave-successor": asked.people.cecilie.pk},
    "agencies:reopen": lambda asked: {},
    "agencies:invite_again": lambda asked: {},
    "agencies:withdraw": lambda asked: {},
    "agencies:reset_second_factor": lambda asked: {},
    "agencies:end_keys": lambda asked: {},
    "agencies:end_key": lambda asked: {},
    "mfa_index": lambda asked: {"name": "another program", "days": "30"},
    "referrals:new": once,
    "referrals:telephone": lambda asked: once(asked) | {"caller_agency": asked.people.nina.agency_id},
    "cases:recuse": lambda asked: {"reason": "knows"},
    "cases:withdraw": lambda asked: {},
    "victims:name": lambda asked: {
        "used": "Anh", "address": "she", "language": "vie", "version": asked.version_of(Name),
    },
    "victims:profile": lambda asked: once(asked) | {"sex": "woman", "age_band": "25_29", "birth_year": "", "nationality": "VN"},
    "victims:residence": lambda asked: once(asked) | {"status": "unlawful"},
    "victims:hand_over": once,
    "victims:talk": a_talk,
    "victims:edit_talk": lambda asked: a_talk(asked) | {"version": asked.version_of(Interview)},
    "victims:recommendation": lambda asked: once(asked) | {"recommends": "presumed", "weighing": "It fits.", "go": "send"},
    "victims:own_assessment": said,
    "victims:decision": lambda asked: once(asked) | {
        "step": "decide", "outcome": "presumed", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police",
        "reasons": "It may be so.",
    },
    "victims:period_ask": lambda asked: once(asked) | day("asked_on") | {"words": "I am ill."},
    "victims:period_step": lambda asked: {
        **once(asked), **day("asked_on"), **day("first_day"), "days": "30", "ground": "cooperates", "confirmed": "1",
    },
    "victims:release": lambda asked: moment("until", NOW - timedelta(minutes=30)),
    "referrals:step": step,
    "referrals:autosave": step,
    "referrals:send": once,
    "referrals:discard": once,
    "referrals:withdraw": once,
    "referrals:preview accept": answering("accept"),
    "referrals:preview ask": answering("ask"),
    "referrals:preview pass_on": answering("pass_on"),
    "referrals:preview decline": answering("decline"),
    "referrals:say": said,
    "referrals:people": lambda asked: {"responsible": asked.mine, "contact_person": asked.mine},
}  # fmt: skip


def address(row: str, asked: Asked) -> str:
    """Where a row is asked. What stands behind its name is an argument, or whose account, or what the form says."""
    name, *args = row.split()
    values: list[Any] = list(args)
    if asked.case is not None:
        values = [asked.case.pk, *([] if name == "referrals:preview" else args)]
    if name == "cases:withdraw":
        with as_owner():
            records = sorted(
                apps.get_model(args[0]).objects.filter(case=asked.case), key=lambda row: row.is_withdrawable
            )
        values.append(records[-1].pk if records else UNKNOWN)
    elif name == "victims:edit_talk":
        with as_owner():
            talk = Interview.objects.filter(case=asked.case).order_by("written_at").first()
        values.append(talk.pk if talk else UNKNOWN)
    elif name == "account_reset_password_from_key":
        return urlsplit(password_address(getattr(asked.people, args[0]))).path
    elif name == "demo:login":
        values = [USERS[0].key]
    elif name == "agencies:end_key":
        values = [asked.standing.keys[getattr(asked.people, args[0]).pk][0].pk]
    elif name.startswith("agencies:") and name != "agencies:language":
        values = [getattr(asked.people, who).pk for who in args]
    return reverse(name, args=values)


def body(row: str, asked: Asked) -> dict[str, Any]:
    return BODIES[row if row in BODIES else row.split()[0]](asked)


def cell(method: str, answer: Answer) -> str:
    """One letter of the matrix for what somebody got; the status itself where there is no letter for it."""
    response = answer.response
    status = response.status_code
    if status == 302:
        if response["Location"].startswith(f"{reverse('account_login')}?next="):
            return "l"
        if method == "GET" or leads_elsewhere(answer):
            return ">"
        return "n" if answer.is_told_no else "d"
    if status == 200:
        is_done = method == "POST" and response["Content-Type"] == "application/json"
        return "d" if is_done else "s" if method == "GET" else "n"
    if status == 503 and response["Content-Type"] == "application/json":
        return "s"  # healthz: no worker runs beside the tests
    return {401: "l", 404: ".", 405: "-", 409: "n"}.get(status, str(status))


def leads_elsewhere(answer: Answer) -> bool:
    """Whether a redirect after a POST means that nothing was done: to confirm who one is, to log in, or back home."""
    path = urlsplit(answer.response["Location"]).path
    doors = ("account_login", "mfa_authenticate", "account_reauthenticate")
    return path in map(reverse, doors) or (path == reverse("home") and not answer.written)


def patterns(found: list[URLPattern | URLResolver], names: tuple[str, ...] = ()) -> list[tuple[str, URLPattern]]:
    """(name, pattern) of all that can be opened, includes too."""
    all_of_them: list[tuple[str, URLPattern]] = []
    for pattern in found:
        if isinstance(pattern, URLResolver):
            all_of_them += patterns(pattern.url_patterns, (*names, *([pattern.namespace] if pattern.namespace else [])))
        else:
            name = pattern.name or f"an address without a name: {pattern.pattern}"
            all_of_them.append((":".join([*names, name]), pattern))
    return all_of_them
