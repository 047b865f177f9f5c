"""Many cases at once: copies stand behind the wall as their patterns do, and pages take no more queries for them."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Assignment, Case, CaseAccess, Notice
from referrals.models import Preview, Referral
from tests.attempts import sql
from tests.conftest import as_owner, as_role
from tests.people import accepted, referred, sees, signed_in
from tools.many import LONG_AGO, OFTEN, OUTSIDER, SELDOM, make_many


@pytest.fixture
def patterns(people):
    return [referred(people).pk, accepted(people).pk]


def fill(patterns, count):
    with as_role("DEFAULT"), connection.cursor() as cursor:  # the suite's superuser
        make_many(cursor, patterns, count)
        cursor.execute("ANALYZE")


def projection():
    names = ("case_id", "agency_id", "user_id", "until", "reads", "writes", "owns", "opened_at", "listed_from")
    with as_owner():
        return set(CaseAccess.objects.values_list(*names))


def test_copies_stand_behind_the_wall_as_their_patterns_do(people, patterns):
    models = (Case, Preview, Referral, Assignment, Notice)
    before = [sees(people.cecilie, model) for model in models]
    fill(patterns, 14)  # seven of each
    after = [sees(people.cecilie, model) for model in models]
    assert after == [8 * seen for seen in before]
    assert sees(people.otto, Case) == sees(people.otto, Referral) == 0


def test_the_projection_of_copies_is_what_their_grants_give(people, patterns):
    fill(patterns, 60)
    copied = projection()
    with as_owner():
        sql("UPDATE cases_grant SET legal_basis = legal_basis")
    assert projection() == copied
    assert len({row[0] for row in copied}) == 62


def test_filling_up_counts_what_is_there(people, patterns):
    for count in (3, 10):
        fill(patterns, count)
        with as_owner():
            assert Case.objects.count() == 2 + count


def test_agencies_have_the_shares_that_are_measured(people, patterns):
    fill(patterns, 2000)
    with as_owner():
        copies = Case.objects.filter(number__startswith="M-")
        shares = dict(copies.values_list("opened_by__short").annotate(Count("pk")).order_by())
    assert (shares[SELDOM], shares[LONG_AGO], OUTSIDER in shares) == (4, 4, False)
    assert 150 < shares[OFTEN] < 165


def test_pages_take_no_more_queries_for_more_cases(people, patterns):
    browser = signed_in(people.cecilie)
    addresses = [reverse("home"), reverse("cases:list"), reverse("cases:case", args=[patterns[1]])]

    def queries_of(address):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    fill(patterns, 40)
    few = [queries_of(address) for address in addresses]
    fill(patterns, 400)
    assert [queries_of(address) for address in addresses] == few
