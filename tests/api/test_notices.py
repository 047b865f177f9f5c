"""What an agency was told, as its own program reads it."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Notice
from tests.agencies.tokens.keys import program_of
from tests.conftest import NOW, as_owner
from tests.people import accepted, answered, asked, referred, signed_in

pytestmark = pytest.mark.pages
JSON = "/api/v1/notices"


def read(client: Client, address: str = JSON) -> dict[str, Any]:
    answer = client.get(address, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def test_what_stands_in_it(people: Any) -> None:
    case = asked(people)
    [told] = read(program_of(people.nina))["results"]
    with as_owner():
        notice = Notice.objects.get(case=case, to=people.nina.agency)
    assert told == {
        "id": str(notice.pk),
        "case": case.number,
        "address": settings.BASE_URL + reverse("cases:case", args=[case.pk]),
        "href": reverse("api:case", args=[case.pk]),
        "what": "asked",
        "words": "A question was asked",
        "at": told["at"],
        "by": "CMM",
        "is_new": True,
    }
    assert datetime.fromisoformat(told["at"]) == NOW


def test_no_word_of_what_stands_in_the_case(people: Any) -> None:
    asked(people)
    answered(people)
    client = program_of(people.nina)
    page = signed_in(people.nina).get(reverse("referrals:notices")).content.decode()
    content = client.get(JSON).content.decode()
    for words in ("Which language?", "She has a bed."):
        assert (words in page, words in content) == (True, False)
    assert "Ngọc" not in content.encode().decode("unicode_escape")


def test_it_is_new_until_the_case_is_opened(people: Any) -> None:
    case = asked(people)
    client = program_of(people.nina)
    assert [told["is_new"] for told in read(client)["results"]] == [True]
    assert [told["is_new"] for told in read(client)["results"]] == [True]  # asking is not opening
    signed_in(people.nina).get(reverse("cases:case", args=[case.pk]))
    assert [told["is_new"] for told in read(client)["results"]] == [False]


def test_it_is_in_danish_unless_asked_otherwise(people: Any) -> None:
    asked(people)
    [told] = program_of(people.nina).get(JSON).json()["results"]
    assert (told["words"], told["by"]) == ("Der er stillet et spørgsmål", "CMM")


def test_page_follows_page_to_the_end(people: Any) -> None:
    with_names = {referred(people).number for _ in range(27)}
    client = program_of(people.cecilie)
    first = read(client)
    assert first["next"].startswith(settings.BASE_URL + JSON + "?after=")
    second = read(client, first["next"].removeprefix(settings.BASE_URL))
    assert ([len(page["results"]) for page in (first, second)], second["next"]) == ([25, 2], None)
    found = [told["case"] for page in (first, second) for told in page["results"]]
    assert (len(found), set(found)) == (27, with_names)
    for nonsense in ("x", "\x00", "A" * 500):
        told = client.get(f"{JSON}?after={nonsense}")
        assert (told.status_code, told.json()["errors"][0]["parameter"]) == (400, "after")


def test_newest_first(people: Any, clock: Any) -> None:
    old, new = asked(people), asked(people)
    with as_owner():
        Notice.objects.filter(case=old, to=people.nina.agency).update(shown_from=clock.later(days=-1))
    assert [told["case"] for told in read(program_of(people.nina))["results"]] == [new.number, old.number]


def test_others_are_told_nothing_of_it(people: Any) -> None:
    case = answered(people)
    assert case.number in str(read(program_of(people.nina)))
    for person in (people.otto, people.sara, people.ian, people.stine):
        assert read(program_of(person)) == {"results": [], "next": None}


def test_in_a_browser_it_reads_the_same(people: Any) -> None:
    answered(people)
    assert read(signed_in(people.nina)) == read(program_of(people.nina))


def test_a_visitor_is_told_so_in_json(client: Client) -> None:
    answer = client.get(JSON, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Token")
    assert answer.json()["detail"] == "Nobody is known by this access key: it is wrong, or no longer valid."
    assert "Location" not in answer.headers


def test_it_takes_as_many_queries_for_many(people: Any) -> None:
    accepted(people)
    client = program_of(people.nina)
    read(client)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            read(client)
        return len(caught)

    one = queries()
    for _ in range(3):
        answered(people)
    assert queries() == one


def test_it_is_only_read(people: Any) -> None:
    assert signed_in(people.nina).post(JSON).status_code == 405
