"""Sealed text (holes 7 and 8): bound to its place, unreadable without its case's key, and never in a query."""

from contextlib import contextmanager

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import ProgrammingError, connections, transaction
from django.db.models import F

from cases.keys.fields import UNREADABLE, SealedField
from cases.keys.services import fetch_keys, unwrap, wrap
from cases.models import CaseKey, CaseRecord
from cases.wall import acting_as
from referrals.models import Referral
from tests.attempts import sql
from tests.conftest import as_owner, as_role, at_once
from tests.people import accepted, adds, drafted, write
from victims.models import Name


@pytest.fixture
def referral(people):
    """Nina's draft with a place and a name, the name changed once."""
    case = drafted(people, {"referral.name": "Ngọc Ánh", "referral.met_place": "Havnen 12-34"})
    with acting_as(people.nina) as nina:
        write(nina, case, {"referral.name": "Ngọc"})
        return Referral.objects.get()


@contextmanager
def as_keeper():
    with as_role("tillid_keeper", using="keys"):
        yield


def read(person, model=Referral, field="name"):
    with acting_as(person):
        return [getattr(row, field) for row in model.objects.order_by("written_at", "version")]


def raw(statement, *params):
    with as_owner():
        return sql(statement, *params)


def test_reads_back_in_the_record_its_history_and_its_past(people, referral):
    with acting_as(people.nina):
        fresh = Referral.objects.get()
        fresh.refresh_from_db()
        assert (fresh.name, fresh.met_place) == ("Ngọc", "Havnen 12-34")
        _empty, first, second = Referral.history.order_by("history_date")
        assert (first.name, second.name) == ("Ngọc Ánh", "Ngọc")
        changes = [(change.field, change.old, change.new) for change in second.diff_against(first).changes]
        assert ("name", "Ngọc Ánh", "Ngọc") in changes
        assert Referral.history.as_of(first.history_date).get().name == "Ngọc Ánh"
        assert Referral.objects.only("seen").get().name == "Ngọc"


def test_the_database_holds_no_plain_text(people, referral):
    stored = raw(
        "SELECT name FROM referrals_referral UNION ALL SELECT met_place FROM referrals_referral"
        " UNION ALL SELECT name FROM referrals_historicalreferral WHERE name IS NOT NULL"
    )
    assert len(stored) == 4
    assert not any("Ngọc".encode() in value or b"12-34" in value for (value,) in stored)
    assert len(set(stored)) == 3  # history holds what the table held


def test_empty_text_is_stored_as_nothing(people, referral):
    with acting_as(people.nina) as nina:
        write(nina, referral.case, {"referral.name": ""})
        assert Referral.objects.get().name is None
    assert raw("SELECT name FROM referrals_referral") == [(None,)]


def test_neither_searched_nor_updated_nor_listed_in_the_clear(people, referral):
    with acting_as(people.nina):
        referral.name = "plain"
        for act in (
            lambda: Referral.objects.update(name="plain"),
            lambda: Referral.objects.filter(name="plain").exists(),
            lambda: Referral.objects.filter(name__contains="plain").exists(),
            lambda: Referral.objects.filter(name__in=["plain"]).exists(),
            lambda: Referral.objects.bulk_update([referral], ["name"]),
        ):
            with pytest.raises(TypeError), transaction.atomic():
                act()
        assert Referral.objects.filter(name__isnull=False).count() == 1
        assert "Ng" not in str(Referral.objects.values_list("case_id", "name").get())


def test_moved_to_another_field_row_table_or_case_it_does_not_open(people, referral):
    other = drafted(people)
    with acting_as(people.nina):  # no plain text passes: allowed, and of no use
        assert Referral.objects.filter(pk=referral.pk).update(met_place=F("name")) == 1
        assert Referral.objects.get(pk=referral.pk).met_place == UNREADABLE
    raw("UPDATE referrals_referral SET name = (SELECT name FROM referrals_referral WHERE id = %s)", referral.pk)
    with acting_as(people.nina):
        assert Referral.objects.get(pk=referral.pk).name == "Ngọc"
        assert Referral.objects.get(case=other).name == UNREADABLE
    case = accepted(people)
    assert read(people.cecilie, Name, "used") == ["Ngọc"]
    raw("UPDATE victims_name SET used = (SELECT name FROM referrals_referral WHERE case_id = %s)", case.pk)
    assert read(people.cecilie, Name, "used") == [UNREADABLE]


