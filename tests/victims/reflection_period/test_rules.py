"""The law of the period: days counted both ends, ceilings by the day of the decision, and what is never possible."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.errors import Refused
from victims.reflection_period import rules
from victims.reflection_period.rules import Course, Step, WhatIf, after, course_of, reminders

pytestmark = pytest.mark.rules
BEFORE, FROM = date(2013, 4, 30), date(2013, 5, 1)
DAY = timedelta(days=1)


def ceiling(day):
    return 100 if day < FROM else 120


def granted(first, *, asked=None, decided=None, days=30):
    taken = rules.grant(
        Course(), outcome="trafficked", asked_on=asked or first, first_day=first, days=days, decided_on=decided or first
    )
    return after(Course(), taken)


def extended(course, days, on, *, ground="cooperates", words="", asked=None):
    taken = rules.extend(
        course, days=days, ground=ground, words=words, asked_on=asked or on, ceiling=ceiling(on), decided_on=on
    )
    return after(course, taken)


def stopped(course, last_day, *, step=Step.DECLINED, decided=None):
    return after(course, rules.stop(course, step, last_day=last_day, decided_on=decided or last_day))


def back(course, first_day, *, decided=None):
    return after(course, rules.resume(course, first_day=first_day, decided_on=decided or first_day))


def refuses(sentence, act, *args, field=None, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert (caught.value.sentence, caught.value.field) == (sentence, field)


# Days are counted both ends


@pytest.mark.parametrize(
    ("first_day", "deadline"),
    [
        (date(2026, 2, 9), date(2026, 3, 10)),  # an ordinary February
        (date(2024, 2, 9), date(2024, 3, 9)),  # a leap year
        (date(2023, 2, 9), date(2023, 3, 10)),
        (date(2024, 2, 29), date(2024, 3, 29)),  # begins on the leap day
        (date(2026, 3, 20), date(2026, 4, 18)),  # the clocks go forward on 29 March
        (date(2026, 10, 10), date(2026, 11, 8)),  # and back on 25 October
        (date(2025, 12, 15), date(2026, 1, 13)),  # over new year
    ],
)
def test_thirty_days_end_on_the_thirtieth(first_day, deadline):
    course = granted(first_day)
    assert (course.deadline, course.total_days) == (deadline, 30)
    days = [first_day - DAY, first_day, deadline, deadline + DAY]
    assert [course.day_number(day) for day in days] == [0, 1, 30, 31]
    assert [course.is_running(day) for day in days] == [True, True, True, False]
    assert [str(rules.state_of(course, day)) for day in days] == ["coming", "running", "running", "expired"]
    assert course.day(30) == deadline


@pytest.mark.parametrize(
    ("first_day", "days", "deadline", "total"),
    [
        (date(2026, 2, 9), 60, date(2026, 5, 9), 90),
        (date(2026, 2, 9), 90, date(2026, 6, 8), 120),
        (date(2024, 2, 9), 90, date(2024, 6, 7), 120),
        (date(2026, 10, 10), 15, date(2026, 11, 23), 45),
    ],
)
def test_an_extension_is_added_to_the_deadline(first_day, days, deadline, total):
    course = extended(granted(first_day), days, first_day)
    assert (course.deadline, course.total_days) == (deadline, total)


@pytest.mark.parametrize(
    ("deadline", "today", "days"),
    [
        (date(2026, 5, 9), date(2026, 3, 12), [date(2026, 4, 25), date(2026, 5, 2), date(2026, 5, 8)]),
        (date(2026, 5, 9), date(2026, 4, 24), [date(2026, 4, 25), date(2026, 5, 2), date(2026, 5, 8)]),
        (date(2026, 5, 9), date(2026, 4, 25), [date(2026, 5, 2), date(2026, 5, 8)]),  # not on the day itself
        (date(2026, 5, 9), date(2026, 5, 8), []),
        (date(2026, 4, 5), date(2026, 3, 1), [date(2026, 3, 22), date(2026, 3, 29), date(2026, 4, 4)]),
        (date(2024, 3, 7), date(2024, 2, 1), [date(2024, 2, 22), date(2024, 2, 29), date(2024, 3, 6)]),
    ],
)
def test_it_is_reminded_fourteen_seven_and_one_day_before(deadline, today, days):
    assert reminders(deadline, [14, 7, 1], today) == days


# Granting, and a later start


@pytest.mark.parametrize(
    ("outcome", "follows"),
    [("trafficked", True), ("presumed", True), ("not_trafficked", False), ("not_completed", False), ("", False)],
)
def test_a_period_follows_on_trafficked_and_on_presumed_alike(outcome, follows):
    today = date(2026, 3, 12)
    asked = {"outcome": outcome, "asked_on": today, "first_day": today, "days": 30, "decided_on": today}
    if follows:
        assert rules.grant(Course(), **asked).last_day == date(2026, 4, 10)
    else:
        refuses("A period follows on trafficked or presumed trafficked.", rules.grant, Course(), **asked)


GRANT = {"outcome": "presumed", "days": 30, "decided_on": date(2026, 3, 12)}


@pytest.mark.parametrize(
    ("asked_on", "first_day", "field"),
    [
        (date(2026, 3, 12), date(2026, 3, 12), None),
        (date(2026, 3, 13), date(2026, 3, 13), "asked_on"),  # asked for tomorrow
        (date(2026, 3, 10), date(2026, 3, 9), "first_day"),  # before it was asked for
        (date(2026, 3, 10), date(2026, 3, 10), None),
        (date(2026, 3, 10), date(2026, 4, 1), None),  # later than the decision
        (date(2026, 2, 1), date(2026, 2, 11), None),  # its last day is the day of the decision
        (date(2026, 2, 1), date(2026, 2, 10), "first_day"),  # it would be over
    ],
)
def test_it_begins_when_it_was_asked_for_or_later(asked_on, first_day, field):
    if field is None:
        assert rules.grant(Course(), asked_on=asked_on, first_day=first_day, **GRANT).first_day == first_day
    else:
        with pytest.raises(Refused) as caught:
            rules.grant(Course(), asked_on=asked_on, first_day=first_day, **GRANT)
        assert caught.value.field == field


def test_a_second_period_is_not_granted():
    course = granted(date(2026, 2, 9))
    asked = GRANT | {"asked_on": date(2026, 3, 12), "first_day": date(2026, 3, 12)}
    sentence = "The person has a period already. Extend it, or write that the person has come back."
    refuses(sentence, rules.grant, course, **asked)
    refuses(sentence, rules.grant, stopped(course, date(2026, 3, 1)), **asked)


def test_a_later_start_moves_both_days_until_it_has_begun():
    course = granted(date(2026, 3, 20), asked=date(2026, 3, 12), decided=date(2026, 3, 12))
    moved = after(course, rules.move(course, first_day=date(2026, 3, 30), decided_on=date(2026, 3, 19)))
    assert (moved.first_day, moved.deadline, moved.total_days) == (date(2026, 3, 30), date(2026, 4, 28), 30)
    refuses(
        "Choose a later day: a deadline is not moved earlier.",
        rules.move, course, first_day=date(2026, 3, 20), decided_on=date(2026, 3, 19), field="first_day",
    )  # fmt: skip
    refuses(
        "The period has begun, and its first day stays.",
        rules.move, course, first_day=date(2026, 3, 30), decided_on=date(2026, 3, 20),
    )  # fmt: skip
    refuses("No period is running.", rules.move, Course(), first_day=date(2026, 3, 30), decided_on=date(2026, 3, 12))


def test_a_later_start_keeps_an_extension_that_was_given_before_it_began():
    course = extended(
        granted(date(2026, 3, 20), asked=date(2026, 3, 12), decided=date(2026, 3, 12)), 90, date(2026, 3, 12)
    )
    moved = after(course, rules.move(course, first_day=date(2026, 3, 21), decided_on=date(2026, 3, 12)))
    assert (moved.total_days, moved.deadline) == (120, course.deadline + DAY)


# The ceiling of the day of the decision


@pytest.mark.parametrize(
    ("decided_on", "longest"), [(date(2013, 4, 29), 70), (BEFORE, 70), (FROM, 90), (date(2013, 5, 2), 90)]
)
def test_the_ceiling_is_that_of_the_day_of_the_decision(decided_on, longest):
    course = granted(date(2013, 4, 15))
    assert rules.longest_extension(course, ceiling(decided_on)) == longest
    assert extended(course, longest, decided_on).total_days == 30 + longest
    with pytest.raises(Refused) as caught:
        extended(course, longest + 1, decided_on)
    assert (caught.value.field, caught.value.values) == ("days", {"left": longest})


def test_a_change_of_law_in_mid_course_gives_twenty_days_more():
    full = extended(granted(date(2013, 4, 1)), 70, BEFORE)
    with pytest.raises(Refused) as caught:
        extended(full, 1, BEFORE)
    assert (caught.value.sentence, caught.value.values) == (
        "The ceiling of %(ceiling)s days is reached.",
        {"ceiling": 100},
    )
    assert extended(full, 20, FROM).total_days == 120
    with pytest.raises(Refused):
        extended(full, 21, FROM)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"ground": ""}, "ground"),
        ({"ground": "special", "words": "  "}, "words"),
        ({"ground": "special", "words": "She is ill."}, None),
        ({"days": 0}, "days"),
        ({"days": 91}, "days"),
        ({"asked_on": date(2026, 3, 10)}, None),  # on the last day
        ({"asked_on": date(2026, 3, 11), "decided_on": date(2026, 3, 11)}, "asked_on"),  # the day after
        ({"asked_on": date(2026, 3, 10), "decided_on": date(2026, 3, 12), "days": 2}, None),  # answered after the end
        ({"asked_on": date(2026, 3, 10), "decided_on": date(2026, 3, 12), "days": 1}, "days"),  # of no use to anybody
        ({"asked_on": date(2026, 3, 6)}, "asked_on"),  # tomorrow
    ],
)
def test_what_an_extension_needs(changes, field):
    course = granted(date(2026, 2, 9))
    given_ = {
        "days": 30, "ground": "cooperates", "words": "", "asked_on": date(2026, 3, 5), "decided_on": date(2026, 3, 5), "ceiling": 120,
    } | changes  # fmt: skip
    if "asked_on" in changes and "decided_on" not in changes and field is None:
        given_["decided_on"] = changes["asked_on"]
    if field is None:
        assert rules.extend(course, **given_).last_day == course.deadline + timedelta(days=given_["days"])
    else:
        with pytest.raises(Refused) as caught:
            rules.extend(course, **given_)
        assert caught.value.field == field


def test_what_has_stopped_or_was_never_granted_is_not_extended():
    course = granted(date(2026, 2, 9))
    for one in (Course(), stopped(course, date(2026, 3, 1))):
        with pytest.raises(Refused, match="No period is running"):
            extended(one, 10, date(2026, 3, 5))


def test_a_refusal_has_its_reasons_and_moves_nothing():
    course = granted(date(2026, 2, 9))
    refuses("Write the reasons.", rules.refuse, words=" ", decided_on=date(2026, 3, 5), field="words")
    assert after(course, rules.refuse(words="No.", decided_on=date(2026, 3, 5))) == course


# Declining, disappearing, coming back


def test_who_declines_and_comes_back_has_the_days_that_are_left():
    course = stopped(granted(date(2026, 2, 9)), date(2026, 2, 18))
    assert (course.total_days, course.unused_days, course.deadline) == (10, 20, date(2026, 3, 10))
    again = back(course, date(2026, 3, 12))
    assert (again.deadline, again.total_days) == (date(2026, 3, 31), 30)
    assert [again.day_number(day) for day in (date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 31))] == [0, 11, 30]
    assert rules.longest_extension(again, 120) == 90


def test_who_disappears_and_is_found_has_the_days_that_are_left():
    course = stopped(extended(granted(date(2026, 2, 9)), 90, date(2026, 2, 20)), date(2026, 5, 1), step=Step.ENDED)
    assert (course.total_days, course.unused_days) == (82, 38)
    found = back(course, date(2026, 9, 1))
    assert (found.deadline, found.total_days, rules.longest_extension(found, 120)) == (date(2026, 10, 8), 120, 0)


@pytest.mark.parametrize(
    ("last_day", "field", "used"),
    [
        (date(2026, 2, 1), None, 0),  # before its first day
        (date(2026, 2, 8), None, 0),
        (date(2026, 2, 9), None, 1),
        (date(2026, 3, 10), None, 30),
        (date(2026, 3, 11), "last_day", 0),  # over by then
        (date(2026, 3, 13), "last_day", 0),  # the day after the decision
    ],
)
def test_it_stops_within_its_days(last_day, field, used):
    course = granted(date(2026, 2, 9))
    if field is None:
        assert stopped(course, last_day, decided=date(2026, 3, 12)).total_days == used
    else:
        with pytest.raises(Refused) as caught:
            stopped(course, last_day, decided=date(2026, 3, 12))
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("first_day", "allowed"),
    [
        (date(2026, 2, 18), False),  # the last day that was used
        (date(2026, 2, 19), False),  # the days would be over
        (date(2026, 2, 21), True),  # its last day is today
        (date(2026, 3, 12), True),
        (date(2026, 3, 13), False),  # tomorrow
    ],
)
def test_one_comes_back_after_one_left_and_not_tomorrow(first_day, allowed):
    course = stopped(granted(date(2026, 2, 9)), date(2026, 2, 18))
    if allowed:
        assert back(course, first_day, decided=date(2026, 3, 12)).first_day == first_day
    else:
        with pytest.raises(Refused) as caught:
            back(course, first_day, decided=date(2026, 3, 12))
        assert caught.value.field == "first_day"


def test_who_declined_before_it_began_comes_back_to_the_same_days():
    course = granted(date(2026, 4, 1), asked=date(2026, 3, 12), decided=date(2026, 3, 12))
    declined = stopped(course, date(2026, 3, 13))
    again = back(declined, date(2026, 4, 1), decided=date(2026, 3, 14))
    assert (again.first_day, again.deadline, again.total_days) == (course.first_day, course.deadline, 30)
    with pytest.raises(Refused):
        back(declined, date(2026, 3, 31), decided=date(2026, 3, 14))


def test_without_days_left_nobody_comes_back_and_without_stopping_neither():
    course = granted(date(2026, 2, 9))
    with pytest.raises(Refused, match="neither declined nor left"):
        back(course, date(2026, 3, 1))
    with pytest.raises(Refused, match="No day of the period is left"):
        back(stopped(course, date(2026, 3, 10)), date(2026, 3, 11))
    with pytest.raises(Refused, match="No period is running"):
        stopped(stopped(course, date(2026, 3, 1)), date(2026, 3, 2))


# What may be written, by where it stands


def test_what_may_be_written_follows_from_where_it_stands():
    course, today = granted(date(2026, 2, 9)), date(2026, 3, 1)
    full = extended(course, 90, today)
    coming = granted(date(2026, 3, 20), asked=today, decided=today)
    assert {
        "none": rules.verbs_of(Course(), today, 120),
        "coming": rules.verbs_of(coming, today, 120),
        "running": rules.verbs_of(course, today, 120),
        "full": rules.verbs_of(full, today, 120),
        "stopped": rules.verbs_of(stopped(course, today), today, 120),
        "used up": rules.verbs_of(stopped(course, date(2026, 3, 10)), date(2026, 3, 12), 120),
        "expired": rules.verbs_of(course, date(2026, 3, 11), 120),
    } == {
        "none": ("grant", "refuse"),
        "coming": ("extend", "move", "refuse", "decline", "end"),
        "running": ("extend", "refuse", "decline", "end"),
        "full": ("refuse", "decline", "end"),
        "stopped": ("resume", "refuse"),
        "used up": ("refuse",),
        "expired": ("extend", "refuse", "decline", "end"),
    }


# What if


@pytest.mark.parametrize(
    ("what", "days", "deadline", "stopped_on", "left"),
    [
        (WhatIf.NO_RETURN, 0, date(2026, 3, 10), None, 90),
        (WhatIf.ASYLUM, 0, date(2026, 3, 10), None, 90),
        (WhatIf.EXTENDED, 60, date(2026, 5, 9), None, 30),
        (WhatIf.DECLINES, 0, date(2026, 3, 10), date(2026, 2, 18), 110),
        (WhatIf.COMES_BACK, 0, date(2026, 3, 10), None, 90),
        (WhatIf.LAWFUL, 0, date(2026, 3, 10), date(2026, 2, 18), 110),
    ],
)
def test_what_would_hold_is_what_the_verbs_would_write(what, days, deadline, stopped_on, left):
    then = rules.imagine(granted(date(2026, 2, 9)), what, on=date(2026, 2, 18), ceiling=120, days=days)
    assert (then.course.deadline, then.course.stopped_on, then.left_to_extend) == (deadline, stopped_on, left)


def test_what_the_rules_refuse_is_refused_beforehand_too():
    course = granted(date(2026, 2, 9))
    for what, days in ((WhatIf.EXTENDED, 91), (WhatIf.EXTENDED, 0), (WhatIf.NO_RETURN, 0), (WhatIf.ASYLUM, 0)):
        with pytest.raises(Refused):
            rules.imagine(
                course if days or what == WhatIf.EXTENDED else Course(),
                what,
                on=date(2026, 2, 18),
                ceiling=120,
                days=days,
            )


# Whatever is written, in whatever order

STEPS = st.tuples(
    st.sampled_from(["grant", "move", "extend", "decline", "end", "resume", "refuse"]),
    st.integers(-5, 60),  # from the day of the decision to the day that is written
    st.integers(-2, 130),  # how many days
    st.integers(0, 25),  # until the next decision
)


def attempt(course, verb, day, days, today):
    """What the rule for a verb writes, or None where it refuses."""
    acts = {
        "grant": lambda: rules.grant(
            course, outcome="presumed", asked_on=min(day, today), first_day=day, days=30, decided_on=today
        ),
        "move": lambda: rules.move(course, first_day=day, decided_on=today),
        "extend": lambda: rules.extend(
            course, days=days, ground="special", words="x", asked_on=today, ceiling=ceiling(today), decided_on=today
        ),
        "decline": lambda: rules.stop(course, Step.DECLINED, last_day=day, decided_on=today),
        "end": lambda: rules.stop(course, Step.ENDED, last_day=day, decided_on=today),
        "resume": lambda: rules.resume(course, first_day=day, decided_on=today),
        "refuse": lambda: rules.refuse(words="x", decided_on=today),
    }
    try:
        return acts[verb]()
    except Refused:
        return None


@given(st.dates(date(2013, 3, 1), date(2013, 5, 15)), st.lists(STEPS, max_size=14))
def test_no_sequence_exceeds_the_ceiling_and_the_deadline_is_never_moved_earlier(today, written):
    course, steps = Course(), []
    for verb, offset, days, lapse in written:
        if taken := attempt(course, verb, today + timedelta(days=offset), days, today):
            before, course = course, after(course, taken)
            steps.append(taken)
            assert course.total_days + course.unused_days <= ceiling(today)
            assert before.deadline is None or course.deadline >= before.deadline
        today += timedelta(days=lapse)
    assert course_of(steps) == course
