"""Take each clause of the wall's SQL away in turn, and see whether a test fails: `python -m tools.mutate [part of a name ...]`.

Each mutant is a copy of the tree, with databases of its own. What no test notices is named at the end, and is the exit code.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from tools.databases import make_databases
from tools.services import LOCAL, ROOT
from tools.throwaway import ThrowAway

AT_ONCE = 2
PATIENCE = 1200  # seconds: a mutant whose tests hang is noticed too
SQL = Path("cases") / "sql"
BEFORE_THE_WALL, KEYED = "mutant_half", "mutant_keyed"
TARGETS = ("sessions", "account", "mfa", "agencies", "victims 0002", "referrals 0001")
NOT_COPIED = (".venv", ".git", ".local", "node_modules", "__pycache__", "staticfiles", "static", "docs")

# which tests are asked first; then all of the wall's
QUICK = ["tests/cases/test_wall.py", "tests/cases/test_every_table.py"]
NEAREST = {
    "who.sql": ["tests/agencies/directory", "tests/agencies/accounts/test_second_factor.py"],
    "records.sql": ["tests/cases/records", "tests/cases/test_path.py"],
    "grants.sql": ["tests/cases/grants", "tests/cases/envelope"],
    "log.sql": ["tests/cases/entries"],
    "work.sql": ["tests/cases/assignments", "tests/cases/notices"],
    "keys.sql": ["tests/cases/keys"],
    "tokens.sql": ["tests/agencies/tokens"],
}
ALL = ["tests/cases", "tests/agencies", "tests/referrals/referral/services"]

# A condition begins after one of these, and ends where its clause does
BEGINS = re.compile(r"\b(?:WHERE|USING \((?!\w+\))|CHECK \()\s*(?=[\w('])")
BINDS = re.compile(r"\b(AND|OR)\b")
ENDS = re.compile(r"\b(?:AND|OR|WHERE|JOIN|UNION|GROUP|ORDER|LIMIT|RETURNING|WHEN|THEN|ELSE|END|LOOP|FOR)\b|[;)]|\$\$")
BRANCH = re.compile(r"\b(?:IF|ELSIF|WHEN)\s+(?!')(?P<condition>[^;]*?)\s+THEN\b")
LITERAL = re.compile(r"'[^']*'")

# What is no condition: what is found, and what stands there instead
INSTEAD = {
    r"ALTER TABLE \S+ ENABLE ROW LEVEL SECURITY;": "",
    r"EXECUTE format\('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', \w+\);": "",
    r"CREATE (?:CONSTRAINT )?TRIGGER [^;']*;": "",
    r"EXECUTE format\('CREATE TRIGGER (?:[^;']|'')*'[^;]*\);": "",
    r"REVOKE UPDATE [^;]*;": "",
    r"ALTER DEFAULT PRIVILEGES [^;]*;": "",
    r"EXECUTE format\('REVOKE[^;]*;": "",
    r"(?:PERFORM|SELECT) wall_remember\([^;]*;": "",
    r"EXECUTE format\('ALTER TABLE %s ADD FOREIGN KEY[^;]*;": "",
    r"PERFORM FROM (?:cases_case|agencies_agency) [^;]*;": "",
    r"LOCK TABLE [^;]*;": "",
    r" FOR UPDATE OF m SKIP LOCKED": "",
    r"(?<=SECURITY DEFINER) SET search_path = pg_catalog, public, pg_temp": "",
    r"\bVOLATILE\b": "STABLE",
    r"CASE WHEN added_only THEN '\(withdrawn_at\)' END": "''",
    r"(?<=GRANT UPDATE) \([^)]*\)": "",
    r"(?<=, UPDATE) \([^)]*\)": "",
    r"(?<=, INSERT) \(id, case_id[^)]*\)": "",
    r"'\{lead,caseworker\}'": "'{lead,caseworker,read_only}'",
    r"'\{lead,caseworker,read_only\}'": "'{lead,caseworker,read_only,administrator}'",
    r"'\{lead\}'": "'{lead,caseworker}'",
    r"'\{administrator\}'": "'{administrator,lead}'",
    r"wall_lead\(\)(?=[\n)])": "wall_writer()",
    r"IN \('lead', 'caseworker'\)": "IN ('lead', 'caseworker', 'read_only', 'administrator')",
    r"NEW\.\w+ := (?!now)[^;]*;": "",
    r"(?<=OLD\.case_id), OLD\.author_id, OLD\.to_id(?P<rest>[^)]*\)\s+IS DISTINCT FROM \([^)]*case_id), NEW\.author_id, NEW\.to_id":
        r"\g<rest>",
    r"\(OLD\.id, OLD\.case_id, (?=OLD\.author_id)(?P<rest>[^)]*)\)\s+IS DISTINCT FROM \(NEW\.id, NEW\.case_id, ":
        r"(\g<rest>) IS DISTINCT FROM (",
    r", OLD\.is_by_accommodation\)(?P<rest>\s+IS DISTINCT FROM \([^)]*), NEW\.is_by_accommodation\)": r")\g<rest>)",
    r"coalesce\(g\.offered_id, g\.permission_id\)": "g.permission_id",
    r"coalesce\(offered_id, permission_id\)": "permission_id",
    r"coalesce\(w\.to_id, w\.author_id\)": "w.author_id",
    r"a\.agency_id IN \(author_id, to_id\)": "a.agency_id = author_id",
    r"WHEN user_id IS NULL OR agency_ends IS NULL THEN least\(since, now\(\)\)": "WHEN true THEN least(since, now())",
    r", g\.user_id, g\.until, c\.opened_at\) by_end": ", g.user_id, g.until, c.opened_at LIMIT 1) by_end",
    r" FILTER \(WHERE (?:[^()]|\([^()]*\))*\)": "",
    r"<> ALL \(\(SELECT wall_recusals\(\)\)::uuid\[\]\)": "IS NOT NULL",
    r" WITH CHECK \(withdrawn_at IS NULL\)": "",
    r"interval '\d+ \w+'": "interval '1000 days'",
    r"ORDER BY w\.written_at DESC LIMIT 1": "LIMIT 1",
    r"count\(DISTINCT (?:w\.)?case_id\)": "count(*)",
    r"DEFERRABLE INITIALLY DEFERRED\n": "\n",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    what: str
    sql: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def mutants() -> Iterator[Mutant]:
    for path in sorted((ROOT / SQL).glob("*.sql")):
        sql = path.read_text()
        for start, end, instead in sorted(set(changes(without_comments(sql)))):
            clause = " ".join(sql[start:end].split())
            if clause == instead:
                continue
            what = f"{clause[:100]}{f' -> {instead.strip()}' if instead.strip() else ''}"
            yield Mutant(path.name, sql.count("\n", 0, start) + 1, what, sql[:start] + instead + sql[end:])


def without_comments(sql: str) -> str:
    """As long as before, so that places stay."""
    return re.sub(r"--[^\n]*", lambda found: " " * len(found[0]), sql)


def changes(sql: str) -> Iterator[tuple[int, int, str]]:
    """(from, to, instead) of everything that can be taken away or turned round."""
    for found in BINDS.finditer(sql):
        yield found.start(), end_of_condition(sql, found.end()), ""
    for found in BEGINS.finditer(sql):
        yield found.end(), end_of_condition(sql, found.end()), "true"
    for found in BRANCH.finditer(sql):
        for instead in ("true", "false"):
            yield found.start("condition"), found.end("condition"), instead
    for pattern, instead in INSTEAD.items():
        for found in re.finditer(pattern, sql):
            yield found.start(), found.end(), found.expand(instead)


def end_of_condition(sql: str, at: int) -> int:
    depth, begun = 0, at
    while at < len(sql):
        if sql[at] == "'":
            literal = LITERAL.match(sql, at)
            is_value = re.search(r"(?:[=<>(,|]|LIKE|IN|FROM|interval)\s*$", sql[begun:at])
            if literal is None or (depth == 0 and not is_value):
                return at  # the end of a text that is put together
            at = literal.end()
            continue
        if depth == 0 and ENDS.match(sql, at) and not (sql[at - 1].isalnum() and sql[at].isalnum()):
            return begun + len(sql[begun:at].rstrip())
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if depth < 0:
            return at
        at += 1
    return at


class Laboratory:
    """A server, and databases that stand just before the wall."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self.env = os.environ | {"DATABASE_URL": self.address("postgres"), "PYTHONDONTWRITEBYTECODE": "1"}
        self.env.pop("TEMPLATE", None)

    def address(self, database: str, query: str = "") -> str:
        return urlunsplit(self.url._replace(path=f"/{database}", query=query))

    def server(self) -> psycopg.Connection:
        return psycopg.connect(self.address("postgres"), autocommit=True)

    def as_migrator(self, base: str) -> dict[str, str]:
        role = "options=" + quote("-c role=tillid_owner")
        return self.env | {
            "DATABASE_URL": self.address(base, role), "KEYS_DATABASE_URL": self.address(f"{base}_keys", role),
        }  # fmt: skip

    def build_half(self) -> None:
        """The tables without the wall; and the key store's database with its rights, which few mutants touch."""
        self.drop("mutant_(half|keyed)")
        with self.server() as server:
            make_databases(server, BEFORE_THE_WALL)
            self.migrate(ROOT, BEFORE_THE_WALL, "keys", "cases 0001")
            server.execute(f'CREATE DATABASE "{KEYED}_keys" TEMPLATE "{BEFORE_THE_WALL}_keys" OWNER tillid_owner')
        for target in TARGETS:
            self.migrate(ROOT, BEFORE_THE_WALL, "default", target)
        self.migrate(ROOT, KEYED, "keys")

    def migrate(self, tree: Path, base: str, alias: str, target: str = "") -> bool:
        command = [
            sys.executable,
            "manage.py",
            "migrate",
            "-v0",
            "--skip-checks",
            f"--database={alias}",
            *target.split(),
        ]
        done = subprocess.run(command, cwd=tree, env=self.as_migrator(base), capture_output=True, text=True)
        if done.returncode and tree == ROOT:
            sys.exit(f"The databases of the mutants could not be made.\n{done.stderr[-2000:]}")
        return not done.returncode

    def clone(self, base: str, *, with_keys: bool) -> None:
        self.drop(base)
        keys = KEYED if with_keys else BEFORE_THE_WALL
        with self.server() as server:
            for name, template in ((base, BEFORE_THE_WALL), (f"{base}_keys", f"{keys}_keys")):
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER tillid_owner')
            if with_keys:
                server.execute(
                    f'REVOKE TEMPORARY ON DATABASE "{base}_keys" FROM PUBLIC'
                )  # a clone does not inherit this

    def drop(self, base: str) -> None:
        """With whatever its tests have left behind."""
        with self.server() as server:
            found = server.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{base}(_\\d+)?(_keys)?$"])
            for (name,) in found.fetchall():
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def try_out(self, number: int, mutant: Mutant) -> list[str] | None:
        """The tests that fail; None when the mutant cannot be built."""
        base = f"mutant_{number}"
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder) / "tree"
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*NOT_COPIED))
            (tree / "static").symlink_to(ROOT / "static")
            (tree / ".local").mkdir()
            shutil.copy(LOCAL / "secrets.json", tree / ".local")
            (tree / SQL / mutant.file).write_text(mutant.sql)
            try:
                is_of_keys = mutant.file == "keys.sql"
                self.clone(base, with_keys=not is_of_keys)
                if not all(self.migrate(tree, base, alias) for alias in ("default", *(["keys"] if is_of_keys else []))):
                    return None
                for tests in ([*QUICK, *NEAREST[mutant.file]], ALL):
                    if failing := self.test(tree, base, tests):
                        return failing
                return []
            finally:
                self.drop(base)

    def test(self, tree: Path, base: str, tests: list[str]) -> list[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", *tests]
        env = self.env | {"TEMPLATE": base}
        try:
            done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return ["(hangs)"]
        if not done.returncode:
            return []
        found = re.findall(r"^(?:FAILED|ERROR) \S+?::([^\s]+)", done.stdout, re.MULTILINE)
        return found or [f"(the suite does not start: {done.stdout[-200:]}{done.stderr[-200:]})"]


def run(laboratory: Laboratory, chosen: list[tuple[int, Mutant]]) -> list[Mutant]:
    """The mutants that no test notices."""
    alive, unbuilt, began = [], 0, time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (_, mutant), failing in zip(chosen, pool.map(lambda each: laboratory.try_out(*each), chosen), strict=True):
            word = "cannot be built" if failing is None else "noticed " if failing else "SURVIVES"
            print(f"{word} {mutant}   {', '.join(failing or [])}", flush=True)
            unbuilt += failing is None
            if failing == []:
                alive.append(mutant)
    noticed = len(chosen) - unbuilt - len(alive)
    print(f"\n{noticed} noticed, {unbuilt} cannot be built, {len(alive)} survive ({time.monotonic() - began:.0f} s)")
    print("\n".join(map(str, alive)))
    return alive


def main() -> None:
    parts = sys.argv[1:] or [""]
    chosen = [each for each in enumerate(mutants()) if any(part in str(each[1]) for part in parts)]
    services = ThrowAway()
    os.environ |= services.start()
    laboratory = Laboratory(os.environ["DATABASE_URL"])
    try:
        laboratory.build_half()
        alive = run(laboratory, chosen)
    finally:
        laboratory.drop("mutant_(half|keyed)")
        services.stop()
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
