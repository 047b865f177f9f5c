"""What a decision must hold, and what follows from it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victims.decision.rules import (
    GRADES,
    Form,
    Outcome,
    WhyNot,
    basis_refusal,
    competence_refusal,
    counts_as_victim,
    decision_refusals,
    shown_count,
    year_counted,
)
from victims.residence.rules import ResidenceStatus, competent_kind
from victims.screening.models import Grade

pytestmark = pytest.mark.rules
FORMS = ["prostitution", "labour", "criminality", "slavery_like", "other", "not_established"]
WHOLE = {
    "outcome": "trafficked", "why_not": "", "forms": ["labour"], "main_form": "labour", "sector": "nails", "crime": "",
    "channel": "police", "reasons": "She was locked in.", "weights": {"pay": "strong"}, "candidates": ["pay", "papers"],
    "is_superseding": False, "why_superseded": "",
}  # fmt: skip
NOT = WHOLE | {"outcome": "not_trafficked", "forms": [], "main_form": "", "sector": "", "channel": ""}


def refused(**changes):
    return set(decision_refusals(**WHOLE | changes))


def test_a_whole_decision_is_not_refused():
    assert refused() == set()
    assert refused(**NOT) == set()
    assert refused(**NOT | {"outcome": "not_completed", "why_not": "disappeared"}) == set()
    assert refused(outcome="presumed", weights={}) == set()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"outcome": ""}, {"outcome"}),
        ({"outcome": "perhaps"}, {"outcome"}),
        ({"why_not": "left"}, {"why_not"}),
        (NOT | {"outcome": "not_completed"}, {"why_not"}),
        (NOT | {"outcome": "not_completed", "why_not": "tired"}, {"why_not"}),
        ({"forms": []}, {"forms", "sector"}),
        ({"forms": [], "main_form": "", "sector": ""}, {"forms"}),
        ({"main_form": "other"}, {"main_form"}),
        ({"main_form": ""}, {"main_form"}),
        ({"sector": ""}, {"sector"}),
        ({"forms": ["labour", "criminality"]}, {"crime"}),
        ({"forms": ["other"], "main_form": "other"}, {"sector"}),
        ({"crime": "theft"}, {"crime"}),
        ({"channel": ""}, {"channel"}),
        ({"outcome": "presumed", "channel": ""}, {"channel"}),
        ({"outcome": "not_trafficked"}, {"forms"}),
        ({"reasons": "  \n"}, {"reasons"}),
        ({"weights": {"violence": "strong"}}, {"weights"}),
        ({"weights": {"pay": "enormous"}}, {"weights"}),
        ({"is_superseding": True}, {"why_superseded"}),
        ({"is_superseding": True, "why_superseded": " "}, {"why_superseded"}),
        ({"is_superseding": True, "why_superseded": "She told more."}, set()),
    ],
)
def test_what_is_missing_or_too_much_is_named_by_its_field(changes, fields):
    assert refused(**changes) == fields


def test_the_weights_are_those_of_the_indicators():
    assert set(Grade.values) == GRADES


codes = st.sampled_from([*FORMS, ""])
anything = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from([*Outcome, ""]),
        "why_not": st.sampled_from([*WhyNot, ""]),
        "forms": st.lists(st.sampled_from(FORMS), unique=True),
        "main_form": codes,
        "sector": st.sampled_from(["nails", ""]),
        "crime": st.sampled_from(["theft", ""]),
        "channel": st.sampled_from(["police", ""]),
        "reasons": st.sampled_from(["Because.", " "]),
        "weights": st.dictionaries(st.sampled_from(["pay", "papers", "other"]), st.sampled_from([*GRADES, "x"])),
        "candidates": st.just(["pay", "papers"]),
        "is_superseding": st.booleans(),
        "why_superseded": st.sampled_from(["New facts.", ""]),
    }
)


@given(anything)
def test_every_decision_that_passes_is_whole(decision):
    if decision_refusals(**decision):
        return
    forms = decision["forms"]
    assert counts_as_victim(decision["outcome"]) == (decision["main_form"] in forms) == bool(forms)
    if forms:
        assert (Form.LABOUR in forms) == bool(decision["sector"])
        assert (Form.CRIMINALITY in forms) == bool(decision["crime"])
        assert decision["channel"]
    assert (decision["outcome"] == Outcome.NOT_COMPLETED) == bool(decision["why_not"])
    assert set(decision["weights"]) <= {"pay", "papers"}
    assert set(decision["weights"].values()) <= GRADES
    assert decision["reasons"].strip()
    assert not decision["is_superseding"] or decision["why_superseded"].strip()


@pytest.mark.parametrize("status", [*ResidenceStatus, ""])
@pytest.mark.parametrize("kind", ["cmm", "us"])
def test_who_decides_follows_from_the_residence(status, kind):
    assert (competence_refusal(kind, status) is None) == (competent_kind(status) == kind)


@pytest.mark.parametrize("kind", ["police", "ngo", "authority", "municipality"])
def test_nobody_else_decides(kind):
    assert all(competence_refusal(kind, status) for status in ResidenceStatus)


@pytest.mark.parametrize(
    ("outcome", "kind", "has_recommendation", "has_interview", "is_refused"),
    [
        ("trafficked", "us", False, True, True),
        ("trafficked", "us", True, False, False),
        ("not_trafficked", "us", False, False, True),
        ("trafficked", "cmm", False, False, True),
        ("trafficked", "cmm", False, True, False),
        ("not_trafficked", "cmm", True, False, True),
        ("presumed", "us", False, False, False),
        ("presumed", "cmm", False, False, False),
        ("not_completed", "us", False, False, False),
        ("not_completed", "cmm", False, False, False),
    ],
)
def test_in_doubt_one_can_presume_before_all_is_there(outcome, kind, has_recommendation, has_interview, is_refused):
    found = basis_refusal(outcome, kind=kind, has_recommendation=has_recommendation, has_interview=has_interview)
    assert (found is not None) == is_refused


def test_presumed_is_as_good_as_decided():
    assert [outcome.value for outcome in Outcome if counts_as_victim(outcome)] == ["trafficked", "presumed"]


NEW_YEARS_EVE, NEW_YEAR = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("results", "year"),
    [
        ([], None),
        ([("presumed", NEW_YEAR)], None),
        ([("trafficked", NEW_YEARS_EVE)], 2025),
        ([("trafficked", NEW_YEAR)], 2026),
        ([("presumed", NEW_YEARS_EVE), ("trafficked", NEW_YEAR)], 2026),
        ([("trafficked", NEW_YEAR), ("trafficked", NEW_YEARS_EVE)], 2025),
        ([("trafficked", NEW_YEARS_EVE), ("not_trafficked", NEW_YEAR)], 2025),
    ],
)
def test_a_person_counts_once_in_the_year_of_the_first_such_result(results, year):
    assert year_counted(results) == year


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "1–4"), (4, "1–4"), (5, "5"), (18, "18")])
def test_small_numbers_are_not_told(count, shown):
    assert shown_count(count) == shown
