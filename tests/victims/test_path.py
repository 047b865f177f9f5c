"""From the talk to an extended period, through the services: each actor does its part and is told of the others'."""

from datetime import timedelta

from cases.assignments.models import Assignment
from cases.models import Notice
from cases.wall import acting_as
from tests.conftest import NOW, as_owner
from tests.people import accepted, sees, take_on
from victims.assessment.services import recommend, write_interview
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.decision.services import decide
from victims.reflection_period.models import PeriodGround, PeriodStep
from victims.reflection_period.selectors import course_for
from victims.reflection_period.services import extend_period, grant_period

TALK = {
    "place": "detention", "began_at": NOW - timedelta(hours=1), "interpreter": "present", "language": "vie", "companion": "declined",
    "confirmed": ["recruitment_deceived_job"],
}  # fmt: skip
DECIDED = {
    "outcome": "trafficked", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police",
    "weights": {"recruitment_deceived_job": "strong"}, "candidates": ["recruitment_deceived_job"], "reasons": "She was deceived.",
}  # fmt: skip
TODAY = NOW.date()


def open_work(agency):
    with as_owner():
        return set(Assignment.objects.filter(to=agency, done_at=None).values_list("work", flat=True))


def told(agency):
    with as_owner():
        return list(Notice.objects.filter(to=agency).order_by("written_at").values_list("what", flat=True))


def test_from_the_talk_to_an_extended_period(people):
    case = accepted(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.carl) as carl:
        write_interview(actor=carl, case=case, values=TALK, now=NOW)
        recommend(actor=carl, case=case, recommends="trafficked", weighing="It fits.", now=NOW)
    assert "decide" in open_work(people.ulla.agency)
    with acting_as(people.ulla) as ulla:
        decide(actor=ulla, case=case, now=NOW, **DECIDED)
    assert "decide" not in open_work(people.ulla.agency)
    for person in (people.cecilie, people.poul, people.nina, people.sara):
        assert "decided" in told(person.agency), person.name
    assert (sees(people.nina, Result), sees(people.nina, DecisiveIndicators), sees(people.nina, Decision)) == (1, 1, 0)
    with acting_as(people.ulla) as ulla:
        assert not Notice.objects.filter(to=people.sara.agency).exists()  # who tells does not learn of the shelter
        grant_period(actor=ulla, case=case, asked_on=TODAY, first_day=TODAY, now=NOW)
        extend_period(actor=ulla, case=case, days=90, ground="cooperates", asked_on=TODAY, now=NOW)
        assert course_for(case, ulla).deadline == TODAY + timedelta(days=119)
    assert {"period_ends"} <= open_work(people.ulla.agency) & open_work(people.cecilie.agency)
    assert (sees(people.sara, PeriodStep), sees(people.sara, PeriodGround)) == (2, 0)
    assert sees(people.nina, PeriodStep) == 0
