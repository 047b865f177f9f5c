"""Throwing a draft away, and taking a referral back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case
from cases.wall import acting_as
from referrals.models import Preview
from referrals.referral.services import accept_referral
from tests.browsing import form_of
from tests.conftest import NOW
from tests.people import drafted, referred
from tests.referrals.referral.pages.browsing import at, browser, key, text_of
from victims.models import Detention

pytestmark = pytest.mark.pages


def test_a_draft_is_thrown_away_after_saying_what_is_lost(people):
    client, case = browser(people.nina), drafted(people)
    page = client.get(at(case, "discard"))
    assert "What is lost Met at, Place, Situation" in text_of(page)
    first, second = (client.post(at(case, "discard"), form_of(page, "submission")) for _ in range(2))
    assert first["Location"] == second["Location"] == reverse("referrals:list")
    words = text_of(client.get(first["Location"]))
    assert f"The draft {case.number} is deleted." in words
    assert "You have referred nobody yet." in words
    assert client.get(at(case, 1)).status_code == 404
    with acting_as(people.nina):
        assert not Detention.objects.exists()


def test_what_was_sent_is_not_thrown_away(people):
    client, case = browser(people.nina), referred(people)
    assert "Only a draft can be deleted. Withdraw the referral instead." in text_of(client.get(at(case, "discard")))
    page = client.post(at(case, "discard"), {"submission": str(uuid4())})
    assert page.status_code == 409
    with acting_as(people.nina):
        assert Case.objects.get().state == "sent"


def test_a_referral_is_taken_back_until_it_is_accepted(people):
    client, case = browser(people.nina), referred(people)
    form = key(client, at(case, "withdraw"))
    first, second = (client.post(at(case, "withdraw"), form) for _ in range(2))
    assert first["Location"] == second["Location"] == at(case, "receipt")
    assert f"Referral {case.number} is withdrawn." in text_of(client.get(at(case, "receipt")))
    with acting_as(people.cecilie):
        assert not Preview.objects.exists()
    assert client.post(at(case, "withdraw"), {"submission": str(uuid4())}).status_code == 409


def test_what_was_accepted_is_not_taken_back(people):
    client, case = browser(people.nina), referred(people)
    form = key(client, at(case, "withdraw"))
    with acting_as(people.cecilie) as cecilie:
        accept_referral(actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=NOW)
    page = client.post(at(case, "withdraw"), form)
    assert page.status_code == 409
    assert "The referral can no longer be withdrawn: it has been accepted or closed." in text_of(page)
