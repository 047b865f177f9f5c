"""Answering the sender."""

import pytest

from cases.models import Assignment
from cases.wall import acting_as
from referrals.referral.rules import State
from referrals.referral.services import (
    answer_sender,
)
from tests.conftest import NOW
from tests.people import accepted, answered, referred
from tests.referrals.referral.services.seen import at, open_work, refuses, said, stands, told

pytestmark = pytest.mark.database


def test_the_answer_reaches_the_sender_and_the_assessment_follows(people):
    case = answered(people)
    assert ("answer", "CMM", "HopeNow", "She has a bed.") in said(case)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ANSWERED
    assert ("answered", "HopeNow") in told(case)
    assert open_work(case) == {("assess", "CMM"): (1, None), ("follow", "HopeNow"): (1, None)}
    with acting_as(people.carl) as carl:
        assert Assignment.objects.get(work="assess").responsible == carl


def test_a_second_answer_is_said_and_gives_no_second_work(people):
    case = answered(people)
    with acting_as(people.cecilie) as cecilie:
        answer_sender(actor=cecilie, case=case, words="And a lawyer.", now=at(1))
    assert open_work(case) == {("assess", "CMM"): (1, None), ("follow", "HopeNow"): (1, None)}
    assert [words for what, *_, words in said(case) if what == "answer"] == ["She has a bed.", "And a lawyer."]


def test_nobody_but_the_coordinator_answers_and_not_before_acceptance(people):
    case = referred(people)
    sentence = "The sender is answered once the referral has been accepted."
    with acting_as(people.cecilie) as cecilie:
        refuses(sentence, answer_sender, actor=cecilie, case=case, words="x", now=NOW)
    other = accepted(people)
    for person in (people.nina, people.ulla, people.poul):
        with acting_as(person):
            refuses(sentence, answer_sender, actor=person, case=other, words="x", now=NOW)
