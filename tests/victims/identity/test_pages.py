"""The name in use, and two who write it at once."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.wall import acting_as
from tests.people import accepted, signed_in
from victims.identity.models import Name, Profile

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


# Age, sex and nationality


def profile(person: Any, case: Any, **values: Any) -> Any:
    given = {"submission": uuid4(), "sex": "woman", "age_band": "15_17", "birth_year": "", "nationality": "VN"} | values
    return signed_in(person).post(reverse("victims:profile", args=[case.pk]), given)


def profiles_of(people: Any, case: Any) -> list[tuple[str, str]]:
    with acting_as(people.carl):
        return [(row.age_band, row.nationality) for row in Profile.objects.of(case.pk, people.carl)]


def test_what_is_known_is_added_to_and_decides_who_is_treated_as_a_minor(people, case):
    assert profiles_of(people, case) == [("25_29", "")]
    assert profile(people.poul, case).status_code == 302  # the police on the case adds too
    assert profiles_of(people, case) == [("25_29", ""), ("15_17", "VN")]
    page = signed_in(people.carl).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Behandles som mindreårig" in page
    for person in (people.nina, people.rita, people.otto):
        assert profile(person, case).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"birth_year": "1990"}, {"birth_year": "soon"}, {"birth_year": "9" * 20}, {"sex": ""}, {"age_band": "old"}, {"nationality": "??"}],
)  # fmt: skip
def test_a_profile_that_does_not_fit_is_refused_beside_its_field(people, case, wrong):
    response = profile(people.carl, case, **wrong)
    assert (response.status_code, b"form-error" in response.content) == (200, True)
    assert len(profiles_of(people, case)) == 1
