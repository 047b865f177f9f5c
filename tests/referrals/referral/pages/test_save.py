"""A draft saves itself as one types; it is its agency's; two who write at once lose nothing."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Role
from cases.models import Case
from cases.wall import acting_as
from referrals.models import Referral
from referrals.referral.services import parts_of
from tests.browsing import form_of
from tests.people import drafted, hire, write
from tests.referrals.referral.pages.browsing import SENT, at, browser, key, moment, opened, parts, same, text_of

pytestmark = pytest.mark.pages


# Saving as one types


def test_a_draft_saves_itself_and_says_what_it_could_not_save(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "no pay"}
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    saved = parts(people.nina, case)
    assert answer.json() == {
        "saved_at": "Saved at 14:32",
        "versions": {f"{record}-version": part.version for record, part in saved},
    }
    assert saved.referral.seen == "no pay"
    form = opened(client, case, 2) | moment("", "13", "", "") | {"referral-seen": "", "detention-place": "elsewhere"}
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert answer.json()["saved_at"] == "Saved at 14:32, but for 2 answers"
    assert parts(people.nina, case).referral.seen is None


def test_a_draft_that_a_colleague_has_changed_or_sent_does_not_save_itself(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "mine"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "hers"})
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert (answer.status_code, answer.json()) == (
        409,
        {"message": "Somebody else changed this while you were writing."},
    )
    client.post(at(case, "send"), key(client, at(case, 5)))
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert (answer.status_code, answer.json()) == (409, {"message": SENT})


# Whose it is


def test_a_colleague_goes_on_with_a_draft(people):
    client, case = browser(people.nora), drafted(people)
    assert client.post(at(case, 2), opened(client, case, 2) | {"referral-seen": "by Nora"}).status_code == 302
    assert parts(people.nina, case).referral.seen == "by Nora"


@pytest.mark.parametrize("page", [1, 5, "receipt", "discard", "withdraw"])
def test_a_foreign_draft_is_the_page_that_is_not_there(people, page):
    case = drafted(people)
    assert browser(people.nina).get(at(case, page)).status_code in (200, 302, 409)
    client, unknown = browser(people.otto), SimpleNamespace(pk=uuid4())
    foreign, nothing = client.get(at(case, page)), client.get(at(unknown, page))
    assert foreign.status_code == nothing.status_code == 404
    assert same(foreign, case.pk) == same(nothing, unknown.pk)


@pytest.mark.parametrize("act", ["send", "discard", "withdraw"])
def test_nobody_else_acts_on_a_draft(people, act):
    case = drafted(people)
    form = {"submission": str(uuid4())}
    for other in (people.otto, people.cecilie):
        assert browser(other).post(at(case, act), form).status_code == 404
    with acting_as(people.nina):
        assert Case.objects.get().state == "draft"


def test_one_who_only_reads_sees_the_list_and_writes_nothing(people):
    case, rosa = drafted(people), hire(people.nina.agency, Role.READ_ONLY, "rosa")
    client = browser(rosa)
    page = client.get(reverse("referrals:list"))
    assert case.number in text_of(page)
    assert at(case, 1) not in page.content.decode()
    assert "Refer a person" not in text_of(page)
    for url in (at(case, 1), at(case, 5), at(case, "discard"), at(case, "withdraw")):
        assert client.get(url).status_code == client.post(url, {"submission": str(uuid4())}).status_code == 404


# Two at once


def test_a_stale_edit_shows_both_versions_and_saves_mine(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "my words", "preview-danger": "now"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "Nora's words"})
    page = client.post(at(case, 2), form)
    assert page.status_code == 409
    words = text_of(page)
    assert "Nora edited this" in words
    assert "What was seen or heard Nora's words my words" in words
    assert "Danger No Yes, now" in words
    assert parts(people.nina, case).referral.seen == "Nora's words"
    assert parts(people.nina, case).preview.danger == "no"
    assert client.post(at(case, 2), form_of(page, "referral-seen")).status_code == 302
    assert parts(people.nina, case).referral.seen == "my words"
    assert parts(people.nina, case).preview.danger == "now"


def test_two_versions_can_be_written_together(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "my words"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "Nora's words"})
    both = client.post(at(case, 2), form_of(client.post(at(case, 2), form), "referral-seen") | {"together": "1"})
    assert "As it stands now: Nora's words" in text_of(both)
    again = form_of(both, "referral-version")
    assert again["referral-seen"] == ["my words"]
    assert client.post(at(case, 2), again | {"referral-seen": "ours"}).status_code == 302
    assert parts(people.nina, case).referral.seen == "ours"


def test_what_could_not_be_read_stands_among_the_two_versions_too(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 1) | {"referral-met_place": "mine"} | moment("31", "2", "2026", "9", "referral-met_at")
    with acting_as(people.nora):
        write(people.nora, case, {"referral.met_place": "hers"})
    assert "31 2 2026 9" in text_of(client.post(at(case, 1), form))


def test_the_same_step_sent_twice_has_one_effect(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "once"}
    assert [client.post(at(case, 2), form).status_code for _ in range(2)] == [302, 302]
    with acting_as(people.nina):
        assert Referral.history.filter(case_id=case.pk).count() == parts_of(case, people.nina).referral.version
