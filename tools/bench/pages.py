"""Pages with few and with many cases: queries and CPU time here, and through the server."""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from tools.bench.results import ROUNDS, WARM_UPS, Results
from tools.bench.stage import Stage
from tools.processes import ONCE, Web
from tools.services import LOCAL, ROOT

FEW, MANY = 40, 4_000  # cases behind the pages
READERS = {"CMM": "mette_lindholm", "police": "henrik_friis"}
REQUESTS = 20
WARMING, SERVED = 20, 40  # requests to a web process, the latter a round: it has four threads, each with its connection
ACCESS_QUERIES, PAGE_CPU = 3, 1.5


def measure_pages(stage: Stage, patterns: list[Any], results: Results) -> None:
    from django.urls import reverse

    from demo.build import cast

    found: dict[tuple[str, int], tuple[int, float]] = {}
    served: dict[tuple[str, int], float] = {}
    for count in (FEW, MANY):
        stage.fill(stage.name, patterns, count)
        stage.use(stage.name)
        people = cast().accounts
        addresses = {"worklist": reverse("home"), "case page": reverse("cases:case", args=[patterns[0]])}
        for page, address in addresses.items():
            found[page, count] = measure_page(people["mette_lindholm"], address, f"{page}, {count:,} cases", results)
        with served_by(stage) as web:
            for reader, key in READERS.items():
                for page, address in addresses.items():
                    name = f"{page} of {reader}"
                    served[name, count] = measure_served(web, people[key], address, f"{name}, {count:,} cases", results)
    for page in ("worklist", "case page"):
        (few, quick), (many, slow) = found[page, FEW], found[page, MANY]
        results.add(f"{page}: queries with {MANY:,} cases, with {FEW} they are {few}", many, few)
        results.add(f"{page}: CPU time with {MANY:,} cases to that with {FEW}", slow / quick, PAGE_CPU)
    for name in dict.fromkeys(name for name, _count in served):
        growth = served[name, MANY] / served[name, FEW]
        results.add(f"{name}, served: CPU time with {MANY:,} cases to that with {FEW}", growth, PAGE_CPU)


@contextmanager
def served_by(stage: Stage) -> Iterator[Web]:
    for words in ONCE["static"]:
        command = [sys.executable, "manage.py", *words, "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=os.environ, check=True)
    web = Web(LOCAL / "bench", os.environ | {"ALLOWED_HOSTS": "127.0.0.1"})
    try:
        web.start()
        yield web
    finally:
        web.stop()


def measure_served(web: Web, reader: Any, address: str, name: str, results: Results) -> float:
    """Milliseconds of the web process's CPU a request. One client, one connection, one request at a time."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
    connection = http.client.HTTPConnection("127.0.0.1", web.port)

    def ask(times: int) -> float:
        began = time.perf_counter()
        for _ in range(times):
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, address  # noqa: S101 - nothing else is worth measuring
        return time.perf_counter() - began

    ask(WARMING)
    took, used = 0.0, []
    for _ in range(ROUNDS):
        before = cpu_of(web)
        took += ask(SERVED)
        used.append((cpu_of(web) - before) * 1000 / SERVED)
    connection.close()
    results.add(f"{name}, served: requests a second", ROUNDS * SERVED / took)
    results.add(f"{name}, served: CPU time of the web process, ms", statistics.median(used))
    return statistics.median(used)


def cpu_of(web: Web) -> float:
    """Seconds of it and its children."""
    assert web.process is not None  # noqa: S101 - started
    parent = psutil.Process(web.process.pid)
    times = [process.cpu_times() for process in (parent, *parent.children(recursive=True))]
    return sum(used.user + used.system for used in times)


def measure_page(reader: Any, address: str, name: str, results: Results) -> tuple[int, float]:
    """Queries and milliseconds of CPU of one request: this process's and its database connections'."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    for _ in range(WARM_UPS):
        assert client.get(address).status_code == 200, address  # noqa: S101 - nothing else is worth measuring
    with CaptureQueriesContext(connections["default"]) as queries, CaptureQueriesContext(connections["keys"]) as keys:
        client.get(address)
        asked, for_keys = [query["sql"] for query in queries], len(keys)
    access = sum(is_for_access(statement) for statement in asked)
    here, there = time.process_time(), cpu_of_backends()
    for _ in range(REQUESTS):
        client.get(address)
    here, there = (time.process_time() - here) * 1000 / REQUESTS, (cpu_of_backends() - there) * 1000 / REQUESTS
    results.add(f"{name}: queries", len(asked) + for_keys, note=f"{for_keys} of them for keys")
    results.add(f"{name}: queries for access", access, ACCESS_QUERIES)
    results.add(f"{name}: CPU time, ms", here + there, note=f"{here:.1f} here, {there:.1f} in the database")
    return len(asked) + for_keys, here + there


def is_for_access(statement: str) -> bool:
    """Whether it asks for nothing but what the reader has on the case, or who is on it. Policies are no statements."""
    inner = ""
    while inner != statement:  # what stands in brackets is asked on the way
        inner, statement = statement, re.sub(r"\([^()]*\)", "", statement)
    return statement.partition(" FROM ")[2].startswith(('"cases_caseaccess"', '"cases_grant"'))


def cpu_of_backends() -> float:
    """Seconds; 0 when the database is on another machine."""
    from django.db import connections

    used = 0.0
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and psutil.pid_exists(connection.connection.info.backend_pid):
            process = psutil.Process(connection.connection.info.backend_pid)
            if "postgres" in process.name():
                used += process.cpu_times().user + process.cpu_times().system
    return used
