"""What runs outside a request: every command and every task is listed, acts as it says, and writes what it may."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, find_commands, load_command_class
from django.db import connection, transaction

from cases import tasks
from cases.notices.models import Mail, Notice
from cases.wall import acting_as
from config.celery import app
from tests.access.matrix import COMMANDS, TASKS
from tests.access.standing import Standing
from tests.conftest import NOW, ROOT, as_owner

pytestmark = [pytest.mark.standing, pytest.mark.database]
OURS = ("agencies", "cases", "victims", "referrals", "config", "demo")
FIRST = {
    "kind": "ngo", "name": "A new house", "short": "New", "administrator_email": "new@new.example",
    "administrator_name": "New",
}  # fmt: skip


def lines(block: str) -> list[list[str]]:
    """Cells, which lie two blanks or more apart."""
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in block.strip().splitlines()]


WORK = {task: (who, set(tables.split())) for task, who, tables in lines(TASKS)}
ORDERS = {name.split(".")[1]: (name.split(".")[0], who, tables) for name, who, tables in lines(COMMANDS)}


class Seen:
    """As whom somebody acted, and which tables were written, triggers and functions too."""

    def __init__(self) -> None:
        self.actors: list[str] = []
        self.before = counts()

    @property
    def tables(self) -> set[str]:
        return {table for table, count in counts().items() if count != self.before.get(table, 0)}


def counts() -> dict[str, int]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


@contextmanager
def watched() -> Iterator[Seen]:
    seen = Seen()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "set_config('wall.user'" in sql and params[0]:
            seen.actors.append(params[0].split(":")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield seen


# Tasks


def test_every_task_is_listed() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.split(".")[0] in OURS}
    assert ours == set(WORK)


@pytest.fixture
def mail(standing: Standing) -> Mail:
    """One that waits, to Nina."""
    case, people = standing.cases["accepted"], standing.people
    with acting_as(people.cecilie):
        now = datetime.now(UTC)
        notice = Notice.objects.create(
            case=case, author=people.cecilie.agency, to=people.nina.agency, what="answered", happened_at=NOW,
            written_at=now, shown_from=now,
        )  # fmt: skip
    with as_owner():
        return Mail.objects.get(notice=notice)


@pytest.mark.parametrize("task", WORK)
def test_a_task_acts_as_it_says_and_writes_what_it_may(
    standing: Standing, mail: Mail, task: str, mailoutbox: Any
) -> None:
    who, tables = WORK[task]
    of_one = [str(mail.pk), mail.account_id] if task == "cases.tasks.carry_one" else []
    with as_owner(), connection.cursor() as cursor:  # something for each to do
        cursor.execute("UPDATE django_session SET expire_date = now() - interval '1 day'")
        cursor.execute(
            "INSERT INTO cases_submission (id, account_id, asked, answer, made_at)"
            " VALUES (gen_random_uuid(), %s, '', '', now() - interval '400 days')",
            [standing.people.nina.pk],
        )
    with watched() as seen, transaction.atomic():
        app.tasks[task].run(*of_one)
    to_nina = "recipient" in who
    assert (seen.tables, set(seen.actors)) == (tables, {str(mail.account_id)} if to_nina else set())
    assert [sent.to for sent in mailoutbox] == ([[standing.people.nina.email]] if to_nina else [])


def test_a_mail_is_not_carried_by_another(standing: Standing, mail: Mail, mailoutbox: Any) -> None:
    for person in (standing.people.otto, standing.people.cecilie, standing.people.left, standing.people.noel):
        tasks.carry_one(str(mail.pk), person.pk)
    assert mailoutbox == []


# Commands


def test_every_command_is_listed() -> None:
    there = {(name, place) for place in OURS for name in find_commands(str(Path(ROOT, place, "management")))}
    assert there == {(name, place) for name, (place, *_rest) in ORDERS.items()}


@pytest.mark.parametrize("name", [name for name, (_place, who, _tables) in ORDERS.items() if who == "the owner"])
def test_a_command_of_the_owner_is_refused_to_the_application_and_writes_what_it_may(
    standing: Standing, name: str
) -> None:
    place, _who, tables = ORDERS[name]
    command = load_command_class(place, name)
    given = FIRST if name == "first_agency" else {}
    with watched() as refused, pytest.raises(CommandError):
        call_command(command, **given)
    assert refused.tables == set()
    with watched() as done, as_owner():
        call_command(command, **given, stdout=StringIO())
    assert done.tables == set(tables.split())
    assert done.actors == refused.actors == []
