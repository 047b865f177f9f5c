"""Tests on a PostgreSQL that is somebody else's: which one will do, and what is left there."""

import psycopg
import pytest

from tools import databases, floor, services
from tools.throwaway import ThrowAway

WORDS = {word: "as it was" for _rights, word in databases.ROLES.values()}


@pytest.fixture
def server():
    throw_away = ThrowAway()
    throw_away.make_folder()
    postgres = services.start_postgres(throw_away.folder / "postgres", password="word of the test", durable=False)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        yield connection, postgres.url
    postgres.stop()
    throw_away.stop()


@pytest.mark.rules
def test_another_version_and_a_closed_port_are_told(server):
    _connection, url = server
    assert floor.why_not(url) == "it is version 18"
    assert "refused" in floor.why_not(f"postgres://postgres@127.0.0.1:{services.free_port()}/postgres")


@pytest.mark.rules
def test_roles_that_are_there_stay_and_the_databases_of_killed_runs_go(server):
    connection, url = server
    databases.make_roles(connection, WORDS, keep=True)
    databases.make_roles(connection, dict.fromkeys(WORDS, "another"), keep=True)
    with psycopg.connect(databases.url_for(url, "tillid_app", "postgres", WORDS)) as as_before:
        assert as_before.execute("SELECT current_user").fetchone() == ("tillid_app",)

    for name in ("tillid_floor_1_template", "tillid_floor_1_77_keys", "tillid_floor_12_template", "tillid_floors"):
        connection.execute(f'CREATE DATABASE "{name}"')
    with psycopg.connect(url, autocommit=True) as running:
        running.execute("SELECT pg_advisory_lock(hashtext('tillid_floor_12'))")
        floor.drop_left_over(connection)
    there = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^tillid' ORDER BY 1").fetchall()
    assert there == [("tillid_floor_12_template",), ("tillid_floors",)]
