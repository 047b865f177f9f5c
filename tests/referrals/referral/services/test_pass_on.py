"""Passing on, declining, sending again."""

import pytest

from cases.models import Assignment
from cases.wall import acting_as
from referrals.models import Feedback
from referrals.referral.rules import State
from referrals.referral.services import (
    accept_referral,
    decline_referral,
    pass_on_referral,
    send_referral,
)
from tests.conftest import NOW
from tests.people import asked, referred
from tests.referrals.referral.services.seen import at, on, open_work, refuses, said, stands, told

pytestmark = pytest.mark.database


def test_passing_on_moves_question_work_and_deadline_and_tells_the_sender_to_whom(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words=" A child of theirs. ", now=at(1))
    assert on(case) == {"HopeNow": {"referrer"}, "Københavns Kommune": {"addressee"}}
    assert open_work(case) == {
        ("answer_referral", "Københavns Kommune"): (1, at(5)), ("follow", "HopeNow"): (1, None),
    }  # fmt: skip
    assert said(case)[-1] == ("passed_on", "CMM", "HopeNow", "A child of theirs.")
    assert sorted(told(case)[-2:]) == [("passed_on", "HopeNow"), ("referred", "Københavns Kommune")]
    assert stands(case, people.nina) == stands(case, people.mona) == State.SENT
    with acting_as(people.nina):
        assert Feedback.objects.get(what="passed_on").receiver == people.mona.agency
    with acting_as(people.mona) as mona:
        accept_referral(actor=mona, case=case, responsible=mona, contact_person=mona, now=at(2))
    assert on(case)["Københavns Kommune"] == {"coordinator"}


def test_it_is_passed_on_to_one_who_can_coordinate_alone(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        for wrong in (None, people.nina.agency, people.ulla.agency, people.sara.agency, cecilie.agency):
            refuses(
                "Choose a municipality or a children's centre.", pass_on_referral, field="receiver",
                actor=cecilie, case=case, to=wrong, words="", now=NOW,
            )  # fmt: skip
    assert on(case)["CMM"] == {"addressee"}


def test_a_declined_referral_is_known_with_its_reason_and_sent_again(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="A child.", now=at(1))
    assert on(case) == {"HopeNow": {"referrer"}}
    assert (stands(case, people.nina), told(case)[-1]) == (State.DECLINED, ("declined", "HopeNow"))
    assert said(case)[-1] == ("declined", "CMM", "HopeNow", "A child.")
    assert open_work(case) == {("follow", "HopeNow"): (1, None)}
    with acting_as(people.nina) as nina:
        send_referral(actor=nina, case=case, addressee=people.mona.agency, now=at(2))
    assert on(case) == {"HopeNow": {"referrer"}, "Københavns Kommune": {"addressee"}}
    assert stands(case, people.nina) == stands(case, people.mona) == State.SENT
    assert open_work(case)["answer_referral", "Københavns Kommune"] == (1, at(7))  # from the new question on
    assert ("sent_again", "HopeNow", "Københavns Kommune", None) in said(case)
    with acting_as(people.nina) as nina:  # nobody follows it twice
        assert Assignment.objects.filter(work="follow").count() == 1
