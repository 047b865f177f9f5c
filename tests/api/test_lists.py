"""What programs look up: who they are, whom and what they choose from, their cases and their work."""

import base64
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Entry
from tests.api.programs import ROOT, Program
from tests.conftest import as_owner
from tests.people import accepted, answered, asked, drafted, referred, signed_in

pytestmark = pytest.mark.pages


def queries(act: Any) -> int:
    act()
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_who_one_is(people: Any) -> None:
    found = Program(people.rita, name="Journal", may_write=False).read("/me")
    assert (found["id"], found["name"], found["role"]) == (people.rita.pk, "Rita", "read_only")
    assert (found["agency"]["kind"], found["agency"]["short"]) == ("cmm", "CMM")
    assert (found["key"]["name"], found["key"]["may_write"]) == ("Journal", False)


def test_what_can_be_chosen(people: Any) -> None:
    nina = Program(people.nina)
    assert {"code": "vie", "name": "Vietnamese"}.items() <= next(
        one.items() for one in nina.read("/codes/language")["results"] if one["code"] == "vie"
    )
    assert {one["name"] for one in nina.read("/colleagues")["results"]} == {"Nina", "Nora"}
    kinds = {one["kind"] for one in nina.read("/agencies")["results"]}
    assert {"cmm", "us", "police"} <= kinds
    assert not kinds & {"clock", "matcher", "statistics"}
    grades = {one["grade_adults"] for one in nina.read("/indicators")["results"]}
    assert {"strong", "medium", "weak"} <= grades
    danish = nina.get("/codes/language", accept_language="da").json()["results"]
    assert "vietnamesisk" in {one["name"] for one in danish}


def test_cases_page_by_page_to_the_end(people: Any) -> None:
    numbers = [drafted(people).number for _ in range(27)][::-1]
    nina = Program(people.nina)
    first = nina.read("/cases")
    assert first["next"].startswith(f"{settings.BASE_URL}{ROOT}/cases?after=")
    second = nina.read(first["next"].removeprefix(settings.BASE_URL))
    assert (len(first["results"]), second["next"]) == (25, None)
    found = [case["number"] for page in (first, second) for case in page["results"]]
    assert sorted(found) == sorted(numbers)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-01T00:00:00+23:59:59.999999",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+00:00",
    ],
)
def test_a_cursor_with_an_impossible_moment_breaks_nothing(people: Any, moment: str) -> None:
    case = drafted(people)
    cursor = base64.urlsafe_b64encode(f"{moment}|{case.pk}".encode()).decode()
    for address in ("/cases", "/notices", f"/cases/{case.pk}/history/referrals.preview"):
        assert Program(people.nina).get(f"{address}?after={cursor}").status_code in (200, 400)
        assert signed_in(people.nina).get(f"{address}/", {"after": cursor}).status_code == 200


def test_a_number_finds_ones_own_case_alone(people: Any) -> None:
    case, foreign = referred(people), drafted(people, by=people.otto)
    nina = Program(people.nina)
    assert [one["id"] for one in nina.read(f"/cases?number={case.number.lower()}")["results"]] == [str(case.pk)]
    assert nina.read(f"/cases?number={foreign.number}")["results"] == []
    assert Program(people.otto).read(f"/cases?number={foreign.number}")["results"] != []


def test_the_opener_is_told_to_those_who_may_know(people: Any) -> None:
    case = accepted(people)
    opener = {
        name: Program(getattr(people, name)).read(f"/cases/{case.pk}")["opened_by"] for name in ("nina", "poul", "olga")
    }
    told = {"id": people.nina.agency_id, "name": "HopeNow"}
    assert opener == {"nina": told, "poul": told, "olga": told}


def test_work_most_urgent_first(people: Any) -> None:
    calm = referred(people, {"detention.since": None, "detention.place": "", "detention.detained_by": None})
    child = referred(
        people,
        {"detention.since": None, "detention.place": "", "detention.detained_by": None, "preview.age_band": "15_17"},
    )
    held = asked(people)
    cecilie = Program(people.cecilie)
    rows = cecilie.read("/worklist")["results"]
    assert [(row["case"], row["lane"]) for row in rows] == [(held.number, 1), (child.number, 2), (calm.number, 3)]
    assert [row["is_waiting_for_sender"] for row in rows] == [True, False, False]
    assert {row["comes_from"] for row in rows} == {"HopeNow"}
    assert [row["case"] for row in cecilie.read("/worklist?view=minors")["results"]] == [child.number]
    assert Program(people.nina).read("/worklist")["results"][0]["work"] == "answer_question"
    for wrong in ("view=everything", "after=x", "after=-1"):
        told = cecilie.get(f"/worklist?{wrong}")
        assert (told.status_code, told.json()["errors"][0]["parameter"]) == (400, wrong.partition("=")[0])


@pytest.mark.parametrize("address", ["/cases", "/worklist", "/notices"])
def test_many_take_as_many_queries_as_one(people: Any, address: str) -> None:
    asked(people)
    cecilie = Program(people.cecilie)
    one = queries(lambda: cecilie.read(address))
    for _ in range(3):
        asked(people)
        answered(people)
    assert queries(lambda: cecilie.read(address)) == one


def test_what_is_read_is_noted_once(people: Any) -> None:
    case = answered(people)
    police = Program(people.poul)
    with as_owner():
        Entry.objects.all().delete()
    police.read(f"/cases/{case.pk}/records")
    with as_owner():
        [entry] = Entry.objects.all()
    assert (entry.user_id, entry.case_id, entry.verb, bool(entry.sections)) == (people.poul.pk, case.pk, "read", True)


def test_a_shelter_is_the_accommodation_to_those_who_may_not_know(people: Any) -> None:
    from cases.wall import acting_as
    from referrals.models import Feedback
    from tests.people import adds, take_on

    case = accepted(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.sara) as sara:
        adds(Feedback, sara, case, what="question", words="Which floor?", to=people.nina.agency)
    author = {}
    for name in ("cecilie", "nina", "sara"):
        rows = Program(getattr(people, name)).read(f"/cases/{case.pk}/records")["sections"]["feedback"][
            "referrals.feedback"
        ]
        author[name] = [row["author"] for row in rows if row["content"]["words"] == "Which floor?"]
    short = people.sara.agency.short
    assert author == {"cecilie": [short], "nina": ["the accommodation"], "sara": [short]}
