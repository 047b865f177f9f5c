"""Writing that the person was released."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.wall import acting_as
from tests.conftest import NOW
from tests.people import accepted, signed_in
from victims.detention.models import Detention

pytestmark = pytest.mark.pages


def release(person: Any, case: Any, moment: Any) -> Any:
    local = timezone.localtime(moment)
    parts = {
        "until_day": local.day, "until_month": local.month, "until_year": local.year, "until_clock": f"{local:%H:%M}",
    }  # fmt: skip
    return signed_in(person).post(reverse("victims:release", args=[case.pk]), parts)


def until(people: Any, case: Any) -> Any:
    with acting_as(people.carl):
        return Detention.objects.get(case=case).until


def test_a_release_is_written_once_and_the_clock_is_gone(people):
    case = accepted(people)
    page = reverse("cases:case", args=[case.pk])
    assert b"clock-" in signed_in(people.carl).get(page).content
    assert release(people.carl, case, NOW).status_code == 302
    assert until(people, case) == NOW.replace(second=0, microsecond=0)
    assert release(people.carl, case, NOW).status_code == 404


@pytest.mark.parametrize("days", [-30, 36500])
def test_not_before_it_began_and_not_in_the_future(people, days):
    case = accepted(people)
    response = release(people.carl, case, NOW + timedelta(days=days))
    assert response.status_code == 200
    assert b"form-error" in response.content
    assert until(people, case) is None


def test_who_reads_it_does_not_write_it(people):
    case = accepted(people)
    for person in (people.ulla, people.rita, people.otto):
        assert release(person, case, NOW).status_code == 404
    assert until(people, case) is None
