"""The suite itself: whom it runs as, and that a page answers."""

from django.db import connection

from cases.models import Case
from tests.people import sees, signed_in


def test_the_suite_runs_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchall() == [("tillid_app", "tillid_app", False, False)]


def test_whoever_is_signed_in_gets_pages(people):
    assert signed_in(people.cecilie).get("/no-such-page/").status_code == 404
    assert sees(people.cecilie, Case) == 0
