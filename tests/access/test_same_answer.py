"""A case that one is not on, and one that never was: the same answer, byte for byte, by the same statements, with the same entry."""

import re
from typing import Any
from uuid import UUID

import pytest

from agencies.models import Account
from cases.models import Case, Entry
from tests.access.addresses import urlpatterns
from tests.access.asking import Asked, address, body, patterns
from tests.access.canaries import RECORDS
from tests.access.matrix import ACCEPTED, PAGES, read
from tests.access.standing import UNKNOWN, Answer, Standing, rolled_back
from tests.cases.test_oracles import PARENTS, needed
from tests.conftest import as_owner
from tests.people import adds
from victims.models import Interview

pytestmark = [pytest.mark.standing, pytest.mark.pages]
NO_KEYS = {"code", "list_name", "step", "table", "verb", "who"}  # words and numbers of a list
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def shape(answer: Answer, asked_for: Any) -> tuple[Any, ...]:
    """All that reaches the browser, with the id that was asked for and the form's token blotted out."""
    response = answer.response
    text = TOKEN.sub(rb"\1token", response.content).replace(str(asked_for).encode(), b"id")
    headers = {name: value.replace(str(asked_for), "id") for name, value in response.items()}
    if "Content-Length" in headers:
        headers["Content-Length"] = str(int(headers["Content-Length"]) - len(response.content))
    cookies = {
        name: {key: value for key, value in morsel.items() if key != "expires"}
        for name, morsel in response.cookies.items()
    }
    return response.status_code, headers, cookies, text


def entries(case_id: Any) -> list[tuple[Any, ...]]:
    with as_owner():
        found = Entry.objects.filter(case_id=case_id).order_by("-at")
        return list(found.values_list("verb", "sections", "user_id", "agency_id"))


def ask_for(standing: Standing, person: Account, row: str, case: Case) -> tuple[Answer, list[tuple[Any, ...]]]:
    """The answer, and the entries that it left."""
    method, _space, name = row.partition(" ")
    asked = Asked(standing, person, standing.cases["accepted"])
    form = body(name, asked) if method == "POST" else None
    where = address(name, asked).replace(str(asked.case.pk), str(case.pk))
    with rolled_back():
        before = len(entries(case.pk))
        answer = standing.ask(person, method, where, form)
        left = entries(case.pk)
        return answer, left[: len(left) - before]


@pytest.mark.parametrize("row", read(ACCEPTED))
@pytest.mark.parametrize("who", ["otto", "rasmus", "adam"])
def test_a_foreign_case_and_one_that_never_was(standing: Standing, row: str, who: str) -> None:
    person = getattr(standing.people, who)
    never_was = Case(pk=UNKNOWN)
    foreign, noted = ask_for(standing, person, row, standing.cases["accepted"])
    unknown, noted_too = ask_for(standing, person, row, never_was)
    assert foreign.response.status_code == 404
    assert shape(foreign, standing.cases["accepted"].pk) == shape(unknown, UNKNOWN)
    assert foreign.statements == unknown.statements
    assert noted == noted_too
    is_asked_by_role = who == "adam"  # an administrator has no case to ask for
    assert noted == ([] if is_asked_by_role else [("refused", 0, person.pk, person.agency_id)])


@pytest.mark.parametrize(
    "row", [row for row in read(PAGES) if row.split()[1].startswith("agencies:") and len(row.split()) == 3]
)
def test_a_foreign_account_and_one_that_never_was(standing: Standing, row: str) -> None:
    method, _space, name = row.partition(" ")
    if "language" in name:
        return
    anna = standing.people.anna
    asked = Asked(standing, anna)
    where, form = address(name, asked), body(name, asked) if method == "POST" else None
    foreign_id = re.findall(r"/(\d+)/", where)[0]  # the account's, or the access key's
    answers = []
    for account_id in (foreign_id, 987654):
        with rolled_back():
            answers.append(standing.ask(anna, method, where.replace(f"/{foreign_id}/", f"/{account_id}/"), form))
    foreign, unknown = answers
    assert foreign.response.status_code == 404
    assert shape(foreign, f"/{foreign_id}/") == shape(unknown, "/987654/")
    assert foreign.statements == unknown.statements


@pytest.mark.parametrize("case_id", ["0badcafe", "0badcafe-0000-4000-8000-00000badcafg", "1", "..", str(UUID(int=0))])
def test_what_is_no_id_is_not_there(standing: Standing, case_id: str) -> None:
    assert standing.ask(standing.people.cecilie, "GET", f"/cases/{case_id}/").response.status_code == 404


def test_history_and_withdrawing_tell_no_table_from_another(standing: Standing) -> None:
    """A table without a record, one that is no record's, one that never was, and a section that one has not."""
    case, people = standing.cases["accepted"], standing.people
    shapes = set()
    for table in (
        "cases.case",
        "cases.grant",
        "victims.historicalname",
        "agencies.account",
        "no.table",
        "nonsense",
        "victims.name",
    ):
        with rolled_back():
            answer = standing.ask(people.frode, "GET", f"/cases/{case.pk}/history/{table}/")
        shapes.add(str(shape(answer, f"/{table}/")))
    assert len(shapes) == 1


def some(model: Any, case: Any, person: Any) -> Any:
    """One that can be withdrawn if there is one; made where the case has none of the kind."""
    if found := sorted(model.objects.filter(case=case), key=lambda record: record.is_withdrawable):
        return found[-1]
    more = needed(model, person)
    if parent := PARENTS.get(model):
        more[parent[0]] = some(parent[1], case, person)
    return adds(model, person, case, **more)


@pytest.mark.parametrize(
    ("method", "where"),
    [("GET", "/cases/{}/talk/{}/"), ("POST", "/cases/{}/talk/{}/"), ("GET", "/api/v1/cases/{}/interviews/{}")],
)
def test_a_talk_of_another_case_is_gone_on_with_by_nobody(standing: Standing, method: str, where: str) -> None:
    people, here, there = standing.people, standing.cases["accepted"], standing.cases["answered"]
    with as_owner():
        elsewhere = some(Interview, there, people.cecilie)
    answers = []
    for talk_id in (elsewhere.pk, UNKNOWN):
        with rolled_back():
            answer = standing.ask(people.cecilie, method, where.format(here.pk, talk_id))
            answers.append((shape(answer, talk_id), answer.statements))
    assert answers[0] == answers[1]
    assert answers[0][0][0] == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("model", RECORDS)
def test_a_record_of_another_case_is_withdrawn_by_nobody(standing: Standing, model: Any, method: str) -> None:
    """Nor is it told apart from one that never was, though who asks may read both cases and withdraw it there."""
    people, here, there = standing.people, standing.cases["accepted"], standing.cases["answered"]
    with as_owner():
        elsewhere = some(model, there, people.cecilie)
    answers = []
    for record_id in (elsewhere.pk, UNKNOWN):
        with rolled_back():
            where = f"/cases/{here.pk}/history/{model._meta.label_lower}/{record_id}/withdraw/"
            answer = standing.ask(people.cecilie, method, where)
            answers.append((shape(answer, record_id), answer.statements))
    assert answers[0] == answers[1]
    assert answers[0][0][0] == 404


def test_every_kind_of_key_in_an_address_is_asked_for_above() -> None:
    """A new one: is it told apart from one that never was, and does it lead from one case into another?"""
    keys = {name for _name, pattern in patterns(urlpatterns) for name in pattern.pattern.converters}
    assert keys == {"case_id", "record_id", "talk_id", "interview_id", "account_id", "token_id", *NO_KEYS}
