"""The work of a leaver: handed over in numbers, by an administrator who sees no case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.models import Account, Role
from cases.assignments.models import Assignment
from cases.envelope.models import Case
from cases.grants.models import Recusal
from cases.wall import acting_as
from tests.agencies.accounts.doors import with_password
from tests.conftest import NOW, as_owner
from tests.people import accepted, hire, signed_in


@pytest.fixture
def case(people: Any) -> Case:
    """Carl of CMM is responsible."""
    return accepted(people)


def ask(actor: Account | None, statement: str, *values: Any) -> Any:
    with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def burden(actor: Account | None, account: Account) -> tuple[int, int]:
    return ask(actor, "SELECT cases, due_soon FROM wall_burden(%s)", account.pk)


def hand_over(actor: Account | None, leaver: Account, successor: Account | None) -> int:
    return ask(actor, "SELECT wall_hand_over(%s, %s)", leaver.pk, successor and successor.pk)[0]


def responsible(account: Account | None) -> int:
    with as_owner():
        open_work = Assignment.objects.filter(done_at=None, withdrawn_at=None)
        return open_work.filter(responsible=account).values("case").distinct().count()


def test_numbers_are_the_own_administrators(people: Any, case: Case) -> None:
    assert burden(people.adam, people.carl)[0] == 1
    for other in (people.anna, people.cecilie, people.carl, people.olga, None):
        assert burden(other, people.carl) == (0, 0)


def test_due_within_seven_days(people: Any, case: Case) -> None:
    now = datetime.now(UTC)
    for days, due_soon in ((-1, 1), (6.9, 1), (7.1, 0)):
        with as_owner():
            Assignment.objects.filter(responsible=people.carl).update(due_at=now + timedelta(days=days))
        assert burden(people.adam, people.carl) == (1, due_soon)


def test_to_a_colleague(people: Any, case: Case) -> None:
    assert hand_over(people.adam, people.carl, people.cecilie) == 1
    assert (responsible(people.carl), responsible(people.cecilie)) == (0, 1)
    with acting_as(people.cecilie):
        told = Assignment.history.filter(responsible=people.cecilie).latest("history_date")
        assert told.history_user_id == people.adam.pk


def test_to_nobody(people: Any, case: Case) -> None:
    before = responsible(None)
    assert hand_over(people.adam, people.carl, None) == 1
    assert responsible(None) == before + 1


def test_what_is_done_stays_as_it_was(people: Any, case: Case) -> None:
    with as_owner():
        Assignment.objects.filter(responsible=people.carl).update(done_at=datetime.now(UTC))
    assert burden(people.adam, people.carl) == (0, 0)
    assert hand_over(people.adam, people.carl, people.cecilie) == 0


def test_not_a_case_that_the_colleague_keeps_off(people: Any, case: Case) -> None:
    with as_owner():
        Recusal.objects.create(case=case, user=people.cecilie, reason="knows", since=NOW)
    assert hand_over(people.adam, people.carl, people.cecilie) == 1
    assert responsible(people.cecilie) == 0


@pytest.mark.parametrize(
    ("actor", "leaver", "successor"),
    [
        ("anna", "carl", "cecilie"),  # of another agency
        ("cecilie", "carl", "cecilie"),  # no administrator
        (None, "carl", "cecilie"),
        ("adam", "nina", "nora"),  # another agency's work
        ("adam", "carl", "nina"),  # to another agency
        ("adam", "carl", "rita"),  # who does not write
        ("adam", "carl", "carl"),
    ],
)
def test_nobody_else_and_to_nobody_else(
    people: Any, case: Case, actor: str | None, leaver: str, successor: str
) -> None:
    who = getattr(people, actor) if actor else None
    with pytest.raises(ProgrammingError, match="handed over"):
        hand_over(who, getattr(people, leaver), getattr(people, successor))
    assert responsible(people.carl) == 1


@pytest.mark.pages
def test_the_page_asks_who_takes_over(people: Any, case: Case) -> None:
    """In one step: out, and the cases are with somebody."""
    admin = signed_in(people.adam)
    with_password(people.carl), with_password(people.cecilie)
    here = f"/accounts/{people.carl.pk}/"
    page = admin.get(here)
    assert page.context["burden"].cases == 1
    assert case.number not in page.content.decode()

    unanswered = admin.post(f"{here}deactivate/")
    assert list(unanswered.context["leave_form"].errors) == ["successor"]
    assert responsible(people.carl) == 1
    foreign = admin.post(f"{here}deactivate/", {"leave-successor": people.nina.pk})
    assert list(foreign.context["leave_form"].errors) == ["successor"]

    assert admin.post(f"{here}deactivate/", {"leave-successor": people.cecilie.pk}).status_code == 302
    people.carl.refresh_from_db()
    assert not people.carl.is_active
    assert responsible(people.cecilie) == 1


@pytest.mark.pages
def test_who_no_longer_writes_hands_over_too(people: Any, case: Case) -> None:
    admin = signed_in(people.adam)
    with_password(people.carl)
    here = f"/accounts/{people.carl.pk}/role/"
    assert list(admin.post(here, {"role-role": "read_only"}).context["role_form"].errors) == ["successor"]
    assert admin.post(here, {"role-role": "lead"}).status_code == 302
    assert responsible(people.carl) == 1
    assert admin.post(here, {"role-role": "read_only", "role-successor": "nobody"}).status_code == 302
    assert responsible(people.carl) == 0
    people.carl.post.refresh_from_db()
    assert people.carl.post.role == Role.READ_ONLY


@pytest.mark.pages
def test_successors_are_colleagues_who_write_and_have_come(people: Any, case: Case) -> None:
    with_password(people.cecilie), with_password(people.rita), with_password(people.carl)
    hire(people.carl.agency, name="invited")
    page = signed_in(people.adam).get(f"/accounts/{people.carl.pk}/")
    choices = [value for value, _label in page.context["leave_form"].fields["successor"].choices]
    assert choices == ["", str(people.cecilie.pk), "nobody"]
