"""Asking the sender, and replying."""

import pytest

from agencies.errors import Refused
from cases.records.services import withdraw
from cases.wall import acting_as
from referrals.models import Feedback
from referrals.referral.rules import State
from referrals.referral.services import (
    answer_sender,
    ask_sender,
    decline_referral,
    reply,
)
from tests.conftest import NOW
from tests.people import accepted, asked, referred
from tests.referrals.referral.services.seen import at, open_work, refuses, said, stands, told

pytestmark = pytest.mark.database


def test_a_question_is_told_and_worked_on_until_it_is_answered(people):
    case = asked(people)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ASKED
    assert told(case) == [("referred", "CMM"), ("asked", "HopeNow")]
    assert open_work(case)["answer_question", "HopeNow"] == (1, at(5))  # the deadline runs on
    with acting_as(people.nora) as nora:
        answer = reply(actor=nora, case=case, words="  Vietnamese. ", now=at(1))
    assert (answer.words, answer.to) == ("Vietnamese.", people.cecilie.agency)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    assert ("answer_question", "HopeNow") not in open_work(case)
    assert told(case)[-1] == ("replied", "CMM")
    with acting_as(people.nina) as nina:
        refuses("There is no question to answer.", reply, actor=nina, case=case, words="again", now=at(2))


def test_a_second_question_before_the_reply_is_refused(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie, pytest.raises(Refused, match="A question can be asked while"):
        ask_sender(actor=cecilie, case=case, words="And?", now=at(1))


def test_the_coordinator_asks_too_and_the_sender_replies(people):
    case = accepted(people)
    with acting_as(people.carl) as carl:
        ask_sender(actor=carl, case=case, words="Where are her papers?", now=at(1))
    assert stands(case, people.nina) == State.ACCEPTED
    with acting_as(people.nina) as nina:
        reply(actor=nina, case=case, words="With the landlord.", now=at(2))
        refuses("There is no question to answer.", reply, actor=nina, case=case, words="again", now=at(3))
    assert [what for what, *_ in said(case)] == ["received", "question", "reply"]


def test_words_that_are_needed_are_asked_for(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        about = {"actor": cecilie, "case": case, "words": " \n", "now": NOW, "field": "words"}
        refuses("Write what you need to know.", ask_sender, **about)
        refuses("Write why, so that the sender knows.", decline_referral, **about)
        ask_sender(actor=cecilie, case=case, words="?", now=NOW)
    with acting_as(people.nina) as nina:
        refuses("Write your answer.", reply, **about | {"actor": nina})
    other = accepted(people)
    with acting_as(people.cecilie):
        refuses("Write the answer.", answer_sender, **about | {"case": other})


def test_a_question_on_the_wrong_case_is_withdrawn_and_nobody_answers_it(people):
    case = asked(people)
    with acting_as(people.cecilie):
        withdraw(record=Feedback.objects.get(what="question"), now=at(1))
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    assert ("answer_question", "HopeNow") not in open_work(case)
