"""Taking back and throwing away."""

import pytest

from cases.models import Assignment, Case
from cases.wall import acting_as
from referrals.models import Referral
from referrals.referral.rules import State
from referrals.referral.services import (
    decline_referral,
    discard_draft,
    pass_on_referral,
    send_referral,
    withdraw_referral,
)
from tests.conftest import as_owner
from tests.people import asked, drafted, referred, sees
from tests.referrals.referral.services.seen import at, on, open_work, refuses, stands

pytestmark = pytest.mark.database


def test_a_withdrawn_referral_is_its_senders_alone_and_nothing_is_left_to_do(people):
    for story in (referred, asked):
        case = story(people)
        with acting_as(people.nina) as nina:
            withdraw_referral(actor=nina, case=case, now=at(1))
        assert (on(case), open_work(case)) == ({"HopeNow": {"referrer"}}, {})
        assert stands(case, people.nina) == State.WITHDRAWN
        assert sees(people.cecilie, Case) == 0
        with acting_as(people.nina) as nina:
            refuses("The referral has already been sent.", send_referral, actor=nina, case=case, now=at(2))


def test_a_withdrawn_referral_leaves_whoever_it_was_passed_on_to_nothing_to_do(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words="", now=at(1))
    assert "Københavns Kommune" in str(open_work(case))
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=at(2))
    assert (on(case), open_work(case)) == ({"HopeNow": {"referrer"}}, {})
    assert sees(people.mona, Assignment) == sees(people.cecilie, Assignment) == 0


def test_nobody_ends_anothers_work_by_hand(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words="", now=at(1))
    assert sees(people.nina, Assignment, to=people.mona.agency) == 0
    with acting_as(people.nina):
        assert Assignment.objects.filter(case=case, to=people.mona.agency).update(done_at=at(2)) == 0
    assert sees(people.mona, Assignment, done_at=None) == 1


def test_a_declined_referral_is_withdrawn_too(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="no", now=at(1))
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=at(2))
    assert stands(case, people.nina) == State.WITHDRAWN


def test_a_discarded_draft_is_nobodys(people):
    case = drafted(people)
    with acting_as(people.nora) as nora:
        discard_draft(actor=nora, case=case)
    assert on(case) == {}
    assert sees(people.nina, Case) == sees(people.nina, Referral) == 0
    with as_owner():
        assert Case.objects.get().state == "closed"
    sent = referred(people)
    with acting_as(people.nina) as nina:
        refuses(
            "Only a draft can be deleted. Withdraw the referral instead.", discard_draft, actor=nina, case=sent
        )  # fmt: skip
