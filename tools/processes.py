"""What an installation runs, by name: `python -m tools.processes web` becomes the web process.

    migrate   as the owner of the tables      static   collects what the pages need
    check     settings and login are those of an installation
    web, worker, beat                         healthy NAME   ends with 0 when that one of the three is well

This is the one list of it: `make run`, README, Dockerfile, docker-compose.yml and the tests know no other.
PORT is the web process's; granian's own variables hold too (GRANIAN_HOST, GRANIAN_WORKERS).
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from signal import SIGTERM
from urllib.parse import urlsplit

from tools.services import LOCAL, ROOT, Service, ServiceError, free_port

THREADS = "4"
CELERY = ["celery", "--app", "config", "--quiet"]
SCHEDULE = LOCAL / "run" / "beat-schedule"
LONGEST_SILENCE = 600  # seconds; beat writes its schedule down every three minutes
BOTH = ["--database=default", "--database=keys"]
ONCE = {  # words for manage.py, of as many commands as there are
    "migrate": tuple(["migrate", "--no-input", database] for database in BOTH),
    "static": (["collectstatic", "--no-input"],),
    "check": (["check", "--deploy", "--fail-level=WARNING", *BOTH],),
}
LASTING = ("web", "worker", "beat")


def command(name: str, port: str) -> list[str]:
    """A module, and what it is told. The web process finds DATABASE_POOL, as many connections as threads."""
    return {
        "web": [
            "granian", "--interface", "wsgi", "--port", port, "--blocking-threads", THREADS, "--respawn-failed-workers",
            "--no-ws", "config.wsgi:application",
        ],
        "worker": [*CELERY, "worker", "--concurrency", "2", "--without-mingle", "--loglevel", "INFO"],
        "beat": [*CELERY, "beat", "--schedule", str(SCHEDULE), "--loglevel", "INFO"],
    }[name]  # fmt: skip


class Process(Service):
    """Web, worker or beat, as a child of the caller."""

    stop_signal = SIGTERM

    def __init__(self, name: str, env: dict[str, str], folder: Path = LOCAL / "run", log: Path | None = None) -> None:
        self.name = name
        self.env = env
        super().__init__(folder, log=log)

    def start(self) -> None:
        self.launch([sys.executable, "-m", "tools.processes", self.name], env=self.env, cwd=ROOT)

    def stop(self) -> None:
        super().stop()
        self.stop_left_over()


class Web(Process):
    """The web process without the others, at an address of its own."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__("web", env | {"BASE_URL": self.url, "PORT": str(self.port)}, folder)

    def start(self) -> None:
        super().start()
        if not self.wait_until(lambda: ask(self.port, "/help/")[0] == 200):
            raise ServiceError(self.last_words())


def ask(port: int, path: str = "/healthz", host: str = "127.0.0.1") -> tuple[int, str]:
    """Status and beginning of what a web process on this machine answers to this host's name; 0 when it does not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        response = connection.getresponse()
        return response.status, response.read(2000).decode(errors="replace")
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()


def own_host() -> str:
    """The name by which people reach this installation, which the web process answers to."""
    return urlsplit(os.environ.get("BASE_URL", "")).netloc or "127.0.0.1"


def why_unwell(name: str) -> str | None:
    if name == "web":
        status, answer = ask(own_port(), host=own_host())
        return None if status == 200 else answer
    if name == "worker":
        own = f"celery@{socket.gethostname()}"
        ping = [sys.executable, "-m", *CELERY, "inspect", "ping", "--timeout", "5", "--destination", own]
        done = subprocess.run(ping, cwd=ROOT, capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else None
    written = [file.stat().st_mtime for file in SCHEDULE.parent.glob(f"{SCHEDULE.name}*")]
    return None if written and time.time() - max(written) < LONGEST_SILENCE else "beat has written nothing for too long"


def own_port() -> int:
    return int(os.environ.get("PORT") or 8000)


def become(name: str) -> None:
    SCHEDULE.parent.mkdir(parents=True, exist_ok=True)
    if name == "web":
        os.environ.setdefault("DATABASE_POOL", THREADS)
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", *command(name, str(own_port()))])  # noqa: S606 - itself


def main() -> None:
    match sys.argv[1:]:
        case ["healthy", name] if name in LASTING:
            sys.exit(why_unwell(name))
        case [name] if name in LASTING:
            become(name)
        case [name] if name in ONCE:
            for words in ONCE[name]:
                if code := subprocess.call([sys.executable, "manage.py", *words], cwd=ROOT):
                    sys.exit(code)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
