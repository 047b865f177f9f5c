"""Roles and databases, made with an administrative login (DATABASE_URL, where none is named).

    python -m tools.databases URL    makes and migrates them, and keys and passwords where there are none; leaves what our
                                     processes are told in .local/tillid_owner.env and .local/tillid_app.env
    python -m tools.databases --told URL    makes them alone; OWNER_PASSWORD, APP_PASSWORD and KEEPER_PASSWORD are set

Three roles, the same on every server: `tillid_owner` owns the tables and migrates, `tillid_app` is what web, worker and
beat log in as and owns nothing, `tillid_keeper` may destroy keys. Two databases: NAME, and NAME_keys for the case keys.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools.processes import ONCE
from tools.services import KEYS, LOCAL, ROOT, ServiceError, local_secrets

ROLES = {
    "tillid_owner": ("LOGIN CREATEDB", "OWNER_PASSWORD"),
    "tillid_app": ("LOGIN", "APP_PASSWORD"),
    "tillid_keeper": ("LOGIN", "KEEPER_PASSWORD"),
}


def url_for(admin_url: str, role: str, database: str, words: dict[str, str]) -> str:
    """The same server, as one of our roles."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    login = f"{role}:{quote(words[ROLES[role][1]], safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{host}", path=f"/{quote(database)}"))


def role_env(admin_url: str, role: str, words: dict[str, str], name: str = "tillid") -> dict[str, str]:
    """What a process that acts as this role finds in its environment."""
    return {
        "DATABASE_URL": url_for(admin_url, role, name, words),
        "KEYS_DATABASE_URL": url_for(admin_url, role, f"{name}_keys", words),
    }


def database_name(admin_url: str) -> str:
    """The database that the URL names, unless that is only the administrator's own."""
    name = unquote(urlsplit(admin_url).path.strip("/"))
    return "tillid" if name in ("", "postgres", "template1") else name


def connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise ServiceError(
            f"The database does not let us in: {error}\nIs DATABASE_URL right, and the server up?"
        ) from None


def has_cases(owner_url: str) -> bool:
    """Whether the migrated database holds any case: then no demo is loaded into it."""
    with connect(owner_url) as server:
        return bool(server.execute("SELECT EXISTS (SELECT FROM cases_case)").fetchone()[0])  # type: ignore[index]


@contextmanager
def one_at_a_time(admin_url: str) -> Iterator[psycopg.Connection]:
    """A connection for making roles and databases; whoever else makes some on this server waits for its end.

    Such a lock is a database's own, and so it is taken in the one that every server has.
    """
    with connect(urlunsplit(urlsplit(admin_url)._replace(path="/postgres"))) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('tillid roles'))")
        yield server


def make_roles(server: psycopg.Connection, words: dict[str, str], *, keep: bool = False) -> None:
    """With these passwords and rights. `keep`: those that are there stay as they are."""
    there = {name for (name,) in server.execute("SELECT rolname FROM pg_roles")}
    for role, (rights, word) in ROLES.items():
        if keep and role in there:
            continue
        verb = "ALTER" if role in there else "CREATE"
        # Sent as the server keeps it, so that the word itself stands in no log of statements.
        sealed = server.pgconn.encrypt_password(words[word].encode(), role.encode(), b"scram-sha-256").decode()
        command = sql.SQL("{} ROLE {} WITH {} PASSWORD {}")
        server.execute(command.format(sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(sealed)))


def make_databases(server: psycopg.Connection, name: str) -> None:
    """Empty ones where there are none. Nobody may make temporary tables in them, and only our roles come in."""
    superuser = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        server.execute("GRANT tillid_owner TO CURRENT_USER")
    there = {found for (found,) in server.execute("SELECT datname FROM pg_database")}
    for database in (name, f"{name}_keys"):
        if database not in there:
            command = sql.SQL("CREATE DATABASE {} OWNER tillid_owner TEMPLATE template0 ENCODING 'UTF8'")
            server.execute(command.format(sql.Identifier(database)))
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        server.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO tillid_app, tillid_keeper").format(sql.Identifier(database))
        )


def prepare(admin_url: str, words: dict[str, str]) -> str:
    """Roles and databases; gives the name of the first database."""
    name = database_name(admin_url)
    with one_at_a_time(admin_url) as server:
        try:
            make_roles(server, words)
            make_databases(server, name)
        except psycopg.errors.InsufficientPrivilege as error:
            raise ServiceError(
                f"The login of DATABASE_URL may not make roles and databases: {error}\n"
                "Give it CREATEROLE and CREATEDB, or name an administrator's login."
            ) from None
        except psycopg.errors.DiskFull as error:
            raise ServiceError(
                f"The disk of the database server is full: {error}\nMake room and type the same again."
            ) from None
    return name


def migrate(admin_url: str, words: dict[str, str], name: str, env: dict[str, str]) -> None:
    owner = env | role_env(admin_url, "tillid_owner", words, name)
    for words_of_command in ONCE["migrate"]:
        command = [sys.executable, "manage.py", *words_of_command, "--verbosity=0"]
        done = subprocess.run(command, cwd=ROOT, env=owner, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise ServiceError(
                f"{' '.join(words_of_command)} failed; nothing of it was kept.\n{done.stdout}{done.stderr}"
            )


def main() -> None:
    told, arguments = "--told" in sys.argv, [word for word in sys.argv[1:] if word != "--told"]
    admin_url = arguments[0] if arguments else os.environ["DATABASE_URL"]
    if told:
        try:
            prepare(admin_url, {word: os.environ[word] for _rights, word in ROLES.values()})
        except KeyError as missing:
            sys.exit(f"{missing.args[0]} is not set.")
        except ServiceError as error:
            sys.exit(str(error))
        return
    words = local_secrets()
    keys = {key: os.environ.get(key, words[key]) for key in KEYS}
    try:
        name = prepare(admin_url, words)
        migrate(admin_url, words, name, os.environ | keys)
    except ServiceError as error:
        sys.exit(str(error))
    for role in ("tillid_owner", "tillid_app"):
        file = LOCAL / f"{role}.env"
        write_env(file, keys | role_env(admin_url, role, words, name))
        print(f"What {role} is told: {file}")


def write_env(file: Path, env: dict[str, str]) -> None:
    """For a shell or a service manager to read; the owner of the file only."""
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in env.items()))


if __name__ == "__main__":
    main()
