"""The residence, and who decides by it: who may write it, what moves with it, and what is left to the coordinator."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.errors import Refused
from cases.assignments.models import Assignment
from cases.grants.models import Grant
from cases.models import Notice
from cases.policy import Capacity
from cases.records.services import withdraw
from cases.wall import acting_as
from tests.conftest import NOW, as_owner
from tests.people import answered, put, sees
from victims.assessment.services import recommend, write_interview
from victims.decision.services import decide
from victims.reflection_period.services import ask_for_period, extend_period, grant_period
from victims.residence.models import Residence
from victims.residence.services import hand_over_competence, record_residence

LAWFUL = {"referral.residence_status": "lawful"}
TALK = {
    "place": "cmm", "began_at": NOW, "interpreter": "none", "companion": "declined", "confirmed": ["recruitment_deceived_job"],
}  # fmt: skip
PRESUMED = {
    "outcome": "presumed", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police", "reasons": "Reasonable.",
}  # fmt: skip
LATER = NOW + timedelta(hours=1)


def write(person, case, status, now=LATER, **more):
    with acting_as(person) as actor:
        return record_residence(actor=actor, case=case, status=status, now=now, **more)


def competent(case):
    with as_owner():
        grants = Grant.objects.filter(content_object=case, permission__codename="as_competent")
        return [grant.group.agency.kind for grant in grants.select_related("group__agency")]


def work(agency):
    """{kind of open work: when it is due}."""
    with as_owner():
        rows = [row for row in Assignment.objects.filter(done_at=None) if (row.to_id or row.author_id) == agency.pk]
        kinds = [row.work for row in rows]
        assert len(kinds) == len(set(kinds)), f"twice the same work: {sorted(kinds)}"
        return {row.work: row.due_at for row in rows}


def told(agency, what="competence_moved"):
    with as_owner():
        return Notice.objects.filter(to=agency, what=what, withdrawn_at=None).count()


def reminders(agency):
    with as_owner():
        ahead = Notice.objects.filter(to=agency, what="period_ends", withdrawn_at=None, shown_from__gt=LATER)
        return sorted(notice.shown_from for notice in ahead)


def recommended(people, case):
    with acting_as(people.carl) as carl:
        write_interview(actor=carl, case=case, values=TALK, now=NOW)
        recommend(actor=carl, case=case, recommends="trafficked", weighing="It fits.", now=NOW)


def with_period(people, case, decider):
    with acting_as(decider) as actor:
        decide(actor=actor, case=case, now=NOW, **PRESUMED)
        grant_period(actor=actor, case=case, asked_on=NOW.date(), first_day=NOW.date(), now=NOW)


# Both ways


def test_competence_moves_to_the_immigration_service_with_the_open_decision(people):
    case = answered(people, LAWFUL)
    recommended(people, case)
    due = work(people.cecilie.agency)["decide"]
    write(people.carl, case, "asylum_seeker")
    assert competent(case) == ["us"]
    assert "decide" not in work(people.cecilie.agency)
    assert work(people.ulla.agency) == {"decide": due}
    with as_owner():
        assert Assignment.objects.get(to=people.ulla.agency).lane == Assignment.Lane.MOVED
    assert (told(people.ulla.agency), told(people.cecilie.agency)) == (1, 0)  # one's own agency is not told what it did
    assert sees(people.ulla, Grant, permission__codename="as_immigration") == 1


def test_competence_moves_to_cmm_when_the_immigration_service_writes_lawful_stay(people):
    case = answered(people)
    recommended(people, case)
    due = work(people.ulla.agency)["decide"]
    write(people.ulla, case, "lawful")
    assert competent(case) == ["cmm"]
    assert (work(people.ulla.agency), work(people.cecilie.agency)["decide"]) == ({}, due)
    assert told(people.cecilie.agency) == 1


def test_what_is_written_by_the_status_stays_when_it_changes(people):
    case = answered(people)
    write(people.carl, case, "lawful")
    write(people.carl, case, "unlawful", now=LATER + timedelta(hours=1))
    with acting_as(people.ulla):
        assert [row.status for row in Residence.objects.order_by("written_at")] == ["unlawful", "lawful", "unlawful"]
    assert competent(case) == ["us"]


@pytest.mark.parametrize("writer", ["carl", "ulla"])
def test_the_deadline_of_a_period_its_reminders_and_what_was_asked_move_too(people, writer):
    case = answered(people)
    with_period(people, case, people.ulla)
    with acting_as(people.carl) as carl:
        ask_for_period(actor=carl, case=case, asks_for="extension", asked_on=NOW.date(), now=NOW, days=30)
    before, ahead = work(people.ulla.agency), reminders(people.ulla.agency)
    assert (set(before), len(ahead)) == ({"period_ends", "extension_asked"}, 3)
    write(getattr(people, writer), case, "lawful")
    now = work(people.cecilie.agency)
    assert {name: now[name] for name in before} == before
    assert (work(people.ulla.agency), reminders(people.ulla.agency)) == ({}, [])
    assert reminders(people.cecilie.agency) == ahead
    with acting_as(people.carl) as carl:  # and it is CMM that extends
        extend_period(actor=carl, case=case, days=30, ground="cooperates", asked_on=NOW.date(), now=LATER)
    assert work(people.cecilie.agency)["period_ends"] == before["period_ends"] + timedelta(days=30)
    days = [moment.date() for moment in reminders(people.cecilie.agency)]
    assert days == [moment.date() + timedelta(days=30) for moment in ahead]


# Who cannot do all of it


def test_a_prosecutor_writes_it_and_the_coordinator_hands_over(people):
    case = answered(people)
    recommended(people, case)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.paula.agency, Capacity.PROSECUTOR)
    write(people.paula, case, "lawful")
    assert competent(case) == ["us"]  # a prosecutor gives no competence
    assert "competence_moved" in work(people.cecilie.agency)
    write(people.paula, case, "lawful", now=LATER + timedelta(minutes=1))  # asked once
    assert told(people.cecilie.agency) == 1
    with acting_as(people.carl) as carl:
        hand_over_competence(actor=carl, case=case, now=LATER + timedelta(hours=1))
    assert competent(case) == ["cmm"]
    assert ("decide" in work(people.cecilie.agency), work(people.ulla.agency)) == (True, {})
    assert "competence_moved" not in work(people.cecilie.agency)
    assert told(people.ulla.agency) == 1


def test_the_immigration_service_takes_competence_by_immigration_alone_and_cmm_lets_go(people):
    case = answered(people, LAWFUL)
    recommended(people, case)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.ulla.agency, Capacity.IMMIGRATION)
    write(people.ulla, case, "unlawful")
    assert sorted(competent(case)) == ["cmm", "us"]  # while it moves
    assert {"competence_moved", "decide"} <= set(work(people.cecilie.agency))
    with acting_as(people.carl) as carl:
        hand_over_competence(actor=carl, case=case, now=LATER + timedelta(hours=1))
    assert competent(case) == ["us"]
    assert set(work(people.ulla.agency)) == {"decide"}
    assert not {"competence_moved", "decide"} & set(work(people.cecilie.agency))


def test_what_was_written_on_the_wrong_case_moves_competence_back(people):
    case = answered(people)
    wrong = write(people.carl, case, "lawful")
    assert competent(case) == ["cmm"]
    with acting_as(people.carl):
        withdraw(record=wrong, now=LATER + timedelta(minutes=5))
    assert competent(case) == ["us"]


# Who may


def test_those_who_have_the_section_write_it_and_nobody_else(people):
    case = answered(people)
    for person in (people.poul, people.nina, people.rita, people.otto):
        with pytest.raises((Refused, ProgrammingError)), transaction.atomic():
            write(person, case, "lawful")
    for person in (people.ulla, people.poul):
        with acting_as(person) as actor, pytest.raises(Refused):
            hand_over_competence(actor=actor, case=case, now=NOW)
    assert competent(case) == ["us"]


def test_a_day_to_come_is_refused(people):
    case = answered(people)
    with pytest.raises(Refused) as refusal:
        write(people.carl, case, "lawful", since=(NOW + timedelta(days=1)).date())
    assert refusal.value.field == "since"
    assert write(people.carl, case, "lawful", since=NOW.date()).since == NOW.date()


def test_the_database_ends_the_work_of_deciding_for_nobody_but_who_may_end_the_competence(people):
    case = answered(people)
    recommended(people, case)
    for person in (people.poul, people.nina, people.rita, people.otto, people.left):
        with acting_as(person), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall_end_deciding(%s, %s, %s)", [case.pk, people.ulla.agency_id, NOW])
    assert "decide" in work(people.ulla.agency)


def test_the_database_takes_a_deadline_back_for_nobody_but_who_writes_it_or_moves_the_competence(people):
    case = answered(people)
    with_period(people, case, people.ulla)
    for person in (people.poul, people.nina, people.rita, people.otto, people.left):
        with acting_as(person), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall_forget_deadline(%s, %s)", [case.pk, NOW])
    assert (len(reminders(people.ulla.agency)), "period_ends" in work(people.ulla.agency)) == (3, True)
