"""The law of a referral as tables: who may do what in which state, consent, and until when it is answered."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agencies.errors import Refused
from agencies.working_days import next_working_day
from referrals.referral import rules
from referrals.referral.rules import Consent, Danger, Side, State, Verb, answer_due
from victims.minors.rules import AgeBand, is_minor

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOON = datetime(2026, 3, 12, 12, tzinfo=COPENHAGEN)

# {(who, when): {what: how it stands then}}, as one would say it; whatever is not here is refused
ALLOWED = {
    (Side.OPENER, State.DRAFT): {Verb.SEND: State.SENT, Verb.DISCARD: None},
    (Side.OPENER, State.SENT): {Verb.WITHDRAW: State.WITHDRAWN},
    (Side.OPENER, State.ASKED): {Verb.WITHDRAW: State.WITHDRAWN},
    (Side.OPENER, State.DECLINED): {Verb.SEND: State.SENT, Verb.WITHDRAW: State.WITHDRAWN},
    (Side.SENDER, State.ASKED): {Verb.REPLY: State.SENT},
    (Side.SENDER, State.ACCEPTED): {Verb.REPLY: State.ACCEPTED},
    (Side.SENDER, State.ANSWERED): {Verb.REPLY: State.ANSWERED},
    (Side.ADDRESSEE, State.SENT): {
        Verb.ASK: State.ASKED, Verb.PASS_ON: State.SENT, Verb.DECLINE: State.DECLINED, Verb.ACCEPT: State.ACCEPTED,
    },
    (Side.ADDRESSEE, State.ASKED): {
        Verb.PASS_ON: State.SENT, Verb.DECLINE: State.DECLINED, Verb.ACCEPT: State.ACCEPTED,
    },
    (Side.COORDINATOR, State.ACCEPTED): {Verb.ASK: State.ACCEPTED, Verb.ANSWER: State.ANSWERED},
    (Side.COORDINATOR, State.ANSWERED): {Verb.ASK: State.ANSWERED, Verb.ANSWER: State.ANSWERED},
}  # fmt: skip
TAKEN = "The referral has already been answered, passed on or taken back."
SENTENCES = {
    Verb.SEND: "The referral has already been sent.",
    Verb.DISCARD: "Only a draft can be deleted. Withdraw the referral instead.",
    Verb.WITHDRAW: "The referral can no longer be withdrawn: it has been accepted or closed.",
    Verb.ASK: "A question can be asked while the referral is waiting for an answer or after it has been accepted.",
    Verb.REPLY: "There is no question to answer.",
    Verb.PASS_ON: TAKEN,
    Verb.DECLINE: TAKEN,
    Verb.ACCEPT: TAKEN,
    Verb.ANSWER: "The sender is answered once the referral has been accepted.",
}


@pytest.mark.parametrize(("state", "verb", "side"), [*product(State, Verb, Side)])
def test_every_state_verb_and_side_is_allowed_or_refused_with_its_sentence(state, verb, side):
    allowed = ALLOWED.get((side, state), {})
    if verb in allowed:
        assert rules.transition(state, verb, frozenset({side})).after == allowed[verb]
    else:
        with pytest.raises(Refused) as refused:
            rules.transition(state, verb, frozenset({side}))
        assert refused.value.sentence == SENTENCES[verb]


@pytest.mark.parametrize(("state", "side"), [*product(State, Side)])
def test_the_buttons_are_what_is_allowed(state, side):
    assert set(rules.verbs_of(state, frozenset({side}))) == set(ALLOWED.get((side, state), {}))


def test_who_acts_in_two_parts_has_both_and_who_in_none_has_nothing():
    both = frozenset({Side.OPENER, Side.ADDRESSEE})  # CMM, of a referral by telephone
    assert set(rules.verbs_of(State.ASKED, both)) == {Verb.WITHDRAW, Verb.PASS_ON, Verb.DECLINE, Verb.ACCEPT}
    assert rules.verbs_of(State.SENT, frozenset()) == ()
    with pytest.raises(Refused):
        rules.transition(State.SENT, Verb.ACCEPT, frozenset())


@pytest.mark.parametrize(
    ("case_state", "was_accepted", "last_said", "state"),
    [
        ("draft", False, None, State.DRAFT),
        ("sent", False, None, State.SENT),
        ("sent", False, "question", State.ASKED),
        ("sent", False, "reply", State.SENT),
        ("sent", False, "declined", State.DECLINED),
        ("sent", False, "sent_again", State.SENT),
        ("sent", False, "passed_on", State.SENT),
        ("closed", False, None, State.WITHDRAWN),
        ("closed", False, "question", State.WITHDRAWN),
        ("closed", False, "declined", State.WITHDRAWN),
        ("accepted", True, None, State.ACCEPTED),
        ("accepted", True, "question", State.ACCEPTED),
        ("accepted", True, "answer", State.ANSWERED),
        ("closed", True, "answer", State.ANSWERED),
        ("closed", True, None, State.ACCEPTED),
    ],
)
def test_where_a_referral_stands(case_state, was_accepted, last_said, state):
    assert rules.standing(case_state, was_accepted=was_accepted, last_said=last_said) == state


# Consent

REFUSED = "The person says no. Refer only when there is danger to life, or when the police request an assessment."
NOT_ASKED = "Ask the person before you send. Only danger to life, or a request by the police, can go without."


@pytest.mark.parametrize(("danger", "is_request"), [*product(Danger, [True, False])])
def test_with_a_yes_it_is_sent(danger, is_request):
    for consent in (Consent.YES, Consent.WITHOUT_NAME):
        assert rules.consent_refusal(consent, danger, is_request_by_police=is_request) is None


@pytest.mark.parametrize(
    ("consent", "sentence"), [(Consent.REFUSED, REFUSED), (Consent.NOT_ASKED, NOT_ASKED), ("", NOT_ASKED)]
)
def test_without_a_yes_only_danger_to_life_or_the_police_send(consent, sentence):
    for danger in (*Danger, ""):
        expected = None if danger == Danger.NOW else sentence
        assert rules.consent_refusal(consent, danger, is_request_by_police=False) == expected
        assert rules.consent_refusal(consent, danger, is_request_by_police=True) is None


def test_what_is_missing_is_asked_for_by_its_field():
    assert rules.missing({}) == rules.REQUIRED
    assert rules.missing(dict.fromkeys(rules.REQUIRED, "x")) == {}
    assert rules.missing({"preview.languages": []}, ("preview.languages", "referral.name")) == {
        "preview.languages": "Choose at least one language.",
    }  # fmt: skip


# Until when it is answered


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def due(sent, **more):
    facts = {"is_detained": False, "danger": "no", "is_minor": False}
    numbers = {"hours_urgent": 5, "days_minor": 2, "working_days": 4}
    return answer_due(at(sent), **facts | numbers | more)


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2026-03-09 08:00", "2026-03-13 16:00"),  # Monday: to Friday
        ("2026-03-12 14:32", "2026-03-18 16:00"),  # Thursday: over the weekend
        ("2026-03-13 23:59", "2026-03-19 16:00"),
        ("2026-03-14 00:00", "2026-03-19 16:00"),  # Saturday
        ("2026-03-15 12:00", "2026-03-19 16:00"),  # Sunday
        ("2026-04-01 09:00", "2026-04-10 16:00"),  # Easter: Thursday, Friday and Monday are none
        ("2026-05-13 09:00", "2026-05-20 16:00"),  # Ascension Day
        ("2026-05-22 09:00", "2026-05-29 16:00"),  # Whit Monday
        ("2023-05-04 09:00", "2023-05-11 16:00"),  # Great Prayer Day is the fifth of May,
        ("2024-04-25 09:00", "2024-05-01 16:00"),  # and from 2024 on there is none
        ("2026-12-23 09:00", "2026-12-30 16:00"),  # Christmas; the 24th counts
        ("2026-12-30 09:00", "2027-01-06 16:00"),  # New Year, in the next year's calendar
        ("2028-02-25 09:00", "2028-03-02 16:00"),  # leap day
    ],
)
def test_four_working_days_are_counted_from_the_day_after(sent, answered):
    assert due(sent) == at(answered)


@pytest.mark.parametrize("more", [{"is_detained": True}, {"danger": "now"}, {"is_detained": True, "is_minor": True}])
def test_the_detained_and_those_in_danger_are_answered_in_hours_also_at_night(more):
    assert due("2026-03-13 22:10", **more) == at("2026-03-14 03:10")


@pytest.mark.parametrize("danger", ["if_returning", "no", "unknown", ""])
def test_other_dangers_are_not_urgent(danger):
    assert due("2026-03-12 14:32", danger=danger) == at("2026-03-18 16:00")
    assert not rules.is_urgent(is_detained=False, danger=danger)


def test_a_minor_is_answered_in_days_also_at_a_weekend():
    assert due("2026-03-13 22:10", is_minor=True) == at("2026-03-15 22:10")
    assert due("2028-02-28 10:00", is_minor=True) == at("2028-03-01 10:00")


@pytest.mark.parametrize(
    ("sent", "hours_later"),
    [
        ("2026-03-28 23:00", "2026-03-29T03:00+00:00"),  # the clock jumps from 2 to 3
        ("2026-10-24 23:00", "2026-10-25T02:00+00:00"),  # the hour from 2 to 3 comes twice
    ],
)
def test_hours_are_hours_on_the_night_when_the_clock_changes(sent, hours_later):
    answered = due(sent, is_detained=True)
    assert answered.astimezone(UTC) == datetime.fromisoformat(hours_later)
    assert answered.astimezone(UTC) - at(sent).astimezone(UTC) == timedelta(hours=5)


def test_days_are_the_same_time_of_day_when_the_clock_changes():
    assert due("2026-03-27 23:00", is_minor=True) == at("2026-03-29 23:00")


def test_the_result_is_danish_time():
    assert {due("2026-03-12 14:32", **more).tzinfo for more in ({}, {"is_minor": True}, {"is_detained": True})} == {
        COPENHAGEN
    }


@given(some.dates(date(2007, 1, 1), date(2040, 12, 30)))
def test_the_next_working_day_is_the_nearest_that_is_one(day):
    following = next_working_day(day)
    assert timedelta(days=1) <= following - day <= timedelta(days=7)
    assert following.weekday() < 5
    assert next_working_day(following - timedelta(days=1)) == following


@given(some.integers(0, 15_000_000), some.booleans(), some.sampled_from(AgeBand))
def test_a_more_pressing_referral_is_never_answered_later(minutes, is_detained, age_band):
    sent = at("2007-01-01 00:00") + timedelta(minutes=minutes)
    facts = {"danger": "no", "hours_urgent": 5, "days_minor": 2, "working_days": 4}
    plain = answer_due(sent, is_detained=False, is_minor=False, **facts)
    pressing = answer_due(sent, is_detained=is_detained, is_minor=is_minor(age_band), **facts)
    assert sent < pressing <= plain


@pytest.mark.parametrize(
    ("since", "chosen", "own_district", "holds"),
    [
        (None, None, None, None),
        (None, None, "Funen", None),
        (NOON, None, "Funen", "Funen"),
        (NOON, None, None, None),
        (NOON, "Copenhagen", "Funen", "Copenhagen"),
        (NOON, "Copenhagen", None, "Copenhagen"),
    ],
)
def test_the_police_that_refer_hold_the_person_unless_another_is_chosen(since, chosen, own_district, holds):
    assert rules.holder(since, chosen, own_district=own_district) == holds
