"""Every address of the API is in the matrix, everybody gets what stands there, and nobody finds what is not theirs."""

import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.tokens.services import make_token
from cases.models import Case
from cases.policy import Section
from cases.wall import acting_as
from tests.access import matrix_api
from tests.access.addresses import urlpatterns
from tests.access.asking import Asked, patterns
from tests.access.asking_api import BODIES, address, ask, cell, rows
from tests.access.canaries import NUMBER, TEXT, Planted, plant
from tests.access.matrix import OFF, read
from tests.access.standing import BY_LOOKING, UNKNOWN, Standing, rolled_back
from tests.access.test_canaries import LOOKERS
from tests.access.test_same_answer import entries, shape
from tests.conftest import as_owner, forget_cached
from victims.models import Name

pytestmark = [pytest.mark.standing, pytest.mark.pages]
ADDRESSES = {name: pattern for name, pattern in patterns(urlpatterns) if name.startswith("api:")}
CASE_ROWS = [(state, row) for state in matrix_api.STATES for row in rows(state)]
YEAR = re.compile(r"\b(1[0-8]\d\d)-06-15(?!\d)")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def found(standing: Standing, state: str, row: str, columns: Any, **headers: str) -> dict[str, str]:
    """{column: letter} as it is; with the tables that were written by what was not done."""
    method = row.split()[0]
    got = {}
    for column in columns:
        asked = Asked(standing, standing.columns[state][column], standing.cases.get(state))
        with rolled_back():
            answer = ask(row, asked, **headers)
            got[column] = cell(method, answer)
            if got[column] != "d" and (written := answer.written - BY_LOOKING):
                got[column] += f" and wrote {sorted(written)}"
            kind = answer.response.get("Content-Type", "")
            assert kind == ("application/problem+json" if answer.response.status_code >= 400 else kind), row
        forget_cached()
    return got


def test_every_address_and_method_is_listed() -> None:
    there = {f"{method} {name}" for name, pattern in ADDRESSES.items() for method in pattern.callback.access}
    listed = {" ".join(row.split()[:2]) for row in [*rows(), *rows("accepted")]}
    assert listed == there
    assert set(BODIES) == {row for row in there if not row.startswith("GET")}
    assert set(matrix_api.IN_WORDS) == set(ADDRESSES)
    for state in ("draft", "sent"):
        assert {row.split()[1] for row in rows(state)} == {row.split()[1] for row in rows("accepted")}


@pytest.mark.parametrize("row", rows())
def test_without_a_case(standing: Standing, row: str) -> None:
    assert found(standing, "pages", row, rows()[row]) == rows()[row]


@pytest.mark.parametrize(("state", "row"), CASE_ROWS)
def test_on_a_case(standing: Standing, state: str, row: str) -> None:
    expected = rows(state)[row]
    if state == "answered":
        expected = {column: expected[column] for column in ("coord", "refer")}
    assert found(standing, state, row, expected) == expected


@pytest.mark.parametrize("row", rows("accepted"))
def test_off_the_case(standing: Standing, row: str) -> None:
    expected = read(OFF)["GET any of a case"]
    for state in ("draft", "accepted"):
        assert found(standing, state, row, expected) == expected


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_other_method(standing: Standing, name: str) -> None:
    case = standing.cases["accepted"] if "case_id" in ADDRESSES[name].pattern.converters else None
    row = next(row for row in [*rows(), *rows("accepted")] if row.split()[1] == name)
    asked = Asked(standing, standing.people.cecilie, case)
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - set(ADDRESSES[name].callback.access):
        with rolled_back():
            answer = standing.ask(asked.person, method, address(row, asked))
            assert answer.response.status_code == 405, method
            assert answer.response["Content-Type"] == "application/problem+json"
            assert not answer.written - BY_LOOKING


# Keys


@pytest.mark.parametrize("row", rows("accepted"))
def test_a_key_gets_what_its_account_gets(standing: Standing, row: str) -> None:
    """Sent from a browser in which another is logged in. One that only reads is told so by every other method."""
    method = row.split()[0]
    for column, person in (("coord", standing.people.cecilie), ("refer", standing.people.nina)):
        only_reads, secret = standing.keys[person.pk]
        asked = Asked(standing, person, standing.cases["accepted"])
        with rolled_back():
            with acting_as(person):
                made, until = only_reads.made_at, only_reads.until
                _token, writes = make_token(actor=person, name="writes", until=until, now=made, may_write=True)
            asked.person = standing.people.otto
            letters = []
            for key in (writes, secret):
                with rolled_back():
                    letters.append(cell(method, with_key(asked, row, person, key)))
        expected = rows("accepted")[row][column]
        assert letters == [expected, expected if method == "GET" else "403"]


