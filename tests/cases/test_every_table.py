"""The list that nobody keeps: every table is found, and must be behind the wall, with its section's bit, or out of reach."""

import os
import re

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks

from cases import policy
from cases.models import Assignment, CaseRecord, Rule
from tests.attempts import sql
from tests.conftest import as_owner

# tables that the application reaches without asking who acts, and what it may do there
OPEN = {
    "account_emailaddress": {"SELECT"},
    "agencies_account_groups": {"SELECT"},
    "agencies_agency": {"SELECT"},
    "agencies_code": {"SELECT"},
    "agencies_parameter": {"SELECT"},
    "auth_group": {"SELECT"},
    "auth_permission": {"SELECT"},
    "cases_policy": {"SELECT"},
    "cases_seal": {"SELECT"},
    "django_content_type": {"SELECT"},
    "django_migrations": {"SELECT"},
    "django_session": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "victims_indicator": {"SELECT"},
}
# tables about a case that are no records: each has rules of its own, tested where they belong
OF_A_CASE = {
    "cases_caseaccess": {"SELECT"},
    "cases_disclosure": {"SELECT", "INSERT"},
    "cases_entry": {"SELECT", "INSERT of columns"},
    "cases_grant": {"SELECT", "INSERT", "DELETE"},
    "cases_historicalgrant": {"SELECT"},
    "cases_recusal": {"SELECT", "INSERT", "DELETE"},
    "cases_visit": {"SELECT", "INSERT", "UPDATE of columns"},
}
CHANGED_BY_COLUMN = {Assignment: {"responsible_id", "done_at", "withdrawn_at"}}
# what runs as the owner when the application calls it: a new one is read with care
DEFINERS = {
    "wall_account_kept", "wall_agency", "wall_ask_decider", "wall_burden", "wall_end_deciding", "wall_entry_made",
    "wall_forget_deadline", "wall_forget_submissions", "wall_hand_over", "wall_leads", "wall_mail_made", "wall_mail_to_carry",
    "wall_may_end",
    "wall_may_give", "wall_may_move", "wall_one_addressee", "wall_post_made", "wall_project", "wall_record_made",
    "wall_recusals", "wall_remember", "wall_seal", "wall_sign", "wall_tell", "wall_tokens_ended", "wall_user", "wall_work_ended",
}  # fmt: skip
RECORDS = [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def rights(table):
    """What the application may do to a whole table or to any column of it."""
    found = sql(
        "SELECT r FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) r"
        " WHERE has_table_privilege('tillid_app', %s, r)"
        " UNION SELECT r || ' of columns' FROM unnest('{SELECT,INSERT,UPDATE}'::text[]) r"
        " WHERE has_any_column_privilege('tillid_app', %s, r) AND NOT has_table_privilege('tillid_app', %s, r)",
        table, table, table,
    )  # fmt: skip
    return {right for (right,) in found}


def changeable(table):
    found = sql(
        "SELECT column_name FROM information_schema.column_privileges"
        " WHERE grantee = 'tillid_app' AND privilege_type = 'UPDATE' AND table_name = %s",
        table,
    )
    return {column for (column,) in found}


def test_the_migrations_leave_no_right_to_temporary_tables_and_let_nobody_else_in():
    template = os.environ["TEMPLATE"]
    for database in (template, f"{template}_keys"):
        assert sql("SELECT has_database_privilege('tillid_app', %s, 'TEMPORARY')", database) == [(False,)]
        assert sql("SELECT has_database_privilege('tillid_app', %s, 'CREATE')", database) == [(False,)]


def test_every_table_in_reach_is_behind_a_policy_or_known_to_be_open():
    tables = sql(
        "SELECT relname, relrowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    )
    assert {table: rights(table) for table, secured in tables if rights(table) and not secured} == OPEN


def test_every_table_about_a_case_is_a_record_or_known():
    tables = {
        table for (table,) in sql(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'"
        )
    }  # fmt: skip
    of_records = {table for model in RECORDS for table in (model._meta.db_table, model.history.model._meta.db_table)}
    assert tables - of_records == set(OF_A_CASE)
    assert {table: rights(table) for table in OF_A_CASE} == OF_A_CASE


def test_every_record_has_its_own_rights_and_its_history_only_reads():
    assert len(RECORDS) >= 8
    for model in RECORDS:
        by_column = model.is_added_only or model in CHANGED_BY_COLUMN
        assert rights(model._meta.db_table) == {
            "SELECT", "INSERT", "UPDATE of columns" if by_column else "UPDATE",
        }, model  # fmt: skip
        if by_column:
            assert changeable(model._meta.db_table) == CHANGED_BY_COLUMN.get(model, {"withdrawn_at"}), model
        assert rights(model.history.model._meta.db_table) == {"SELECT"}, model


def test_every_record_asks_for_its_own_bit_and_its_history_for_the_record():
    for model in RECORDS:
        table, history = model._meta.db_table, model.history.model._meta.db_table
        rules = sql("SELECT policyname, cmd, coalesce(qual, with_check) FROM pg_policies WHERE tablename = %s", table)
        names = {"see": "SELECT", "add": "INSERT", "change": "UPDATE"} | (
            {"take": "UPDATE"} if model is Assignment else {}
        )
        assert {name: command for name, command, _ in rules} == names, model
        for _, command, text in rules:
            bits = [int(number) for number in re.findall(r"& '?\(?(\d+)", text)]
            assert set(bits) == {policy.bit(model.section)}, (model, command, text)
        [(command, text)] = sql("SELECT cmd, qual FROM pg_policies WHERE tablename = %s", history)
        assert (command, f"FROM {table} live" in text) == ("SELECT", True), model


def test_every_record_is_remembered_and_frozen_and_counted():
    named = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    for model in RECORDS:
        triggers = {name for (name,) in sql(named, model._meta.db_table)}
        assert triggers - {"mail_made"} == {
            "remember_insert", "remember_update", "remember_delete", "record_made", "frozen", "next_version",
        }, model  # fmt: skip


def test_every_record_that_has_a_parent_has_it_within_its_case():
    keys = sql(
        "SELECT conrelid::regclass::text, (SELECT array_agg(attname::text ORDER BY attname)"
        " FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))"
        " FROM pg_constraint WHERE contype = 'f'"
    )
    parents = [
        (model._meta.db_table, sorted([field.column, "case_id"]))
        for model in RECORDS
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, CaseRecord)
    ]
    assert parents
    assert [parent for parent in parents if parent not in keys] == []


def test_what_the_application_calls_as_the_owner_is_known():
    found = sql("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")
    assert {name for (name,) in found} == DEFINERS


def test_the_application_owns_nothing():
    assert sql("SELECT count(*) FROM pg_class WHERE relowner = 'tillid_app'::regrole") == [(0,)]
    assert sql("SELECT count(*) FROM pg_proc WHERE proowner = 'tillid_app'::regrole") == [(0,)]
    assert sql("SELECT count(*) FROM pg_auth_members WHERE member = 'tillid_app'::regrole") == [(0,)]


def test_functions_are_called_by_the_application_alone():
    called = (
        "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND has_function_privilege(%s, oid, 'EXECUTE')"
    )
    ours = sql("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    assert sql(called, "tillid_app") == ours != [(0,)]
    assert sql(called, "tillid_keeper") == [(0,)]


def found_by_checks(databases=("default",)):
    checked = run_checks(tags=[Tags.database], include_deployment_checks=True, databases=databases)
    return [error for error in checked if error.id.startswith("cases.")]


def test_the_checks_pass_for_the_application_and_fail_for_the_owner():
    def faults(alias):
        of_login = [error.msg for error in found_by_checks([alias]) if error.id == "cases.E001"]
        return {msg.split(": ", 1)[1].split(" ", 1)[1] for msg in of_login}

    assert faults("default") == faults("keys") == set()
    with as_owner():
        assert {"owns a table", "may make functions"} <= faults("default")


def test_the_check_finds_a_policy_that_differs():
    assert found_by_checks() == []
    with as_owner():
        Rule.objects.filter(codename="as_police").update(reads=0)
        Rule.objects.filter(codename="sees_log").update(codename="sees_logs")
    found = {error.msg for error in found_by_checks()}
    assert found == {f"policy.py and cases_policy differ: {name}" for name in ("as_police", "sees_log", "sees_logs")}


def test_web_and_worker_do_not_start_above_the_wall():
    from cases.checks import refuse_to_start_above_the_wall

    refuse_to_start_above_the_wall()
    with as_owner(), pytest.raises(SystemExit, match="owns a table"):
        refuse_to_start_above_the_wall()
