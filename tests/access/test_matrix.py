"""Every address, command and task is in the matrix, and everybody gets what stands there."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from agencies.access import EVERYBODY
from cases.records.models import CaseRecord
from tests.access.addresses import urlpatterns
from tests.access.asking import BODIES, Asked, address, body, cell, patterns
from tests.access.matrix import (
    ACCEPTED,
    DRAFT,
    IN_WORDS,
    OFF,
    PAGES,
    SENT,
    STATES,
    as_markdown,
    names_of,
    read,
)
from tests.access.standing import BY_LOOKING, Standing, rolled_back
from tests.conftest import forget_cached

pytestmark = [pytest.mark.standing, pytest.mark.pages]
ADDRESSES = [(name, pattern) for name, pattern in patterns(urlpatterns) if not name.startswith("api:")]  # test_api.py
CASE_ROWS = [(state, row) for state, blocks in STATES.items() for row in read(*blocks)]
WHOSE_TURN = ("coord", "refer")  # for whom an answer could change something; all others have it as accepted
SLOW = {"GET healthz": ("visitor", "cmm")}  # it waits a second for a worker, and asks nobody who they are


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A thousand refusals are meant here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def found(standing: Standing, state: str, row: str, columns: Any) -> dict[str, str]:
    """{column: letter} as it is; with the tables that were written by what was not done."""
    method, _space, name = row.partition(" ")
    got = {}
    for column in columns:
        asked = Asked(standing, standing.columns[state][column], standing.cases.get(state))
        with rolled_back():
            form = body(name, asked) if method == "POST" else None
            answer = standing.ask(asked.person, method, address(name, asked), form)
            got[column] = cell(method, answer)
            if got[column] != "d" and (written := answer.written - BY_LOOKING):
                got[column] += f" and wrote {sorted(written)}"
        forget_cached()
    return got


# What is listed


def test_every_address_is_listed_and_every_row_is_an_address() -> None:
    there = {name for name, _pattern in ADDRESSES}
    with_case = {name for name, pattern in ADDRESSES if "case_id" in pattern.pattern.converters}
    assert names_of(PAGES) == there - with_case
    for block in (DRAFT, SENT, ACCEPTED):
        assert names_of(block) == with_case
    assert set(IN_WORDS) == there


def test_every_kind_of_record_has_its_history_listed() -> None:
    kinds = {model._meta.label_lower for model in apps.get_models() if issubclass(model, CaseRecord)}
    for block in (DRAFT, SENT, ACCEPTED):
        rows = [row.split() for row in read(block)]
        assert {table for _method, name, *args in rows if name == "cases:history" for table in args} == kinds


def test_every_form_is_sent() -> None:
    rows = {
        row.partition(" ")[2] for row in [*read(PAGES), *(row for _state, row in CASE_ROWS)] if row.startswith("POST")
    }
    assert set(BODIES) == {name for row in rows for name in BODIES if name in (row, row.split()[0])}
    assert all(row in BODIES or row.split()[0] in BODIES for row in rows)


def test_the_demos_addresses_are_there_in_demo_mode_only(settings: Any) -> None:
    settings.ROOT_URLCONF = "config.urls"
    with pytest.raises(NoReverseMatch):
        reverse("demo:login", args=["mette_lindholm"])


def test_the_page_for_readers_is_up_to_date() -> None:
    path = Path(__file__).parents[2] / "docs" / "access.md"
    assert path.read_text(encoding="utf-8") == as_markdown(), "run python -m tests.access.matrix"


# What everybody gets


@pytest.mark.parametrize("row", read(PAGES))
def test_without_a_case(standing: Standing, row: str) -> None:
    expected = {who: letter for who, letter in read(PAGES)[row].items() if who in SLOW.get(row, [who])}
    if row == "GET healthz":
        assert all(
            getattr(pattern.callback, "access", "") == EVERYBODY for name, pattern in ADDRESSES if name == "healthz"
        )
    assert found(standing, "pages", row, expected) == expected


@pytest.mark.parametrize(("state", "row"), CASE_ROWS)
def test_on_a_case(standing: Standing, state: str, row: str) -> None:
    expected = read(*STATES[state])[row]
    if state == "answered":
        expected = {column: expected[column] for column in WHOSE_TURN}
    assert found(standing, state, row, expected) == expected


@pytest.mark.parametrize("row", read(ACCEPTED))
def test_off_the_case(standing: Standing, row: str) -> None:
    method = row.split()[0]
    expected = read(OFF)[f"{method} any of a case"]
    for state in ("draft", "accepted"):
        if row in read(*STATES[state]):
            assert found(standing, state, row, expected) == expected


@pytest.mark.parametrize(("name", "pattern"), ADDRESSES)
def test_no_other_method(standing: Standing, name: str, pattern: Any) -> None:
    """Not even for one who may do all that is listed."""
    rows = [row for row in [*read(PAGES), *read(ACCEPTED)] if row.split()[1] == name]
    listed = {row.split()[0] for row in rows}
    asked = Asked(
        standing,
        standing.people.cecilie,
        standing.cases["accepted"] if "case_id" in pattern.pattern.converters else None,
    )
    where = address(rows[0].partition(" ")[2], asked)
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - listed:
        with rolled_back():
            answer = standing.ask(asked.person, method, where)
            assert answer.response.status_code in (404, 405), method
            assert not answer.written - BY_LOOKING


# Programs


def with_key(standing: Standing, person: Any, method: str, row: str) -> str:
    """The letter that somebody's access key gets, sent from a browser in which a visitor, or another, is logged in."""
    asked = Asked(standing, person, standing.cases["accepted"])
    _token, secret = standing.keys[person.pk]
    with rolled_back():
        form = body(row, asked) if method == "POST" else None
        headers = {"Authorization": f"Token {secret}"}
        other = standing.people.otto
        return cell(method, standing.ask(other, method, address(row, asked), form, headers=headers))


@pytest.mark.parametrize("row", read(ACCEPTED))
def test_an_access_key_reads_what_its_owner_reads_and_writes_nothing(standing: Standing, row: str) -> None:
    method, _space, name = row.partition(" ")
    for column, person in (("coord", standing.people.cecilie), ("refer", standing.people.nina)):
        assert with_key(standing, person, method, name) == ("-" if method == "POST" else read(ACCEPTED)[row][column])


@pytest.mark.parametrize("secret", ["tillid_wrong", "", "x" * 5000])
def test_a_wrong_key_is_nobody_whatever_the_session_says(standing: Standing, secret: str) -> None:
    for where in (reverse("home"), reverse("cases:case", args=[standing.cases["accepted"].pk])):
        for scheme in ("Token", "Basic", "Bearer"):
            answer = standing.ask(
                standing.people.cecilie, "GET", where, headers={"Authorization": f"{scheme} {secret}"}
            )
            assert cell("GET", answer) == "l"