def test_a_row_of_the_same_case_does_not_open_anothers_text_either(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        adds(Name, cecilie, case, used="Mai", version=2)
    raw("UPDATE victims_name SET used = (SELECT used FROM victims_name WHERE version = 1)")
    assert read(people.cecilie, Name, "used") == ["Ngọc", UNREADABLE]


def test_a_destroyed_key_blanks_the_record_and_its_history_and_stops_saving(people, referral):
    with as_keeper():
        CaseKey.objects.filter(pk=referral.case_id).delete()
    assert read(people.nina) == [UNREADABLE]
    with acting_as(people.nina):
        assert {row.name for row in Referral.history.filter(name__isnull=False)} == {UNREADABLE}
        blank = Referral.objects.get()
        with pytest.raises(ValueError, match="destroyed"):
            blank.save()


def test_the_application_cannot_delete_or_change_a_key(people, referral):
    assert CaseKey.objects.filter(pk=referral.case_id).count() == 1
    for act in (CaseKey.objects.all().delete, lambda: CaseKey.objects.update(wrapped=b"")):
        with pytest.raises(ProgrammingError), transaction.atomic(using="keys"):
            act()
    for statement in ("TRUNCATE cases_casekey", "CREATE TEMPORARY TABLE cases_casekey (case_id uuid)"):
        with pytest.raises(ProgrammingError), transaction.atomic(using="keys"):
            connections["keys"].cursor().execute(statement)


def test_the_keeper_moves_no_key_to_another_case_and_makes_none(people, referral):
    with as_keeper():
        with pytest.raises(ProgrammingError), transaction.atomic(using="keys"):
            CaseKey.objects.update(case_id=referral.pk)
        with pytest.raises(ProgrammingError), transaction.atomic(using="keys"):
            CaseKey.objects.create(case_id=referral.pk, wrapped=b"")


def test_the_keeper_does_not_come_into_the_cases(people, referral):
    with as_role("tillid_keeper"), pytest.raises(ProgrammingError), transaction.atomic():
        sql("SELECT * FROM cases_case")


def test_rotation_rewraps_one_small_row_a_case(people, referral, settings):
    settings.FIELD_KEYS = [b"\x01" * 32, *settings.FIELD_KEYS]
    with as_keeper():
        for row in CaseKey.objects.all():
            CaseKey.objects.filter(pk=row.pk).update(wrapped=wrap(row.pk, unwrap(row)))
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert read(people.nina) == ["Ngọc"]


def test_a_case_key_moved_to_another_case_does_not_open(people, referral):
    other = drafted(people)
    with as_keeper():
        moved = CaseKey.objects.get(pk=referral.case_id).wrapped
        CaseKey.objects.filter(pk=other.pk).update(wrapped=moved)
    with pytest.raises(InvalidTag, match="no master key"), acting_as(people.nina):
        str(Referral.objects.get(case=other).name)


def test_the_keys_of_a_list_are_fetched_in_one_query(people, django_assert_num_queries):
    cases = [drafted(people) for _ in range(3)]
    with acting_as(people.nina):
        rows = list(Referral.objects.order_by("written_at"))
        with django_assert_num_queries(1, using="keys"):
            fetch_keys(case.pk for case in cases)
            assert [row.name for row in rows] == ["Ngọc"] * 3
            fetch_keys(case.pk for case in cases)


def test_a_list_does_not_ask_again_for_keys_that_are_destroyed(people, django_assert_num_queries):
    cases = [drafted(people) for _ in range(3)]
    with as_keeper():
        CaseKey.objects.all().delete()
    with acting_as(people.nina):
        rows = list(Referral.objects.all())
        with django_assert_num_queries(1, using="keys"):
            fetch_keys(case.pk for case in cases)
            assert [row.name for row in rows] == [UNREADABLE] * 3


@pytest.mark.commits
def test_two_first_writers_share_one_key(people):
    case = drafted(
        people, {"referral.name": None, "referral.met_place": None, "referral.seen": None, "detention.place": None}
    )
    assert CaseKey.objects.count() == 0

    def writing(text):
        def act(together):
            with acting_as(people.nina) as nina:
                together()
                adds(Name, nina, case, used=text)

        return act

    with as_owner():  # so that nina may
        sql("UPDATE cases_caseaccess SET owns = -1, reads = -1")
    assert at_once(writing("a"), writing("b")) == []
    assert set(read(people.nina, Name, "used")) == {"a", "b"}
    assert CaseKey.objects.count() == 1


def test_every_sealed_field_belongs_to_a_record():
    owners = {model for model in apps.get_models() for field in model._meta.fields if isinstance(field, SealedField)}
    assert len(owners) > 4
    assert all(issubclass(getattr(model, "instance_type", model), CaseRecord) for model in owners)