def with_key(asked: Asked, row: str, person: Any, secret: str) -> Any:
    """The body is what `person` would send; the cookie is another's."""
    sessions = asked.standing.sessions
    before = sessions[person.pk]
    sessions[person.pk] = sessions[asked.standing.people.otto.pk]
    try:
        return ask(row, Asked(asked.standing, person, asked.case), Authorization=f"Token {secret}")
    finally:
        sessions[person.pk] = before


# What is not there


@pytest.mark.parametrize("row", rows("accepted"))
@pytest.mark.parametrize("who", ["otto", "rasmus", "adam"])
def test_a_foreign_case_and_one_that_never_was(standing: Standing, row: str, who: str) -> None:
    """The same answer, byte for byte, by the same statements, with the same entry."""
    person, foreign = getattr(standing.people, who), standing.cases["accepted"]
    record = address(row, Asked(standing, person, foreign)).rsplit("/", 2)[1]  # of a withdrawal
    answers = []
    for case in (foreign, Case(pk=UNKNOWN)):
        with rolled_back():
            before = len(entries(case.pk))
            answer = ask(row, Asked(standing, person, case))
            left = entries(case.pk)
            noted = left[: len(left) - before]
            got = shape(answer, case.pk)
            answers.append((got, answer.statements, noted[:1]))
    (got, statements, noted), unknown = answers
    assert got[0] == 404
    assert str(got).replace(record, "") == str(unknown[0])
    assert statements == unknown[1]
    assert noted == unknown[2] == ([] if who == "adam" else [("refused", 0, person.pk, person.agency_id)])


def test_a_record_of_another_case_is_withdrawn_by_nobody(standing: Standing) -> None:
    """Nor is it told apart from one that never was."""
    people, here, there = standing.people, standing.cases["accepted"], standing.cases["answered"]
    with as_owner():
        elsewhere = Name.objects.get(case=there)
    answers = []
    for record_id in (elsewhere.pk, UNKNOWN):
        where = reverse("api:withdrawal", args=[here.pk, "victims.name", record_id])
        headers = {"Idempotency-Key": str(uuid4())}
        with rolled_back():
            answer = standing.ask(people.cecilie, "POST", where, {}, content_type="application/json", headers=headers)
            answers.append((shape(answer, record_id), answer.statements))
    assert answers[0] == answers[1]
    assert answers[0][0][0] == 404


# Canaries


@pytest.fixture(scope="module")
def planted(standing: Standing) -> Iterator[Planted]:
    with rolled_back():
        yield plant(standing)


def answers_of(planted: Planted, column: str) -> Iterator[tuple[str, str]]:
    """(row, what somebody got) of all that can be read; the description and the list of agencies tell of no case."""
    person = planted.columns[column]
    for row in [*rows(), *rows("accepted")]:
        if row.startswith("GET") and row not in ("GET api:schema", "GET api:agencies"):
            with rolled_back():
                answer = ask(row, Asked(planted.standing, person, None if row in rows() else planted.case))
            assert answer.response.status_code < 500, row
            yield row, answer.response.content.decode()


@pytest.mark.parametrize("column", LOOKERS)
def test_everybody_finds_what_is_theirs_and_nothing_else(planted: Planted, column: str) -> None:
    theirs = {text for text, canary in planted.canaries.items() if column in canary.readers}
    found: dict[str, str] = {}
    for row, text in answers_of(planted, column):
        for one in {*TEXT.findall(text), *YEAR.findall(text), *NUMBER.findall(text)} & set(planted.canaries):
            found.setdefault(one, row)
    leaked = {f"{planted.canaries[text]} in {row}" for text, row in found.items() if text not in theirs}
    missed = {str(planted.canaries[text]) for text in theirs - set(found) if TEXT.fullmatch(text) or text.isdigit()}
    assert not leaked, "\n".join(sorted(leaked))
    assert not missed, "\n".join(sorted(missed))


@pytest.mark.parametrize("column", LOOKERS)
def test_where_the_person_lives_is_named_to_those_who_read_the_accommodation(planted: Planted, column: str) -> None:
    home = planted.agency_of("shelter")
    names = {name for name, agency in (planted.agencies | planted.people).items() if agency == home}
    named = {row for row, text in answers_of(planted, column) if any(name in text for name in names)}
    knows = column == "shelter" or column in planted.may_read(Section.ACCOMMODATION, home, None)
    assert bool(named) == knows, named
