"""Every record's own rules: what stays, that history is the database's, versions, and that what is read is noted."""

import pytest
from django.db import OperationalError, transaction

from agencies.errors import Stale
from cases.models import Assignment, Entry
from cases.policy import Section, bit
from cases.records.services import save_unless_stale, withdraw
from cases.wall import acting_as
from referrals.models import Preview, Referral
from tests.attempts import fails, sql
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, adds, drafted, sees
from victims.models import Detention, Name


def test_a_parent_lies_in_the_same_case(people):
    case, other = drafted(people), drafted(people)
    with acting_as(people.nina) as nina:
        theirs = adds(Preview, nina, other)
        assert fails(adds, Referral, nina, case, preview=theirs)
        assert adds(Referral, nina, other, preview=theirs)


def test_a_record_keeps_its_id_case_author_and_addressee(people):
    case, other = accepted(people), accepted(people)
    with acting_as(people.cecilie) as cecilie:
        name = Name.objects.filter(case=case)
        for column, value in (
            ("case", other),
            ("author", people.ulla.agency),
            ("to", people.otto.agency),
            ("id", other.pk),
        ):
            assert fails(name.update, **{column: value})
        to_nina = adds(Name, cecilie, case, to=people.nina.agency)
        assert fails(Name.objects.filter(pk=to_nina.pk).update, to=None)
        assert name.update(language="eng") == 2


