"""Queries, time and plans of what grows: `make bench`, or `make bench ARGS="100000 1000000"` for so many cases.

Three measurements, all as the application's role with an actor set. Pages: queries and CPU time of CMM's worklist and of
a case page with 40 and with 4,000 cases, through Django's test client. Served: the same pages for CMM and for police by one
client that keeps its connection to a web process as `make run` starts it, requests a second and that process's CPU time.
The wall: what lists, counts, a case and grants
take beside the same asked by the tables' owner, whom no policy asks, for agencies that are on all, many, few, only old
and no cases. Both sides take turns; medians of 40 pairs and of five rounds, and it is their ratio that has a bar.
Prints a table, writes .local/bench.json, ends with 1 when a bar does not hold.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from tools import databases
from tools.processes import ONCE, Web
from tools.services import LOCAL, ROOT, ServiceError
from tools.throwaway import ThrowAway

SIZES = (20_000, 200_000)
FEW, MANY = 40, 4_000  # cases behind the pages
PATTERNS = ("accepted_courier", "detained_pickpocket", "answered_villa", "asked_hotel_room")
PROFILES = {
    "on all": "mette_lindholm", "on 8 %": "henrik_friis", "on 0.2 %": "grace_adeyemi", "on 0.2 %, the oldest": "karen_bruun",
    "on none": "mikkel_ravn",
}  # fmt: skip
READERS = {"CMM": "mette_lindholm", "police": "henrik_friis"}
WARM_UPS, PAIRS, ROUNDS, REQUESTS, GRANTS = 3, 40, 5, 20, 500
WARMING, SERVED = (
    20,
    40,
)  # requests to a web process, the latter a round: it has four threads, each with a connection to come to
BARS = {"newest 25": 4, "newest 25 sent": 12, "count to 100": 3, "case": 5, "grants": 5, "profiles": 1.4, "sizes": 1.3}
PAGE_BUFFERS, ACCESS_QUERIES, PAGE_CPU = 300, 3, 1.5
SPIN = "import os; os.nice(19)\nwhile True: pass"
ABSENT = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Result:
    """`value` is a ratio, a number of queries or buffers, or milliseconds; without a bar it is there to be read."""

    name: str
    value: float
    bar: float | None
    holds: bool


class Results(list[Result]):
    def add(self, name: str, value: float, bar: float | None = None, note: str = "") -> None:
        result = Result(name, round(value, 2), bar, bar is None or value <= bar)
        self.append(result)
        shown = "" if bar is None else f"<= {bar:g}"
        print(f"{name:58} {result.value:9g}  {shown:8}{'' if result.holds else 'NO'} {note}".rstrip(), flush=True)


# Where it is measured: databases of its own, which are gone afterwards


class Stage:
    """A migrated database with the demo's people and the pattern cases, and clones of it."""

    def __init__(self, services: ThrowAway, env: dict[str, str]) -> None:
        self.services, self.name = services, f"{services.name}_bench"
        self.clone_name = f"{self.name}_many"
        services.name = self.name
        self.env = os.environ | env | {"DEMO": "true", "ALLOWED_HOSTS": "testserver"}

    def __enter__(self) -> "Stage":
        self.drop(self.name, f"{self.name}_keys", self.clone_name)
        with self.server() as server:
            databases.make_databases(server, self.name)
        databases.migrate(self.services.admin_url, self.services.words, self.name, self.env)
        command = [sys.executable, "manage.py", "demo_accounts"]
        owner = self.env | self.services.as_role("tillid_owner")
        subprocess.run(command, cwd=ROOT, env=owner, check=True, capture_output=True)
        os.environ |= self.env | self.services.as_role("tillid_app") | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        return self

    def __exit__(self, *error: object) -> None:
        self.use(self.name)
        self.drop(self.name, f"{self.name}_keys", self.clone_name)

    def server(self, name: str = "postgres") -> psycopg.Connection:
        """A superuser's."""
        return databases.connect(urlunsplit(urlsplit(self.services.admin_url)._replace(path=f"/{name}")))

    @contextmanager
    def owner(self, name: str) -> Iterator[Any]:
        """Whoever owns the tables is asked by no policy. Django's connection too, so that both sides pay for it."""
        from django.db import connections

        login = {"NAME": name, "USER": "tillid_owner", "PASSWORD": self.services.words["OWNER_PASSWORD"]}
        connections.databases["owner"] = connections.databases["default"] | login
        yield connections["owner"]
        connections["owner"].close()
        del connections["owner"], connections.databases["owner"]

    def drop(self, *names: str) -> None:
        with self.server() as server:
            for name in names:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def clone(self) -> Iterator[str]:
        self.use(self.clone_name)  # nobody is connected to what is cloned
        with self.server() as server:
            server.execute(f'CREATE DATABASE "{self.clone_name}" TEMPLATE "{self.name}"')
        yield self.clone_name
        self.use(self.name)
        self.drop(self.clone_name)

    def use(self, name: str) -> None:
        from django.db import connections

        connections.close_all()
        connections["default"].settings_dict["NAME"] = name

    def fill(self, name: str, patterns: list[Any], count: int) -> None:
        """Indexes are made whole afterwards: kept up for each row, with random keys, they take three times as long."""
        from tools.many import copied_tables, make_many

        tables = [model._meta.db_table for model in copied_tables()]
        with self.server(name) as server:
            with server.transaction():
                server.execute(
                    "UPDATE pg_index SET indisready = false WHERE indrelid = ANY (%s::text[]::regclass[])", [tables]
                )
                make_many(server, patterns, count)
                server.execute("SET LOCAL maintenance_work_mem = '256MB'")
                for table in tables:
                    server.execute(f'REINDEX TABLE "{table}"')
            server.execute("VACUUM ANALYZE")


