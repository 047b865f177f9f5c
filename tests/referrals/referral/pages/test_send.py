"""Checking, sending, and what can be done after it."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import Case
from cases.wall import acting_as
from referrals.models import Preview, Referral
from referrals.referral.rules import REQUIRED
from referrals.referral.services import decline_referral
from tests.browsing import form_of
from tests.conftest import NOW
from tests.people import drafted, referred
from tests.referrals.referral.pages.browsing import (
    SENT,
    at,
    browser,
    key,
    moment,
    opened,
    parts,
    text_of,
)

pytestmark = pytest.mark.pages


def test_the_check_page_shows_exactly_what_is_seen_before_acceptance(people):
    case = drafted(people)
    page = browser(people.nina).get(at(case, 5))
    card = page.content.decode().partition('class="receiver"')[2].partition('<div class="section"')[0]
    labels = re.findall(r"<dt>(.*?)</dt>", card)
    assert labels == [
        "Needs", "Danger", "Consent", "Sex", "Age", "Languages", "Place of the first talk",
        "Detained since", "Place of detention", "Detained by",
    ]  # fmt: skip
    assert "Ngọc" not in card
    assert "Ngọc" in page.content.decode()
    words = text_of(page)
    assert "CMM answers by today at 19:32" in words
    assert "Danish Immigration Service Comes on the case when CMM accepts, because it decides." in words
    assert "Funen Police Comes on the case when CMM accepts, because it detained the person." in words
    assert "70 h left before a judge by 15 March at 12:32; it never ends the assessment" in words


def test_what_is_not_ticked_says_nothing_on_any_page(people):
    client, case = browser(people.nina), drafted(people)
    ticked = drafted(people, {"preview.is_assessment_requested": True})
    assert "An assessment is requested Yes" in text_of(client.get(at(ticked, 5)))
    assert "An assessment is requested" not in text_of(client.get(at(case, 5)))
    client.post(at(case, "send"), key(client, at(case, 5)))
    for name in ("case", "history"):
        more = ["referrals.preview"] if name == "history" else []
        page = client.get(reverse(f"cases:{name}", args=[case.pk, *more]))
        assert "An assessment is requested" not in text_of(page)
    assert "An assessment is requested" not in text_of(browser(people.cecilie).get(at(case, "preview")))


def test_police_see_their_own_district_stand_for_whoever_detained(people):
    client = browser(people.henrik)
    case = drafted(
        people, {"detention.detained_by": None, "detention.since": None, "detention.place": None}, by=people.henrik
    )
    assert "The district that refers" in text_of(client.get(at(case, 2)))
    client.post(at(case, 2), opened(client, case, 2) | moment("12", "3", "2026", "10.00"))
    assert "Detained by Copenhagen Police" in text_of(client.get(at(case, 5)))
    assert "The district that refers" not in text_of(browser(people.nina).get(at(drafted(people), 2)))


def test_what_is_missing_leads_to_its_step(people):
    client, case = browser(people.nina), drafted(people, {"referral.seen": None, "preview.languages": []})
    page = client.get(at(case, 5))
    assert "2 things are missing before you can send" in text_of(page)
    assert "Send to CMM" not in text_of(page)
    for step, name in ((2, "referral.seen"), (3, "preview.languages")):
        assert f'<a href="{at(case, step)}#{name}">{REQUIRED[name]}</a>' in page.content.decode()
        assert f'id="{name}"' in client.get(at(case, step)).content.decode()
    assert client.post(at(case, "send"), key(client, at(case, 5)))["Location"] == at(case, 5)
    with acting_as(people.nina):
        assert Case.objects.get().state == "draft"


def test_sent_once_with_a_receipt(people):
    client, case = browser(people.nina), drafted(people, {"referral.journal_number": "2026-77"})
    form = key(client, at(case, 5))
    first, second = (client.post(at(case, "send"), form) for _ in range(2))
    assert first["Location"] == second["Location"] == at(case, "receipt")
    words = text_of(client.get(at(case, "receipt")))
    assert f"Referral {case.number} was sent to CMM" in words
    assert "An answer is due Today at 19:32" in words
    assert "2026-77" in words
    with acting_as(people.cecilie):
        assert Case.objects.get().state == "sent"


def test_another_form_does_not_send_it_again(people):
    client, case = browser(people.nina), referred(people)
    page = client.post(at(case, "send"), {"submission": str(uuid4())})
    assert page.status_code == 409
    assert SENT in text_of(page)


def test_what_was_sent_cannot_be_edited_and_typed_text_is_not_lost(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "typed meanwhile"}
    client.post(at(case, "send"), key(client, at(case, 5)))
    page = client.post(at(case, 2), form)
    assert page.status_code == 409
    assert SENT in text_of(page)
    assert "typed meanwhile" in text_of(page)
    assert parts(people.nina, case).referral.seen == "locked in, no pay"
    assert client.get(at(case, 2))["Location"] == reverse("cases:case", args=[case.pk])


CONSENT = [
    ("refused", "no", False, "nina", False),
    ("refused", "now", False, "nina", True),
    ("refused", "no", True, "nina", False),
    ("refused", "no", True, "henrik", True),
    ("refused", "no", False, "henrik", False),
    ("not_asked", "if_returning", False, "nina", False),
    ("not_asked", "now", False, "nina", True),
    ("without_name", "no", False, "nina", True),
]


@pytest.mark.parametrize(("consent", "danger", "is_request", "who", "goes"), CONSENT)
def test_without_a_yes_only_danger_to_life_or_the_police_send(people, consent, danger, is_request, who, goes):
    person = getattr(people, who)
    changes = {"preview.consent": consent, "preview.danger": danger, "preview.is_assessment_requested": is_request}
    client, case = browser(person), drafted(people, changes, by=person)
    assert client.post(at(case, 2), opened(client, case, 2)).status_code == 302
    assert ("1 thing is missing" in text_of(client.get(at(case, 5)))) is not goes
    page = client.post(at(case, "send"), key(client, at(case, 5)))
    assert page["Location"] == at(case, "receipt" if goes else 5)


def test_what_was_declined_can_be_sent_again_but_not_edited(people):
    client, case = browser(people.nina), referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="We know her already.", now=NOW)
    assert client.post(at(case, 2), {"referral-seen": "other"}).status_code == 409
    page = client.get(at(case, 5))
    assert "We know her already." in text_of(page)
    assert client.post(at(case, "send"), form_of(page, "submission"))["Location"] == at(case, "receipt")
    with acting_as(people.cecilie):
        assert Referral.objects.count() == 0
        assert Preview.objects.count() == 1
