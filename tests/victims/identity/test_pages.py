"""The name in use, and two who write it at once."""

from typing import Any

import pytest
from django.urls import reverse

from cases.wall import acting_as
from tests.people import accepted, signed_in
from victims.identity.models import Name

pytestmark = pytest.mark.pages


@pytest.fixture
def case(people: Any) -> Any:
    return accepted(people)


def write(person: Any, case: Any, **values: Any) -> Any:
    given = {"used": "Joy", "address": "she", "language": "eng", "version": 1} | values
    return signed_in(person).post(reverse("victims:name", args=[case.pk]), given)


def name_of(people: Any, case: Any) -> tuple[str, int]:
    with acting_as(people.carl):
        name = Name.objects.get(case=case)
        return name.used, name.version


def test_the_coordinator_and_who_decides_write_it_and_readers_do_not(people, case):
    assert write(people.carl, case).status_code == 302
    assert name_of(people, case) == ("Joy", 2)
    for person in (people.poul, people.nina, people.rita, people.otto):
        assert write(person, case, used="Another").status_code == 404
    assert name_of(people, case) == ("Joy", 2)


def test_who_was_slower_sees_both_versions_and_loses_nothing(people, case):
    write(people.cecilie, case, used="Joy Osas")
    response = write(people.carl, case, used="Osarugue")
    assert response.status_code == 409
    page = response.content.decode()
    assert ("Joy Osas" in page, "Osarugue" in page, "Cecilie" in page) == (True, True, True)
    assert name_of(people, case)[0] == "Joy Osas"
    assert write(people.carl, case, used="Osarugue", version=2).status_code == 302  # "save my version"
    assert name_of(people, case)[0] == "Osarugue"


@pytest.mark.parametrize(
    "wrong", [{"used": ""}, {"used": "x\x00"}, {"used": "x" * 201}, {"language": "klingon"}, {"address": "it"}]
)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_saved(people, case, wrong):
    before = name_of(people, case)
    response = write(people.carl, case, **wrong)
    assert response.status_code == 200
    assert b"form-error" in response.content
    assert name_of(people, case) == before


def test_history_tells_who_wrote_which_name(people, case):
    write(people.cecilie, case, used="Joy Osas")
    page = signed_in(people.carl).get(reverse("cases:history", args=[case.pk, "victims.name"])).content.decode()
    assert ("Joy Osas" in page, "Cecilie" in page) == (True, True)
    assert signed_in(people.nina).get(reverse("cases:history", args=[case.pk, "victims.name"])).status_code == 404
