"""`make check`: what can be said of the code without a test, two at a time. Prints what fails, and one line."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import databases
from tools.processes import ONCE
from tools.services import ROOT, ServiceError
from tools.throwaway import ThrowAway

BIN = Path(sys.executable).parent
PYTHON = [sys.executable, "-W", "error"]
WITHOUT_DATABASE = {
    "types": [str(BIN / "mypy")],
    "templates": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
    "containers": [
        str(BIN / "check-jsonschema"),
        "--builtin-schema=vendor.compose-spec",
        "--quiet",
        "docker-compose.yml",
    ],
    "arrows": [str(BIN / "lint-imports"), "--no-cache"],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise"],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "--output-format=concise"],
    "translations": [*PYTHON, "-m", "tools.messages", "check"],
}
WITH_DATABASE = {
    "settings and wall": [*PYTHON, "manage.py", *ONCE["check"][0]],
    "API": [*PYTHON, "manage.py", "spectacular", "--validate", "--fail-on-warn", f"--file={os.devnull}"],
    "migrations": [*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity=2"],
}
INSTALLATION = {"BASE_URL": "https://tillid.example", "ALLOWED_HOSTS": "tillid.example", "DEMO": "0", "DEBUG": "0"}


@dataclass(frozen=True)
class Outcome:
    name: str
    seconds: float
    fault: str


def run(name: str, command: list[str], env: dict[str, str]) -> Outcome:
    began, fault = time.monotonic(), ""
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        fault = f"{done.stdout}{done.stderr}".strip() or f"exit code {done.returncode}"
    return Outcome(name, time.monotonic() - began, fault)


def migrate(services: ThrowAway, env: dict[str, str]) -> Outcome:
    began, fault = time.monotonic(), ""
    try:
        databases.prepare(services.admin_url, services.words)
        databases.migrate(services.admin_url, services.words, services.name, env)
    except ServiceError as error:
        fault = str(error)
    return Outcome("migrating", time.monotonic() - began, fault)


def check_all() -> list[Outcome]:
    services = ThrowAway()
    env = os.environ | services.start() | INSTALLATION
    try:
        app = env | services.as_role("tillid_app")
        with ThreadPoolExecutor(2) as two:
            first = two.submit(run, "types", WITHOUT_DATABASE["types"], env)
            migrating = two.submit(migrate, services, env)
            rest = [two.submit(run, name, what, env) for name, what in WITHOUT_DATABASE.items() if name != "types"]
            outcomes = [migrating.result()]
            if not outcomes[0].fault:
                rest += [two.submit(run, name, what, app) for name, what in WITH_DATABASE.items()]
            return [*outcomes, first.result(), *(job.result() for job in rest)]
    finally:
        services.stop()


def main() -> None:
    began = time.monotonic()
    try:
        outcomes = check_all()
    except ServiceError as error:
        sys.exit(str(error))
    for outcome in outcomes:
        if outcome.fault:
            print(f"--- {outcome.name} ---\n{outcome.fault}\n")
    parts = ", ".join(f"{outcome.name} {outcome.seconds:.1f}" for outcome in outcomes)
    failed = [outcome.name for outcome in outcomes if outcome.fault]
    verdict = f"failed: {', '.join(failed)}" if failed else "all well"
    print(f"check: {verdict} ({time.monotonic() - began:.1f} s: {parts})")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
