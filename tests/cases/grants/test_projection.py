"""The projection: one row for each end, kept under the case's lock; a lapse needs nothing to run."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.envelope.selectors import count_cases_of
from cases.grants import services as grants
from cases.models import Case, CaseAccess, Grant
from cases.policy import Capacity, Section, bit, masks
from cases.wall import acting_as
from referrals.models import Referral
from tests.attempts import sql
from tests.conftest import as_owner, at_once
from tests.people import accepted, disclosed, drafted, put, question, sees
from victims.models import Name


def now():
    """The database's own clock decides what has lapsed."""
    return datetime.now(UTC)


def listed(person):
    with acting_as(person):
        found = list(Case.objects.visible_to(person).newest())
        assert count_cases_of(person) == len(found)
        return found


def test_one_row_an_end_and_the_last_is_listed(people):
    case = accepted(people)
    soon, later = (now() + timedelta(hours=hours) for hours in (1, 2))
    for until in (soon, later):
        disclosed(people, case, sections=[Section.NAME, Section.IDENTITY], until=until)
    with acting_as(people.nina):
        rows = [(row.until, row.reads, row.listed_from is None) for row in CaseAccess.objects.order_by("until")]
    told = bit(Section.NAME) | bit(Section.IDENTITY)
    assert rows == [(soon, told, True), (later, told, True), (None, masks("referrer").reads, False)]
    assert listed(people.nina) == [case]


def test_a_case_is_listed_once_at_any_moment_for_a_person_with_more_than_their_agency(people):
    case = accepted(people)
    begin = now()
    with as_owner():
        Grant.objects.filter(group=people.nina.agency_id).update(until=begin + timedelta(hours=1))
    disclosed(people, case, sections=[Section.NAME], until=begin + timedelta(hours=2), user=people.nina)
    assert listed(people.nina) == [case]
    with as_owner():  # an hour passes
        CaseAccess.objects.filter(user=None, until__isnull=False).update(until=begin - timedelta(hours=1))
        CaseAccess.objects.filter(user=people.nina).update(listed_from=begin - timedelta(hours=1))
    assert listed(people.nina) == [case]
    assert (sees(people.nina, Name), sees(people.nina, Referral)) == (1, 0)


def test_a_named_persons_row_is_listed_from_the_agencys_end(people):
    case = accepted(people)
    end = now() + timedelta(hours=1)
    with as_owner():
        Grant.objects.filter(group=people.nina.agency_id).update(until=end)
    for hours in (0.5, 2):
        disclosed(people, case, sections=[Section.NAME], until=now() + timedelta(hours=hours), user=people.nina)
    with as_owner():
        rows = CaseAccess.objects.filter(user=people.nina).order_by("until").values_list("listed_from", flat=True)
        assert list(rows) == [None, end]


def test_a_named_person_alone_is_listed_at_once(people):
    case = accepted(people)
    disclosed(people, case, sections=[Section.NAME], user=people.otto, to=people.otto)
    assert listed(people.otto) == [case]


def test_an_end_that_the_owner_moves_is_projected(people):
    accepted(people)
    end = now() + timedelta(hours=1)
    with as_owner():
        Grant.objects.filter(group=people.nina.agency_id).update(until=end)
        assert CaseAccess.objects.get(agency=people.nina.agency_id).until == end


def test_two_rights_that_end_together_are_one_row(people):
    accepted(people)
    with acting_as(people.ulla):
        both = CaseAccess.objects.get()
    competent, immigration = masks("competent"), masks("immigration")
    assert both.writes == competent.writes | immigration.writes
    assert (both.reads, both.owns) == (competent.reads | immigration.reads, competent.owns | immigration.owns)


def test_a_disclosure_lapses_by_itself(people):
    case = accepted(people)
    disclosed(people, case, sections=[Section.NAME], until=now() + timedelta(days=1))
    assert sees(people.nina, Name) == 1
    with as_owner():  # the moment passes: no grant is touched, and nothing is projected anew
        assert CaseAccess.objects.exclude(until=None).update(until=now() - timedelta(days=1)) == 1
    assert (sees(people.nina, Name), sees(people.nina, Referral)) == (0, 1)
    assert listed(people.nina) == [case]


def hold_until_another_waits():
    """Keep the transaction open until the other one meets it; whoever comes second asks in vain, and goes on."""
    for _time in range(100):
        if sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)") == [(True,)]:
            return


@pytest.mark.commits
def test_two_revocations_at_once_leave_nothing_behind(people):
    case = accepted(people)
    for _ in range(5):
        with acting_as(people.cecilie) as cecilie:
            put(cecilie, case, people.nina.agency, Capacity.FOLLOWER)
        told = disclosed(people, case, sections=[Section.IDENTITY])

        def end_capacity(together):
            with acting_as(people.cecilie):
                together()
                grants.end(case=case, agency=people.nina.agency, capacity=Capacity.FOLLOWER)
                hold_until_another_waits()

        def end_disclosure(together, told=told):
            with acting_as(people.cecilie):
                together()
                grants.revoke(told)
                hold_until_another_waits()

        assert at_once(end_capacity, end_disclosure) == []
        with as_owner():
            left = CaseAccess.objects.get(agency=people.nina.agency_id)
        assert (left.reads, left.owns) == (masks("referrer").reads, masks("referrer").owns)


@pytest.mark.commits
def test_an_opener_that_asks_two_at_once_asks_one(people):
    for _ in range(3):
        case = drafted(people)

        def asking(person, case=case):
            def act(together):
                with acting_as(people.nina) as nina:
                    together()
                    question(nina, case, person.agency, Capacity.COORDINATOR)

            return act

        assert len(at_once(asking(people.cecilie), asking(people.mona))) == 1
        with as_owner():
            assert Grant.objects.filter(content_object=case, offered__isnull=False).count() == 1
