"""The wall, beside the same asked without access control."""

import json
import statistics
import time
from typing import Any

from tools.bench.results import ROUNDS, WARM_UPS, Results
from tools.bench.stage import Stage

PROFILES = {
    "on all": "mette_lindholm", "on 8 %": "henrik_friis", "on 0.2 %": "grace_adeyemi", "on 0.2 %, the oldest": "karen_bruun",
    "on none": "mikkel_ravn",
}  # fmt: skip
PAIRS, GRANTS = 40, 500
BARS = {"newest 25": 4, "newest 25 sent": 12, "count to 100": 3, "case": 5, "grants": 5, "profiles": 1.4, "sizes": 1.3}
PAGE_BUFFERS = 300
ABSENT = "00000000-0000-4000-8000-000000000000"


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