@contextmanager
def awake_cores() -> Iterator[None]:
    """Cores that fall asleep between two statements add the same to both sides, and flatter the ratio."""
    cores = os.cpu_count() or 1
    idle = max(0, cores - int(os.getloadavg()[0]))
    spinning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(idle)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def play_patterns() -> list[Any]:
    """The cases that are copied, through the services; their ids."""
    from cases.envelope.models import Case
    from cases.wall import acting_as
    from demo.build import Play, cast
    from demo.stories import STORIES

    people, now = cast(), datetime.now(tz=UTC)
    for story in STORIES:
        if story.key in PATTERNS:
            Play(people, now, story).run()
    with acting_as(people.accounts["henrik_friis"]) as henrik:
        return list(Case.objects.visible_to(henrik).order_by("accepted_at").values_list("pk", flat=True))


# The pages


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


# The wall, beside the same without access control


def measure_wall(stage: Stage, patterns: list[Any], sizes: list[int], results: Results) -> None:
    ratios: dict[tuple[int, str, str], float] = {}
    for size in sizes:
        began = time.monotonic()
        with stage.clone() as name:
            stage.fill(name, patterns, size)
            with stage.server(name) as server:
                server.execute("CREATE INDEX ON cases_case (opened_at DESC, id DESC)")  # for who needs no projection
            print(f"\n{size:,} cases, loaded in {time.monotonic() - began:.0f} s")
            with stage.owner(name) as owner:
                for (profile, what), ratio in measure_reads(owner, results, f"{size:,}").items():
                    ratios[size, profile, what] = ratio
                measure_grants(owner, results, f"{size:,}")
    print()
    for size in sizes:
        for what in ("newest 25", "count to 100"):
            of_profile = [ratios[size, profile, what] for profile in PROFILES if profile != "on none"]
            slowest = max(of_profile) / min(of_profile)
            results.add(f"{size:,} {what}: slowest profile to the fastest", slowest, BARS["profiles"])
    if len(sizes) > 1:
        for profile in PROFILES:
            growth = ratios[sizes[-1], profile, "newest 25"] / ratios[sizes[0], profile, "newest 25"]
            results.add(f"newest 25 {profile}: {sizes[-1]:,} to {sizes[0]:,} cases", growth, BARS["sizes"])


