"""Seals: what was kept elsewhere finds every change of the log."""

import json
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest
from django.db import connections

from cases.entries import seals
from cases.entries.services import note
from cases.entries.verify import verify
from cases.models import Entry
from cases.policy import Section, bit
from cases.tasks import seal_the_log
from cases.wall import acting_as
from tests.attempts import sql
from tests.conftest import as_owner, at_once
from tests.people import accepted

VERIFIER = Path(__file__).parents[3] / "cases" / "entries" / "verify.py"


def owner_sql(statement, *params):
    with as_owner():
        return sql(statement, *params)


@pytest.fixture
def sealed(people):
    """Three seals, and what another agency keeps of them."""
    for number in range(3):
        with acting_as(people.cecilie):
            for text in range(4):
                note(uuid.uuid4(), bit(Section.NAME), "refused" if text == number else "read")
        assert seals.seal() == 4  # as the application, by the worker
    with as_owner():
        return seals.kept_list()


def public_key():
    return seals.private_key().public_key().public_bytes_raw()


def faults(kept):
    with as_owner():
        return verify(kept, seals.log_as_it_stands(), public_key())


def faults_now():
    with as_owner():
        return faults(seals.kept_list())


def test_an_untouched_log_is_whole(sealed):
    assert faults(sealed) == []
    assert [(seal["number"], len(seal["hashes"])) for seal in sealed] == [(1, 4), (2, 4), (3, 4)]
    assert seals.seal() == 0


def test_a_text_is_the_same_for_the_database_and_the_verifier(people):
    case = accepted(people)
    assert case.pk
    assert seals.seal() > 0
    assert faults_now() == []


def test_the_verifier_runs_on_two_files_without_django(sealed, tmp_path):
    with as_owner():
        log = seals.log_as_it_stands()
    (tmp_path / "kept.json").write_text(json.dumps(sealed))
    for changed, said, code in ((log, "whole, to seal 3\n", 0), (dict(list(log.items())[1:]), "is missing\n", 1)):
        (tmp_path / "log.json").write_text(json.dumps(changed))
        command = [sys.executable, "-I", VERIFIER, tmp_path / "kept.json", tmp_path / "log.json", public_key().hex()]
        told = subprocess.run(command, capture_output=True, text=True)
        assert told.stdout.endswith(said), told
        assert told.returncode == code


ONE = "(SELECT id FROM cases_entry WHERE seal_id = 2 ORDER BY id LIMIT 1)"
REHASH = "UPDATE cases_entry e SET hash = sha256(convert_to(wall_entry_text(e), 'UTF8'))"
REROOT = """UPDATE cases_seal s SET root = (
    SELECT sha256(s.previous || string_agg(hash, '' ORDER BY id)) FROM cases_entry WHERE seal_id = s.number)"""


@pytest.mark.parametrize(
    ("found", "tampering"),
    [
        ("was altered", [f"UPDATE cases_entry SET user_id = 1 WHERE id = {ONE}"]),
        ("was altered", [f"UPDATE cases_entry SET capacities = '{{as_police}}' WHERE id = {ONE}", REHASH, REROOT]),
        ("was altered", [f"UPDATE cases_entry SET sections = 0 WHERE id = {ONE}", REHASH, REROOT]),
        ("is missing", [f"DELETE FROM cases_entry WHERE id = {ONE}", REROOT]),
        ("was moved to seal 3", [f"UPDATE cases_entry SET seal_id = 3 WHERE id = {ONE}", REROOT]),
        (
            "was added",
            [
                "INSERT INTO cases_entry (id, case_id, verb, seal_id)"
                " VALUES (gen_random_uuid(), gen_random_uuid(), 'read', 1)",
                REHASH,
                REROOT,
            ],
        ),
    ],
)
def test_tampering_is_named_though_hashes_and_roots_are_made_again(sealed, found, tampering):
    for statement in tampering:
        owner_sql(statement)
    named = faults(sealed)
    assert len(named) == 1
    assert found in named[0]


def test_a_list_that_was_changed_or_signed_by_another_is_found(sealed):
    sealed[1]["hashes"][0][1] = "00" * 32
    assert any("does not give its root" in fault for fault in faults(sealed))
    sealed[2]["signature"] = "00" * 64
    assert any("signature is not ours" in fault for fault in faults(sealed))


def test_a_dropped_last_seal_is_found_in_what_was_kept(sealed):
    owner_sql("UPDATE cases_entry SET seal_id = NULL WHERE seal_id = 3")
    owner_sql("DELETE FROM cases_seal WHERE number = 3")
    assert len([fault for fault in faults(sealed) if "is missing" in fault]) == 4


def test_a_signature_is_set_once_and_on_its_own_seal(people, sealed):
    for _ in range(2):
        with acting_as(people.cecilie):
            note(uuid.uuid4())
        sql("SELECT wall_seal()")
    sql("SELECT wall_sign(2, 'forged'), wall_sign(5, 'the last alone')")
    with as_owner():
        assert seals.kept_list()[:3] == sealed
        assert [seal["signature"] is None for seal in seals.kept_list()] == [False, False, False, True, False]
    assert any("seal 4: its signature is not ours" in fault for fault in faults_now())


def test_the_worker_seals_and_a_second_run_has_nothing_to_do(people):
    with acting_as(people.cecilie):
        note(uuid.uuid4())
    seal_the_log.delay()
    seal_the_log.delay()
    with as_owner():
        assert [len(seal["hashes"]) for seal in seals.kept_list()] == [1]


@pytest.mark.commits
def test_two_seals_at_once_are_one_after_the_other(people):
    case = accepted(people)
    with acting_as(people.cecilie):
        note(case.pk)

    def sealing(together):
        together()
        seals.seal()

    assert at_once(sealing, sealing) == []
    with as_owner():
        assert len(seals.kept_list()) == 1
    assert faults_now() == []


@pytest.mark.commits
def test_what_commits_during_sealing_goes_into_the_next_seal(people):
    case = accepted(people)
    noted, sealing = threading.Event(), threading.Event()

    def slow():
        with acting_as(people.cecilie):
            with acting_as(people.poul):
                note(case.pk)
            noted.set()
            sealing.wait(timeout=5)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    noted.wait(timeout=5)
    seals.seal()
    sealing.set()
    thread.join()
    with as_owner():
        assert Entry.objects.filter(seal=None).count() == 1
    assert (seals.seal(), seals.seal()) == (1, 0)
    assert faults_now() == []
