"""Beginning a draft; by telephone too."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case
from cases.wall import acting_as
from tests.browsing import form_of
from tests.people import drafted
from tests.referrals.referral.pages.browsing import at, begun, browser, errors, opened, parts, text_of

pytestmark = pytest.mark.pages


# Beginning


def test_one_button_makes_one_draft_however_often_it_is_pressed(people):
    client, form = browser(people.nina), {"submission": str(uuid4())}
    first, second = (client.post(reverse("referrals:new"), form) for _ in range(2))
    with acting_as(people.nina):
        case = Case.objects.get()
    assert first["Location"] == second["Location"] == at(case, 1)
    assert not parts(people.nina, case).preview.is_assessment_requested


def test_the_second_button_asks_for_an_assessment(people):
    client = browser(people.henrik)
    assert begun(client, request="1").status_code == 302
    with acting_as(people.henrik):
        case = Case.objects.get()
    assert parts(people.henrik, case).preview.is_assessment_requested
    assert "Request an assessment, step 1 of 5" in text_of(client.get(at(case, 1)))


def test_a_form_without_its_key_is_refused(people):
    assert browser(people.nina).post(reverse("referrals:new")).status_code == 400


def test_a_key_that_somebody_else_used_makes_nothing(people):
    form = {"submission": str(uuid4())}
    browser(people.nina).post(reverse("referrals:new"), form)
    client = browser(people.otto)
    assert client.post(reverse("referrals:new"), form)["Location"] == reverse("referrals:list")
    assert "The page is too old. Load it again." in text_of(client.get(reverse("referrals:list")))
    with acting_as(people.otto):
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["rita", "adam", "ian", "paula", "olga", "clock"])
def test_who_refers_nobody_finds_no_button_behind_the_address(people, who):
    assert begun(browser(getattr(people, who))).status_code == 404


# By telephone


def test_cmm_writes_down_what_a_caller_tells_and_the_callers_agency_reads_along(people):
    client = browser(people.carl)
    url = reverse("referrals:telephone")
    page = client.post(url, form_of(client.get(url), "submission"))
    assert errors(page) == ["Choose the agency that is calling."]
    made = client.post(url, form_of(page, "submission") | {"caller_agency": people.nina.agency_id})
    with acting_as(people.carl):
        case = Case.objects.get()
    assert made["Location"] == at(case, 1)
    client.post(at(case, 1), opened(client, case, 1) | {"referral-caller": "Nora, 41 71 93 01"})
    assert parts(people.nina, case).referral.caller == "Nora, 41 71 93 01"
    assert "HopeNow can read it." in text_of(client.get(at(case, 1)))
    assert "The caller's agency can read it." in text_of(client.get(reverse("referrals:list")))
    caller = browser(people.nina)
    assert case.number in text_of(caller.get(reverse("referrals:list")))
    assert caller.get(at(case, 1)).status_code == 404


def test_who_calls_is_not_asked_of_one_who_refers(people):
    assert "referral-caller" not in opened(browser(people.nina), drafted(people), 1)


def test_only_cmm_has_the_telephone(people):
    assert browser(people.nina).get(reverse("referrals:telephone")).status_code == 404