def records() -> list[Any]:
    from django.apps import apps

    from cases.records.models import CaseRecord

    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def measure_reads(owner: Any, results: Results, name: str) -> dict[tuple[str, str], float]:
    """The ratio of each question for each profile. Each round goes through all, so that a busy moment is no profile's."""
    from cases.wall import acting_as
    from demo.build import cast

    readers = {profile: cast().accounts[key] for profile, key in PROFILES.items()}
    pairs: dict[str, dict[str, tuple[list[str], list[str]]]] = {}
    took: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        for profile, reader in readers.items():
            with acting_as(reader):
                pairs.setdefault(profile, {}) or pairs[profile].update(pairs_of(reader))
                for what, sides in pairs[profile].items():
                    took.setdefault((profile, what), []).append(paired(owner, sides))
    for profile, reader in readers.items():
        scans: list[str] = []
        for what, (_, statements) in pairs[profile].items():
            free, wall = (statistics.median(side) for side in zip(*took[profile, what], strict=True))
            ratio = statistics.median(wall / free for free, wall in took[profile, what])
            with acting_as(reader):
                buffers, faults = plans_of(statements)
            note = f"{free:.2f} -> {wall:.2f} ms, {buffers} buffers"
            results.add(f"{name} {profile}: {what}, ratio", ratio, BARS[what], note)
            if what == "newest 25":
                results.add(f"{name} {profile}: {what}, buffers", buffers, PAGE_BUFFERS)
            scans += [f"{what} {fault}" for fault in sorted(faults)]
        results.add(f"{name} {profile}: scans of all cases, hashed subplans", len(scans), 0, ", ".join(scans))
    return {key: statistics.median(wall / free for free, wall in rounds) for key, rounds in took.items()}


