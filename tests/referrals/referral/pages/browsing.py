"""What a sender does at the form, and reads on its pages."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.wall import acting_as
from referrals.referral.services import parts_of
from tests.browsing import Typed, form_of
from tests.people import signed_in

FUTURE = (
    "The time is in the future. Write a day until and including today, 12\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026."
)
NUL = "The text has a sign in it that cannot be saved. Write it again."
SENT = "The referral has already been sent."


def browser(person: Any) -> Client:
    return signed_in(person, headers={"accept-language": "en"})


def at(case: Case, page: int | str) -> str:
    return (
        reverse("referrals:step", args=[case.pk, page])
        if isinstance(page, int)
        else reverse(f"referrals:{page}", args=[case.pk])
    )


def opened(client: Client, case: Case, step: int) -> Typed:
    """What the step would send as it stands."""
    return form_of(client.get(at(case, step)), "preview-version" if step == 4 else "referral-version")


def parts(person: Any, case: Case) -> Any:
    with acting_as(person):
        return parts_of(case, person)


def errors(page: Any) -> list[str]:
    """The sentences of the summary, in its order."""
    summary = re.search(r'id="error-summary".*?</ul>', page.content.decode(), re.S)
    return (
        [text.replace("&#x27;", "'") for text in re.findall(r'<li><a href="#[^"]+">(.*?)</a>', summary[0])]
        if summary
        else []
    )


def text_of(page: Any) -> str:
    """The words of a page, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").replace("\N{WORD JOINER}", "")


def same(page: Any, asked_for: Any) -> str:
    """What a page says, but for the id that was asked for and the token of the form for logging out."""
    return re.sub(r'(?<=csrfmiddlewaretoken" value=")[^"]+', "", page.content.decode()).replace(str(asked_for), "")


def begun(client: Client, **more: Any) -> Any:
    return client.post(reverse("referrals:new"), {"submission": str(uuid4())} | more)


def key(client: Client, url: str) -> Typed:
    return form_of(client.get(url), "submission")


def moment(day: str, month: str, year: str, clock: str, name: str = "detention-since") -> Typed:
    return {
        f"{name}_{part}": [value]
        for part, value in zip(("day", "month", "year", "clock"), (day, month, year, clock), strict=True)
    }
