"""Sending."""

from datetime import timedelta

import pytest

from agencies.errors import Refused
from cases.models import Grant
from cases.wall import acting_as
from referrals.models import Referral
from referrals.own.selectors import drafts_of, own_referrals
from referrals.referral.rules import State
from referrals.referral.services import (
    accept_referral,
    answer_sender,
    ask_sender,
    decline_referral,
    discard_draft,
    pass_on_referral,
    reply,
    send_referral,
    withdraw_referral,
)
from tests.conftest import NOW, as_owner, at_once
from tests.people import drafted, referred, write
from tests.referrals.referral.services.seen import at, on, open_work, refuses, stands, told
from victims.models import Name

pytestmark = pytest.mark.database


def test_sending_asks_cmm_and_tells_it(people):
    case = referred(people)
    assert case.state == "sent"
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"addressee"}}
    with as_owner():
        system = Grant.objects.filter(content_object=case, legal_basis="system")
        assert set(system.values_list("permission__codename", flat=True)) == {
            "as_clock", "as_matcher", "as_statistics", "as_oversight",
        }  # fmt: skip
    assert told(case) == [("referred", "CMM")]
    assert open_work(case) == {("answer_referral", "CMM"): (1, at(5)), ("follow", "HopeNow"): (1, None)}
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    with acting_as(people.nina) as nina:
        assert (list(drafts_of(nina)), list(own_referrals(nina))) == ([], [case])


@pytest.mark.parametrize(
    ("changes", "lane", "days"),
    [
        ({"detention.since": None, "detention.place": None, "detention.detained_by": None}, 3, 6),
        (
            {
                "detention.since": None,
                "detention.place": None,
                "detention.detained_by": None,
                "preview.age_band": "uncertain",
            },
            2,
            2,
        ),
        ({"preview.age_band": "0_14"}, 1, 0),
    ],
)
def test_the_lane_and_the_deadline_follow_from_what_was_written(people, changes, lane, days):
    case = referred(people, changes)
    found, due_at = open_work(case)["answer_referral", "CMM"]
    assert (found, (due_at.date() - NOW.date()).days) == (lane, days)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"referral.seen": None}, "referral.seen"),
        ({"preview.languages": []}, "preview.languages"),
        ({"preview.consent": ""}, "preview.consent"),
        ({"preview.consent": "refused"}, "preview.consent"),
        ({"preview.consent": "not_asked"}, "preview.consent"),
        ({"referral.met_at": NOW + timedelta(minutes=1)}, "referral.met_at"),
        ({"detention.since": NOW + timedelta(minutes=1)}, "detention.since"),
        ({"detention.since": None}, "detention.since"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_at_its_field(people, changes, field):
    case = drafted(people, changes)
    with acting_as(people.nina) as nina, pytest.raises(Refused) as refused:
        send_referral(actor=nina, case=case, now=NOW)
    assert refused.value.field == field
    assert on(case) == {"HopeNow": {"referrer"}}


def test_without_consent_danger_to_life_sends(people):
    for consent in ("refused", "not_asked"):
        assert referred(people, {"preview.consent": consent, "preview.danger": "now"}).state == "sent"


def test_without_consent_the_police_request_an_assessment_and_others_do_not(people):
    changes = {"preview.consent": "refused", "preview.is_assessment_requested": True}
    assert referred(people, changes, by=people.henrik).state == "sent"
    for person, requested in ((people.nina, True), (people.henrik, False)):
        case = drafted(people, changes | {"preview.is_assessment_requested": requested}, by=person)
        with acting_as(person), pytest.raises(Refused, match="The person says no"):
            send_referral(actor=person, case=case, now=NOW)


def test_whoever_agrees_without_a_name_is_sent_without_it(people):
    case = referred(people, {"preview.consent": "without_name"})
    with acting_as(people.nina):
        assert Referral.objects.get(case=case).name is None
    with acting_as(people.cecilie) as cecilie:
        accept_referral(actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=NOW)
        assert (Referral.objects.get(case=case).name, Name.objects.count()) == (None, 0)


def test_sending_twice_is_refused(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        refuses("The referral has already been sent.", send_referral, actor=nina, case=case, now=at(1))
    assert told(case) == [("referred", "CMM")]


@pytest.mark.commits
def test_of_two_who_send_at_once_one_is_refused(people):
    case = drafted(people)

    def sending(person):
        def act(together):
            with acting_as(person):
                together()
                send_referral(actor=person, case=case, now=NOW)

        return act

    [error] = at_once(sending(people.nina), sending(people.nora))
    assert isinstance(error, Refused)
    assert (told(case), on(case)) == ([("referred", "CMM")], {"HopeNow": {"referrer"}, "CMM": {"addressee"}})


def test_who_only_reads_or_is_not_on_the_case_does_nothing(people):
    case = referred(people)
    words = {"case": case, "words": "x", "now": NOW}
    acts = [
        (send_referral, {"case": case, "now": NOW}),
        (withdraw_referral, {"case": case, "now": NOW}),
        (discard_draft, {"case": case}),
        (pass_on_referral, words | {"to": people.mona.agency}),
        (accept_referral, {"case": case, "now": NOW, "responsible": people.carl, "contact_person": people.carl}),
        *((act, words) for act in (ask_sender, reply, decline_referral, answer_sender)),
    ]
    for person in (people.rita, people.otto, people.ulla, people.left):
        with acting_as(person):
            for act, kwargs in acts:
                refuses("Your role reads this case and changes nothing on it.", act, actor=person, **kwargs)


def test_a_name_that_was_typed_and_taken_out_before_sending_was_never_sent(people, clock):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        write(nina, case, {"preview.consent": "without_name"})
        send_referral(actor=nina, case=case, now=clock.later(minutes=5))
        assert "Ngọc" in {row.name for row in Referral.history.filter(case_id=case.pk)}  # the author's own draft
    with acting_as(people.cecilie) as cecilie:
        accept_referral(
            actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=clock.later(minutes=6)
        )
        assert {row.name for row in Referral.history.filter(case_id=case.pk)} == {None}
        assert Name.objects.filter(case=case).count() == 0