def pairs_of(reader: Any) -> dict[str, tuple[list[str], list[str]]]:
    """{what: (statements of one who is asked nothing, the application's)}."""
    from cases.envelope.models import Case
    from cases.envelope.selectors import SHOWN_AT_MOST, listed_of

    mine, capped = Case.objects.visible_to(reader), "SELECT count(*) FROM ({}) capped"
    some = list(mine.newest()[:SHOWN_AT_MOST])
    case_id = some[len(some) // 2].pk if some else ABSENT
    listed = "SELECT * FROM cases_case {} ORDER BY opened_at DESC, id DESC LIMIT 25"
    of_case = [text_of(model.objects.of(case_id, reader)) for model in records()]
    entry = f"INSERT INTO cases_entry (id, case_id, verb) VALUES (gen_random_uuid(), '{case_id}', 'read')"  # noqa: S608
    return {
        "newest 25": ([listed.format("")], [text_of(mine.newest()[:25])]),
        "newest 25 sent": ([listed.format("WHERE state = 'sent'")], [text_of(mine.filter(state="sent").newest()[:25])]),
        "count to 100": (
            [capped.format(f"SELECT FROM cases_case LIMIT {SHOWN_AT_MOST}")],
            [capped.format(text_of(listed_of(reader).values("id")[:SHOWN_AT_MOST]))],
        ),
        "case": ([text_of(Case.objects.filter(pk=case_id)), *of_case], [text_of(mine.filter(pk=case_id)), *of_case, entry]),
    }  # fmt: skip


def text_of(queryset: Any) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        return cursor.mogrify(*queryset.query.sql_with_params())


def run(cursor: Any, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
        if cursor.description:
            cursor.fetchall()


def paired(owner: Any, sides: tuple[list[str], list[str]]) -> tuple[float, float]:
    """Median milliseconds of both sides, in turn."""
    from django.db import connection

    took: tuple[list[float], list[float]] = ([], [])
    with owner.cursor() as free, connection.cursor() as wall:
        for number in range(WARM_UPS + PAIRS):
            for cursor, statements, times in zip((free, wall), sides, took, strict=True):
                began = time.perf_counter()
                run(cursor, statements)
                if number >= WARM_UPS:
                    times.append((time.perf_counter() - began) * 1000)
    return statistics.median(took[0]), statistics.median(took[1])


def plans_of(statements: list[str]) -> tuple[int, set[str]]:
    """Shared buffers of all, and what no plan may hold."""
    from django.db import connection

    buffers, faults = 0, set()
    with connection.cursor() as cursor:
        for statement in statements:
            for _ in range(2):  # the first one may read what the functions of the policies are planned with
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
                plan = cursor.fetchone()[0][0]["Plan"]
            buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            faults |= faults_of(plan)
    return buffers, faults


def faults_of(plan: dict[str, Any]) -> set[str]:
    is_scan = plan["Node Type"] == "Seq Scan" and plan["Relation Name"] == "cases_case"
    own = {"sequential scan"} if is_scan else set()
    if "hashed SubPlan" in json.dumps(plan):
        own.add("hashed subplan")
    return own.union(*(faults_of(part) for part in plan.get("Plans", [])))


def measure_grants(owner: Any, results: Results, name: str) -> None:
    """CMM puts a follower on so many cases in one statement, and takes it back: rule, projection and history included.

    Beside it the same statement of the owner's, without policies and with the table's triggers off; keys are checked.
    """
    from django.db import connection, transaction

    from cases.envelope.models import Case
    from cases.wall import acting_as
    from demo.build import cast

    people = cast().accounts
    giver, follower = people["mette_lindholm"], people["mikkel_ravn"].agency_id
    statement = (
        "INSERT INTO cases_grant (id, case_id, group_id, permission_id, given_by_id, legal_basis, since)"
        " SELECT gen_random_uuid(), id, %s, (SELECT permission_id FROM cases_policy WHERE codename = 'as_follower'), %s,"
        " 'measured', now() FROM unnest(%s::uuid[]) id"
    )
    with acting_as(giver):
        accepted = Case.objects.visible_to(giver).filter(state="accepted").newest()
        asked = [follower, giver.agency_id, [case.pk for case in accepted[GRANTS : 2 * GRANTS]]]

    def give(cursor: Any) -> float:
        began = time.perf_counter()
        cursor.execute(statement, asked)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return (time.perf_counter() - began) * 1000

    took: list[tuple[float, float]] = []
    for _ in range(WARM_UPS + 2 * ROUNDS):
        with transaction.atomic(using="owner"), owner.cursor() as free:
            free.execute("ALTER TABLE cases_grant DISABLE TRIGGER USER")
            alone = give(free)
            transaction.set_rollback(True, using="owner")
        with acting_as(giver), connection.cursor() as cursor:
            took.append((alone, give(cursor)))
            transaction.set_rollback(True)
    bare, wall = (statistics.median(times) for times in zip(*took[WARM_UPS:], strict=True))
    results.add(f"{name}: {GRANTS} grants at once, ratio", wall / bare, BARS["grants"], f"{bare:.0f} -> {wall:.0f} ms")


def main() -> None:
    sizes = sorted(int(size.replace("_", "")) for size in sys.argv[1:]) or list(SIZES)
    began, results, services = time.monotonic(), Results(), ThrowAway()
    try:
        env = services.start()
        with Stage(services, env) as stage:
            import django
            from django.conf import settings

            django.setup()
            settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
            settings.WHITENOISE_AUTOREFRESH = True  # no folder of collected files is looked for
            patterns = play_patterns()
            with awake_cores():
                measure_wall(stage, patterns, sizes, results)
                print()
                measure_pages(stage, patterns, results)
    except ServiceError as error:
        sys.exit(str(error))
    finally:
        services.stop()
    LOCAL.mkdir(exist_ok=True)
    (LOCAL / "bench.json").write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n")
    missed = [result.name for result in results if not result.holds]
    print(
        f"\nbench: {'all bars hold' if not missed else f'{len(missed)} bars do not hold'} ({time.monotonic() - began:.0f} s)"
    )
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
