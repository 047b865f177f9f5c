"""What stands on a case leaves no trace outside the page: in no title, address, header, cookie, session, log line, mail or task.

Whatever a person may read or types themselves is asked in the same way: these places are read by others.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.asking import Asked, address, body
from tests.access.canaries import TEXT, Planted, plant_texts
from tests.access.matrix import STATES, read
from tests.access.standing import Standing, rolled_back
from tests.access.telling import BREAKING, SECRET
from tests.access.traces import PLACES, Traces, listening
from tests.conftest import forget_cached

pytestmark = [pytest.mark.standing, pytest.mark.pages]
TYPED = "QZ99999"
WHAT_IS_TYPED = ("words", "used", "preview-first_talk_words")
WALKED = ("draft", "sent", "asked", "answered")  # what is accepted is answered too


@pytest.fixture
def traces(standing: Standing) -> Iterator[Traces]:
    with listening(standing) as listener:
        yield listener


def told(left: dict[str, str]) -> dict[str, set[str]]:
    """{place: canaries that stand there}."""
    return {place: found for place, text in left.items() if (found := set(TEXT.findall(text)))}


# That a trace would be found


@pytest.mark.parametrize("place", PLACES)
def test_a_page_that_tells_is_caught(standing: Standing, traces: Traces, settings: Any, place: str) -> None:
    settings.ROOT_URLCONF = "tests.access.telling"
    _answer, left = traces.ask(standing.people.nina, "GET", "/help/")
    assert told(left) == {}
    _answer, left = traces.ask(standing.people.nina, "GET", f"/tell/{place}/")
    also = {"headers"} if place == "redirect" else set()  # which it is one of
    assert told(left) == {where: {SECRET} for where in {place, *also}}


# Errors


@pytest.mark.parametrize("status", BREAKING)
def test_an_error_tells_where_it_broke_and_not_what_stood_there(
    standing: Standing, traces: Traces, settings: Any, status: int
) -> None:
    settings.ROOT_URLCONF = "tests.access.telling"
    answer, left = traces.ask(standing.people.nina, "GET", f"/break/{status}/")
    assert answer.response.status_code == (400 if status == 401 else status)
    assert SECRET not in answer.response.content.decode()
    assert told(left) == {}
    assert f"/break/{status}/" in left["log"] or BREAKING[status].__name__ in left["log"]


# Every page and every form, by everybody who is on the case or off it


def ways(row: str, asked: Asked) -> list[dict[str, Any] | None]:
    """How a row is asked: as whoever may would send it, with nothing in it, and as of a version that is past."""
    method, _space, name = row.partition(" ")
    if method == "GET":
        return [None]
    form = body(name, asked)
    typed = form | {key: TYPED for key in WHAT_IS_TYPED if key in form}
    past = (
        [typed | {key: 0 for key in form if key.endswith("version")}] if any("version" in key for key in form) else []
    )
    return [typed, {}, *past]


@pytest.mark.parametrize("state", WALKED)
def test_what_stands_on_a_case_is_on_its_readers_pages_and_nowhere_else(
    standing: Standing, traces: Traces, state: str
) -> None:
    planted = plant_texts(standing, state)
    number = planted.case.number
    statuses, lines, mails, tasks = set(), 0, 0, 0
    shown: dict[str, set[str]] = {column: set() for column in planted.columns}
    for row in read(*STATES[state]):
        method, _space, name = row.partition(" ")
        for column, person in planted.columns.items():
            asked = Asked(standing, person, planted.case)
            for form in ways(row, asked):
                with rolled_back():
                    answer, left = traces.ask(person, method, address(name, asked), form)
                response, where = answer.response, f"{column} {row} {form}"
                assert told(left) == {}, where
                said = (left["mail"], left["tasks"])
                assert not any(word in text for word in (number, "HopeNow", "Nina") for text in said), where
                page = set(TEXT.findall(response.content.decode())) - {TYPED}
                if response.status_code not in (200, 409):
                    assert not page, where
                leaked = {text for text in page if column not in planted.canaries[text].readers}
                assert not leaked, f"{where}: {[planted.canaries[text] for text in leaked]}"
                shown[column] |= page
                statuses.add(response.status_code)
                lines += left["log"].count("\n")
                mails += bool(left["mail"])
                tasks += bool(left["tasks"])
            forget_cached()
    assert shown == whole(planted)
    assert statuses >= {200, 302, 404, 409}
    assert lines > 100
    assert min(mails, tasks) > 0


def whole(planted: Planted) -> dict[str, set[str]]:
    """{column: what it may read}: so that what is found nowhere else was there to be found."""
    return {
        column: {text for text, canary in planted.canaries.items() if column in canary.readers}
        for column in planted.columns
    }
