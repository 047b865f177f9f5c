"""Who decides, what stays of it, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from agencies.errors import Refused, Stale
from cases.models import Assignment, Notice
from cases.wall import acting_as
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, adds, sees, take_on
from tests.victims.decision.deciding import NOT_TRAFFICKED, PRESUMED, decides, recommended
from tests.victims.test_path import DECIDED
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.decision.selectors import decisive_counts, result_of
from victims.decision.services import decide
from victims.residence.services import record_residence

pytestmark = pytest.mark.database
TABLES = (Result, Decision, DecisiveIndicators)


def results() -> list[str]:
    with as_owner():
        return list(Result.objects.order_by("written_at").values_list("outcome", flat=True))


def test_the_competent_authority_alone_decides(people: Any) -> None:
    case = recommended(people)
    take_on(people, case, people.sara, "shelter")
    for person in (people.carl, people.cecilie, people.poul, people.nina, people.sara):
        with pytest.raises(Refused):
            decides(person, case)
    with pytest.raises(Refused):
        decides(people.rita, case)
    assert results() == []
    decides(people.ulla, case)
    assert results() == ["trafficked"]


@pytest.mark.parametrize("status", ["lawful", "unknown"])
def test_cmm_decides_where_the_stay_is_lawful_or_not_known(people: Any, status: str) -> None:
    case = recommended(people, {"referral.residence_status": status})
    with pytest.raises(Refused):
        decides(people.ulla, case)
    decides(people.carl, case)
    assert results() == ["trafficked"]


def test_a_new_residence_moves_who_may_decide_and_the_earlier_decision_stays(people: Any) -> None:
    case = recommended(people)
    first = decides(people.ulla, case)
    with acting_as(people.carl) as carl:
        record_residence(actor=carl, case=case, status="lawful", now=NOW + timedelta(minutes=1))
    with pytest.raises(Refused):
        decides(people.ulla, case, NOT_TRAFFICKED, supersedes=first.pk, why_superseded="New.")
    decides(
        people.carl,
        case,
        PRESUMED,
        supersedes=first.pk,
        why_superseded="She has a permit.",
        now=NOW + timedelta(hours=1),
    )
    assert results() == ["trafficked", "presumed"]


def test_the_database_lets_nobody_else_write_a_result(people: Any) -> None:
    case = recommended(people)
    for person in (people.carl, people.poul, people.nina):
        for table, values in ((Result, {"outcome": "trafficked"}),):
            with acting_as(person), pytest.raises(ProgrammingError), transaction.atomic():
                adds(table, person, case, **values)


def test_what_the_rules_refuse_is_not_decided(people: Any) -> None:
    case = recommended(people)
    for field, wrong in [
        ("outcome", {"outcome": ""}),
        ("forms", {"forms": ["nonsense"], "main_form": "nonsense", "sector": ""}),
        ("sector", {"sector": "moon"}),
        ("channel", {"channel": "dream"}),
        ("main_form", {"main_form": "other"}),
        ("weights", {"weights": {"destination_debt_bondage": "strong"}}),
        ("weights", {"weights": {"recruitment_deceived_job": "huge"}}),
        ("reasons", {"reasons": ""}),
    ]:
        with pytest.raises(Refused) as refusal:
            decides(people.ulla, case, DECIDED | wrong)
        assert refusal.value.field == field
    assert results() == []


def test_without_cmms_recommendation_one_can_presume_and_nothing_else(people: Any) -> None:
    case = accepted(people)
    for given in (DECIDED | {"weights": {}}, NOT_TRAFFICKED):
        with pytest.raises(Refused):
            decides(people.ulla, case, given)
    decides(people.ulla, case, PRESUMED)
    assert results() == ["presumed"]


# Superseding


def test_a_decision_is_superseded_with_a_reason_and_both_stay(people: Any) -> None:
    case = recommended(people)
    first = decides(people.ulla, case, PRESUMED)
    with pytest.raises(Refused) as refusal:
        decides(people.ulla, case, DECIDED, supersedes=first.pk)
    assert refusal.value.field == "why_superseded"
    second = decides(people.ulla, case, DECIDED, supersedes=first.pk, why_superseded="She told more.")
    assert second.supersedes_id == first.pk
    with acting_as(people.ulla) as ulla:
        assert result_of(case, ulla) == second
        assert Result.objects.of(case.pk, ulla).count() == 2


def test_who_has_not_seen_the_decision_that_holds_supersedes_none(people: Any) -> None:
    """Also not one who gives a reason: it was written about another decision."""
    case = recommended(people)
    first = decides(people.ulla, case, PRESUMED)
    second = decides(people.ulla, case, DECIDED, supersedes=first.pk, why_superseded="She told more.")
    for seen in (None, first.pk):
        with pytest.raises(Stale) as stale:
            decides(people.ulla, case, NOT_TRAFFICKED, supersedes=seen, why_superseded="It was a mistake.")
        assert stale.value.theirs == second
    assert results() == ["presumed", "trafficked"]


def test_no_decision_is_edited_or_deleted_in_sql_either(people: Any) -> None:
    case = recommended(people)
    decides(people.ulla, case)
    changes = {
        "victims_result": "outcome = 'not_trafficked'", "victims_decision": "main_form = 'other'",
        "victims_decisiveindicators": "strong = '{}'",
    }  # fmt: skip
    with acting_as(people.ulla), connection.cursor() as cursor:
        for table, change in changes.items():
            for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    cursor.execute(statement)


def test_two_decisions_never_stand_side_by_side_in_sql_either(people: Any) -> None:
    case = recommended(people)
    first = decides(people.ulla, case)
    with acting_as(people.ulla) as ulla:
        with pytest.raises(IntegrityError, match="one_decision_after_another"), transaction.atomic():
            adds(Result, ulla, case, outcome="not_trafficked")
        adds(Result, ulla, case, outcome="presumed", supersedes=first)
        with pytest.raises(IntegrityError, match="one_decision_after_another"), transaction.atomic():
            adds(Result, ulla, case, outcome="not_trafficked", supersedes=first)


# Who is told, and who reads


def test_everybody_reads_what_the_table_gives(people: Any) -> None:
    case = recommended(people)
    take_on(people, case, people.sara, "shelter")
    take_on(people, case, people.hanne, "health")
    decides(people.ulla, case)
    read = {name: tuple(sees(getattr(people, name), table) for table in TABLES) for name in (
        "ulla", "cecilie", "rita", "poul", "nina", "sara", "hanne", "otto", "olga", "clock", "matcher", "counter", "left", "adam",
    )}  # fmt: skip
    assert read == {
        "ulla": (1, 1, 1), "cecilie": (1, 1, 1), "rita": (1, 1, 1), "poul": (1, 1, 1), "nina": (1, 0, 1), "sara": (1, 0, 0),
        "hanne": (0, 0, 0), "otto": (0, 0, 0), "olga": (0, 0, 0), "clock": (0, 0, 0), "matcher": (0, 0, 0), "counter": (1, 1, 1),
        "left": (0, 0, 0), "adam": (0, 0, 0),
    }  # fmt: skip


def test_who_reads_the_result_is_told_and_a_hidden_shelter_is_not_named(people: Any) -> None:
    case = recommended(people)
    take_on(people, case, people.sara, "shelter")
    decides(people.ulla, case)
    with as_owner():
        told = Notice.objects.filter(case=case, what=Notice.What.DECIDED)
        assert {notice.to for notice in told} == {
            people.cecilie.agency, people.poul.agency, people.nina.agency, people.sara.agency
        }  # fmt: skip
    with acting_as(people.sara):
        notice = Notice.objects.naming(people.sara).get(case=case, what=Notice.What.DECIDED)
        assert notice.signature == ""  # not its own agency's word, and nobody's whom it cannot be
    with acting_as(people.nina):
        assert Notice.objects.naming(people.nina).get(case=case, what=Notice.What.DECIDED).signature == "US"


def test_the_work_is_done_with_it(people: Any) -> None:
    case = recommended(people)
    decides(people.ulla, case)
    with acting_as(people.ulla):
        assert not Assignment.objects.filter(work=Assignment.Work.DECIDE, done_at=None).exists()


@pytest.mark.commits
def test_of_two_decisions_at_once_the_second_is_refused(people: Any) -> None:
    case = recommended(people)

    def deciding(given: dict[str, Any]) -> Any:
        def act(together: Any) -> None:
            with acting_as(people.ulla):
                together()
                decide(actor=people.ulla, case=case, now=NOW, **given, why_superseded="At the same time.")

        return act

    [error] = at_once(deciding(DECIDED), deciding(NOT_TRAFFICKED))
    assert type(error) is Stale
    assert len(results()) == 1


# In numbers


def test_what_decided_is_counted_over_ones_own_answers(people: Any) -> None:
    since = NOW - timedelta(days=365)
    code = "recruitment_deceived_job"
    for given in (
        DECIDED,
        DECIDED | {"outcome": "presumed"},
        NOT_TRAFFICKED | {"weights": {code: "weak"}, "candidates": [code]},
    ):
        decides(people.ulla, recommended(people, by=people.skat), given)
    decides(people.ulla, recommended(people, by=people.nina))
    decides(people.ulla, recommended(people, by=people.skat), DECIDED, now=since - timedelta(seconds=1))
    overtaken = recommended(people, by=people.skat)
    first = decides(people.ulla, overtaken)
    decides(people.ulla, overtaken, NOT_TRAFFICKED, supersedes=first.pk, why_superseded="She said so.")
    with acting_as(people.skat):
        assert decisive_counts(people.skat, [code, "destination_debt_bondage"], since) == (2, {code: 2})
    with acting_as(people.otto):
        assert decisive_counts(people.otto, [code], since) == (0, {})
