"""Everybody finds exactly what the policy gives them, on all pages that they can open, and nothing of it anywhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

from cases.policy import Section
from tests.access.asking import Asked, address
from tests.access.canaries import (
    NAMES,
    NOT_SHOWN,
    NUMBER,
    OTHERS,
    RECORDS,
    TEXT,
    WITHOUT,
    YEAR,
    Planted,
    fields_of,
    label,
    plant,
)
from tests.access.matrix import ACCEPTED, PAGES, read
from tests.access.standing import Standing, rolled_back
from tests.access.traces import listening

pytestmark = [pytest.mark.standing, pytest.mark.pages]
LOOKERS = (
    "visitor", "outsider", "left", "recused", "admin", "coord", "coord/r", "comp", "immig", "maint", "refer", "follow",
    "police", "supp", "shelter", "health", "munic", "oper", "pros", "asked", "over", "addr",
)  # fmt: skip
EVERYBODY = pytest.mark.parametrize(  # what one of them got is asked for once, by one worker
    "column", [pytest.param(column, marks=pytest.mark.xdist_group(f"looks as {column}")) for column in LOOKERS]
)
OURS = ("agencies", "cases", "victims", "referrals")
LANGUAGES = ("da", "en")
NEXT = re.compile(r'href="([^"]*[?&;]after=[^"]+)"')
UUIDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|name=\"csrfmiddlewaretoken\" value=\"\w+\""
)
WITHOUT_LOOKING = {"GET healthz", "GET account_logout"}


@pytest.fixture(scope="module")
def planted(standing: Standing) -> Iterator[Planted]:
    with rolled_back():
        yield plant(standing)


def addresses_for(planted: Planted, person: Any) -> list[str]:
    """Every page there is, and what lists can be narrowed by."""
    rows = [row.partition(" ")[2] for row in read(PAGES) if row.startswith("GET") and row not in WITHOUT_LOOKING]
    found = [address(row, Asked(planted.standing, person)) for row in rows]
    case = Asked(planted.standing, person, planted.case)
    found += [address(row.partition(" ")[2], case) for row in read(ACCEPTED) if row.startswith("GET")]
    found += [f"/?show={view}" for view in ("detained", "minors", "new", "back", "unassigned", "late", "mine")]
    found += [f"/referrals/?state={state}" for state in ("waiting", "answered", "draft")]
    found += [f"/cases/?number={planted.case.number}", "/oversight/?verb=refused"]
    found += [
        f"/cases/{planted.case.pk}/log/?section={int(section)}" for section in (Section.NAME, Section.ACCOMMODATION)
    ]
    return list(dict.fromkeys(found))


@dataclass
class Page:
    """What somebody got, and what it left elsewhere (`tests/access/traces.py`)."""

    language: str
    where: str
    response: Any
    left: dict[str, str]

    @property
    def text(self) -> str:
        return self.response.content.decode()


@pytest.fixture(scope="module")
def seen(planted: Planted) -> dict[str, list[Page]]:
    """{column: what it got}, asked once each."""
    return {}


def pages_of(planted: Planted, seen: dict[str, list[Page]], column: str) -> list[Page]:
    if column not in seen:
        person, seen[column] = planted.columns[column], []
        here = addresses_for(planted, person)
        with listening(planted.standing) as traces:
            for language in LANGUAGES:
                asked = list(here)
                for where in asked:  # grows by the next page of each list
                    with rolled_back():
                        answer, left = traces.ask(person, "GET", where, cookies={"django_language": language})
                    assert answer.response.status_code < 500, where
                    seen[column].append(Page(language, where, answer.response, left))
                    if answer.response.status_code != 200 and where in here:
                        here.remove(where)  # what is not there is not there in another language
                    asked += [unescape(link) for link in NEXT.findall(seen[column][-1].text) if "/history/" in link]
    return seen[column]


def found_in(planted: Planted, text: str, language: str = "da") -> set[str]:
    """The canaries that stand in a text."""
    text = UUIDS.sub("", text)
    found = {
        one for one in [*TEXT.findall(text), *YEAR.findall(text), *NUMBER.findall(text)] if one in planted.canaries
    }
    with translation.override(language):
        words = {one for one in planted.canaries if not (TEXT.match(one) or one.isdigit())}
        return found | {one for one in words if translation.gettext(one).lower() in text.lower()}


# That there is something to find


def test_every_table_of_a_case_is_planted() -> None:
    with_case = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in OURS and model not in RECORDS and not hasattr(model, "instance_type")
        and ({one.name for one in model._meta.get_fields()} & {"case", "case_id", "content_object", "notice"}
             or model._meta.label_lower in OTHERS)
    }  # fmt: skip
    assert with_case == set(OTHERS)


def test_every_field_is_planted(planted: Planted) -> None:
    planted_fields = {canary.field for canary in planted.canaries.values()}
    for model in RECORDS:
        assert {label(model, one) for one in fields_of(model)} <= planted_fields
    for name, others in OTHERS.items():
        for one in apps.get_model(name)._meta.concrete_fields:
            assert one.name in others or f"{name}.{one.name}" in planted_fields, f"{name}.{one.name} has no canary"
    there = {label(model, one) for model in RECORDS for one in model._meta.concrete_fields}
    assert set(WITHOUT) <= there


def test_every_canary_is_somebodys(planted: Planted) -> None:
    """What nobody may see has not been shown to be hidden: a field that no page shows yet says so, and why."""
    nobodys = {canary.field for canary in planted.canaries.values() if not canary.readers}
    ever = {canary.field for canary in planted.canaries.values() if canary.readers}
    assert nobodys - ever == set(NOT_SHOWN)


# Who finds what


@EVERYBODY
def test_everybody_finds_what_is_theirs_and_nothing_else(planted: Planted, seen: Any, column: str) -> None:
    theirs = {text for text, canary in planted.canaries.items() if column in canary.readers}
    found: dict[str, str] = {}
    for page in pages_of(planted, seen, column):
        for text in found_in(planted, page.text, page.language):
            if text not in UUIDS.sub("", page.where):  # a list repeats what was looked for
                found.setdefault(text, page.where)
    leaked = {f"{planted.canaries[text]} on {where}" for text, where in found.items() if text not in theirs}
    missed = {str(planted.canaries[text]) for text in theirs - set(found)}
    assert not leaked, "\n".join(sorted(leaked))
    assert not missed, "\n".join(sorted(missed))


@EVERYBODY
def test_initials_are_for_those_who_read_the_name(planted: Planted, seen: Any, column: str) -> None:
    """Lists show them instead of the name: of the name in use, and of the one that the sender wrote."""
    whose = {field: f"Q.{initial}." for field, initial in NAMES.items()}
    reads = {canary.field for canary in planted.canaries.values() if column in canary.readers}
    for page in pages_of(planted, seen, column):
        shown = {field for field, initials in whose.items() if initials in page.text}
        assert shown <= reads, page.where


@pytest.mark.xdist_group("looks as refer")
def test_there_are_initials_to_find(planted: Planted, seen: Any) -> None:
    initials = f"Q.{NAMES['referrals.referral.name']}."
    assert any(initials in page.text for page in pages_of(planted, seen, "refer"))


@pytest.mark.xdist_group("looks as coord")
def test_there_are_initials_of_the_name_in_use_to_find(planted: Planted, seen: Any) -> None:
    initials = f"Q.{NAMES['victims.name.used']}."
    assert any(initials in page.text for page in pages_of(planted, seen, "coord"))


@EVERYBODY
def test_what_one_may_read_is_read_on_the_page_alone(planted: Planted, seen: Any, column: str) -> None:
    """No title, link, header, cookie, session, log line or mail holds it; the case's number, which tells nothing, may stand there."""
    numbers = {text for text, canary in planted.canaries.items() if canary.field == "cases.case.number"}
    for page in pages_of(planted, seen, column):
        told = found_in(planted, "\n".join(page.left.values())) - numbers
        places = [place for place, text in page.left.items() if any(one in text for one in told)]
        assert not told, f"{page.where}: {told} in {places}"
        assert page.response.status_code == 200 or not found_in(planted, page.text) - numbers, page.where
