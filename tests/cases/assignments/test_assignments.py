"""What an agency has to do: the one that it is for takes and finishes it, and changes nothing else of it."""

from datetime import timedelta

from cases.assignments.services import assign, finish, hand_over, open_work
from cases.models import Assignment
from cases.policy import Section
from cases.records.services import withdraw
from cases.wall import acting_as
from tests.attempts import fails, refused, sql
from tests.conftest import NOW
from tests.people import accepted, has, referred, sees, who_sees

LATER = NOW + timedelta(hours=5)


def test_work_is_read_by_whom_it_is_for_and_who_gave_it(people):
    referred(people)
    assert who_sees(people, Assignment) == {"nina", "nora", "cecilie", "carl", "rita", "clock"}
    assert sees(people.cecilie, Assignment) == 1
    assert sees(people.nina, Assignment) == 2  # she follows, too


def test_the_addressee_takes_and_finishes_what_another_wrote(people):
    case = referred(people)
    with acting_as(people.carl) as carl:
        assert hand_over(actor=carl, case=case, responsible=carl) == 1
        assert [work.responsible for work in open_work(carl, case)] == [carl]
        finish(actor=carl, case=case, work="answer_referral", now=LATER)
        assert not open_work(carl, case)
        assert Assignment.objects.get().done_at == LATER


def test_of_anothers_work_nothing_else_is_changed(people):
    case = referred(people)
    with acting_as(people.cecilie):
        mine = Assignment.objects.get()
        for change in (
            {"due_at": LATER},
            {"lane": 1},
            {"work": "follow"},
            {"written_at": LATER},
            {"case": case, "author": people.cecilie.agency},
        ):
            assert refused(Assignment.objects.filter(pk=mine.pk).update, **change)


def test_who_is_asked_does_not_make_the_asking_vanish(people):
    referred(people)
    with acting_as(people.cecilie):
        assert fails(withdraw, record=Assignment.objects.get(), now=LATER)
        assert fails(sql, "UPDATE cases_assignment SET withdrawn_at = now()")  # nor without looking
    assert sees(people.nina, Assignment, withdrawn_at__isnull=True) == 2


def test_who_gave_work_withdraws_it(people):
    referred(people)
    with acting_as(people.nina):
        withdraw(record=Assignment.objects.get(work="answer_referral"), now=LATER)
    assert (sees(people.cecilie, Assignment), sees(people.nina, Assignment)) == (0, 2)


def test_nobody_else_takes_it(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        assign(actor=cecilie, case=case, work="assess", lane=3, to=people.ulla.agency, now=NOW)
    for person, found in ((people.poul, 0), (people.nina, 0), (people.rita, 0), (people.ulla, 1)):
        with acting_as(person):
            statement = "UPDATE cases_assignment SET responsible_id = %s WHERE work = 'assess'"
            assert sql(statement, person.pk) == found
    with acting_as(people.poul):  # nor without looking
        assert sql("UPDATE cases_assignment SET done_at = now()") == 0


def test_the_clock_reads_all_work_and_changes_none(people):
    case = accepted(people)
    assert has(people.clock, case, Section.ASSIGNMENT) == "r"
    everything = sees(people.clock, Assignment)
    assert everything == 3  # following, answering the referral, answering the sender
    with acting_as(people.clock):
        assert sql("UPDATE cases_assignment SET done_at = now()") == 0