def test_history_is_written_for_every_way_of_writing_and_by_nobody(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        rows = [
            Name(case=case, author=cecilie.agency, used=used, happened_at=NOW, written_at=NOW) for used in ("b", "c")
        ]
        Name.objects.bulk_create(rows)
        Name.objects.update(language="vie")
        told = Name.history.order_by("history_type").values_list("history_type", "history_user")
        assert list(told) == [("+", cecilie.pk)] * 3 + [("~", cecilie.pk)] * 3
        row = Name.history.first()
        row.pk = None
        for statement in (
            "INSERT INTO victims_historicalname SELECT * FROM victims_historicalname",
            "UPDATE victims_historicalname SET language = 'x'",
            "DELETE FROM victims_historicalname",
            "TRUNCATE victims_historicalname",
        ):
            assert fails(sql, statement)
    with acting_as(people.poul):
        assert Name.history.count() == 6
        assert fails(row.save, force_insert=True)


def test_old_history_of_a_withdrawn_record_is_closed(people):
    case = accepted(people)
    with acting_as(people.cecilie):
        name = Name.objects.get(case=case)
        name.language = "eng"
        name.save()
    assert sees(people.poul, Name) == 1
    with acting_as(people.poul):
        assert Name.history.count() == 2
    with acting_as(people.cecilie):
        withdraw(record=name, now=NOW)
    with acting_as(people.poul):
        assert (Name.objects.count(), Name.history.count()) == (0, 0)


def test_a_withdrawn_record_changes_no_more(people):
    accepted(people)
    with acting_as(people.cecilie):
        name = Name.objects.get()
        withdraw(record=name, now=NOW)
        assert fails(Name.objects.filter(pk=name.pk).update, language="eng")


# Two who edit the same


def test_every_change_counts_the_version_up(people):
    accepted(people)
    with acting_as(people.cecilie):
        name = Name.objects.get()
        assert name.version == 1
        name.language = "eng"
        name.save()
        name.language = "vie"
        name.save(update_fields=["language"])
        assert (name.version, Name.objects.get().version) == (3, 3)
        Name.objects.update(language="eng")
        assert Name.objects.get().version == 4


def test_a_save_from_an_older_version_is_refused_by_the_database(people):
    accepted(people)
    with acting_as(people.cecilie):
        mine, theirs = Name.objects.get(), Name.objects.get()
        theirs.language = "eng"
        theirs.save()
        mine.language = "tha"
        with pytest.raises(OperationalError, match="stale"), transaction.atomic():
            mine.save()
        for version in (1, 7):
            assert fails(Name.objects.update, version=version)
        assert Name.objects.get().language == "eng"


def test_a_stale_edit_is_refused_with_what_stands_there_now(people):
    accepted(people)
    with acting_as(people.cecilie):
        name = Name.objects.get()
        saved = save_unless_stale(name, version=1, values={"language": "eng"})
        assert (saved.language, saved.version) == ("eng", 2)
        with pytest.raises(Stale) as stale:
            save_unless_stale(name, version=1, values={"language": "tha"})
        assert (stale.value.theirs.language, stale.value.theirs.version) == ("eng", 2)
        assert save_unless_stale(name, version=2, values={"language": "tha"}).version == 3


def test_what_is_saved_unchanged_makes_no_version_and_no_history(people):
    accepted(people)
    with acting_as(people.cecilie):
        name = Name.objects.get()
        assert save_unless_stale(name, version=1, values={"used": "Ngọc"}).version == 1
        assert Name.history.count() == 1


@pytest.mark.commits
def test_of_two_saves_at_once_one_is_stale(people):
    accepted(people)

    def saving(language):
        def act(together):
            with acting_as(people.cecilie):
                name = Name.objects.get()
                together()
                name.language = language
                name.save()

        return act

    errors = at_once(saving("eng"), saving("tha"))
    assert [type(error) for error in errors] == [OperationalError]
    with acting_as(people.cecilie):
        assert (Name.objects.get().version, Name.history.count()) == (2, 2)


# What is read without instances


def entries():
    with as_owner():
        return set(Entry.objects.values_list("user_id", "case_id", "verb", "sections"))


@pytest.fixture
def case(people):
    case = accepted(people)
    with as_owner():
        Entry.objects.all().delete()
    return case


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(Detention.objects.values("case_id", "since")),
        lambda: list(Detention.objects.values_list("since", "case_id")),
        lambda: list(Detention.objects.values_list("case_id", flat=True)),
        lambda: list(Detention.objects.values_list("since", "case_id", named=True)),
        lambda: Detention.objects.values("case_id", "since").first(),
        lambda: Detention.objects.values("case_id", "since").get(),
        lambda: Detention.objects.get(),
        lambda: Detention.objects.only("since").get(),
        lambda: Detention.objects.in_bulk(),
        lambda: list(Detention.objects.raw("SELECT * FROM victims_detention")),
        lambda: list(Detention.objects.iterator()),
        lambda: list(Detention.history.all()),
        lambda: Detention.history.first().prev_record,
    ],
)
def test_rows_are_noted_whichever_way_they_are_read(people, case, read):
    with acting_as(people.cecilie) as cecilie:
        read()
    assert entries() == {(cecilie.pk, case.pk, "read", bit(Section.DETENTION))}


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(Detention.objects.values("since")),
        lambda: list(Detention.objects.values_list("since")),
        lambda: list(Detention.objects.values_list("since", flat=True)),
        lambda: Detention.objects.values("since").first(),
        lambda: list(Detention.objects.datetimes("since", "day")),
        lambda: list(Detention.objects.values("case_id", "since").iterator()),
    ],
)
def test_values_that_do_not_say_of_which_case_are_refused(people, case, read):
    with acting_as(people.cecilie), pytest.raises(TypeError, match="values of records"):
        read()


def test_counting_tells_nothing_and_is_not_noted(people, case):
    """A count and an existence are behind the policies like all else; they show no content, and leave no entry."""
    with acting_as(people.cecilie):
        assert (Detention.objects.count(), Detention.objects.exists()) == (1, True)
    with acting_as(people.otto):
        assert (Detention.objects.count(), Detention.objects.exists()) == (0, False)
    assert entries() == set()


def test_adding_and_changing_is_noted_as_a_write(people, case):
    with acting_as(people.cecilie) as cecilie:
        adds(Assignment, cecilie, case, work="follow")
    assert entries() == {(cecilie.pk, case.pk, "write", bit(Section.ASSIGNMENT))}
