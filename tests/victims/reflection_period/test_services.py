"""Who may decide on a period, what follows for whom, and what two at once cannot do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from agencies.errors import Refused, Stale
from cases.assignments.services import hand_over
from cases.grants.services import end, recuse
from cases.models import Assignment, Mail, Notice
from cases.notices.selectors import notices_of
from cases.tasks import carry_mail
from cases.wall import acting_as
from tests.attempts import refused, sql
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, put, sees, take_on
from tests.victims.reflection_period.story import DAY, TODAY, running, victim
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.selectors import course_for
from victims.reflection_period.services import (
    ask_for_period,
    extend_period,
    grant_period,
    move_start,
    refuse_request,
    resume_period,
    stop_period,
)
from victims.residence.services import record_residence

US_DECIDES = "The Immigration Service decides, because the person has no lawful stay or seeks asylum."
CMM_DECIDES = "CMM decides, because the person has lawful stay or the stay is not known."
LAWFUL = {"referral.residence_status": "lawful"}
ASKED = {"asked_on": TODAY, "first_day": TODAY, "now": NOW}


def deadline(person, case):
    with acting_as(person):
        return course_for(case, person).deadline


def work_of(person, *works):
    """(work, its day) of what is open at `person`'s agency, of these kinds."""
    with as_owner():
        rows = Assignment.objects.filter(
            done_at=None, work__in=works or ["period_ends", "period_asked", "extension_asked"]
        )
        mine = [row for row in rows if (row.to_id or row.author_id) == person.agency_id]
        return [(row.work, timezone.localtime(row.due_at).date() if row.due_at else None) for row in mine]


def reminded(person):
    """The days on which it is reminded, of what is not taken back."""
    with as_owner():
        rows = Notice.objects.filter(to=person.agency, what="period_ends", withdrawn_at=None)
        return [timezone.localtime(row.shown_from).date() for row in rows.order_by("shown_from")]


def told(person):
    with as_owner():
        rows = Notice.objects.filter(to=person.agency, what__startswith="period", shown_from__lte=NOW)
        return list(rows.order_by("written_at").values_list("what", flat=True))


# Who decides


def test_presumed_is_as_good_as_decided(people):
    case = victim(people, outcome="presumed")
    with acting_as(people.ulla) as ulla:
        assert grant_period(actor=ulla, case=case, **ASKED).last_day == TODAY + 29 * DAY


def test_without_a_decision_and_after_no_there_is_no_period(people):
    for case in (
        accepted(people),
        victim(people, outcome="not_completed", why_not="declined", forms=[], main_form="", sector=""),
    ):
        with acting_as(people.ulla) as ulla, pytest.raises(Refused, match="follows on trafficked or presumed"):
            grant_period(actor=ulla, case=case, **ASKED)


@pytest.mark.parametrize(
    ("changes", "may", "may_not", "sentence", "kind"),
    [
        ({}, "ulla", "cecilie", US_DECIDES, "reflection"),
        ({"referral.residence_status": "asylum_seeker"}, "ulla", "cecilie", US_DECIDES, "reflection"),
        (LAWFUL, "cecilie", None, CMM_DECIDES, "restitution"),
    ],
)
def test_who_decides_follows_from_residence(people, changes, may, may_not, sentence, kind):
    case = victim(people, changes)
    if may_not:
        with acting_as(getattr(people, may_not)) as person, pytest.raises(Refused) as caught:
            grant_period(actor=person, case=case, **ASKED)
        assert caught.value.sentence == sentence
    with acting_as(getattr(people, may)) as person:
        assert grant_period(actor=person, case=case, **ASKED).kind == kind


def test_nobody_else_writes_a_step(people):
    case = running(people)
    with acting_as(people.cecilie):
        put(people.cecilie, case, people.paula.agency, "prosecutor")
    take_on(people, case, people.sara, "shelter")
    values = {"number": 9, "kind": "reflection", "step": "extended", "decided_on": TODAY, "last_day": TODAY + 400 * DAY}
    for person in (people.cecilie, people.poul, people.sara, people.paula, people.nina, people.otto):
        with acting_as(person):
            about = {"case": case, "author": person.agency, "happened_at": NOW, "written_at": NOW}
            assert refused(PeriodStep.objects.create, **about, **values), person.name
            for act, values_ in (
                (extend_period, {"days": 1, "ground": "cooperates", "asked_on": TODAY}),
                (stop_period, {"last_day": TODAY}),
                (refuse_request, {"words": "No."}),
            ):
                with pytest.raises(Refused):
                    act(actor=person, case=case, now=NOW, **values_)
    assert deadline(people.ulla, case) == TODAY + 29 * DAY


