"""The database's own verbs of work, tried by those who may not, and with what was never meant."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from cases.models import Assignment, Grant, Notice
from cases.wall import acting_as
from tests.api.programs import Program
from tests.attempts import refused, sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, hire, sees, signed_in, take_on
from tests.victims.decision.deciding import decides, recommended
from tests.victims.reflection_period.story import running
from victims.models import Decision, DecisiveIndicators, PeriodGround, PeriodStep, Recommendation, Result
from victims.reflection_period.services import ask_for_period, grant_period

ASK = "SELECT wall_ask_decider(%s, %s, %s::smallint, %s::smallint, %s, %s, %s)"
TELL = "SELECT wall_tell(%s, %s, %s, %s)"
NONSENSE = [
    ("extension_asked", None, 3, "period_asked", None, NOW),
    ("extension_asked", -1, 3, "period_asked", None, NOW),
    ("extension_asked", 13, None, "period_asked", None, NOW),
    ("decide", 13, 3, "period_asked", None, NOW),
    ("decide" * 9, 13, 3, "period_asked", None, NOW),
    ("extension_asked", 13, 3, "decided", None, NOW),
    ("extension_asked", 13, 3, None, None, NOW),
    ("extension_asked", 13, 3, "period_asked", "infinity", NOW),
    ("extension_asked", 13, 3, "period_asked", None, None),
]


def said(statement, *params):
    """What the database answers."""
    try:
        with transaction.atomic():
            sql(statement, *params)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "done"


def test_no_refusal_tells_who_decides(people):
    """Work that only one of the two authorities could be given is refused alike, and so is work that nobody is there to be given."""
    answers = []
    for changes in (None, {"referral.residence_status": "lawful"}):
        case = accepted(people, changes)
        take_on(people, case, people.nora, "supporter")
        with acting_as(people.nora):
            answers.append([said(ASK, case.pk, *nonsense) for nonsense in NONSENSE])
    with as_owner():
        Grant.objects.filter(content_object=case, permission__codename="as_competent").delete()
    with acting_as(people.nora):
        answers.append([said(ASK, case.pk, *nonsense) for nonsense in NONSENSE])
    assert answers == [["nobody is asked for this"] * len(NONSENSE)] * 3


def test_one_tells_of_a_section_only_what_holds_of_it(people):
    case = running(people)
    take_on(people, case, people.nora, "supporter")
    with as_owner():
        before = Notice.objects.count()
    with acting_as(people.nora):
        for told in ("decided", "period_changed", "nonsense", "nonsense" * 9, None):
            assert refused(sql, TELL, case.pk, told, "application", NOW)
            assert refused(sql, TELL, case.pk, told, "result", NOW)
    with acting_as(people.ulla):
        for told, happened in (("decided", NOW), ("period_changed", None), ("period_changed", "infinity")):
            assert refused(sql, TELL, case.pk, told, "deadline", happened)
    with as_owner():
        assert Notice.objects.count() == before


@pytest.mark.parametrize("left", ["named", "ended"])
def test_who_has_the_competence_no_more_or_was_never_named_moves_nothing(people, left):
    case = running(people)
    colleague = hire(people.ulla.agency)
    with as_owner():
        on = Grant.objects.filter(content_object=case, group_id=people.ulla.agency_id)
        on.exclude(permission__codename="as_competent").delete()
        on.update(**{"user": people.ulla} if left == "named" else {"until": datetime.now(UTC) - timedelta(minutes=1)})
        watched = (Notice.objects.filter(withdrawn_at=None).count(), Assignment.objects.filter(done_at=None).count())
    with acting_as(colleague):
        assert refused(sql, "SELECT wall_forget_deadline(%s, now())", case.pk)
        assert refused(sql, "SELECT wall_end_deciding(%s, %s, now())", case.pk, people.ulla.agency_id)
    with as_owner():
        now = (Notice.objects.filter(withdrawn_at=None).count(), Assignment.objects.filter(done_at=None).count())
    assert now == watched
    with acting_as(people.cecilie):  # the coordinator may still
        sql("SELECT wall_end_deciding(%s, %s, now())", case.pk, people.ulla.agency_id)


def test_what_was_decided_is_not_withdrawn_not_even_by_who_decided(people):
    """Or a decision that everybody acts on would be gone for all but its author, and another could be made as if it were the first."""
    case = recommended(people)
    decides(people.ulla, case)
    with acting_as(people.ulla) as ulla:
        grant_period(actor=ulla, case=case, asked_on=NOW.date(), first_day=NOW.date(), now=NOW)
    for person, models in {
        people.ulla: (Result, Decision, DecisiveIndicators, PeriodStep, PeriodGround), people.carl: (Recommendation,),
    }.items():  # fmt: skip
        for model in models:
            before = sees(people.cecilie, model)
            with acting_as(person):
                assert refused(model.objects.filter(author=person.agency).update, withdrawn_at=NOW), model
            assert sees(people.cecilie, model) == before > 0


def test_no_history_tells_which_shelter_passed_a_request_on(people):
    """Work and notices that the request brought about are the receivers' own; who pressed the button is not among what they may know."""
    case = running(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.sara) as sara:
        ask_for_period(actor=sara, case=case, asks_for="extension", asked_on=NOW.date(), now=NOW)
    for table in ("cases.assignment", "cases.notice", "victims.periodapplication"):
        for where in (signed_in(people.ulla).get, Program(people.ulla).get):
            prefix = "/api/v1" if where.__self__.__class__ is Program else ""
            answer = where(f"{prefix}/cases/{case.pk}/history/{table}" + ("" if prefix else "/"))
            assert answer.status_code == 200
            assert people.sara.name not in answer.content.decode(), table
    with acting_as(people.ulla):
        for model in (Assignment, Notice):
            assert not model.history.filter(history_user=people.sara).exists()
            assert model.history.filter(history_user=None).count() == 1
