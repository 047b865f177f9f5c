"""The list of the own agency's referrals, and what no page of a referral leaves behind."""

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, CaseAccess
from cases.wall import acting_as
from referrals.referral.services import accept_referral, decline_referral
from tests.conftest import NOW, as_owner
from tests.people import answered, asked, drafted, referred
from tests.referrals.referral.pages.browsing import (
    at,
    browser,
    key,
    text_of,
)

pytestmark = pytest.mark.pages


# The list


def test_each_filter_shows_its_own(people):
    made = {
        "draft": drafted(people), "sent": referred(people), "waiting": asked(people), "answered": answered(people),
        "declined": referred(people), "withdrawn": referred(people), "accepted": referred(people),
    }  # fmt: skip
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=made["declined"], words="No.", now=NOW)
        accept_referral(
            actor=cecilie, case=made["accepted"], responsible=people.carl, contact_person=people.carl, now=NOW
        )
    client = browser(people.nina)
    client.post(at(made["withdrawn"], "withdraw"), key(client, at(made["withdrawn"], "withdraw")))
    numbers = {case.number: name for name, case in made.items()}
    url = reverse("referrals:list")

    def listed(state: str) -> set[str]:
        return {
            numbers[number] for number in re.findall(r"T-\d{4}-[A-Z]{2}", text_of(client.get(f"{url}?state={state}")))
        }

    assert listed("") == set(made)
    assert {state: listed(state) for state in made} == {state: {state} for state in made}
    assert listed("nonsense") == set(made)
    assert all(number not in text_of(browser(people.otto).get(url)) for number in numbers)


def test_initials_are_the_senders_own_and_an_authority_reads_none(people):
    case = drafted(people, {"referral.name": "Ngọc Lan Trần"})
    assert f"{case.number} N.T." in text_of(browser(people.nina).get(reverse("referrals:list")))
    case = drafted(people, {"referral.name": "Ngọc Lan Trần"}, by=people.skat)
    words = text_of(browser(people.skat).get(reverse("referrals:list")))
    assert case.number in words
    assert "N.T." not in words


def test_a_draft_goes_on_where_something_is_missing(people):
    case = drafted(people, {"preview.languages": []})
    page = browser(people.nina).get(reverse("referrals:list"))
    assert f'href="{at(case, 3)}"' in page.content.decode()
    assert "Step 3 of 5." in text_of(page)


def test_the_list_goes_on(people):
    cases = [drafted(people) for _ in range(27)]
    with as_owner():
        for days, case in enumerate(cases):
            CaseAccess.objects.filter(case=case).update(opened_at=NOW - timedelta(days=days))
            Case.objects.filter(pk=case.pk).update(opened_at=NOW - timedelta(days=days))
    client, url = browser(people.nina), reverse("referrals:list")
    page = client.get(url)
    assert "Showing 25 of 27." in text_of(page)
    following = client.get(
        re.search(r'href="(/referrals/\?after=[^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    )
    assert "Showing 2 of 27." in text_of(following)
    shown = re.findall(r"T-\d{4}-[A-Z]{2}", text_of(page) + text_of(following))
    assert shown == [case.number for case in cases]


# Nothing beside the page


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5, "discard", "receipt"])
def test_no_page_is_stored_or_tells_a_name_in_its_title(people, page):
    case = referred(people) if page == "receipt" else drafted(people)
    answer = browser(people.nina).get(at(case, page))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    title = re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
    assert case.number in title
    assert "Ngọc" not in title


# Queries


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(url).status_code == 200
    return len(main) + len(keys)


@pytest.mark.parametrize("make", [drafted, referred, asked, answered])
def test_the_list_asks_as_often_for_three_as_for_one(people, make):
    client, url = browser(people.nina), reverse("referrals:list")
    make(people)
    client.get(url)
    one = queries(client, url)
    make(people)
    make(people)
    assert queries(client, url) == one
