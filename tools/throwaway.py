"""Services for tests and checks, made for one run and thrown away after it.

    services = ThrowAway()
    os.environ |= services.start()   # in pytest_configure of the controller; its workers inherit the environment
    services.stop()                  # in pytest_unconfigure

`start()` gives DATABASE_URL and KEYS_DATABASE_URL (a superuser, so that the suite can build and arrange, and
step down to the roles by SET SESSION AUTHORIZATION), APP_DATABASE_URL and APP_KEYS_DATABASE_URL (the application's own
login, for a running server), REDIS_URL, BROKER_URL, and the keys. A DATABASE_URL or REDIS_URL that is set is used; with
KEEP_ROLES, roles that are on that server already keep their passwords, and then nobody logs in as them.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import urlsplit, urlunsplit

from tools import databases
from tools.services import KEYS, LOCAL, Postgres, Redis, local_secrets

FOLDER = LOCAL / "test"
Embedded = TypeVar("Embedded", Postgres, Redis)


class ThrowAway:
    def __init__(self) -> None:
        self.started: list[Postgres | Redis] = []
        self.folder: Path | None = None
        self.lock: IO[str] | None = None

    def start(self) -> dict[str, str]:
        self.words = local_secrets()
        env = {name: self.words[name] for name in KEYS}
        admin_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        if not admin_url or not redis_url:
            self.make_folder()
        try:
            if not admin_url:
                self.words |= {word: secrets.token_urlsafe(16) for _, word in databases.ROLES.values()}
                admin_url = self.launch(Postgres).url
            if redis_url:
                env["REDIS_URL"] = redis_url
            else:
                server = self.launch(Redis)
                env |= {"REDIS_URL": server.url, "BROKER_URL": server.broker_url}
            with databases.one_at_a_time(admin_url) as connection:
                databases.make_roles(connection, self.words, keep=bool(os.environ.get("KEEP_ROLES")))
        except BaseException:
            self.stop()
            raise
        self.admin_url, self.name = admin_url, databases.database_name(admin_url)
        parts = urlsplit(admin_url)
        env["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{self.name}"))
        env["KEYS_DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{self.name}_keys"))
        return env | {f"APP_{key}": url for key, url in self.as_role("tillid_app").items()}

    def as_role(self, role: str) -> dict[str, str]:
        return databases.role_env(self.admin_url, role, self.words, self.name)

    def launch(self, kind: type[Embedded]) -> Embedded:
        assert self.folder, "made by start()"  # noqa: S101
        service = kind(self.folder / kind.name, password=secrets.token_urlsafe(16), durable=False)
        self.started.append(service)
        service.start()
        return service

    def stop(self) -> None:
        for service in self.started:
            service.stop()
        self.started.clear()
        if self.folder:
            remove(self.folder)
        if self.lock:
            self.lock.close()
        self.folder = self.lock = None

    def make_folder(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in (LOCAL, FOLDER):
            path.chmod(0o711)
        for path in FOLDER.iterdir():
            if not is_in_use(path):
                remove(path)
        self.folder = Path(tempfile.mkdtemp(dir=FOLDER))
        self.folder.chmod(0o711)
        self.lock = (self.folder / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)


def is_in_use(folder: Path) -> bool:
    """Whether the run that made it is still there."""
    try:
        with (folder / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def remove(folder: Path) -> None:
    """The folder with what a killed run may have left running in it."""
    for kind in (Postgres, Redis):
        if (folder / kind.name).exists():
            service = kind(folder / kind.name, password="")
            service.stop_left_over()
            if isinstance(service, Postgres):
                shutil.rmtree(service.place, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
