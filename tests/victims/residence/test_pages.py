"""The page of the residence says who decides before it is saved, and what was moved afterwards; the coordinator hands over."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.policy import Capacity
from cases.wall import acting_as
from tests.conftest import NOW
from tests.people import answered, put, signed_in
from victims.residence.models import Residence

pytestmark = pytest.mark.pages


def text_of(response):
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xad", "").replace("\xa0", " ")
    )


def url(name, case):
    return reverse(f"victims:{name}", args=[case.pk])


def write(person, case, **values):
    return signed_in(person).post(
        url("residence", case), {"submission": uuid4(), "status": "lawful"} | values, follow=True
    )


def test_who_decides_stands_under_each_answer_before_it_is_saved(people):
    case = answered(people)
    page = text_of(signed_in(people.carl).get(url("residence", case)))
    assert "Asylansøger Udlændingestyrelsen afgør, efter indstilling fra CMM" in page
    assert "Indtil det vides. CMM afgør" in page


def test_what_was_moved_is_said_afterwards_and_both_stay_on_the_course(people):
    case = answered(people)
    page = text_of(write(people.carl, case, words="She showed her permit."))
    assert "Center mod Menneskehandel afgør nu, og begge har fået besked" in page
    assert "She showed her permit." in page
    course = text_of(signed_in(people.carl).get(reverse("cases:timeline", args=[case.pk])))
    assert ("Ophold: Lovligt ophold" in course, "Ophold: Uden lovligt ophold" in course) == (True, True)
    assert "afgør som før" in text_of(write(people.carl, case, status="unknown"))


def test_a_prosecutor_is_told_that_the_coordinator_hands_over_and_the_coordinator_does(people):
    case = answered(people)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.paula.agency, Capacity.PROSECUTOR)
    assert "Koordinatoren er bedt om at overdrage kompetencen" in text_of(write(people.paula, case))
    browser = signed_in(people.carl)
    page = browser.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert f'href="{url("hand_over", case)}"' in page
    check = text_of(browser.get(url("hand_over", case)))
    assert ("Center mod Menneskehandel" in check, "Udlændingestyrelsen" in check) == (True, True)
    done = browser.post(url("hand_over", case), {"submission": uuid4()}, follow=True)
    assert "Center mod Menneskehandel afgør nu" in text_of(done)
    assert "afgør allerede" in text_of(browser.get(url("hand_over", case)))
    for person in (people.paula, people.ulla, people.poul, people.rita):
        assert signed_in(person).get(url("hand_over", case)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": ""}, {"status": "tourist"}, {"since_day": "31", "since_month": "2", "since_year": "2026"}, {"words": "x\x00"},
        {"since_day": "1", "since_month": "1", "since_year": str((NOW + timedelta(days=800)).year)},
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_nothing_is_written(people, wrong):
    case = answered(people)
    response = write(people.carl, case, **wrong)
    assert (response.status_code, "form-error" in response.content.decode()) == (200, True)
    with acting_as(people.carl):
        assert Residence.objects.count() == 1  # the one of acceptance


def test_the_same_form_sent_twice_is_one_status(people):
    case, browser = answered(people), signed_in(people.carl)
    form = {"submission": uuid4(), "status": "lawful"}
    assert [browser.post(url("residence", case), form).status_code for _time in range(2)] == [302, 302]
    with acting_as(people.carl):
        assert Residence.objects.count() == 2
