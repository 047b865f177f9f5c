"""Entries: one a case with all that was seen; who, when and in which capacity are the database's to say."""

import uuid

import pytest
from django.db import ProgrammingError

from cases.entries.services import note
from cases.grants import services as grants
from cases.grants.services import recuse
from cases.models import Entry
from cases.policy import Capacity, Section, bit
from cases.wall import acting_as
from referrals.models import Preview, Referral
from tests.attempts import refused, sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, disclosed, sees, take_on
from victims.models import Detention, Name


def entries(**narrowed):
    with as_owner():
        found = Entry.objects.filter(**narrowed).order_by("at")
        return list(found.values_list("user_id", "case_id", "verb", "sections"))


def clear():
    with as_owner():
        Entry.objects.all().delete()


@pytest.fixture
def case(people):
    case = accepted(people)
    clear()
    return case


def test_one_entry_for_each_case_with_all_sections_seen(people, case):
    other = accepted(people)
    clear()
    with acting_as(people.cecilie) as cecilie:
        list(Name.objects.filter(case=case))
        list(Name.history.filter(case=case))
        list(Preview.objects.filter(case=case))
        list(Referral.objects.filter(case=other))
    both = bit(Section.NAME) | bit(Section.PREVIEW)
    assert set(entries()) == {
        (cecilie.pk, case.pk, "read", both),
        (cecilie.pk, other.pk, "read", bit(Section.REFERRAL)),
    }


def test_what_is_read_along_by_a_join_is_noted_too(people, case):
    with acting_as(people.cecilie) as cecilie:
        list(Referral.objects.select_related("preview"))
    assert entries() == [(cecilie.pk, case.pk, "read", bit(Section.PREVIEW) | bit(Section.REFERRAL))]


def test_a_write_weighs_more_than_a_read(people, case):
    with acting_as(people.cecilie) as cecilie:
        name = Name.objects.get()
        name.save()
        list(Detention.objects.all())
    assert entries() == [(cecilie.pk, case.pk, "write", bit(Section.NAME) | bit(Section.DETENTION))]


def test_entries_of_a_nested_actor_are_their_own(people, case):
    with acting_as(people.cecilie):
        list(Name.objects.all())
        with acting_as(people.poul):
            list(Name.objects.all())
    assert [user for user, *_ in entries()] == [people.poul.pk, people.cecilie.pk]


def test_what_is_rolled_back_was_not_seen(people, case):
    with pytest.raises(ZeroDivisionError), acting_as(people.cecilie):
        assert len(Name.objects.all()) / 0
    assert entries() == []


def test_when_it_cannot_be_recorded_nothing_is_shown(people, case):
    with as_owner():
        sql("REVOKE INSERT (id, case_id, verb, sections) ON cases_entry FROM tillid_app")
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(people.cecilie):
        list(Name.objects.all())


def test_who_and_when_and_as_what_are_not_the_applications_to_say(people, case):
    with acting_as(people.nina):
        for column, value in (
            ("user_id", people.cecilie.pk),
            ("agency_id", 1),
            ("at", "2013-01-01"),
            ("capacities", ["as_coordinator"]),
            ("seal_id", None),
            ("hash", b"x"),
        ):
            statement = (
                f"INSERT INTO cases_entry (id, case_id, verb, {column}) VALUES (gen_random_uuid(), %s, 'read', %s)"
            )
            assert refused(sql, statement, case.pk, value)
        for statement in (
            "UPDATE cases_entry SET verb = 'x'",
            "DELETE FROM cases_entry",
            "TRUNCATE cases_entry",
            "DELETE FROM cases_seal",
            "UPDATE cases_seal SET count = 0",
            "INSERT INTO cases_seal (number, count, previous, root) VALUES (1, 0, '', '')",
        ):
            assert refused(sql, statement)


def test_an_entry_says_in_which_capacities_one_was_on_the_case(people, case):
    take_on(people, case, people.mona, Capacity.MUNICIPALITY)
    disclosed(people, case, sections=[Section.NAME], user=people.nina)
    clear()
    for person in (people.ulla, people.nina, people.nora, people.mona, people.otto, people.adam, None):
        with acting_as(person):
            note(case.pk)
    with as_owner():
        told = {entry.user_id: (entry.agency_id, entry.capacities) for entry in Entry.objects.all()}
    assert told == {
        people.ulla.pk: (people.ulla.agency_id, ["as_competent", "as_immigration"]),
        people.nina.pk: (people.nina.agency_id, ["as_referrer", "sees_name"]),
        people.nora.pk: (people.nora.agency_id, ["as_referrer"]),
        people.mona.pk: (people.mona.agency_id, ["as_municipality"]),
        people.otto.pk: (people.otto.agency_id, []),
        people.adam.pk: (None, []),
        None: (None, []),
    }


def test_capacities_that_are_over_are_not_told(people, case):
    with as_owner():
        sql("UPDATE cases_grant SET until = now() - interval '1 day' WHERE group_id = %s", people.ulla.agency_id)
    with acting_as(people.ulla):
        note(case.pk)
    with as_owner():
        assert Entry.objects.get().capacities == []


def test_a_refused_id_is_noted_as_it_was_asked(people, case):
    unknown = uuid.uuid4()
    with acting_as(people.otto) as otto:
        for asked_for in (case.pk, unknown):
            note(asked_for, verb="refused")
    assert set(entries()) == {(otto.pk, asked_for, "refused", 0) for asked_for in (case.pk, unknown)}


def test_the_log_is_read_by_the_coordinator_and_oversight(people, case):
    with acting_as(people.cecilie):
        list(Name.objects.all())

    def count_entries(person):
        with acting_as(person):
            return Entry.objects.count()

    readers = (people.cecilie, people.olga, people.ulla, people.nina, people.poul, people.otto)
    assert [count_entries(person) for person in readers] == [1, 1, 0, 0, 0, 0]
    assert (sees(people.olga, Name), sees(people.olga, Referral)) == (0, 0)
    with acting_as(people.cecilie) as cecilie:
        recuse(actor=cecilie, case=case, reason="knows", now=NOW)
        grants.end(case=case, agency=cecilie.agency, capacity=Capacity.COORDINATOR)
    assert count_entries(people.cecilie) == 0
