"""`make test-floor`: tests/cases on PostgreSQL 15, the oldest that we support, where one lets us in as a superuser.

POSTGRES_15_URL names it; unset, 127.0.0.1:5432 is asked. Where none is to be had, that is said, and it is no fault.
Our roles are made there if they are absent and otherwise left as they are; the databases are this run's own, and go with it.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tools.services import ROOT

USUAL = "postgres://postgres@127.0.0.1:5432/postgres"
TESTS = "tests/cases"
LABEL = f"PostgreSQL 15: {TESTS}"
FAMILY = "tillid_floor_"


def why_not(url: str) -> str:
    """What keeps the tests from running there; nothing, when they can."""
    try:
        with psycopg.connect(url, connect_timeout=3) as server:
            superuser = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            version = server.info.server_version // 10_000
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    if version != 15:
        return f"it is version {version}"
    return "" if superuser == (True,) else "the login is no superuser"


def drop(server: psycopg.Connection, name: str) -> None:
    """The databases of one run."""
    found = server.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{name}(_|$)"]).fetchall()
    for (database,) in found:
        server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def drop_left_over(server: psycopg.Connection) -> None:
    """What runs have left that were killed: their locks are free."""
    named = "SELECT DISTINCT substring(datname FROM %s) FROM pg_database WHERE datname ~ %s"
    for (name,) in server.execute(named, [f"^{FAMILY}[0-9]+", f"^{FAMILY}[0-9]+"]).fetchall():
        if server.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone() == (True,):
            drop(server, name)
            server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def run(url: str, arguments: list[str]) -> int:
    """pytest's exit code."""
    name, parts = f"{FAMILY}{os.getpid()}", urlsplit(url)
    env = {key: value for key, value in os.environ.items() if key not in ("KEYS_DATABASE_URL", "TEMPLATE")}
    env |= {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "KEEP_ROLES": "1"}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", TESTS, *arguments]
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        drop_left_over(server)
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        try:
            return subprocess.run(command, cwd=ROOT, env=env).returncode
        finally:
            drop(server, name)


def main() -> None:
    url = os.environ.get("POSTGRES_15_URL") or USUAL
    if reason := why_not(url):
        at = urlsplit(url).netloc.rpartition("@")[2]
        print(f"{LABEL}: not run, since none is to be had at {at} ({reason})")
        sys.exit(bool(os.environ.get("POSTGRES_15_URL")))  # one that is named is meant
    print(LABEL, flush=True)
    sys.exit(run(url, sys.argv[1:]))


if __name__ == "__main__":
    main()
