"""`make run`: starts all of Tillid in this folder, keeps it running, and stops it on Ctrl-C.

Services, roles, databases, migrations, static files, demo data; then web, worker and beat as processes of their own.
What dies is started again. A DATABASE_URL names an administrative login, from which roles and databases are made; a
REDIS_URL is used as it is.
"""

import contextlib
import csv
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil

from tools import databases
from tools.processes import LASTING, ONCE, Process, ask
from tools.services import KEYS, LOCAL, PATIENCE, ROOT, Postgres, Redis, Service, ServiceError, deadline, local_secrets

LOGS = LOCAL / "log"
LONGEST_PAUSE = 30.0  # seconds between two attempts to start what dies again and again
LONG_ENOUGH = 60.0  # seconds after which a part counts as having come up well


class Stop(Exception):
    """Ctrl-C, or a request to end."""


class Watched:
    """A service that is started again when it has died, after a pause that grows while it does not stay up."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.pause = 0.0
        self.began = time.monotonic()

    def look(self) -> None:
        if self.service.is_alive():
            return
        now = time.monotonic()
        if now - self.began > LONG_ENOUGH:
            self.pause = 0.0
        elif now - self.began < self.pause:
            return
        self.pause = min(max(1.0, self.pause * 2), LONGEST_PAUSE)
        self.began = now
        say(f"{self.service.name} has ended; it is started again. See {self.service.log}")
        try:
            self.service.start()
        except (ServiceError, OSError) as error:
            say(str(error))


class Supervisor:
    def __init__(self, port: int) -> None:
        self.port = port
        self.words = local_secrets()
        self.services: list[Service] = []  # in the order in which they are started

    def run(self) -> None:
        began = time.monotonic()
        try:
            for name in LASTING:
                Process(name, {}).stop_left_over()
            refuse_taken_port(self.port)
            env = self.environment()
            self.prepare(env)
            self.start_programs(env)
            print(welcome(self.port, time.monotonic() - began, demo=env["DEMO"] == "1"), flush=True)
            self.watch()
        finally:
            for request in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(
                    request, signal.SIG_IGN
                )  # it is on its way down, and takes no longer than PATIENCE a part
            self.stop()

    def environment(self) -> dict[str, str]:
        """What every process of Tillid is told; services that are not named are started."""
        env = {key: self.words[key] for key in KEYS} | {"DEMO": "1"} | dict(os.environ) | {"PORT": str(self.port)}
        env.setdefault("BASE_URL", f"http://127.0.0.1:{self.port}")
        admin_url = os.environ.get("DATABASE_URL")
        if not admin_url:
            with part("PostgreSQL"):
                postgres = Postgres(
                    LOCAL / "postgres", password=self.words["POSTGRES_PASSWORD"], log=LOGS / "postgres.log"
                )
                self.start(postgres)
            admin_url = postgres.url
        if not env.get("REDIS_URL"):
            with part("Redis"):
                server = Redis(LOCAL / "redis", password=self.words["REDIS_PASSWORD"], log=LOGS / "redis.log")
                self.start(server)
            env |= {"REDIS_URL": server.url, "BROKER_URL": server.broker_url}
        with part("roles and databases"):
            self.name = databases.prepare(admin_url, self.words)
        self.owner = databases.role_env(admin_url, "tillid_owner", self.words, self.name)
        return env | databases.role_env(admin_url, "tillid_app", self.words, self.name)

    def start(self, service: Service) -> None:
        self.services.append(service)
        service.start()

    def prepare(self, env: dict[str, str]) -> None:
        with commands() as begin:
            with part("migrations"):
                for command in [begin(words, env | self.owner) for words in ONCE["migrate"]]:
                    finish(*command)
            [static] = [begin(words, env) for words in ONCE["static"]]
            if env["DEMO"] == "1" and not databases.has_cases(self.owner["DATABASE_URL"]):
                with part("demo data"):
                    finish(*begin(["demo_accounts"], env | self.owner))
                    finish(*begin(["load_demo"], env))
            with part("static files"):
                finish(*static)

    def start_programs(self, env: dict[str, str]) -> None:
        with part("web, worker, beat"):
            for name in LASTING:
                self.start(Process(name, env, log=LOGS / f"{name}.log"))
            self.wait_for_health()

    def wait_for_health(self) -> None:
        answer = ""
        for _ in deadline(2 * PATIENCE, pause=0.1):
            for service in self.services:
                if not service.is_alive():
                    raise ServiceError(f"{service.name} has ended.\n{service.last_words()}")
            status, answer = ask(self.port)
            if status == 200:
                return
        raise ServiceError(f"Tillid does not say that it is well: {answer}\nThe logs are in {LOGS}")

    def watch(self) -> None:
        watched = [Watched(service) for service in self.services]
        while True:
            for one in watched:
                one.look()
            time.sleep(0.2)

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()


@contextlib.contextmanager
def part(name: str) -> Iterator[None]:
    """Says what is being done, and what it took."""
    began = time.monotonic()
    print(f"  {name:<24}", end="", flush=True)
    try:
        yield
    except BaseException:
        print("  ...")
        raise
    print(f"{time.monotonic() - began:5.1f} s", flush=True)


def say(words: str) -> None:
    print(time.strftime("%H:%M:%S"), words, flush=True)


@contextlib.contextmanager
def commands() -> Iterator[Any]:
    """Commands of manage.py side by side; what still runs when somebody wants it to end is ended."""
    begun: list[subprocess.Popen[str]] = []

    def begin(words: list[str], env: dict[str, str]) -> tuple[str, subprocess.Popen[str]]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words, "--verbosity=0"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        return words[0], process

    try:
        yield begin
    finally:
        for process in begun:
            if process.poll() is None:
                process.terminate()
                process.wait()


def finish(verb: str, process: subprocess.Popen[str]) -> None:
    """Waits for a command; its output is shown only when it fails."""
    output, _ = process.communicate()
    if process.returncode:
        advice = ""
        if "No space left" in output or "DiskFull" in output:
            advice = f"\nThe disk is full. Make room in {ROOT} and type the same again; nothing is lost."
        raise ServiceError(f"manage.py {verb} failed.\n{output}{advice}")


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise ServiceError(
                f"This user may not use port {port}. Choose one above 1023:  PORT=8001 make run"
            ) from None
        except OSError:
            advice = f"Stop that, or choose another port:  PORT={port + 1} make run"
            raise ServiceError(f"Port {port} is taken by {who_listens(port)}. {advice}") from None


def who_listens(port: int) -> str:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return "another program"


def welcome(port: int, seconds: float, *, demo: bool) -> str:
    lines = ["", f"Tillid runs: http://127.0.0.1:{port}   (up in {seconds:.1f} s)"]
    if demo:
        from demo.users import USERS  # only a demo has them

        lines += ["", "Log in there with one click, as one of these fictional people:"]
        with (ROOT / "agencies/data/agencies.csv").open(encoding="utf-8", newline="") as file:
            short = {row["key"]: row["short"] for row in csv.DictReader(file)}
        lines += [
            f"  {user.name:<22} {short[user.agency]}, {user.role.replace('_', ' ')}"
            for user in USERS
            if user.is_offered
        ]
    return "\n".join([*lines, "", f"Ctrl-C stops it. The logs are in {LOGS}"])


@contextlib.contextmanager
def only_one(url: str) -> Iterator[None]:
    """One run a folder: the lock goes with the process, however that ends."""
    LOCAL.mkdir(exist_ok=True)
    LOCAL.chmod(0o711)  # PostgreSQL, which is not root, passes through
    with (LOCAL / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ServiceError(f"Tillid runs from this folder already: {file.read()}. Ctrl-C there stops it.") from None
        write(file, f"{url}, process {os.getpid()}")
        yield


def write(file: IO[str], words: str) -> None:
    file.truncate(0)
    file.write(words)
    file.flush()


def chosen_port() -> int:
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise ServiceError("PORT is not the number of a port. For example:  PORT=8001 make run")
    return port


def request_stop(number: int, frame: object) -> None:
    raise Stop


def main() -> None:
    for request in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, request_stop)
    try:
        port = chosen_port()
        with only_one(f"http://127.0.0.1:{port}"):
            Supervisor(port).run()
    except Stop:
        with contextlib.suppress(OSError):  # the terminal may be gone
            print("\nStopped; everything is kept for the next run.", flush=True)
    except ServiceError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        room = f"{psutil.disk_usage(str(ROOT)).free // 2**20} MB are left in {Path(ROOT)}"
        sys.exit(f"\n{error} ({room}). Make room, or make the folder writable, and type the same again.")


if __name__ == "__main__":
    main()