def test_a_step_is_never_changed(people):
    running(people)
    with acting_as(people.ulla):
        assert refused(PeriodStep.objects.update, last_day=TODAY)
        assert refused(sql, "DELETE FROM victims_periodstep")


# Who reads what


def test_the_deadline_is_for_many_and_its_ground_for_few(people):
    case = running(people, days=60)
    take_on(people, case, people.sara, "shelter")
    take_on(people, case, people.nora, "supporter")
    readers = {name: (sees(person, PeriodStep), sees(person, PeriodGround)) for name, person in vars(people).items()}
    decides_or_coordinates = {"cecilie", "carl", "rita", "ulla"}
    assert {name for name, (steps, _grounds) in readers.items() if steps} == decides_or_coordinates | {
        "poul", "sara", "nina", "nora", "clock",
    }  # fmt: skip
    assert {name for name, (_steps, grounds) in readers.items() if grounds} == decides_or_coordinates | {"counter"}


# Steps, and what follows


def test_a_period_is_watched_by_whoever_decides_and_by_the_coordinator(people):
    running(people, days=60)
    last = TODAY + 89 * DAY
    for person in (people.ulla, people.cecilie):
        assert work_of(person) == [("period_ends", last)]
        assert reminded(person) == [last - 14 * DAY, last - 7 * DAY, last - DAY]
    assert told(people.cecilie) == told(people.poul) == ["period_changed", "period_changed"]
    assert told(people.ulla) == []


def test_an_extension_takes_the_old_reminders_back(people):
    case = running(people)
    first = TODAY + 29 * DAY
    assert reminded(people.ulla) == [first - 14 * DAY, first - 7 * DAY, first - DAY]
    with acting_as(people.ulla) as ulla:
        extend_period(actor=ulla, case=case, days=90, ground="special", words="Ill.", asked_on=TODAY, now=NOW)
    last = TODAY + 119 * DAY
    assert reminded(people.ulla) == [last - 14 * DAY, last - 7 * DAY, last - DAY]


def test_what_has_been_shown_is_not_taken_back(people):
    case = running(people, first_day=TODAY)
    later = NOW + timedelta(days=20)  # after the first reminder
    with acting_as(people.ulla) as ulla:
        extend_period(actor=ulla, case=case, days=30, ground="cooperates", asked_on=TODAY, now=later)
    assert reminded(people.ulla)[0] == TODAY + 15 * DAY
    assert reminded(people.ulla)[1:] == [TODAY + 59 * DAY - days * DAY for days in (14, 7, 1)]


@pytest.mark.parametrize("ending", ["", "disappeared", "residence", "return_begun"])
def test_what_stops_is_neither_watched_nor_reminded_of_and_can_go_on(people, ending):
    case = running(people)
    later = NOW + 5 * DAY
    with acting_as(people.ulla) as ulla:
        stop_period(actor=ulla, case=case, last_day=later.date(), now=later, ending=ending)
    assert (work_of(people.ulla), work_of(people.cecilie), reminded(people.ulla)) == ([], [], [])
    assert told(people.poul)[-1:] == ["period_changed"]
    with as_owner():
        assert Notice.objects.filter(to=people.poul.agency, what="period_stopped").count() == 1
    found = NOW + 40 * DAY
    with acting_as(people.ulla) as ulla:
        resume_period(actor=ulla, case=case, first_day=found.date(), now=found)
    last = found.date() + 23 * DAY
    assert work_of(people.ulla) == [("period_ends", last)]
    assert reminded(people.ulla) == [last - 14 * DAY, last - 7 * DAY, last - DAY]


def test_a_later_start_moves_the_deadline_and_what_is_reminded(people):
    case = running(people, first_day=TODAY + 5 * DAY)
    with acting_as(people.ulla) as ulla:
        move_start(actor=ulla, case=case, first_day=TODAY + 10 * DAY, now=NOW)
    last = TODAY + 39 * DAY
    assert (deadline(people.poul, case), work_of(people.cecilie)) == (last, [("period_ends", last)])
    assert reminded(people.cecilie) == [last - 14 * DAY, last - 7 * DAY, last - DAY]


def test_a_refusal_leaves_the_deadline_and_answers_the_request(people):
    case = running(people)
    with acting_as(people.cecilie) as cecilie:
        ask_for_period(actor=cecilie, case=case, asks_for="extension", asked_on=TODAY, days=30, now=NOW)
    assert ("extension_asked", TODAY + 29 * DAY) in work_of(people.ulla)
    with acting_as(people.ulla) as ulla:
        with pytest.raises(Refused, match="Write the reasons"):
            refuse_request(actor=ulla, case=case, words=" ", now=NOW)
        refuse_request(actor=ulla, case=case, words="Nothing special.", now=NOW)
    assert work_of(people.ulla) == [("period_ends", TODAY + 29 * DAY)]
    assert told(people.cecilie)[-1] == "period_refused"


