"""What CMM writes down for a caller."""

import pytest

from cases.wall import acting_as
from referrals.models import Referral
from referrals.own.selectors import own_referrals
from referrals.referral.services import (
    accept_referral,
    answer_sender,
    ask_sender,
    discard_draft,
    reply,
    start_referral,
)
from tests.conftest import NOW
from tests.people import drafted, referred, sees
from tests.referrals.referral.services.seen import at, on, refuses, said

pytestmark = pytest.mark.database


def test_by_telephone_the_caller_reads_and_is_answered(people):
    case = referred(people, by=people.carl, caller_agency=people.nina.agency)
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"referrer", "addressee"}}
    with acting_as(people.carl) as carl:
        ask_sender(actor=carl, case=case, words="Her age?", now=at(1))
    assert said(case) == [("question", "CMM", "HopeNow", "Her age?")]
    with acting_as(people.nina) as nina:
        reply(actor=nina, case=case, words="Twenty.", now=at(2))
    with acting_as(people.carl) as carl:
        accept_referral(actor=carl, case=case, responsible=carl, contact_person=carl, now=at(3))
        answer_sender(actor=carl, case=case, words="She has a bed.", now=at(4))
    assert [(what, to) for what, _, to, _ in said(case)][-2:] == [("received", "HopeNow"), ("answer", "HopeNow")]
    with acting_as(people.nina) as nina:
        assert list(own_referrals(nina)) == [case]


def test_only_cmm_records_by_telephone_and_a_discarded_one_is_gone_for_the_caller(people):
    with acting_as(people.nina) as nina:
        refuses(
            "Only CMM records referrals by telephone.", start_referral,
            actor=nina, now=NOW, caller_agency=people.otto.agency,
        )  # fmt: skip
    case = drafted(people, by=people.carl, caller_agency=people.nina.agency)
    assert sees(people.nina, Referral) == 1
    with acting_as(people.carl) as carl:
        discard_draft(actor=carl, case=case)
    assert (on(case), sees(people.nina, Referral)) == ({}, 0)
