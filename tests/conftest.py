"""The suite runs as the application's role, with the wall up.

1. One migrated pair of databases is the template, made again only when its sources have changed. Workers clone it.
2. The suite's login is a superuser, so that SET SESSION AUTHORIZATION makes every connection the application's own:
   session user, rights and policies are the real ones, and yet a test can step back (`as_owner`) within its
   transaction, to arrange or to look.
3. Tests that commit are cleared table by table: Django's flush would empty the policy and the legal parameters too.

Without DATABASE_URL (a superuser's) and REDIS_URL, servers are started for this run and thrown away after it.
"""

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.db.backends.signals import connection_created

from tools.databases import make_databases
from tools.processes import ONCE
from tools.throwaway import ThrowAway

ROOT = Path(__file__).parents[1]
MADE_OF = (
    "*/migrations/*.py",
    "*/sql/*.sql",
    "*/data/*.csv",
    "*/*/data/*.csv",
    "cases/policy.py",
    "config/settings.py",
)
ALIASES = ("default", "keys")
REFERENCE = [
    "agencies_agency", "agencies_code", "agencies_parameter", "auth_group", "auth_permission", "cases_policy",
    "django_content_type", "django_migrations", "victims_indicator", "wall_key",
]  # fmt: skip
WITHOUT_DATABASE = ("rules", "journey", "standing")
NOW = datetime(2026, 3, 12, 14, 32, tzinfo=ZoneInfo("Europe/Copenhagen"))

services = ThrowAway()
hypothesis.settings.register_profile("tillid", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("tillid")


# Before Django: services, settings, and the template that every worker clones


def pytest_configure(config: pytest.Config) -> None:
    """Complete the environment before settings are read: so no DJANGO_SETTINGS_MODULE in pyproject.toml."""
    if not hasattr(config, "workerinput"):
        for name in ("DEMO", "DEBUG", "BASE_URL", "DATABASE_POOL", "CACHE_URL", "EMAIL_URL"):
            os.environ.pop(name, None)
        os.environ |= services.start() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["TEMPLATE"] = os.environ.get("TEMPLATE") or build_template()
    plain_settings()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        services.stop()


def plain_settings() -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True  # no folder of collected files is looked for
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_EAGER_PROPAGATES = True
    settings.CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"


def fingerprint() -> str:
    """Of all that the template is made of, the key of the wall included."""
    files = sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern))
    parts = [path.read_bytes() for path in files] + [os.environ["WALL_KEY"].encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def build_template() -> str:
    """The name of the template, as it should be by now."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"{unquote(url.path.strip('/'))}_template"
    with as_superuser() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])  # another run on the same server waits
        told = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        if told.fetchone() != (fingerprint(),):
            for database in (name, f"{name}_keys"):
                server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            make_databases(server, name)
            env = os.environ | as_migrator({"default": name, "keys": f"{name}_keys"})
            for words in ONCE["migrate"]:
                command = [sys.executable, "manage.py", *words, "--verbosity=0"]
                done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
                if done.returncode:
                    raise pytest.UsageError(f"The template could not be migrated.\n{done.stdout}{done.stderr}")
            server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{fingerprint()}'")
    return name


def as_migrator(names: dict[str, str]) -> dict[str, str]:
    """The environment of a command that acts as the owner of these databases."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(query="options=" + quote("-c role=tillid_owner"))
    return {
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{names['default']}")),
        "KEYS_DATABASE_URL": urlunsplit(url._replace(path=f"/{names['keys']}")),
    }


@contextmanager
def as_superuser() -> Iterator[psycopg.Connection]:
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as server:
        yield server


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name == "test_rules.py":
            item.add_marker(pytest.mark.rules)
        if item.path.parent.name == "journeys":
            item.add_marker(pytest.mark.journey)
            site = "full" if "full_site" in item.fixturenames else "empty"
            item.add_marker(pytest.mark.xdist_group(f"{site} site"))  # one server and one browser for all of them
        if not any(item.get_closest_marker(name) for name in WITHOUT_DATABASE):
            commits = item.get_closest_marker("commits") is not None
            item.add_marker(pytest.mark.django_db(databases=ALIASES, transaction=commits))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Clone the template for this worker; from here on every connection is the application's."""
    from django.test import TransactionTestCase

    with cloned() as names:
        for alias, name in names.items():
            connections[alias].settings_dict["NAME"] = name
        connection_created.connect(become_application)
        TransactionTestCase._fixture_teardown = clear_committed
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@contextmanager
def cloned(what: str = "") -> Iterator[dict[str, str]]:
    """The names of a pair of databases made from the template, gone afterwards."""
    template = os.environ["TEMPLATE"]
    own = f"{template.removesuffix('_template')}_{os.getpid()}{what}"
    names = {"default": own, "keys": f"{own}_keys"}
    with as_superuser() as server:
        for alias, name in names.items():
            suffix = "_keys" * (alias == "keys")
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}{suffix}" OWNER tillid_owner')
            server.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')  # a clone does not inherit this
    try:
        yield names
    finally:
        with as_superuser() as server:
            for name in names.values():
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# Who one is towards the database


def become_application(connection: Any, **kwargs: Any) -> None:
    set_role(connection, "tillid_app")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def set_role(connection: Any, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION AUTHORIZATION {role}")


@contextmanager
def as_role(role: str, using: str = "default") -> Iterator[None]:
    set_role(connections[using], role)
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            set_role(connections[using], "tillid_app")


def as_owner() -> Any:
    """Arrange, or look, past the wall: same connection, same transaction."""
    return as_role("tillid_owner")


def clear_committed(self: Any) -> None:
    """Empty what tests fill. Few rows: DELETE without triggers takes 10 ms where TRUNCATE takes 400."""
    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            cursor.execute("SET SESSION AUTHORIZATION DEFAULT; SET session_replication_role = replica")
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                " AND relname <> ALL (%s)",
                [REFERENCE],
            )
            cursor.execute("; ".join(f"DELETE FROM {table}" for (table,) in cursor.fetchall()))
        connections[alias].close()


def at_once(*acts: Callable[[Callable[[], Any]], Any]) -> list[Exception]:
    """Run each act on a connection of its own. An act calls what it is given, and waits there for the others.

    Returns their errors.
    """
    ready, errors = threading.Barrier(len(acts)), []

    def run(act: Callable[[Callable[[], Any]], Any]) -> None:
        try:
            act(lambda: ready.wait(timeout=10))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    forget_cached()


def forget_cached() -> None:
    """This process's own keys only, since the server may be shared."""
    for cache in caches.all(initialized_only=True):
        client = cache._cache.get_client(write=True)
        if keys := list(client.scan_iter(f"{cache.key_prefix}:*")):
            client.delete(*keys)


@pytest.fixture(autouse=True)
def _mails(settings: Any) -> Iterator[None]:
    """Whatever a test has sent is a mail that tests/access/matrix.py lists."""
    yield
    from django.core import mail

    from tests.access.mails import kind_of

    for message in getattr(mail, "outbox", ()):
        kind_of(message)


@pytest.fixture(autouse=True)
def _queue(request: pytest.FixtureRequest) -> None:
    """Tasks run at once, unless the test is marked `queued`."""
    from config.celery import app

    app.conf.task_always_eager = request.node.get_closest_marker("queued") is None


@dataclass(frozen=True)
class Clock:
    """The one moment of a test, and moments after it. It stands still."""

    now: datetime = NOW

    def later(self, **lapse: float) -> datetime:
        return self.now + timedelta(**lapse)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(db: None) -> Any:
    """The standing cast (tests/people.py)."""
    from tests.people import cast

    with as_owner():
        return cast()
