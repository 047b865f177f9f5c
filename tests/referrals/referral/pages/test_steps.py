"""The five steps: what is asked, what is saved, what is refused in words."""

import re
from datetime import timedelta

import pytest

from cases.models import Case
from cases.wall import acting_as
from referrals.referral.rules import REQUIRED, STEPS
from tests.browsing import form_of
from tests.conftest import NOW
from tests.people import drafted
from tests.referrals.referral.pages.browsing import (
    FUTURE,
    NUL,
    at,
    begun,
    browser,
    errors,
    key,
    moment,
    opened,
    parts,
    text_of,
)

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("step", list(STEPS))
def test_an_empty_step_asks_for_what_is_required_in_the_order_of_the_page(people, step):
    client = browser(people.nina)
    begun(client)
    with acting_as(people.nina):
        case = Case.objects.get()
    page = client.post(at(case, step), opened(client, case, step))
    assert errors(page) == [REQUIRED[name] for name in STEPS[step] if name in REQUIRED]
    assert page.status_code == 200
    assert "<title>Error: " in page.content.decode()


@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_as_it_stands_leads_on_and_changes_nothing(people, step):
    client, case = (
        browser(people.nina),
        drafted(people, {"referral.met_at": NOW.replace(hour=9), "detention.since": NOW.replace(hour=8)}),
    )
    before = [part.version for _name, part in parts(people.nina, case)]
    page = client.post(at(case, step), opened(client, case, step))
    assert (page.status_code, page["Location"]) == (302, at(case, step + 1))
    assert [part.version for _name, part in parts(people.nina, case)] == before


def test_back_asks_for_nothing_that_is_missing(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "", "go": "back"}
    assert client.post(at(case, 2), form)["Location"] == at(case, 1)
    assert parts(people.nina, case).referral.seen is None


def test_what_is_right_is_saved_and_what_is_wrong_comes_back_as_it_was_typed(people):
    client, case = browser(people.nina), drafted(people)
    form = (
        opened(client, case, 1)
        | moment("30", "2", "2026", "9.15", "referral-met_at")
        | {"referral-journal_number": "2026-77"}
    )
    page = client.post(at(case, 1), form)
    assert errors(page) == ["That day does not exist. Write day, month and year, for example 9 3 2026"]
    assert [form_of(page, "referral-version")[f"referral-met_at_{part}"] for part in ("day", "month", "year", "clock")] == [
        ["30"], ["2"], ["2026"], ["9.15"],
    ]  # fmt: skip
    saved = parts(people.nina, case).referral
    assert (saved.journal_number, saved.met_at) == ("2026-77", NOW - timedelta(hours=3))
    assert (
        client.post(
            at(case, 1), form_of(page, "referral-version") | moment("11", "3", "2026", "9:15", "referral-met_at")
        ).status_code
        == 302
    )
    assert parts(people.nina, case).referral.met_at == NOW.replace(day=11, hour=9, minute=15)


@pytest.mark.parametrize(("step", "name"), [(1, "referral-met_at"), (2, "detention-since")])
def test_a_moment_to_come_is_refused(people, step, name):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, step), opened(client, case, step) | moment("12", "3", "2026", "14.33", name))
    assert errors(page) == [FUTURE]
    still = opened(client, case, step) | moment("12", "3", "2026", "14.32", name)
    assert client.post(at(case, step), still).status_code == 302


def test_a_detention_is_saved_whole_or_not_at_all(people):
    client, case = browser(people.nina), drafted(people)
    form = (
        opened(client, case, 2)
        | moment("20", "3", "2026", "21.15")
        | {"detention-place": "Vestre Fængsel", "referral-seen": "no pay"}
    )
    page = client.post(at(case, 2), form)
    assert errors(page) == [FUTURE]
    assert form_of(page, "referral-version")["detention-place"] == ["Vestre Fængsel"]
    saved = parts(people.nina, case)
    assert (saved.detention.place, saved.detention.since) == ("Odense Arrest", NOW - timedelta(hours=2))
    assert saved.referral.seen == "no pay"


def test_a_place_of_detention_needs_its_beginning(people):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, 2), opened(client, case, 2) | moment("", "", "", ""))
    assert errors(page) == ["Write since when the person has been detained, or leave place and police empty."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("12", "3", "2026", "2575"), "Write the time as hours and minutes, for example 14.30"),
        (("12", "3", "2026", ""), "Write day, month, year and time"),
        (("99999999999", "3", "2026", "9"), "That day does not exist. Write day, month and year, for example 9 3 2026"),
        (("29", "3", "2026", "2.30"), "The clocks went forward that night, so that time was not there. Write the time before or after"),
        (("1\x00", "3", "2026", "9"), NUL),
    ],
)  # fmt: skip
def test_a_moment_that_was_not_is_refused_in_words(people, typed, sentence):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, 1), opened(client, case, 1) | moment(*typed, "referral-met_at"))
    assert errors(page) == [sentence]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (1, "referral-met_place"), (1, "referral-journal_number"), (2, "referral-seen"), (2, "referral-danger_words"),
        (2, "detention-place"), (3, "referral-name"), (3, "referral-reachable"), (4, "preview-first_talk_words"),
    ],
)  # fmt: skip
def test_no_text_takes_a_nul_or_more_than_fits(people, step, name):
    client, case = browser(people.nina), drafted(people)
    record, field = name.split("-")
    before = getattr(getattr(parts(people.nina, case), record), field)
    assert errors(client.post(at(case, step), opened(client, case, step) | {name: "a\x00b"})) == [NUL]
    (too_long,) = errors(client.post(at(case, step), opened(client, case, step) | {name: "a" * 10_001}))
    assert re.fullmatch(r"Write at most \d+ characters. There are 10001.", too_long)
    assert getattr(getattr(parts(people.nina, case), record), field) == before


def test_a_choice_that_is_not_offered_is_refused(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {
        "preview-danger": "a\x00",
        "referral-indicators": ["none"],
        "detention-detained_by": "1",
    }
    assert errors(client.post(at(case, 2), form)) == ["Choose one of the answers shown."] * 3


def test_indicators_are_counted_by_weight(people):
    client = browser(people.nina)
    case = drafted(
        people, {"referral.indicators": ["destination_confined", "destination_violence", "destination_low_pay"]}
    )
    assert "3 chosen: 2 strong, 1 medium." in text_of(client.get(at(case, 2)))
    child = drafted(people, {"preview.age_band": "uncertain", "referral.indicators": ["destination_threats"]})
    assert "1 chosen: 1 strong." in text_of(client.get(at(child, 2)))


def test_who_decides_stands_at_each_answer_on_residence(people):
    words = text_of(browser(people.nina).get(at(drafted(people), 2)))
    assert "Lawful stay Danish citizen, EU citizen or permit. CMM decides." in words
    assert "No lawful stay The Immigration Service decides, on CMM's recommendation." in words


def test_a_name_is_not_asked_of_one_who_is_referred_without(people):
    client, case = browser(people.nina), drafted(people, {"preview.consent": "without_name"})
    assert "referral-name" not in opened(client, case, 3)
    assert "Ngọc" not in client.get(at(case, 5)).content.decode()
    client.post(at(case, "send"), key(client, at(case, 5)))
    assert parts(people.nina, case).referral.name is None
