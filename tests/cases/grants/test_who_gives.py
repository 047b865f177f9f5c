"""Who gives what to whom, and who ends it: the database's own rule, tried by those who would bend it (hole 1)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cases.grants import services as grants
from cases.models import Case, CaseAccess, Disclosure, Grant
from cases.policy import Capacity, Section
from cases.wall import acting_as
from referrals.models import Referral
from referrals.referral.services import withdraw_referral
from tests.attempts import fails, sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, disclosed, drafted, has, put, question, referred, sees, take_on, yes

SYSTEM = {Capacity.CLOCK, Capacity.MATCHER, Capacity.STATISTICS, Capacity.OVERSIGHT}
YESTERDAY = timedelta(days=-1)
RESTS = {"legal_basis": "a basis", "now": NOW}


def lapse(**which):
    with as_owner():
        assert Grant.objects.filter(**which).update(until=datetime.now(UTC) + YESTERDAY)


def test_the_opener_makes_nobody_anything_but_referrer(people):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        able = (nina, people.otto, people.cecilie, people.ulla, people.poul, people.sara, people.hanne, people.mona)
        for capacity in set(Capacity) - SYSTEM:
            for to in (*able, people.ian, people.paula):
                assert fails(put, nina, case, to.agency, capacity)
        for system in (people.clock, people.matcher, people.counter, people.olga):
            assert put(nina, case, system.agency, system.agency.kind)
            assert fails(put, nina, case, people.otto.agency, system.agency.kind)


def test_the_opener_asks_only_one_who_can_coordinate_and_one_at_a_time(people):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        for to in (nina, people.otto, people.poul, people.sara):
            assert fails(question, nina, case, to.agency, Capacity.COORDINATOR)
        assert fails(question, nina, case, people.sara.agency, Capacity.SHELTER)
        both = [
            Grant(
                content_object=case, group_id=to.agency_id, permission=grants.as_("addressee"),
                offered=grants.as_("coordinator"), given_by=nina.agency, legal_basis="x", since=NOW,
            )
            for to in (people.cecilie, people.mona)
        ]  # fmt: skip
        assert fails(Grant.objects.bulk_create, both)
        question(nina, case, people.cecilie.agency, Capacity.COORDINATOR)
        assert fails(question, nina, case, people.mona.agency, Capacity.COORDINATOR)


def test_an_addressee_takes_what_it_was_asked_and_puts_nobody_on(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        asker = people.nina.agency
        assert fails(put, cecilie, case, people.otto.agency, Capacity.REFERRER)
        assert fails(put, cecilie, case, people.ulla.agency, Capacity.COMPETENT)
        assert fails(put, cecilie, case, cecilie.agency, Capacity.COORDINATOR)  # as its own gift
        assert fails(grants.grant, case, cecilie.agency, grants.as_("competent"), given_by=asker, **RESTS)
        assert fails(grants.grant, case, people.mona.agency, grants.as_("coordinator"), given_by=asker, **RESTS)
        of_asker = {"given_by": asker, **RESTS}
        coordinator = {"offered": grants.as_("coordinator"), **of_asker}
        assert fails(grants.grant, case, people.otto.agency, grants.as_("addressee"), **coordinator)
        assert fails(
            grants.grant, case, people.otto.agency, grants.as_("addressee"), offered=grants.as_("supporter"), **of_asker
        )
        assert fails(grants.grant, case, people.otto.agency, grants.as_("addressee"), **of_asker)
        assert fails(grants.grant, case, people.mona.agency, grants.as_("asked"), **coordinator)
        assert yes(cecilie, case)
    with acting_as(people.cecilie):  # a question answered is a question over
        assert fails(grants.grant, case, people.mona.agency, grants.as_("addressee"), **coordinator)


def test_who_was_not_asked_takes_nothing(people):
    case = referred(people)
    for person in (people.mona, people.otto, people.poul):
        with acting_as(person):
            by_nina = {"given_by": people.nina.agency, **RESTS}
            assert fails(grants.grant, case, person.agency, grants.as_("coordinator"), **by_nina)


def test_after_acceptance_the_opener_gives_and_ends_nothing(people):
    case = accepted(people)
    with acting_as(people.nina) as nina:
        assert fails(put, nina, case, people.otto.agency, Capacity.REFERRER)
        assert fails(question, nina, case, people.mona.agency, Capacity.COORDINATOR)
        assert Grant.objects.exclude(group=nina.agency_id).delete()[0] == 0
        assert sql("DELETE FROM cases_grant WHERE group_id <> %s", nina.agency_id) == 0
    assert sees(people.cecilie, Referral) == 1


def test_after_withdrawal_the_opener_gives_nothing(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=NOW)
        assert fails(put, nina, case, people.otto.agency, Capacity.REFERRER)
        assert fails(question, nina, case, people.mona.agency, Capacity.COORDINATOR)


def test_after_all_grants_have_ended_nobody_comes_back(people):
    case = accepted(people)
    with as_owner():
        Grant.objects.all().delete()
    for person in (people.nina, people.cecilie, people.otto):
        with acting_as(person):
            for capacity in Capacity:
                assert fails(put, person, case, person.agency, capacity)
                assert fails(question, person, case, person.agency, capacity)


def test_each_giver_gives_its_row_and_no_more(people):
    case = accepted(people)
    with acting_as(people.ulla) as ulla:  # competent and immigration
        assert put(ulla, case, ulla.agency, Capacity.MAINTAINER)
        assert put(ulla, case, people.cecilie.agency, Capacity.COMPETENT)
        assert fails(put, ulla, case, people.poul.agency, Capacity.POLICE)
        assert fails(question, ulla, case, people.sara.agency, Capacity.SHELTER)
    with acting_as(people.cecilie) as cecilie:
        assert fails(put, cecilie, case, people.sara.agency, Capacity.SHELTER)  # asked first
        assert fails(put, cecilie, case, people.otto.agency, Capacity.POLICE)  # an NGO is no police
        assert fails(put, cecilie, case, cecilie.agency, Capacity.COORDINATOR)
        assert put(cecilie, case, people.nina.agency, Capacity.FOLLOWER)
        assert grants.end(case=case, agency=people.ulla.agency, capacity=Capacity.MAINTAINER)  # whoever gave it
        assert not grants.end(
            case=case, agency=people.nina.agency, capacity=Capacity.REFERRER
        )  # which no coordinator gives
        assert grants.end(case=case, agency=people.nina.agency, capacity=Capacity.FOLLOWER)
    with acting_as(people.poul) as poul:
        assert fails(put, poul, case, people.otto.agency, Capacity.REFERRER)


def test_a_coordinator_asks_another_to_take_over(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        assert fails(question, cecilie, case, people.nina.agency, Capacity.COORDINATOR)
    take_on(people, case, people.mona, Capacity.COORDINATOR)
    with acting_as(people.cecilie) as cecilie:
        assert grants.end(case=case, agency=cecilie.agency, capacity=Capacity.COORDINATOR)
    assert "w" in has(people.mona, case, Section.NAME)
    assert has(people.cecilie, case, Section.PARTIES) == ""


def test_only_a_coordinator_ends_the_gifts_of_others(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.ulla.agency, Capacity.MAINTAINER)
    with acting_as(people.ulla):
        gift = Grant.objects.get(permission__codename="as_police")
        assert not grants.end(case=case, agency=gift.group.agency, capacity=Capacity.POLICE)
    with acting_as(people.nina):
        assert not grants.end(case=case, agency=people.cecilie.agency, capacity=Capacity.COORDINATOR)


def test_the_coordinator_ends_what_was_accepted_on_its_question(people):
    case = accepted(people)
    take_on(people, case, people.sara, Capacity.SHELTER)
    with acting_as(people.cecilie):
        assert grants.end(case=case, agency=people.sara.agency, capacity=Capacity.SHELTER)
    assert sees(people.sara, Case) == 0


def test_a_grant_says_truly_who_gave_it_and_since_when(people):
    case = accepted(people)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with acting_as(people.cecilie) as cecilie:
        follower = (case, people.nina.agency, grants.as_("follower"))
        by_cmm = {"given_by": cecilie.agency, "legal_basis": "x"}
        assert fails(grants.grant, *follower, legal_basis="x", given_by=people.ulla.agency, now=NOW)
        assert fails(grants.grant, *follower, **by_cmm, now=tomorrow)
        assert fails(grants.grant, *follower, **by_cmm, now=NOW, user=people.otto)
        assert fails(grants.grant, *follower, **by_cmm | {"legal_basis": ""}, now=NOW)
        assert fails(Grant.objects.update, since=tomorrow)
        assert fails(CaseAccess.objects.update, until=None)
        assert grants.grant(*follower, **by_cmm, now=NOW, user=people.nina)


def test_a_section_is_given_by_disclosure_only_and_as_the_disclosure_says(people):
    case = accepted(people)
    sees_name, sees_identity = grants.permission("sees_name"), grants.permission("sees_identity")
    with acting_as(people.cecilie) as cecilie:
        by_cmm = {"given_by": cecilie.agency, **RESTS}
        assert fails(grants.grant, case, people.nina.agency, sees_name, **by_cmm)
    told = disclosed(people, case, sections=[Section.IDENTITY], until=datetime.now(UTC))
    with acting_as(people.cecilie) as cecilie:
        rests = {"disclosure": told, "until": told.until, **by_cmm}
        assert fails(grants.grant, case, people.nina.agency, sees_name, **rests)
        grants.revoke(told)
        assert fails(grants.grant, case, people.nina.agency, sees_identity, **rests | {"until": None})
        assert fails(grants.grant, case, people.otto.agency, sees_identity, **rests)
        assert fails(grants.grant, case, people.nina.agency, sees_identity, **rests, user=people.nina)
        assert fails(grants.grant, case, people.nina.agency, grants.as_("follower"), **rests)
        assert grants.grant(case, people.nina.agency, sees_identity, **rests)


def test_acceptance_is_that_cases_alone_and_its_first_moment_stays(people):
    draft = referred(people)
    case = accepted(people)
    with as_owner():
        assert Case.objects.get(pk=draft.pk).accepted_at is None
        before = NOW - timedelta(days=9)
        Case.objects.filter(pk=case.pk).update(accepted_at=before)
        grants.grant(case, people.mona.agency, grants.as_("coordinator"), given_by=people.mona.agency, **RESTS)
        assert Case.objects.get(pk=case.pk).accepted_at == before


def test_what_one_is_on_another_case_counts_for_nothing(people):
    accepted(people)
    draft = referred(people)
    third = drafted(people, by=people.poul)
    for person in (people.cecilie, people.ulla):
        with acting_as(person):
            for case in (draft, third):
                assert fails(put, person, case, person.agency, Capacity.COMPETENT)
    with acting_as(people.cecilie) as cecilie:
        by_nina = {"given_by": people.nina.agency, **RESTS}
        assert fails(grants.grant, third, cecilie.agency, grants.as_("coordinator"), **by_nina)
    with acting_as(people.nina) as nina:  # who opened another
        assert fails(put, nina, third, nina.agency, Capacity.REFERRER)
        assert fails(question, nina, third, people.mona.agency, Capacity.COORDINATOR)


def test_a_question_on_one_case_does_not_stop_a_question_on_another(people):
    assert {referred(people).state, referred(people).state} == {"sent"}


def test_a_question_is_for_one_agency_one_capacity_and_one_case(people):
    case, second, other = accepted(people), accepted(people), referred(people)
    with acting_as(people.cecilie) as cecilie:
        grants.pass_on(actor=cecilie, case=other, agency=people.mona.agency, now=NOW)
        question(cecilie, case, people.mona.agency, Capacity.MUNICIPALITY)
        question(cecilie, second, people.mona.agency, Capacity.SHELTER)
    by_cmm, by_nina = ({"given_by": person.agency, **RESTS} for person in (people.cecilie, people.nina))
    with acting_as(people.mona) as mona:
        assert fails(grants.grant, case, mona.agency, grants.as_("shelter"), **by_cmm)
        assert fails(grants.grant, case, mona.agency, grants.as_("coordinator"), **by_nina)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.sara.agency, Capacity.SHELTER)
    with acting_as(people.mona) as mona:
        assert fails(grants.grant, case, mona.agency, grants.as_("shelter"), **by_cmm)


def test_what_has_lapsed_gives_and_takes_nothing(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.mona.agency, Capacity.MUNICIPALITY)
    lapse(group__in=[people.cecilie.agency_id, people.mona.agency_id])
    with acting_as(people.cecilie) as cecilie:
        assert fails(put, cecilie, case, people.ulla.agency, Capacity.MAINTAINER)
    with acting_as(people.mona) as mona:
        by_cmm = {"given_by": people.cecilie.agency, **RESTS}
        assert fails(grants.grant, case, mona.agency, grants.as_("municipality"), **by_cmm)


def test_a_lapsed_question_is_not_taken_on_the_strength_of_another(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for capacity in (Capacity.MUNICIPALITY, Capacity.SHELTER):
            question(cecilie, case, people.mona.agency, capacity)
    lapse(offered=grants.as_("municipality"))
    with acting_as(people.mona) as mona:
        by_cmm = {"given_by": people.cecilie.agency, **RESTS}
        assert fails(grants.grant, case, mona.agency, grants.as_("municipality"), **by_cmm)
        assert grants.grant(case, mona.agency, grants.as_("shelter"), **by_cmm)


def test_a_question_that_has_lapsed_makes_room_for_the_next(people):
    case = referred(people)
    lapse(offered__isnull=False)
    with acting_as(people.nina) as nina:
        assert question(nina, case, people.mona.agency, Capacity.COORDINATOR)
        connection.check_constraints()


def test_a_capacity_for_one_person_gives_by_that_person_alone(people):
    case = accepted(people)
    with as_owner():
        Grant.objects.filter(group=people.cecilie.agency_id).update(user=people.cecilie)
    with acting_as(people.carl) as carl:
        assert fails(put, carl, case, people.ulla.agency, Capacity.MAINTAINER)
    with acting_as(people.cecilie) as cecilie:
        assert put(cecilie, case, people.ulla.agency, Capacity.MAINTAINER)


def test_a_question_is_taken_back_by_who_asked_it_until_it_is_answered(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        assert Grant.objects.filter(group=people.cecilie.agency_id).count() == 1
        assert grants.take_back(actor=nina, case=case) == 1
    assert sees(people.cecilie, Case) == 0
    case = accepted(people)
    with acting_as(people.nina) as nina:
        assert Grant.objects.filter(content_object=case).exclude(group=nina.agency_id).count() == 0
        assert grants.take_back(actor=nina, case=case) == 0
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.sara.agency, Capacity.SHELTER)
        assert grants.take_back(actor=cecilie, case=case) == 1
    assert sees(people.sara, Case) == 0


def test_a_question_comes_as_what_it_is_and_gives_nothing_with_it(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for capacity in (Capacity.MUNICIPALITY, Capacity.COORDINATOR, Capacity.POLICE, Capacity.ADDRESSEE):
            offering = {"offered": grants.as_("municipality"), "given_by": cecilie.agency, **RESTS}
            assert fails(grants.grant, case, people.mona.agency, grants.as_(capacity), **offering)
        assert grants.grant(case, people.mona.agency, grants.as_("asked"), **offering)


def test_what_is_put_on_at_once_is_not_asked_for(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for capacity, person in ((Capacity.POLICE, people.henrik), (Capacity.FOLLOWER, people.nina)):
            offering = {"offered": grants.as_(capacity), "given_by": cecilie.agency, **RESTS}
            assert fails(grants.grant, case, person.agency, grants.as_("asked"), **offering)


def test_who_is_on_the_case_until_later_gives_until_then(people):
    case = accepted(people)
    with as_owner():
        later = datetime.now(UTC) + timedelta(days=1)
        Grant.objects.filter(group=people.cecilie.agency_id).update(until=later)
    with acting_as(people.cecilie) as cecilie:
        assert put(cecilie, case, people.nina.agency, Capacity.FOLLOWER)


def test_after_acceptance_no_question_is_passed_on_any_more(people):
    case = referred(people)
    with as_owner():
        Case.objects.filter(pk=case.pk).update(accepted_at=NOW)
    with acting_as(people.cecilie) as cecilie:
        assert fails(grants.pass_on, actor=cecilie, case=case, agency=people.mona.agency, now=NOW)


def test_a_question_that_ends_later_is_still_the_one_that_is_asked(people):
    case = referred(people)
    with as_owner():
        later = datetime.now(UTC) + timedelta(days=1)
        Grant.objects.filter(permission=grants.as_("addressee")).update(until=later)
    with acting_as(people.nina) as nina:
        assert fails(question, nina, case, people.mona.agency, Capacity.COORDINATOR)


def test_who_was_on_a_case_is_remembered(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.nina.agency, Capacity.FOLLOWER)
        grants.end(case=case, agency=people.nina.agency, capacity=Capacity.FOLLOWER)
        told = Grant.history.filter(content_object=case, permission=grants.as_("follower")).order_by("history_date")
        assert [(row.history_type, row.history_user.name) for row in told] == [("+", "Cecilie"), ("-", "Cecilie")]


def test_who_no_longer_could_give_a_thing_no_longer_ends_it(people):
    case = accepted(people)
    with acting_as(people.ulla) as ulla:
        put(ulla, case, people.ulla.agency, Capacity.MAINTAINER)
    maintainer = grants.as_("maintainer")
    with as_owner():
        Grant.objects.filter(permission=maintainer).update(group=people.poul.agency_id)
        Grant.objects.filter(permission=grants.as_("immigration")).delete()
    with acting_as(people.ulla):
        assert sql("DELETE FROM cases_grant WHERE permission_id = %s", maintainer.pk) == 0


def test_a_disclosure_is_its_authors_and_is_known_to_the_parties(people):
    case = accepted(people)
    told = disclosed(people, case)
    known = {}
    for person in (people.nina, people.cecilie, people.poul, people.clock, people.otto):
        with acting_as(person):
            known[person.name] = Disclosure.objects.count()
    assert known == {"Nina": 1, "Cecilie": 1, "Poul": 1, "Clock": 0, "Otto": 0}
    true = {
        "case": case, "author": people.cecilie.agency, "decided_by": people.cecilie, "to": people.nina.agency,
        "sections": 1, "purpose": "p", "legal_basis": "b",
    }  # fmt: skip
    with acting_as(people.cecilie):
        assert Disclosure.objects.create(**true)
        assert fails(Disclosure.objects.create, **true | {"decided_by": people.carl})
        assert fails(Disclosure.objects.create, **true | {"author": people.ulla.agency})
        assert fails(Disclosure.objects.update, sections=0)
        assert fails(Disclosure.objects.all().delete)
    drafted(people, by=people.otto)  # being on another case does not help
    with acting_as(people.otto) as otto:
        assert fails(Disclosure.objects.create, **true | {"author": otto.agency, "decided_by": otto})
    with acting_as(people.cecilie):
        grants.revoke(told)
    sees_identity = grants.permission("sees_identity")
    for person, by in ((people.carl, people.carl), (people.ulla, people.ulla), (people.ulla, people.cecilie)):
        with acting_as(person):  # neither one who is no lead renews what a lead disclosed, nor another agency
            renewed = {"disclosure": told, "given_by": by.agency, **RESTS}
            assert fails(grants.grant, case, people.nina.agency, sees_identity, **renewed)


def test_a_grant_rests_on_its_own_disclosure_and_not_on_one_like_it(people):
    case, other = accepted(people), accepted(people)
    identity = disclosed(people, case, sections=[Section.IDENTITY])
    name = disclosed(people, case, sections=[Section.NAME])
    elsewhere = disclosed(people, other, sections=[Section.NAME], to=people.otto)
    sees_name = grants.permission("sees_name")
    with acting_as(people.cecilie) as cecilie:
        grants.revoke(name)
        by_cmm = {"given_by": cecilie.agency, **RESTS}
        for wrong, to in ((identity, people.nina), (elsewhere, people.otto)):
            assert fails(grants.grant, case, to.agency, sees_name, disclosure=wrong, **by_cmm)
        clothed = {"offered": sees_name, "disclosure": name, **by_cmm}  # a capacity in its clothes
        assert fails(grants.grant, case, people.nina.agency, grants.as_("police"), **clothed)
        assert grants.grant(case, people.nina.agency, sees_name, disclosure=name, **by_cmm)


# Whoever passes a question on does not keep it


def test_passing_on_and_keeping_the_question_is_refused_at_commit(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        passed = {"offered": grants.as_("coordinator"), "given_by": people.nina.agency, **RESTS}
        assert fails(grants.grant, case, people.mona.agency, grants.as_("addressee"), **passed)
        assert Grant.objects.filter(group=cecilie.agency_id, offered__isnull=False).exists()
        grants.pass_on(actor=cecilie, case=case, agency=people.mona.agency, now=NOW)
        connection.check_constraints()


@pytest.mark.commits
def test_that_refusal_comes_with_a_real_commit(people):
    case = referred(people)

    def passes_on_and_keeps():
        with acting_as(people.cecilie):
            passed = {"offered": grants.as_("coordinator"), "given_by": people.nina.agency, **RESTS}
            grants.grant(case, people.mona.agency, grants.as_("addressee"), **passed)

    with pytest.raises(Exception, match="one addressee at a time"):
        passes_on_and_keeps()
    assert (sees(people.cecilie, Case), sees(people.mona, Case)) == (1, 0)


def test_several_are_asked_for_a_place_at_once(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for shelter in (people.sara, people.stine, people.otto):
            question(cecilie, case, shelter.agency, Capacity.SHELTER)
        connection.check_constraints()
