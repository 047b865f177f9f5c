"""The embedded services: they survive being killed, find their left-overs, and say what to do."""

import os
import socket
import stat
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis

from tools import databases, services
from tools.throwaway import ThrowAway


@pytest.fixture
def folder():
    throw_away = ThrowAway()
    throw_away.make_folder()
    yield throw_away.folder
    throw_away.stop()


@pytest.fixture
def postgres(folder):
    server = services.start_postgres(folder / "postgres", password="word of the test")
    yield server
    server.stop()


@pytest.fixture
def redis_server(folder):
    server = services.start_redis(folder / "redis", password="word of the test")
    yield server
    server.stop()


def kill(service):
    service.process.kill()
    service.process.wait()
    assert not service.is_alive()


def test_committed_rows_survive_the_death_of_postgres(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE told (number int)")
        for number in range(50):
            connection.execute("INSERT INTO told VALUES (%s)", [number])
        kill(postgres)
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT count(*) FROM told").fetchone() == (50,)


def test_left_over_postgres_is_replaced_on_the_same_port(postgres, folder):
    second = services.start_postgres(folder / "postgres", password="word of the test")
    try:
        assert postgres.process.wait(5) == 0
        assert second.url == postgres.url
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT current_setting('data_checksums')").fetchone() == ("on",)
    finally:
        second.stop()


def test_wrong_password_is_refused(postgres):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.url.replace("word", "guess"))


def test_remembered_port_that_is_taken_is_given_up(postgres):
    postgres.stop()
    with socket.create_server(("127.0.0.1", postgres.port)) as other:
        postgres.start()
        assert postgres.port != other.getsockname()[1]
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT true").fetchone() == (True,)


def test_half_made_cluster_is_made_anew(folder):
    server = services.Postgres(folder / "postgres", password="word of the test", durable=False)
    (server.place / "half-made").mkdir()
    (server.place / "half-made" / "PG_VERSION").write_text("18\n")
    server.start()
    server.stop()
    assert (server.data / "PG_VERSION").exists()


def test_unreachable_folder_gets_a_place_elsewhere(folder, monkeypatch):
    closed, elsewhere = folder / "closed", folder / "elsewhere"
    closed.mkdir(mode=0o700)
    elsewhere.mkdir()
    (closed / "postgres").mkdir()
    monkeypatch.setattr(services, "IS_ROOT", True)
    monkeypatch.setattr(services, "system_folder", lambda: elsewhere)
    place = services.reachable_place(closed / "postgres")
    assert place.parent == elsewhere
    closed.chmod(0o711)
    assert services.reachable_place(closed / "postgres") == place, "its data is there"
    assert services.reachable_place(folder / "other") == folder / "other"


def test_copied_binaries_work(folder, monkeypatch):
    monkeypatch.setattr(services, "IS_ROOT", True)
    monkeypatch.setattr(services, "is_passable", lambda path: False)
    monkeypatch.setattr(services, "system_folder", lambda: folder)
    binaries = services.postgres_binaries()
    assert binaries.is_relative_to(folder)
    assert "PostgreSQL" in subprocess.run([binaries / "initdb", "-V"], capture_output=True, text=True).stdout


def test_queued_work_survives_the_death_of_redis(redis_server):
    with redis_server.client() as client:
        for number in range(20):
            client.rpush("queue", number)
        kill(redis_server)
    redis_server.start()
    with redis_server.client() as client:
        assert client.llen("queue") == 20


def test_path_too_long_for_a_socket_becomes_a_port_with_a_password(folder):
    server = services.start_redis(folder / ("long" * 25) / "redis", password="secret", durable=False)
    try:
        assert server.url == server.broker_url == f"redis://:secret@127.0.0.1:{server.port}/0"
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
        with (
            redis.Redis(host="127.0.0.1", port=server.port) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
    finally:
        server.stop()


def test_secrets_are_made_once_and_are_the_owners_alone(tmp_path):
    file = tmp_path / "new" / "secrets.json"
    with ThreadPoolExecutor(4) as four:
        found = list(four.map(services.local_secrets, [file] * 4))
    assert found == [found[0]] * 4
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secrets.json"]


def test_roles_and_databases_are_made_once_by_one_who_is_no_superuser(postgres):
    words = services.local_secrets()
    with psycopg.connect(postgres.url, autocommit=True) as server:
        server.execute("CREATE ROLE landlord LOGIN CREATEROLE CREATEDB PASSWORD 'landlord'")
    admin_url = f"postgres://landlord:landlord@127.0.0.1:{postgres.port}/house"
    assert databases.prepare(admin_url, words) == "house"
    assert databases.prepare(admin_url, words) == "house"
    with psycopg.connect(databases.url_for(admin_url, "tillid_app", "house_keys", words)) as app:
        assert app.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')").fetchone() == (False,)
    with psycopg.connect(postgres.url) as server:
        owners = server.execute(
            "SELECT datname, datdba::regrole::text FROM pg_database WHERE datname LIKE 'house%' ORDER BY datname"
        ).fetchall()
        assert owners == [("house", "tillid_owner"), ("house_keys", "tillid_owner")]


def test_runs_that_begin_at_once_wait_for_each_other(postgres):
    """Whichever database each of them names."""
    words = services.local_secrets()

    def begin(number):
        return databases.prepare(urlunsplit(urlsplit(postgres.url)._replace(path=f"/house{number % 2}")), words)

    with ThreadPoolExecutor(8) as eight:
        assert list(eight.map(begin, range(8))) == ["house0", "house1"] * 4


def test_what_a_process_is_told_can_be_read_by_a_shell_and_by_nobody_else(tmp_path):
    file = tmp_path / "app.env"
    databases.write_env(file, {"WORD": "it's $HOME & 'more'"})
    told = subprocess.run(["/bin/sh", "-c", f"set -a; . {file}; printenv WORD"], capture_output=True, text=True)
    assert told.stdout == "it's $HOME & 'more'\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_login_without_rights_is_told_what_it_lacks(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as server:
        server.execute("CREATE ROLE lodger LOGIN PASSWORD 'lodger'")
    with pytest.raises(services.ServiceError, match="CREATEROLE and CREATEDB"):
        databases.prepare(f"postgres://lodger:lodger@127.0.0.1:{postgres.port}/house", services.local_secrets())


def test_folder_of_a_killed_run_is_swept_by_the_next(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    killed = ThrowAway()
    killed.start()
    folder, processes = killed.folder, [service.process for service in killed.started]
    killed.lock.close()  # what the system does with a process that is killed
    following = ThrowAway()
    following.make_folder()
    following.stop()
    assert not folder.exists()
    for process in processes:
        process.wait(5)
    killed.started.clear()


def test_mark_finds_only_its_own():
    asleep = subprocess.Popen(["sleep", "60"], env=os.environ | {services.MARK: "ours"})
    try:
        for _ in services.deadline(5):
            if services.marked("ours"):
                break
        assert [process.pid for process in services.marked("ours")] == [asleep.pid]
        services.stop_marked("our")
        assert asleep.poll() is None
        services.stop_marked("ours")
        began = time.monotonic()
        asleep.wait(5)
        assert time.monotonic() - began < 1
    finally:
        asleep.kill()
        asleep.wait()
