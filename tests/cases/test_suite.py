"""The suite itself: whom it runs as."""

from django.db import connection


def test_the_suite_runs_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchall() == [("tillid_app", "tillid_app", False, False)]
