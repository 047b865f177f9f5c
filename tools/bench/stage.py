"""Where it is measured: databases of its own, which are gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tools import databases
from tools.services import ROOT
from tools.throwaway import ThrowAway


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
