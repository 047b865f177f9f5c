"""Queries, time and plans of what grows: `make bench`, or `make bench ARGS="100000 1000000"` for so many cases.

Three measurements, all as the application's role with an actor set. Pages: queries and CPU time of CMM's worklist and of
a case page with 40 and with 4,000 cases, through Django's test client. Served: the same pages for CMM and for police by one
client that keeps its connection to a web process as `make run` starts it, requests a second and that process's CPU time.
The wall: what lists, counts, a case and grants
take beside the same asked by the tables' owner, whom no policy asks, for agencies that are on all, many, few, only old
and no cases. Both sides take turns; medians of 40 pairs and of five rounds, and it is their ratio that has a bar.
Prints a table, writes .local/bench.json, ends with 1 when a bar does not hold.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tools.bench.pages import measure_pages
from tools.bench.results import Results
from tools.bench.stage import Stage
from tools.bench.wall import measure_wall
from tools.services import LOCAL, ServiceError
from tools.throwaway import ThrowAway

SIZES = (20_000, 200_000)
PATTERNS = ("accepted_courier", "detained_pickpocket", "answered_villa", "asked_hotel_room")
SPIN = "import os; os.nice(19)\nwhile True: pass"


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
