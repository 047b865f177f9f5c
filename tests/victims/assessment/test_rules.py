"""The law of the assessment, as a table."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victims.assessment import rules

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 3, 12, 14, 32, tzinfo=COPENHAGEN)
MINUTE = timedelta(minutes=1)
FIRST, LAST = datetime.fromisoformat("2010-01-01"), datetime.fromisoformat("2040-01-01")
HELD = {
    "is_minor": False, "present": [], "present_words": "", "interpreter": "none", "language": "", "began_at": NOW, "ended_at": None,
    "confirmed": [], "refuted": [], "now": NOW,
}  # fmt: skip


def lacks(**changes):
    return set(rules.interview_refusals(**HELD | changes))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"is_minor": True}, {"present"}),
        ({"is_minor": True, "present": ["lawyer"]}, {"present"}),
        ({"is_minor": True, "present": ["representative"]}, set()),
        ({"present": ["police_or_staff"]}, {"present_words"}),
        ({"present": ["police_or_staff"], "present_words": "  "}, {"present_words"}),
        ({"present": ["police_or_staff"], "present_words": "She asked for it."}, set()),
        ({"interpreter": "present"}, {"language"}),
        ({"interpreter": "remote", "language": "ron"}, set()),
        ({"began_at": NOW - MINUTE}, set()),
        ({"began_at": NOW + MINUTE}, {"began_at"}),
        ({"ended_at": NOW}, set()),
        ({"ended_at": NOW - MINUTE}, {"ended_at"}),
        ({"confirmed": ["a"], "refuted": ["b"]}, set()),
        ({"confirmed": ["a"], "refuted": ["a"]}, {"confirmed"}),
    ],
)
def test_what_a_talk_lacks(changes, fields):
    assert lacks(**changes) == fields


@pytest.mark.parametrize(
    ("recommends", "weighing", "has_interview", "fields"),
    [
        ("trafficked", "It fits.", True, set()),
        ("trafficked", "It fits.", False, {"recommends"}),
        ("presumed", "It fits.", False, {"recommends"}),
        ("not_trafficked", "It fits.", False, {"recommends"}),
        ("not_yet", "Too tired.", False, set()),
        ("not_yet", " ", False, {"weighing"}),
        ("", "It fits.", True, {"recommends"}),
        ("guilty", "It fits.", True, {"recommends"}),
        ("trafficked", "", False, {"recommends", "weighing"}),
    ],
)
def test_a_recommendation_rests_on_a_talk_and_is_weighed(recommends, weighing, has_interview, fields):
    assert set(rules.recommendation_refusals(recommends, weighing, has_interview=has_interview)) == fields


def due(at, *, is_minor=False):
    return rules.decision_due(at, is_minor=is_minor, days_minor=2, working_days=4)


@pytest.mark.parametrize(
    ("recommended", "decided_by"),
    [
        ((2026, 3, 12, 0, 0), (2026, 3, 18, 16, 0)),  # Thursday: Friday, Monday, Tuesday, Wednesday
        ((2026, 3, 12, 23, 59), (2026, 3, 18, 16, 0)),
        ((2026, 3, 13, 12, 0), (2026, 3, 19, 16, 0)),
        ((2026, 3, 14, 12, 0), (2026, 3, 19, 16, 0)),  # Saturday and Sunday count no day
        ((2026, 3, 15, 12, 0), (2026, 3, 19, 16, 0)),
        (
            (2026, 3, 27, 12, 0),
            (2026, 4, 7, 16, 0),
        ),  # over Maundy Thursday to Easter Monday, and the change to summer time
        ((2028, 2, 25, 12, 0), (2028, 3, 2, 16, 0)),  # over 29 February
    ],
)
def test_a_decision_is_due_by_the_end_of_the_last_working_day(recommended, decided_by):
    assert due(datetime(*recommended, tzinfo=COPENHAGEN)) == datetime(*decided_by, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("recommended", "decided_by"),
    [
        ((2026, 3, 12, 14, 32), (2026, 3, 14, 14, 32)),  # at the weekend too
        ((2026, 3, 28, 14, 32), (2026, 3, 30, 14, 32)),  # the same time of day, over the change to summer time
        ((2028, 2, 28, 9, 0), (2028, 3, 1, 9, 0)),
    ],
)
def test_a_minor_is_decided_upon_within_days(recommended, decided_by):
    assert due(datetime(*recommended, tzinfo=COPENHAGEN), is_minor=True) == datetime(*decided_by, tzinfo=COPENHAGEN)


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(COPENHAGEN)),
    st.integers(1, 20),
    st.booleans(),
)
def test_it_is_always_due_after_the_recommendation_and_never_sooner_with_more_days(at, days, is_minor):
    sooner, later = (
        rules.decision_due(at, is_minor=is_minor, days_minor=number, working_days=number) for number in (days, days + 1)
    )
    assert at.date() < sooner.date() < later.date()


def at(minutes, confirmed=(), refuted=()):
    return NOW + minutes * MINUTE, confirmed, refuted


@pytest.mark.parametrize(
    ("talks", "found"),
    [
        ([], {}),
        ([at(0, ["a"])], {"a": True}),
        ([at(0, ["a"]), at(1, (), ["a"])], {"a": False}),
        ([at(1, (), ["a"]), at(0, ["a"])], {"a": False}),  # in whichever order they were written
        ([at(0, (), ["a"]), at(1, ["a"])], {"a": True}),
        ([at(0, (), ["a"]), at(1, ["b"])], {"a": False, "b": True}),  # the last talk did not ask of a
    ],
)
def test_the_last_talk_that_asked_holds(talks, found):
    assert rules.answers(talks) == found
