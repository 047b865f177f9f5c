"""The containers' files, without containers: what they publish and ask for, and all that they start, on this machine."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools import services
from tools.processes import LASTING, ask
from tools.services import ROOT
from tools.throwaway import ThrowAway

DOCKERFILE = (ROOT / "Dockerfile").read_text()
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "tillid"}
ONCE = ("databases", "migrate", "check")  # in this order
HOST = "tillid.example"
SITE = {
    "BASE_URL": f"https://{HOST}", "ALLOWED_HOSTS": HOST, "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
    "MAIL_FROM": "tillid@tillid.example", "SERVICE_PHONE": "41 71 90 00",
}  # fmt: skip


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled_in() -> dict[str, str]:
    """The example, as its comments tell to fill it in."""
    made = {name: value or SITE.get(name) or os.urandom(32).hex() for name, value in example().items()}
    return made | {"PORT": str(services.free_port())}


def interpolated(text: str, given: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: given[found[1]], text)


def image_env() -> dict[str, str]:
    [words] = re.findall(r"^ENV ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    return dict(word.split("=", 1) for word in shlex.split(words.replace("\\\n", " ")))


# What stands in the files


@pytest.mark.rules
def test_nothing_starts_without_what_the_example_names():
    asked = re.findall(r"\$\{([^}]*)\}", TEXT)
    assert {word.partition(":?")[0] for word in asked} == set(example())
    assert [word for word in asked if ":?" not in word] == []
    assert {name for name, value in example().items() if not value} >= {*services.KEYS, *SITE} | {
        name for name in example() if name.endswith("PASSWORD")
    }


@pytest.mark.rules
def test_web_alone_is_published_and_to_this_machine_alone():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    reach_out = {name for name, service in COMPOSE["services"].items() if service["networks"] != ["inside"]}
    assert reach_out == {"web", "worker"}


@pytest.mark.rules
def test_containers_can_do_no_more_than_they_need():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert name == "postgres" or service["cap_drop"] == ["ALL"], name
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert set(stages) == {"python:3.11-slim-bookworm"}
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["tillid"]
    assert not set(image_env()) & set(example())


@pytest.mark.rules
def test_each_is_told_what_it_needs_and_no_other_password():
    def told(name: str) -> set[str]:
        return set(re.findall(r"\$\{(\w+)", "\n".join(COMPOSE["services"][name]["environment"].values())))

    passwords = {name: {word for word in told(name) if word.endswith("PASSWORD")} for name in OURS}
    application = {"APP_PASSWORD", "REDIS_PASSWORD"}
    assert passwords == dict.fromkeys(["check", *LASTING], application) | {
        "databases": {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "KEEPER_PASSWORD"},
        "migrate": {"OWNER_PASSWORD", "REDIS_PASSWORD"},
    }
    assert [OURS[name]["environment"]["DEMO"] for name in ("migrate", "check", *LASTING)] == ["0"] * 5


@pytest.mark.rules
def test_each_waits_for_what_it_needs():
    waits = {
        name: {other: rule["condition"] for other, rule in service.get("depends_on", {}).items()}
        for name, service in COMPOSE["services"].items()
    }
    done, well = "service_completed_successfully", "service_healthy"
    assert waits == {"postgres": {}, "redis": {}} | {
        "databases": {"postgres": well}, "migrate": {"databases": done}, "check": {"migrate": done},
    } | {name: {"check": done, "redis": well} for name in LASTING}  # fmt: skip


# What they start


@dataclass
class Containers:
    """The services of docker-compose.yml as processes: their own commands and environment, other names of hosts."""

    folder: Path
    given: dict[str, str]
    hosts: dict[str, str]
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def env(self, name: str) -> dict[str, str]:
        env = {key: interpolated(value, self.given) for key, value in OURS[name]["environment"].items()}
        for host, here in self.hosts.items():
            env = {key: value.replace(host, here) for key, value in env.items()}
        own = {"PATH": os.defpath, "TILLID_LOCAL": str(self.folder / "local"), "GRANIAN_HOST": "127.0.0.1"}
        return image_env() | env | own | {"PORT": self.given["PORT"], "STATIC_ROOT": str(self.folder / "static")}

    def start(self, name: str, command: list[str] | None = None, **more: str) -> subprocess.Popen[str]:
        program, *words = command or OURS[name]["command"]
        assert program == "python"
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.env(name) | more, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def run(self, name: str, command: list[str] | None = None, **more: str) -> tuple[int, str]:
        process = self.start(name, command, **more)
        said, _ = process.communicate(timeout=120)
        return process.returncode, said

    def is_well(self, name: str) -> bool:
        [of_image] = re.findall(r"^HEALTHCHECK .*CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
        test = OURS[name].get("healthcheck", {}).get("test", ["CMD", *yaml.safe_load(of_image)])
        return self.run(name, test[1:])[0] == 0


@pytest.fixture
def containers(tmp_path: Path) -> Iterator[Containers]:
    throw_away, given = ThrowAway(), filled_in()
    throw_away.make_folder()
    assert throw_away.folder
    postgres = services.Postgres(throw_away.folder / "postgres", password=given["POSTGRES_PASSWORD"], durable=False)
    redis = services.Redis(throw_away.folder / "redis", password=given["REDIS_PASSWORD"], durable=False)
    redis.port = services.free_port()
    throw_away.started += [postgres, redis]
    made = Containers(
        tmp_path, given, {"@postgres/": f"@127.0.0.1:{postgres.port}/", "@redis:6379/": f"@127.0.0.1:{redis.port}/"}
    )
    try:
        postgres.start()
        redis.start()
        yield made
    finally:
        for process in made.running.values():
            process.kill()
            process.communicate()
        throw_away.stop()


@pytest.mark.journey
def test_all_that_is_composed_comes_up_and_goes(containers: Containers):
    # At build time, with nothing that is secret
    [collect] = re.findall(r"^RUN (SECRET_KEY=(?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    env = {"PATH": os.defpath, "STATIC_ROOT": str(containers.folder / "static")}
    subprocess.run(["sh", "-c", collect.replace(".venv/bin/python", sys.executable)], cwd=ROOT, env=env, check=True)

    # Once, in this order; where roles and databases are, a second time changes nothing
    for name in (*ONCE, ONCE[0]):
        code, said = containers.run(name)
        assert (name, code) == (name, 0), said

    # Neither the look at everything nor a process takes the owner's login, nor the server's
    owner, server = (containers.env(name)["DATABASE_URL"] for name in ("migrate", "databases"))
    above = {"check": (owner, "owns a table"), "web": (owner, "owns a table"), "worker": (server, "is superuser"),
             "beat": (server, "is superuser")}  # fmt: skip
    for name, (url, _fault) in above.items():
        containers.running[f"{name} above the wall"] = containers.start(name, DATABASE_URL=url)
    for name, (_url, fault) in above.items():
        process = containers.running.pop(f"{name} above the wall")
        said, _ = process.communicate(timeout=120)
        assert process.returncode != 0, name
        assert fault in said, name

    # Processes, each well by its own health check
    for name in LASTING:
        containers.running[name] = containers.start(name)
    for name in ("worker", "beat", "web"):
        assert any(containers.is_well(name) for _ in services.deadline(60)), name
    assert ask(int(containers.given["PORT"]), host=HOST)[0] == 200
    assert ask(int(containers.given["PORT"]), "/login/", HOST)[0] == 301, "by https alone"

    # The first administrator
    words = ["first_agency", "--kind=cmm", "--name=Center mod Menneskehandel", "--short=CMM"]
    words += ["--administrator-email=anna.dahl@cmm.example", "--administrator-name=Anna Dahl"]
    code, said = containers.run("migrate", ["python", "manage.py", *words])
    assert f"https://{HOST}/login/reset/" in said, said

    for name, process in containers.running.items():
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
        assert (name, process.returncode) == (name, 0), said
