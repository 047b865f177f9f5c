"""`make run`: what it refuses, what it starts again, and one whole run that is killed piece by piece."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from demo.users import USERS
from tools import run, services
from tools.processes import ask


def test_taken_port_says_who_has_it_and_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(services.ServiceError) as refusal:
            run.refuse_taken_port(port)
    assert f"Port {port} is taken by " in str(refusal.value)
    assert f"process {os.getpid()}" in str(refusal.value)
    assert f"PORT={port + 1} make run" in str(refusal.value)


@pytest.mark.parametrize("word", ["eighty", "0", "65536"])
def test_port_that_is_none_is_refused(word, monkeypatch):
    monkeypatch.setenv("PORT", word)
    with pytest.raises(services.ServiceError, match="PORT=8001 make run"):
        run.chosen_port()


def test_second_run_in_the_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "LOCAL", tmp_path)
    with run.only_one("http://127.0.0.1:8000"):
        with pytest.raises(services.ServiceError) as refusal, run.only_one("http://127.0.0.1:8001"):
            pass
        assert f"http://127.0.0.1:8000, process {os.getpid()}" in str(refusal.value)
    with run.only_one("http://127.0.0.1:8001"):
        pass


def test_terminal_names_the_address_and_who_can_log_in_as_they_are_called():
    said = run.welcome(8011, 12.3, demo=True)
    assert "http://127.0.0.1:8011 " in said
    people = [line.split("  ", 2)[1:] for line in said.splitlines() if line.startswith("  ")]
    assert [name.strip() for name, _rest in people] == [user.name for user in USERS if user.is_offered]
    assert {name.strip(): rest.strip() for name, rest in people}["Henrik Friis"] == "Københavns Politi, caseworker"
    assert "_" not in said.partition("The logs are in")[0]
    assert "Henrik Friis" not in run.welcome(8011, 12.3, demo=False)


class Fragile:
    """A service that counts its starts and is down after each."""

    name, log = "fragile", "its log"

    def __init__(self):
        self.starts = []

    def is_alive(self):
        return False

    def start(self):
        self.starts.append(run.time.monotonic())


def test_what_does_not_stay_up_is_started_after_growing_pauses(monkeypatch, capsys):
    clock = [1000.0]
    monkeypatch.setattr(run.time, "monotonic", lambda: clock[0])
    fragile = Fragile()
    watched = run.Watched(fragile)
    for tenth in range(1000):
        clock[0] = 1000.0 + tenth / 10
        watched.look()
    pauses = [round(later - earlier) for earlier, later in zip(fragile.starts, fragile.starts[1:], strict=False)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert "fragile has ended; it is started again. See its log" in capsys.readouterr().out


class Run:
    """`python -m tools.run` with a folder of its own for its data."""

    def __init__(self, folder, port):
        self.port = port
        self.log = folder / "output"
        unset = {"DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL", "BROKER_URL", "PYTEST_XDIST_WORKER"}
        env = {name: value for name, value in os.environ.items() if name not in unset}
        self.env = env | {"TILLID_LOCAL": str(folder), "PORT": str(port), "DEMO": "0"}

    def start(self):
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.run"], cwd=run.ROOT, env=self.env, stdout=output, stderr=output
            )
        self.wait_for("Tillid runs")

    def wait_for(self, words, count=1):
        for _ in services.deadline(90):
            said = self.log.read_text()
            if len(re.findall(words, said)) >= count:
                return
            assert self.process.poll() is None, said
        raise AssertionError(self.log.read_text())

    def wait_for_health(self):
        for _ in services.deadline(60):
            if ask(self.port)[0] == 200:
                return
        raise AssertionError(ask(self.port))

    def parts(self):
        return {process.pid for process in psutil.process_iter() if str(self.env["TILLID_LOCAL"]) in mark(process)}


def mark(process):
    try:
        return process.environ().get(services.MARK, "") if services.is_running(process) else ""
    except (psutil.Error, OSError):
        return ""


@pytest.mark.journey
def test_whole_run_survives_the_death_of_each_part_and_of_itself(request):
    folder = run.LOCAL / "test-run"
    clear(folder)
    request.addfinalizer(lambda: clear(folder))
    folder.mkdir()
    folder.chmod(0o711)
    tillid = Run(folder, services.free_port())
    request.addfinalizer(lambda: tillid.process.kill())
    tillid.start()
    before = tillid.parts()
    for pid in before:
        psutil.Process(pid).kill()
    tillid.wait_for("is started again", count=5)
    tillid.wait_for_health()
    assert not before & tillid.parts()

    tillid.process.kill()
    tillid.process.wait()
    assert tillid.parts(), "nobody has stopped them"
    tillid.start()
    tillid.wait_for_health()

    tillid.process.send_signal(signal.SIGTERM)
    assert tillid.process.wait(60) == 0
    assert tillid.parts() == set()


def clear(folder):
    """The folder of a run, with what it may have left running."""
    for process in psutil.process_iter():
        if mark(process).startswith(f"{folder}/"):
            process.kill()
    server = services.Postgres(folder / "postgres", password="")
    for path in {server.place, folder}:
        shutil.rmtree(path, ignore_errors=True)
