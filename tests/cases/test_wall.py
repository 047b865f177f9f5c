"""Who acts: told once, signed, forgotten with the transaction; and nothing shadows what its rules look at (hole 3)."""

import re
from pathlib import Path

import pytest
from django.db import connection

from cases.models import Case
from cases.wall import acting, acting_as, hmac_pads
from tests.attempts import fails, sql
from tests.conftest import as_owner
from tests.people import accepted, referred, sees
from victims.models import Name

SQL = Path(__file__).parents[2] / "cases" / "sql"


@pytest.mark.commits
def test_who_acts_is_forgotten_with_the_transaction(people):
    referred(people)
    with acting_as(people.nina):
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0
    with acting_as(people.nina):
        with acting_as(people.otto):
            assert Case.objects.count() == 0
        assert Case.objects.count() == 1
        with pytest.raises(ZeroDivisionError), acting_as(people.otto):
            raise ZeroDivisionError
        assert Case.objects.count() == 1
    assert acting().account is None
    assert sql("SELECT nullif(current_setting('wall.user', true), '')") == [(None,)]


def test_who_acts_cannot_be_forged(people):
    accepted(people)
    assert sees(people.cecilie, Case) == 1
    with acting_as(people.otto):
        told = sql("SELECT current_setting('wall.user')")[0][0]
        said, until, tag = told.split(":")
        for forged in (
            str(people.cecilie.pk),
            f"{people.cecilie.pk}:{until}:{tag}",
            f"{said}:{int(until) + 1}:{tag}",
            f"{said}:{until}:",
            f"{said}:{until}",
            "::",
            "x:y:z",
            "",
        ):
            sql("SELECT set_config('wall.user', %s, true)", forged)
            assert sql("SELECT wall_user(), wall_reader()") == [(None, None)]
            assert Case.objects.count() == 0
        sql("SELECT set_config('wall.user', %s, true)", told)
        assert sql("SELECT wall_user(), wall_reader()") == [(people.otto.pk, people.otto.agency_id)]
        assert fails(sql, "SELECT * FROM wall_key")


def test_what_was_told_expires_and_holds_for_its_connection_alone(people, monkeypatch):
    accepted(people)
    monkeypatch.setattr("cases.wall.TOLD_FOR_SECONDS", -3600)  # the database compares with the transaction's beginning
    with acting_as(people.cecilie):
        assert sql("SELECT wall_user()") == [(None,)]
    monkeypatch.undo()
    info = type(connection.connection.info)
    monkeypatch.setattr(info, "backend_pid", property(lambda self: 1))
    with acting_as(people.cecilie):
        assert sql("SELECT wall_user()") == [(None,)]


@pytest.mark.parametrize("key", [b"short", b"k" * 64, b"k" * 65])
def test_the_pads_are_hmacs(key):
    import hashlib
    import hmac

    inner, outer = hmac_pads(key)
    by_hand = hashlib.sha256(outer + hashlib.sha256(inner + b"said").digest()).hexdigest()
    assert by_hand == hmac.new(key, b"said", hashlib.sha256).hexdigest()


def test_no_temporary_table_and_none_would_shadow_ours(people):
    accepted(people)
    shadows = "pg_temp.agencies_post, pg_temp.cases_caseaccess, pg_temp.cases_recusal"
    with acting_as(people.otto) as otto:
        assert fails(sql, "CREATE TEMPORARY TABLE agencies_post AS SELECT 1")
        assert fails(sql, "CREATE TABLE agencies_post_2 (id int)")
        assert fails(sql, "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        with as_owner():  # had it the right all the same
            sql(
                "CREATE TEMPORARY TABLE agencies_post AS"
                " SELECT %s::bigint AS account_id, %s AS agency_id, true AS is_active, 'lead' AS role",
                otto.pk,
                people.cecilie.agency_id,
            )
            sql("CREATE TEMPORARY TABLE cases_caseaccess AS SELECT * FROM public.cases_caseaccess")
            sql("CREATE TEMPORARY TABLE cases_recusal (case_id uuid, user_id bigint)")
            sql(f"GRANT SELECT ON {shadows} TO tillid_app")
        assert (
            sql("SELECT count(*) FROM public.victims_name") == sql("SELECT count(*) FROM public.cases_case") == [(0,)]
        )
        assert sql("SELECT wall_reader()") == [(otto.agency_id,)]
        with as_owner():
            sql(f"DROP TABLE {shadows}")
    assert sees(people.cecilie, Name) == 1


def test_every_function_that_runs_as_the_owner_names_its_path():
    loose = sql(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND NOT coalesce('search_path=pg_catalog, public, pg_temp' = ANY (proconfig), false)"
    )
    assert loose == []


def test_no_statement_of_ours_knows_a_bit_by_its_number():
    assert len(list(SQL.glob("*.sql"))) > 4
    for path in SQL.glob("*.sql"):
        assert not re.findall(r"(?:reads|writes|owns)\)? & \d", path.read_text()), path


def test_an_unknown_section_is_an_error():
    with as_owner():
        assert fails(sql, "SELECT wall_bit('nmae')")
