"""Who stands where: one cast, and one case in each state, with somebody in every capacity. And asking as one of them.

Each capacity is alone with an agency of its own: where the law gives one agency two, the owner gives the second to another.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.messages import ERROR, get_messages
from django.db import connection, transaction
from django.test import Client

from agencies.models import Account, Agency, Post, Role, Token
from agencies.tokens.services import make_token
from cases.grants import services as grants
from cases.models import Case, Grant
from cases.policy import Capacity
from cases.wall import acting_as
from demo.users import USERS
from tests.agencies.accounts.doors import PASSWORD
from tests.conftest import ALIASES, NOW, as_owner
from tests.people import accepted, answered, asked, cast, drafted, hire, put, question, referred, signed_in, take_on
from victims.assessment.services import recommend, write_interview

UNKNOWN = UUID("0badcafe-0000-4000-8000-00000badcafe")
BY_LOOKING = {"django_session", "cases_entry", "cases_visit", "cases_submission"}  # written where nothing is done
SAVEPOINT = re.compile(r'^((?:RELEASE |ROLLBACK TO )?SAVEPOINT) ".*"$')
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with ExitStack() as stack:
        for alias in ALIASES:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in ALIASES:
            transaction.set_rollback(True, using=alias)


@dataclass
class Answer:
    """What somebody got, and the statements of the request, without their values."""

    response: Any
    statements: list[str]

    @property
    def written(self) -> set[str]:
        """The tables that it wrote, as far as its own statements tell."""
        return {found[1] for sql in self.statements if (found := WRITES.match(sql))}

    @property
    def is_told_no(self) -> bool:
        storage = get_messages(self.response.wsgi_request)
        return any(message.level == ERROR for message in storage._queued_messages)


@dataclass
class Standing:
    people: Any
    cases: dict[str, Case] = field(default_factory=dict)
    columns: dict[str, dict[str, Account | None]] = field(default_factory=dict)  # {state: {column: who that is there}}
    keys: dict[int, tuple[Token, str]] = field(default_factory=dict)  # access keys, with their secrets
    sessions: dict[int, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def log_in(self, person: Account) -> None:
        """A session that lives on, whatever becomes of the person meanwhile."""
        self.sessions[person.pk] = signed_in(person).cookies["tillid"].value

    def ask(self, person: Account | None, method: str, address: str, data: Any = None, **more: Any) -> Answer:
        """The answer to a request in a browser of its own. What it changes stays until `rolled_back` ends."""
        self.client.cookies = SimpleCookie()
        if person is not None:
            self.client.cookies["tillid"] = self.sessions[person.pk]
        for name, value in more.pop("cookies", {}).items():
            self.client.cookies[name] = value
        statements: list[str] = []

        def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append(SAVEPOINT.sub(r"\1", sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            response = getattr(self.client, method.lower())(address, *([] if data is None else [data]), **more)
        return Answer(response, statements)


def stand() -> Standing:
    """The cast, their sessions, and the cases."""
    with as_owner():
        people = cast()
    standing = Standing(people)
    cmm, sender = people.cecilie.agency, people.nina.agency
    people.rasmus, people.noel = hire(cmm, name="rasmus"), hire(sender, name="noel")
    people.niels = hire(sender, Role.READ_ONLY, "niels")
    people.abel = hire(sender, Role.ADMINISTRATOR, "abel")
    for name, agency in (("lis", "NUC"), ("marie", "NEC"), ("frode", "Pro Vest"), ("sonja", "Røde Kors")):
        setattr(people, name, hire(Agency.objects.get(short=agency), name=name))

    people.ida, people.klaus = hire(cmm, name="ida"), hire(cmm, name="klaus")
    with as_owner():
        password = make_password(PASSWORD)
        Account.objects.exclude(pk=people.ida.pk).update(password=password)
        for person in vars(people).values():
            person.password = person.password if person == people.ida else password
        Post.objects.filter(account=people.klaus).update(is_active=False)
        demo = USERS[0]
        account = Account.objects.create(email=demo.email, name=demo.name)
        Post.objects.create(account=account, agency=cmm, since=NOW)

    now = datetime.now(UTC)
    for person in (people.cecilie, people.carl, people.nina):
        with acting_as(person):
            standing.keys[person.pk] = make_token(
                actor=person, name="a program", until=now + timedelta(days=30), now=now
            )

    standing.cases = {
        "draft": drafted(people),
        "sent": referred(people),
        "asked": asked(people),
        "accepted": accepted(people),
        "answered": answered(people),
        "elsewhere": drafted(people, by=people.otto),
    }
    for state in ("accepted", "answered"):
        put_on(people, standing.cases[state])
        assess(people, standing.cases[state], is_recommended=state == "answered")
    for state, case in standing.cases.items():
        if state != "elsewhere":
            for person in (people.noel, *([] if state == "draft" else [people.rasmus])):
                with acting_as(person):
                    grants.recuse(actor=person, case=case, reason="knows", now=NOW)
    standing.columns = columns(people)
    for person in vars(people).values():
        standing.log_in(person)
    return standing


def put_on(people: Any, case: Case) -> None:
    """Everybody else comes on an accepted case."""
    capacities = {
        "supporter": people.sonja, "shelter": people.sara, "health": people.hanne, "municipality": people.mona,
        "operator": people.ian,
    }  # fmt: skip
    for capacity, person in capacities.items():
        take_on(people, case, person, capacity)
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.frode.agency, Capacity.FOLLOWER)
        put(cecilie, case, people.paula.agency, Capacity.PROSECUTOR)
        question(cecilie, case, people.stine.agency, Capacity.SHELTER)
    with as_owner():
        Grant.objects.filter(content_object=case, permission__codename="as_immigration").delete()
        for person, capacity in ((people.lis, Capacity.IMMIGRATION), (people.marie, Capacity.MAINTAINER)):
            grants.grant(case, person.agency, grants.as_(capacity), given_by=case.opened_by, legal_basis="x", now=NOW)


def assess(people: Any, case: Case, *, is_recommended: bool) -> None:
    """The coordinator has held a talk, and recommends what the answered case waits for."""
    with acting_as(people.carl) as carl:
        talk = {"place": "cmm", "began_at": NOW, "interpreter": "none", "companion": "declined"}
        write_interview(actor=carl, case=case, values=talk, now=NOW)
        if is_recommended:
            recommend(actor=carl, case=case, recommends="presumed", weighing="It fits.", now=NOW)


def columns(people: Any) -> dict[str, dict[str, Account | None]]:
    pages = {
        "visitor": None, "cmm": people.cecilie, "police": people.poul, "pros": people.paula, "reads": people.rita,
        "admin": people.adam, "other": people.anna, "over": people.olga, "left": people.left,
    }  # fmt: skip
    off = {
        "visitor": None, "outsider": people.otto, "left": people.left, "recused": people.rasmus, "admin": people.adam,
    }  # fmt: skip
    draft = {"refer": people.nina, "refer/r": people.niels}
    sent = draft | {"addr": people.cecilie, "addr/r": people.rita, "over": people.olga}
    taken = {
        "coord": people.cecilie, "coord/r": people.rita, "comp": people.ulla, "immig": people.lis, "maint": people.marie,
        "refer": people.nina, "follow": people.frode, "police": people.poul, "supp": people.sonja, "shelter": people.sara,
        "health": people.hanne, "munic": people.mona, "oper": people.ian, "pros": people.paula, "asked": people.stine,
        "over": people.olga,
    }  # fmt: skip
    off_draft = off | {"recused": people.noel, "admin": people.abel}
    return {
        "pages": pages, "draft": off_draft | draft, "sent": off | sent, "asked": off | sent, "accepted": off | taken,
        "answered": off | taken,
    }  # fmt: skip
