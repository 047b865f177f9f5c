"""Accepting: who is named, who comes on, and what is no longer possible."""

import pytest

from agencies.errors import Refused
from cases.models import Assignment, Case, Grant
from cases.wall import acting_as
from referrals.referral.rules import State
from referrals.referral.services import (
    accept_referral,
    change_people,
    decline_referral,
    pass_on_referral,
    withdraw_referral,
)
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, referred, sees
from tests.referrals.referral.services.seen import TAKEN, at, on, open_work, refuses, said, stands, told
from victims.models import ContactPerson, Name

pytestmark = pytest.mark.database


def test_accepting_names_two_people_and_puts_on_whom_the_law_puts_on(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        accept_referral(
            actor=cecilie, case=case, responsible=people.carl, contact_person=cecilie, words=" Welcome. ", now=at(1)
        )
        contact = ContactPerson.objects.get()
        assert (contact.person, contact.phone) == (cecilie, cecilie.agency.phone)
        name = Name.objects.get()
        assert (name.used, name.language) == ("Ngọc", "vie")
        assert Assignment.objects.get(work="answer_sender").responsible == people.carl
    assert on(case) == {
        "HopeNow": {"referrer"}, "CMM": {"coordinator"}, "US": {"competent", "immigration"}, "Fyns Politi": {"police"},
    }  # fmt: skip
    assert open_work(case) == {("answer_sender", "CMM"): (1, at(5)), ("follow", "HopeNow"): (1, None)}
    assert said(case) == [("received", "CMM", "HopeNow", "Welcome.")]
    assert sorted(told(case)) == [
        ("put_on", "Fyns Politi"), ("put_on", "US"), ("received", "HopeNow"), ("referred", "CMM"),
    ]  # fmt: skip
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ACCEPTED


@pytest.mark.parametrize("status", ["lawful", "unknown"])
def test_with_lawful_or_unknown_stay_cmm_decides(people, status):
    free = {"detention.since": None, "detention.place": None, "detention.detained_by": None}
    case = accepted(people, free | {"referral.residence_status": status})
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"coordinator", "competent"}}


def test_an_asylum_seekers_case_is_the_immigration_services(people):
    case = accepted(people, {"referral.residence_status": "asylum_seeker"})
    assert on(case)["US"] == {"competent", "immigration"}


def test_police_that_referred_and_hold_the_person_are_on_it_as_both_and_told_once(people):
    case = accepted(people, by=people.poul)
    assert on(case)["Fyns Politi"] == {"referrer", "police"}
    assert [what for what, to in told(case) if to == "Fyns Politi"] == ["received"]


def test_the_responsible_and_the_contact_are_own_caseworkers(people):
    case = referred(people)
    able = {"responsible": people.carl, "contact_person": people.carl}
    with acting_as(people.cecilie) as cecilie:
        for field in able:
            for wrong in (people.ulla, people.rita, people.adam):
                refuses(
                    "Choose one of your own caseworkers.", accept_referral, field=field,
                    actor=cecilie, case=case, now=NOW, **able | {field: wrong},
                )  # fmt: skip
    assert stands(case, people.nina) == State.SENT


def test_after_acceptance_nothing_of_before_is_possible(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        refuses(TAKEN, pass_on_referral, actor=cecilie, case=case, to=people.mona.agency, words="", now=NOW)
        refuses(TAKEN, decline_referral, actor=cecilie, case=case, words="x", now=NOW)
        able = {"responsible": people.carl, "contact_person": people.carl}
        refuses(TAKEN, accept_referral, actor=cecilie, case=case, now=NOW, **able)
    with acting_as(people.nina) as nina:
        sentence = "The referral can no longer be withdrawn: it has been accepted or closed."
        refuses(sentence, withdraw_referral, actor=nina, case=case, now=NOW)


@pytest.mark.commits
def test_of_two_who_accept_at_once_one_is_refused(people):
    case = referred(people)

    def accepting(person):
        def act(together):
            with acting_as(person):
                together()
                accept_referral(actor=person, case=case, responsible=person, contact_person=person, now=NOW)

        return act

    [error] = at_once(accepting(people.cecilie), accepting(people.carl))
    assert (type(error), error.sentence) == (Refused, TAKEN)
    with as_owner():
        assert ContactPerson.objects.count() == Name.objects.count() == 1
        assert Grant.objects.filter(permission__codename="as_coordinator").count() == 1


@pytest.mark.commits
def test_of_accepting_and_withdrawing_at_once_one_is_refused(people):
    case = referred(people)

    def accepting(together):
        with acting_as(people.cecilie) as cecilie:
            together()
            accept_referral(actor=cecilie, case=case, responsible=cecilie, contact_person=cecilie, now=NOW)

    def withdrawing(together):
        with acting_as(people.nina) as nina:
            together()
            withdraw_referral(actor=nina, case=case, now=NOW)

    [error] = at_once(accepting, withdrawing)
    assert isinstance(error, Refused)
    assert stands(case, people.nina) in (State.ACCEPTED, State.WITHDRAWN)
    assert sees(people.cecilie, Case) == (1 if stands(case, people.nina) == State.ACCEPTED else 0)


def test_people_are_changed_and_the_newest_contact_holds(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        change_people(actor=cecilie, case=case, responsible=cecilie, contact_person=people.carl, now=at(1))
        assert ContactPerson.objects.count() == 1  # the same one is not written again
        change_people(actor=cecilie, case=case, responsible=None, contact_person=cecilie, now=at(2))
        assert [row.person for row in ContactPerson.objects.of(case.pk, cecilie)] == [people.carl, cecilie]
        assert Assignment.objects.get(work="answer_sender").responsible is None
