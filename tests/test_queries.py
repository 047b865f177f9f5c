"""Every page takes as many queries for three rows as for one; and django-zeal finds no line that asks once a row."""

import uuid
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from zeal import NPlusOneError, zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

from agencies.tokens.services import make_token
from cases.keys.fields import SealedField
from cases.models import Case
from cases.records.models import CaseRecord
from cases.wall import acting_as
from referrals.models import Preview, Referral
from tests.access.asking import Asked, address
from tests.access.matrix import ACCEPTED, DRAFT, PAGES, SENT, read
from tests.conftest import ALIASES, NOW, as_owner
from tests.people import accepted, answered, asked, drafted, hire, referred, signed_in
from victims.assessment.services import write_interview

pytestmark = pytest.mark.pages
DOORS = (
    "account_",
    "mfa_activate",
    "mfa_deactivate",
    "mfa_generate",
    "mfa_re",
    "healthz",
    "agencies:language",
    "demo:",
)
COLUMNS = {"cmm": "cecilie", "police": "poul", "pros": "paula", "reads": "rita", "admin": "adam", "over": "olga"}
ON_A_CASE = {
    "draft": (DRAFT, {"refer": "nina"}),
    "sent": (SENT, {"refer": "nina", "addr": "cecilie", "over": "olga"}),
    "answered": (ACCEPTED, {"coord": "cecilie", "refer": "nina", "comp": "ulla", "police": "poul", "over": "olga"}),
}


@pytest.fixture(scope="session")
def zealous() -> None:
    initialize_app_registry()
    patch()


@pytest.fixture
def browsers(people: Any, zealous: None) -> dict[str, Client]:
    names = {*COLUMNS.values(), *(name for _block, columns in ON_A_CASE.values() for name in columns.values())}
    return {name: signed_in(getattr(people, name)) for name in names}


def asks(client: Client, where: str) -> int:
    """How many queries a page takes once it has been opened before: the key store's too."""
    client.get(where)
    with zeal_context(), ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ALIASES]
        answer = client.get(where)
    assert answer.status_code == 200, where
    return sum(map(len, caught))


def counted(browsers: dict[str, Client], pages: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {(who, where): asks(browsers[who], where) for who, where in pages}


def pages_without_a_case(people: Any) -> list[tuple[str, str]]:
    found = []
    for row, letters in read(PAGES).items():
        method, _space, name = row.partition(" ")
        if method == "GET" and not name.startswith(DOORS):
            asked_by = Asked(SimpleNamespace(people=people))  # type: ignore[arg-type]
            found += [(who, address(name, asked_by)) for column, who in COLUMNS.items() if letters[column] == "s"]
    return found


def pages_of_a_case(people: Any, state: str, case: Case) -> list[tuple[str, str]]:
    block, columns = ON_A_CASE[state]
    asked_by = Asked(SimpleNamespace(people=people), case=case)  # type: ignore[arg-type]
    return [
        (who, address(row.partition(" ")[2], asked_by))
        for row, letters in read(block).items()
        for column, who in columns.items()
        if row.startswith("GET") and letters[column] == "s"
    ]


def a_round(people: Any, number: int) -> None:
    """One more of whatever a list can hold."""
    for story in (drafted, referred, asked, accepted, answered):
        story(people)
    for story in (drafted, answered):
        story(people, by=people.poul)
    for agency in (people.cecilie.agency, people.nina.agency):
        hire(agency, name=f"colleague{number}{agency.pk}")
    for person in (people.cecilie, people.adam):
        with acting_as(person):
            make_token(actor=person, name=f"program {number}", until=NOW + timedelta(days=30), now=NOW)


def test_lists(people: Any, browsers: dict[str, Client]) -> None:
    a_round(people, 1)
    pages = pages_without_a_case(people)
    one = counted(browsers, pages)
    a_round(people, 2)
    a_round(people, 3)
    assert counted(browsers, pages) == one
    assert len(pages) > 20


@pytest.mark.parametrize("state", ON_A_CASE)
def test_pages_of_a_case(people: Any, browsers: dict[str, Client], state: str) -> None:
    case = {"draft": drafted, "sent": referred, "answered": heard}[state](people)
    pages = pages_of_a_case(people, state, case)
    one = counted(browsers, pages)
    for _time in range(2):
        written_again(case)
    assert counted(browsers, pages) == one
    assert len(pages) > 10


def heard(people: Any) -> Case:
    """An answered case with a talk, on which CMM can go on."""
    case = answered(people)
    with acting_as(people.carl) as carl:
        write_interview(
            actor=carl, case=case, now=NOW,
            values={"place": "cmm", "began_at": NOW, "interpreter": "none", "companion": "declined"},
        )  # fmt: skip
    return case


def written_again(case: Case) -> None:
    """Each record of the case once more, by the same author."""
    with as_owner():
        previews: dict[Any, Preview] = {}
        for model in sorted(
            (model for model in apps.get_models() if issubclass(model, CaseRecord)), key=lambda model: model is Referral
        ):
            for record in model.objects.filter(case=case):
                before = record.pk
                for field in model._meta.concrete_fields:
                    if isinstance(field, SealedField):
                        setattr(record, field.name, getattr(record, field.name))  # opened, to be sealed for its new row
                record.pk, record.version, record._state.adding = uuid.uuid4(), 1, True
                if isinstance(record, Referral):
                    record.preview = previews[record.preview_id]
                record.save(force_insert=True)
                if isinstance(record, Preview):
                    previews[before] = record


def test_a_line_that_asks_once_a_row_is_found(people: Any, zealous: None) -> None:
    for _time in range(3):
        drafted(people)
    with acting_as(people.nina), zeal_context(), pytest.raises(NPlusOneError):
        assert [case.opened_by.name for case in Case.objects.visible_to(people.nina)]


def test_one_more_query_is_counted(people: Any, browsers: dict[str, Client]) -> None:
    """A page that shows a case takes more than one that shows none."""
    client = browsers["nina"]
    nothing = asks(client, "/cases/")
    drafted(people)
    assert asks(client, "/cases/") > nothing
