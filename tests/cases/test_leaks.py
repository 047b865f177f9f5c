"""What an attack on the whole found, and must not come back: each was tried, and told somebody too much."""

from datetime import timedelta

from django.urls import reverse

from cases.grants import services as grants
from cases.models import Disclosure, Grant
from cases.policy import Capacity
from cases.wall import acting_as
from referrals.models import Feedback, Preview
from referrals.referral.services import answer_sender, send_referral
from tests.attempts import fails, sql
from tests.conftest import NOW
from tests.people import (
    accepted,
    drafted,
    put,
    question,
    referred,
    signed_in,
    take_on,
    write,
)
from tests.people import disclosed as disclosed_to


def page(person, name, *args, query=""):
    answer = signed_in(person).get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_name_that_was_kept_back_at_sending_is_not_in_the_history(people):
    case = accepted(people, {"preview.consent": "without_name"})
    for person in (people.cecilie, people.ulla):
        assert "Ngọc" not in page(person, "cases:history", case.pk, "referrals.referral")
        with acting_as(person):
            assert sql("SELECT count(*) FROM referrals_historicalreferral WHERE name IS NOT NULL") == [(0,)]
    assert "Ngọc" in page(people.nina, "cases:history", case.pk, "referrals.referral")


def test_what_a_draft_once_said_is_not_shown_to_whom_it_is_sent(people):
    case = drafted(people, {"preview.first_talk_words": "ask for Ngọc"})
    with acting_as(people.nina) as nina:
        write(nina, case, {"preview.first_talk_words": "ask at the door"})
        send_referral(actor=nina, case=case, now=NOW)
    shown = page(people.cecilie, "cases:history", case.pk, "referrals.preview")
    assert "ask at the door" in shown
    assert "Ngọc" not in shown
    with acting_as(people.clock):
        assert sql("SELECT count(*) FROM referrals_historicalpreview WHERE history_change_reason = 'draft'") == [(0,)]


def test_who_referred_is_not_told_to_those_who_do_not_know_the_parties(people):
    case = accepted(people)
    take_on(people, case, people.sara, Capacity.SHELTER)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.stine.agency, Capacity.SHELTER)
    for person in (people.sara, people.stine):
        assert "HopeNow" not in page(person, "cases:list")
        assert "HopeNow" not in page(person, "cases:case", case.pk)
    for person in (people.nina, people.cecilie, people.ulla, people.poul):
        assert "HopeNow" in page(person, "cases:list")


def test_oversight_finds_no_shelter_by_its_name_nor_by_asking_for_it(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.stine.agency, Capacity.SHELTER)
    page(people.stine, "cases:case", case.pk)
    take_on(people, case, people.sara, Capacity.SHELTER)
    page(people.sara, "cases:case", case.pk)
    for name, args in (("cases:oversight", ()), ("cases:log", (case.pk,))):
        shown = page(people.olga, name, *args)
        assert not [word for word in ("Reden", "Sara", "LOKK", "Stine") if word in shown]
        for person in (people.sara, people.stine):
            asked = page(people.olga, name, *args, query=f"?agency={person.agency_id}")
            assert asked.count("<tr>") == 2, "the head, and that there is nothing"


def test_a_disclosure_to_a_shelter_is_not_told_to_those_who_may_not_know_the_shelter(people):
    case = accepted(people)
    take_on(people, case, people.sara, Capacity.SHELTER)
    disclosed_to(people, case, to=people.sara)
    for person, knows in ((people.poul, False), (people.ulla, False), (people.olga, False), (people.cecilie, True)):
        with acting_as(person):
            assert Grant.objects.filter(group_id=people.sara.agency_id).exists() is knows
            assert Grant.history.filter(group_id=people.sara.agency_id).exists() is knows
            assert Disclosure.objects.exists() is knows


def test_an_answer_goes_to_who_sent_and_not_to_who_wrote_a_preview_of_an_earlier_day(people):
    case = accepted(people)
    take_on(people, case, people.mona, Capacity.MUNICIPALITY)
    with acting_as(people.mona) as mona:
        Preview.objects.create(case=case, author=mona.agency, happened_at=NOW - timedelta(days=9), written_at=NOW)
    with acting_as(people.cecilie) as cecilie:
        answer_sender(actor=cecilie, case=case, words="for Nina", now=NOW)
    with acting_as(people.nina):
        assert Feedback.objects.filter(what=Feedback.What.ANSWER).exists()
    with acting_as(people.mona):
        assert not Feedback.objects.filter(what=Feedback.What.ANSWER).exists()


def test_who_has_accepted_does_not_pass_the_question_on_as_well(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        given = {"given_by": people.nina.agency, "legal_basis": "accepted", "now": NOW}
        grants.grant(case, cecilie.agency, grants.as_(Capacity.COORDINATOR), **given)
        assert fails(grants.pass_on, actor=cecilie, case=case, agency=people.mona.agency, now=NOW)


def test_only_cmm_writes_a_referral_down_for_another(people):
    for person, may in ((people.nina, False), (people.cecilie, True)):
        case = drafted(people, by=person)
        with acting_as(person):
            if may:
                assert put(person, case, people.otto.agency, Capacity.REFERRER)
            else:
                assert fails(put, person, case, people.otto.agency, Capacity.REFERRER)


def test_nobody_writes_a_verb_into_the_log_that_its_page_cannot_show(people):
    case = accepted(people)
    with acting_as(people.otto):
        made = "INSERT INTO cases_entry (id, case_id, verb, sections) VALUES (gen_random_uuid(), %s, 'boo', 0)"
        assert fails(sql, made, case.pk)
