"""The envelope: how its state moves, which no service decides; locking, numbers, forms sent twice, visits."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from agencies.errors import Refused
from cases.envelope import services
from cases.envelope.services import close, lock, new_number, open_case, submit_once
from cases.models import Case, Submission, Visit
from cases.policy import Capacity
from cases.wall import acting_as
from referrals.referral.services import decline_referral, send_referral, withdraw_referral
from tests.attempts import fails, refused, sql
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, drafted, put, question, referred, sees, yes

WHO_TRIES = ("nina", "nora", "cecilie", "carl", "rita", "adam", "ulla", "poul", "left", "otto", "clock")


def state_of(case):
    with as_owner():
        return Case.objects.values_list("state", "sent_at", "accepted_at").get(pk=case.pk)


def moves(person, case):
    """The states to which `person` can move the case, tried and taken back."""
    found = set()
    for state in Case.State.values:
        with acting_as(person):
            try:
                with transaction.atomic():
                    moved = Case.objects.filter(pk=case.pk).exclude(state=state).update(state=state)
                    transaction.set_rollback(True)
            except DatabaseError:
                moved = 0
        if moved:
            found.add(state)
    return found


def test_a_case_is_sent_by_its_first_question_and_accepted_by_its_first_coordinator(people):
    case = drafted(people)
    assert state_of(case) == ("draft", None, None)
    with acting_as(people.nina) as nina:
        put(nina, case, people.olga.agency, Capacity.OVERSIGHT)
        assert state_of(case) == ("draft", None, None)
        question(nina, case, people.cecilie.agency, Capacity.COORDINATOR)
    assert state_of(case) == ("sent", NOW, None)
    with acting_as(people.cecilie) as cecilie:
        yes(cecilie, case)
    assert state_of(case) == ("accepted", NOW, NOW)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.sara.agency, Capacity.SHELTER)
    assert state_of(case) == ("accepted", NOW, NOW)


def test_what_is_sent_again_was_sent_the_first_time(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="no", now=NOW)
    with acting_as(people.nina) as nina:
        send_referral(actor=nina, case=case, now=NOW + timedelta(hours=3))
    assert state_of(case) == ("sent", NOW, None)


def closed(people):
    case = accepted(people)
    with acting_as(people.cecilie):
        close(case=case)
    return case


def withdrawn(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=NOW)
    return case


@pytest.mark.parametrize(
    ("story", "allowed"),
    [
        (drafted, {"nina": {"closed"}, "nora": {"closed"}}),
        (referred, {"nina": {"closed"}, "nora": {"closed"}}),
        (accepted, {"cecilie": {"closed"}, "carl": {"closed"}}),
        (closed, {"cecilie": {"accepted"}, "carl": {"accepted"}}),
        (withdrawn, {}),
    ],
)
def test_who_moves_a_case_from_where_to_where(people, story, allowed):
    case = story(people)
    tried = {name: moves(vars(people)[name], case) for name in WHO_TRIES}
    assert {name: found for name, found in tried.items() if found} == allowed


def test_nobody_says_when_a_case_was_sent_or_accepted_or_by_whom_it_was_opened(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for column, value in (
            ("opened_by", cecilie.agency),
            ("sent_at", None),
            ("accepted_at", None),
            ("kind", "notice"),
            ("opened_at", NOW),
            ("number", "T-1111-AA"),
        ):
            assert fails(Case.objects.filter(pk=case.pk).update, **{column: value})
        assert fails(Case.objects.filter(pk=case.pk).delete)
        assert fails(sql, "DELETE FROM cases_case")


def test_a_case_begins_as_a_draft_of_the_own_agency(people):
    true = {"number": "T-0000-XX", "opened_at": NOW, "opened_by": people.nina.agency}
    with acting_as(people.nina):
        for false in (
            {"opened_by": people.cecilie.agency},
            {"state": "sent"},
            {"state": "accepted"},
            {"sent_at": NOW},
            {"accepted_at": NOW},
        ):
            assert refused(Case.objects.create, **true | false)
        assert Case.objects.create(**true)


def test_a_reader_neither_locks_nor_moves(people):
    case = accepted(people)
    for person in (people.rita, people.otto):
        with acting_as(person):
            assert Case.objects.filter(pk=case.pk).update(state="closed") == 0
            assert not Case.objects.select_for_update(no_key=True)
            with pytest.raises(Refused, match="changes nothing"):
                lock(case, person)
    with acting_as(people.carl) as carl:
        assert lock(case, carl) == case


def test_a_number_says_nothing():
    numbers = {new_number() for _ in range(50)}
    assert len(numbers) > 45
    assert all(re.fullmatch(r"T-[1-9]\d{3}-[A-Z]{2}", number) for number in numbers)
    assert not set("".join(numbers)) & set("IOQ")


def test_a_number_that_is_taken_is_drawn_again(people, monkeypatch):
    with acting_as(people.otto) as otto:
        taken = open_case(actor=otto, now=NOW, legal_basis="x").number
    drawn = iter([taken, taken, "T-0000-XX"])
    monkeypatch.setattr(services, "new_number", lambda: next(drawn))
    with acting_as(people.nina) as nina:
        assert open_case(actor=nina, now=NOW, legal_basis="x").number == "T-0000-XX"
    monkeypatch.setattr(services, "new_number", lambda: taken)
    with acting_as(people.nina) as nina, pytest.raises(IntegrityError):
        open_case(actor=nina, now=NOW, legal_basis="x")
    assert sees(people.nina, Case) == 1


# A form that is sent twice


def test_the_same_key_again_has_no_second_effect(people):
    key = uuid.uuid4()
    with acting_as(people.nina) as nina:
        first = submit_once(actor=nina, key=key, now=NOW)
        assert first.pk == key
        assert submit_once(actor=nina, key=key, now=NOW + timedelta(seconds=1)) is None
        first.answer = "/there/"
        first.save(update_fields=["answer"])
        assert Submission.objects.get(pk=key).answer == "/there/"


def test_a_submission_is_its_accounts_own(people):
    key = uuid.uuid4()
    with acting_as(people.nina) as nina:
        submit_once(actor=nina, key=key, now=NOW)
        assert sees(nina, Submission) == 1
        for change in ({"account": people.nora}, {"made_at": NOW}):
            assert refused(Submission.objects.update, **change)
        assert refused(Submission.objects.all().delete)
        assert refused(Submission.objects.create, pk=uuid.uuid4(), account=people.nora, made_at=NOW)
    with acting_as(people.nora) as nora:
        assert Submission.objects.count() == Submission.objects.update(answer="/elsewhere/") == 0
        assert submit_once(actor=nora, key=key, now=NOW + timedelta(seconds=1)) is None


@pytest.mark.commits
def test_the_same_key_at_the_same_time_has_one_effect(people):
    key, made = uuid.uuid4(), []

    def sending(seconds):
        def act(together):
            with acting_as(people.nina) as nina:
                together()
                made.append(submit_once(actor=nina, key=key, now=NOW + timedelta(seconds=seconds)))

        return act

    assert at_once(sending(0), sending(1)) == []
    assert [submission is None for submission in made].count(True) == 1


# When one last opened a case


def test_a_visit_is_its_accounts_own_and_on_a_case_that_one_is_on(people):
    case = accepted(people)
    with acting_as(people.carl) as carl:
        Visit.objects.create(case=case, account=carl, at=NOW)
        assert refused(Visit.objects.create, case=case, account=people.rita, at=NOW)
        assert refused(Visit.objects.update, account=people.rita)
        assert Visit.objects.update(at=NOW) == 1
    for person in (people.cecilie, people.otto):
        with acting_as(person):
            assert Visit.objects.count() == Visit.objects.update(at=NOW) == 0
    with acting_as(people.otto) as otto:
        assert refused(Visit.objects.create, case=case, account=otto, at=NOW)
        assert refused(Visit.objects.create, case_id=uuid.uuid4(), account=otto, at=NOW)