def test_a_page_that_is_behind_is_refused(people):
    case = running(people)
    with acting_as(people.ulla) as ulla:
        extension = {"days": 30, "ground": "cooperates", "asked_on": TODAY, "now": NOW}
        extend_period(actor=ulla, case=case, seen=1, **extension)
        with pytest.raises(Stale):
            extend_period(actor=ulla, case=case, seen=1, **extension)
    assert deadline(people.ulla, case) == TODAY + 59 * DAY


@pytest.mark.commits
def test_two_extensions_at_once_never_exceed_the_ceiling(people):
    case = running(people)

    def extending(person):
        def act(together):
            with acting_as(person):
                together()
                extend_period(actor=person, case=case, days=60, ground="cooperates", asked_on=TODAY, now=NOW)

        return act

    [error] = at_once(extending(people.ulla), extending(people.ulla))
    assert isinstance(error, Refused)
    assert (error.sentence, error.values) == ("Write a number of days from 1 to %(left)s.", {"left": 30})
    assert deadline(people.ulla, case) == TODAY + 89 * DAY


# Asking


def test_whoever_helps_passes_on_what_is_asked_and_whoever_decides_has_it_as_work(people):
    case = running(people)
    take_on(people, case, people.sara, "shelter")
    take_on(people, case, people.nora, "supporter")
    take_on(people, case, people.mona, "municipality")
    asked = {
        "asks_for": "extension",
        "asked_on": TODAY,
        "days": 30,
        "ground": "special",
        "words": "I am ill.",
        "now": NOW,
    }
    for person in (people.cecilie, people.poul, people.sara, people.nora, people.mona):
        with acting_as(person):
            ask_for_period(actor=person, case=case, **asked)
    assert work_of(people.ulla, "extension_asked") == [("extension_asked", TODAY + 29 * DAY)]
    assert told(people.ulla).count("period_asked") == 5
    assert told(people.cecilie).count("period_asked") == 4
    assert sees(people.ulla, PeriodApplication) == sees(people.cecilie, PeriodApplication) == 5
    assert [sees(person, PeriodApplication) for person in (people.poul, people.sara, people.nora, people.mona)] == [
        1
    ] * 4


def test_who_asks_does_not_learn_by_it_who_decides(people):
    case = victim(people)
    take_on(people, case, people.nora, "supporter")
    before = sees(people.nora, Assignment), sees(people.nora, Notice)
    with acting_as(people.nora) as nora:
        ask_for_period(actor=nora, case=case, asks_for="period", asked_on=TODAY, now=NOW)
    assert work_of(people.ulla) == [("period_asked", None)]
    assert (sees(people.nora, Assignment), sees(people.nora, Notice)) == before


def test_who_asks_is_not_known_as_the_shelter_by_it(people):
    case = running(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.sara) as sara:
        ask_for_period(actor=sara, case=case, asks_for="extension", asked_on=TODAY, now=NOW)
    with acting_as(people.ulla):
        assert all(people.sara.agency.short not in row.signature for row in PeriodApplication.objects.all())
        assert not Assignment.objects.filter(author=people.sara.agency).exists()
        assert not Notice.objects.filter(author=people.sara.agency).exists()


def test_who_may_not_ask_gives_nobody_work(people):
    case = running(people)
    for person in (people.otto, people.left, people.nina):  # nina refers, and has no application
        with acting_as(person):
            if person is people.nina:
                assert refused(ask_for_period, actor=person, case=case, asks_for="period", asked_on=TODAY, now=NOW)
            else:
                with pytest.raises(Refused):
                    ask_for_period(actor=person, case=case, asks_for="extension", asked_on=TODAY, now=NOW)
            ask = (
                "SELECT wall_ask_decider(%s, 'extension_asked', 13::smallint, 3::smallint, 'period_asked', NULL, now())"
            )
            assert refused(sql, ask, case.pk)
    assert work_of(people.ulla) == [("period_ends", TODAY + 29 * DAY)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_on": TODAY + DAY}, "asked_on"),
        ({"days": 0}, "days"),
        ({"asks_for": "period"}, "asks_for"),
        ({"days": 500}, None),  # whether it can be given is not for who passes it on to say
    ],
)
def test_what_cannot_be_passed_on(people, changes, field):
    case = running(people)
    asked = {"asks_for": "extension", "asked_on": TODAY, "days": 30, "now": NOW} | changes
    with acting_as(people.cecilie) as cecilie:
        if field is None:
            assert ask_for_period(actor=cecilie, case=case, **asked).days == changes["days"]
        else:
            with pytest.raises(Refused) as caught:
                ask_for_period(actor=cecilie, case=case, **asked)
            assert caught.value.field == field


