"""Referrals that CMM takes down for a caller's agency: CMM has opened them and is asked itself, the caller is answered."""

import pytest
from django.db import connection

from cases.models import Case
from cases.wall import acting_as
from referrals.referral.selectors import state_of
from referrals.referral.services import (
    ask_sender,
    decline_referral,
    discard_draft,
    pass_on_referral,
    reply,
    send_referral,
    withdraw_referral,
)
from tests.conftest import NOW
from tests.people import drafted, referred, sees


def states(case, *people):
    """Where the referral stands for each of them."""
    found = []
    for person in people:
        with acting_as(person):
            found.append(state_of(Case.objects.get(pk=case.pk), person))
    return found


@pytest.fixture
def by_telephone(people):
    return referred(people, by=people.carl, caller_agency=people.nina.agency)


def test_caller_answers_what_cmm_asks(people, by_telephone, clock):
    with acting_as(people.cecilie) as cecilie:
        ask_sender(actor=cecilie, case=by_telephone, words="Which language?", now=NOW)
    assert states(by_telephone, people.carl, people.nina) == ["asked", "asked"]
    with acting_as(people.nora) as nora:
        reply(actor=nora, case=by_telephone, words="Vietnamese.", now=clock.later(minutes=5))
    assert states(by_telephone, people.carl, people.nina) == ["sent", "sent"]


def test_it_can_be_passed_on(people, by_telephone):
    with acting_as(people.carl) as carl:
        pass_on_referral(actor=carl, case=by_telephone, to=people.mona.agency, words="A minor.", now=NOW)
        connection.check_constraints()
    assert states(by_telephone, people.carl, people.nina, people.mona) == ["sent", "sent", "sent"]


def test_sent_again_after_it_was_declined_it_waits_for_the_caller_too(people, by_telephone, clock):
    with acting_as(people.carl) as carl:
        decline_referral(actor=carl, case=by_telephone, words="Known already.", now=NOW)
    assert states(by_telephone, people.carl, people.nina) == ["declined", "declined"]
    with acting_as(people.carl) as carl:
        send_referral(actor=carl, case=by_telephone, now=clock.later(minutes=5))
    assert states(by_telephone, people.carl, people.nina) == ["sent", "sent"]


def test_taken_back_it_is_so_for_the_caller_too(people, by_telephone):
    with acting_as(people.carl) as carl:
        withdraw_referral(actor=carl, case=by_telephone, now=NOW)
    assert states(by_telephone, people.carl, people.nina) == ["withdrawn", "withdrawn"]


def test_a_draft_that_is_thrown_away_is_gone_for_the_caller_too(people):
    case = drafted(people, by=people.carl, caller_agency=people.nina.agency)
    assert sees(people.nina, Case) == 1
    with acting_as(people.carl) as carl:
        discard_draft(actor=carl, case=case)
    assert (sees(people.nina, Case), sees(people.carl, Case)) == (0, 0)
