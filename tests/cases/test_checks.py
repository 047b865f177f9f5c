"""Which logins the application does not work with: the check of an installation and the processes refuse each."""

import pytest
from django.db import connection

from cases.checks import application_is_below_the_wall, refuse_to_start_above_the_wall
from tests.conftest import set_role

ROLE, ABOVE, ANOTHER = "tillid_unsafe", "is superuser or bypasses row-level security", "may act as another role"
OWNS, TEMPORARY, FUNCTIONS = "owns a table", "may make temporary tables", "may make functions"
ROLES, JOURNAL = "may make roles, and so be given one", "may read the server's journal, which has no policies"
UNSAFE = {  # what the login was made with, what it was given after that: what is wrong with it
    ("", "SELECT"): set(),
    ("SUPERUSER", "SELECT"): {ABOVE, ANOTHER, OWNS, TEMPORARY, FUNCTIONS},
    ("BYPASSRLS", "SELECT"): {ABOVE},
    ("CREATEROLE", "SELECT"): {ROLES},
    ("REPLICATION", "SELECT"): {JOURNAL},
    ("IN ROLE tillid_owner", "SELECT"): {ANOTHER, OWNS, TEMPORARY, FUNCTIONS},
    ("IN ROLE pg_read_all_data", "SELECT"): {ANOTHER},
    ("", "GRANT TEMPORARY ON DATABASE {database} TO {role}"): {TEMPORARY},
    ("", "GRANT CREATE ON SCHEMA public TO {role}"): {FUNCTIONS},
    ("", "GRANT CREATE ON DATABASE {database} TO {role}"): {FUNCTIONS},
    ("", "CREATE SCHEMA theirs; GRANT CREATE ON SCHEMA theirs TO {role}"): {FUNCTIONS},
}  # fmt: skip


def found() -> set[str]:
    """What the check says of the login, without its name; the processes do not start for the same reasons."""
    said = [error.msg for error in application_is_below_the_wall(None, ["default"])]
    if said:
        with pytest.raises(SystemExit) as refusal:
            refuse_to_start_above_the_wall()
        assert set(said) <= set(str(refusal.value).splitlines())
    return {words.split(": ", 1)[1].split(" ", 1)[1] for words in said}


@pytest.mark.parametrize(("made", "given"), UNSAFE)
def test_login_that_was_given_too_much_is_refused(made, given):
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION DEFAULT")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN {made}")
        cursor.execute(given.format(role=ROLE, database=f'"{connection.settings_dict["NAME"]}"'))
    set_role(connection, ROLE)
    assert found() == UNSAFE[made, given]


def test_role_that_can_be_taken_off_again_hides_nothing():
    assert found() == set()
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION DEFAULT; SET ROLE tillid_app")
    assert found() == {ABOVE, ROLES, JOURNAL, ANOTHER}