# Competence moves in mid-course


def test_when_competence_moves_the_deadline_is_watched_by_whoever_decides_now(people):
    case = running(people)
    with acting_as(people.cecilie) as cecilie:
        later = NOW + timedelta(hours=1)
        ask_for_period(actor=cecilie, case=case, asks_for="extension", asked_on=TODAY, days=30, now=later)
        record_residence(actor=cecilie, case=case, status="lawful", now=later)
    last = TODAY + 29 * DAY
    assert work_of(people.ulla) == []
    assert sorted(work_of(people.cecilie)) == [("extension_asked", last), ("period_ends", last)]
    assert (reminded(people.ulla), len(reminded(people.cecilie))) == ([], 3)
    with acting_as(people.ulla) as ulla, pytest.raises(Refused) as caught:
        extend_period(actor=ulla, case=case, days=30, ground="cooperates", asked_on=TODAY, now=NOW)
    assert caught.value.sentence == CMM_DECIDES
    with acting_as(people.cecilie) as cecilie:
        step = extend_period(actor=cecilie, case=case, days=90, ground="special", words="x", asked_on=TODAY, now=NOW)
        assert (step.kind, course_for(case, cecilie).total_days) == ("restitution", 120)


# Reminders go out as mail on their day


def due(person, *, days=0):
    """Let the reminders to `person`'s agency be due now (or `days` ago)."""
    with as_owner():
        Mail.objects.all().delete()
        sql(
            """UPDATE cases_notice SET written_at = now() - interval '30 days',
                      shown_from = now() - interval '1 minute' - %s * interval '1 day'
                WHERE what = 'period_ends' AND to_id = %s AND withdrawn_at IS NULL""",
            days, person.agency_id,
        )  # fmt: skip
    mail.outbox.clear()


def addressees():
    return sorted({address for message in mail.outbox for address in message.to})


def test_nothing_is_mailed_or_shown_before_its_day(people):
    running(people)
    now = datetime.now(ZoneInfo("Europe/Copenhagen"))
    with as_owner():
        Mail.objects.all().delete()
        sql("UPDATE cases_notice SET shown_from = now() + interval '1 hour' WHERE what = 'period_ends'")
        assert not Notice.objects.filter(what="period_ends", shown_from__lte=now).exists()
    carry_mail.delay()
    assert mail.outbox == []
    with acting_as(people.ulla) as ulla:
        assert [notice.what for notice in notices_of(ulla) if notice.what == "period_ends"] == []


def test_on_its_day_a_reminder_is_mailed_once_to_who_is_responsible_then(people):
    case = running(people)
    due(people.cecilie)
    with acting_as(people.cecilie) as cecilie:
        hand_over(actor=cecilie, case=case, responsible=cecilie)
    carry_mail.delay()
    carry_mail.delay()
    assert addressees() == ["cecilie@tillid.example"]
    assert len(mail.outbox) == 3  # three reminders were made due at once
    with acting_as(people.cecilie) as cecilie:
        assert [notice.what for notice in notices_of(cecilie)][:3] == ["period_ends"] * 3


def test_a_reminder_names_nobody(people):
    case = running(people)
    due(people.ulla)
    carry_mail.delay()
    assert addressees() == ["ulla@tillid.example"]
    for word in ("Ngọc", case.number, "HopeNow", "Odense", str(case.pk)):
        assert all(word not in message.subject + message.body for message in mail.outbox)


def test_a_reminder_is_dropped_with_the_right_to_read_it(people):
    case = running(people)
    due(people.ulla)
    with acting_as(people.ulla) as ulla:
        recuse(actor=ulla, case=case, reason="knows", now=NOW)
    carry_mail.delay()
    assert mail.outbox == []
    with acting_as(people.cecilie):
        for capacity in ("competent", "immigration"):
            assert end(case=case, agency=people.ulla.agency, capacity=capacity)
    due(people.ulla)
    carry_mail.delay()
    assert mail.outbox == []


def test_a_reminder_that_could_not_go_out_for_three_days_is_given_up(people):
    running(people)
    due(people.ulla, days=4)
    carry_mail.delay()
    assert mail.outbox == []
