"""The wall against two that are slow and plain: a reading of policy.py's cells by hand, and guardian. Some 40,000 questions."""

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import DatabaseError, transaction
from guardian.shortcuts import get_objects_for_user

from agencies.models import Account, Post, Role
from cases import policy
from cases.grants.services import as_, permission
from cases.models import Assignment, Case, CaseAccess, Grant, Notice, Recusal
from cases.policy import Capacity, Section, bit
from cases.wall import acting_as
from referrals.models import Feedback, Preview, Referral
from tests.attempts import sql
from tests.conftest import NOW, as_owner
from victims.models import (
    ContactPerson,
    Decision,
    DecisiveIndicators,
    Detention,
    Interview,
    Name,
    OwnAssessment,
    PeriodApplication,
    PeriodGround,
    PeriodStep,
    Profile,
    Recommendation,
    Residence,
    Result,
)

# each record with a column that a change may touch
MODELS = {
    Assignment: "done_at", ContactPerson: "phone", Detention: "until", Interview: "dialect", Name: "language", OwnAssessment: "words",
    PeriodApplication: "days", Preview: "sex", Referral: "situation",
} | dict.fromkeys(
    [Decision, DecisiveIndicators, Feedback, Notice, PeriodGround, PeriodStep, Profile, Recommendation, Residence, Result],
    "withdrawn_at",
)  # fmt: skip
PARENTS = {
    Referral: ("preview", Preview), Decision: ("result", Result), DecisiveIndicators: ("result", Result),
    PeriodGround: ("step", PeriodStep),
}  # fmt: skip
NUMBERS = count(1)


def needed(model, user):
    """What a record of this kind cannot be without."""
    return {
        ContactPerson: lambda: {"person": user},
        Interview: lambda: {"began_at": NOW},
        Notice: lambda: {"shown_from": NOW},
        PeriodApplication: lambda: {"asks_for": "period", "asked_on": NOW.date()},
        PeriodStep: lambda: {"number": next(NUMBERS), "decided_on": NOW.date()},
    }.get(model, dict)()


CASES = 30


class Plain:
    """The policy as one would explain it, over lists."""

    def __init__(self, grants, recusals):
        self.recusals, self.now, self.grants = recusals, datetime.now(UTC), {}
        for grant in grants:
            self.grants.setdefault((grant.content_object_id, grant.group_id), []).append(grant)

    def rights(self, user, case):
        """What the user has on this case now: capacities and disclosed sections."""
        if not user.post.is_active or user.post.role == Role.ADMINISTRATOR or (case.pk, user.pk) in self.recusals:
            return []
        return [
            grant.permission.codename for grant in self.grants.get((case.pk, user.agency_id), [])
            if grant.user_id in (None, user.pk) and (grant.until is None or grant.until > self.now)
        ]  # fmt: skip

    def cells(self, user, case, section):
        """The letters that the user has of this section of this case."""
        name = section.name.lower()
        row = policy.SECTIONS[name]
        return {
            row[right[3:]] if right.startswith("as_") else "r" * (right == f"sees_{name}")
            for right in self.rights(user, case)
        } - {""}

    def reads(self, user, record):
        letters, own = self.cells(user, record.case, record.section), user.agency_id == record.author_id
        if record.withdrawn_at and not own:
            return False
        return bool(letters & set("rwa")) or ("o" in letters and (own or user.agency_id == record.to_id))

    def changes(self, user, record):
        letters, own = self.cells(user, record.case, record.section), user.agency_id == record.author_id
        takes = isinstance(record, Assignment) and user.agency_id == record.to_id  # the one exception: decision 3
        return self.writes(user) and ("w" in letters or (bool(letters & set("ao")) and (own or takes)))

    def adds(self, user, case, section):
        return self.writes(user) and bool(self.cells(user, case, section) & set("wao"))

    def writes(self, user):
        return user.post.role != Role.READ_ONLY


def one_of_each_agency(people):
    """Whoever comes first in the cast: no administrator."""
    return {person.agency_id: person for person in reversed(vars(people).values())}.values()


def colleagues(people, chance):
    """A second person at each agency, in any role."""
    agencies = [person.agency for person in one_of_each_agency(people)]
    accounts = Account.objects.bulk_create(
        Account(email=f"second{number}@tillid.example", name=f"second of {agency.short}", password="!")
        for number, agency in enumerate(agencies)
    )
    posts = Post.objects.bulk_create(
        Post(account=account, agency=agency, role=chance.choice(Role.values), since=NOW)
        for account, agency in zip(accounts, agencies, strict=True)
    )
    for account, post in zip(accounts, posts, strict=True):
        account.post = post
    return accounts


@pytest.fixture
def world(people):
    """Random grants, records, recusals; a fixed seed. Arranged by the owner, whom no policy stops."""
    chance = random.Random(20130501)
    agencies = [person.agency for person in one_of_each_agency(people)]
    now = datetime.now(UTC)
    ends = [None, None, now + timedelta(hours=1), now + timedelta(days=2), now - timedelta(hours=1)]
    with as_owner(), acting_as(None):
        users = [*vars(people).values(), *colleagues(people, chance)]
        cases = Case.objects.bulk_create(
            Case(number=f"T-{n}", state=Case.State.SENT, opened_at=NOW - timedelta(days=n), opened_by=agencies[0])
            for n in range(CASES)
        )
        sections = [permission(f"sees_{model.section.name.lower()}") for model in MODELS]
        capacities = {capacity: as_(capacity) for capacity in Capacity}
        given, sent = {}, set()
        for case in cases:
            for agency in chance.sample(agencies, 6):
                staff = [user for user in users if user.agency_id == agency.pk]
                for _ in range(chance.choice([1, 1, 2, 3])):
                    until, person = chance.choice(ends), chance.choice([None, None, *staff])
                    what = chance.choice(sections if chance.random() < 0.3 else list(capacities.values()))
                    asks = what in (capacities["addressee"], capacities["asked"])
                    if what == capacities["addressee"] and (case.pk, what.pk) in sent:
                        continue  # one addressee at a time
                    sent.add((case.pk, what.pk))
                    given[case.pk, agency.pk, what.pk, person and person.pk] = Grant(
                        content_object=case, group_id=agency.pk, permission=what, user=person, until=until, since=NOW,
                        offered=capacities["coordinator"] if asks else None, given_by=agencies[0], legal_basis="random",
                    )  # fmt: skip
        given = Grant.objects.bulk_create(given.values())
        recused = [(case.pk, user.pk) for case in cases for user in users if chance.random() < 0.05]
        Recusal.objects.bulk_create(Recusal(case_id=case, user_id=user, since=NOW) for case, user in recused)

        def some(model, **more):
            return model(
                author=chance.choice(agencies), to=chance.choice([None, *agencies]), happened_at=NOW, written_at=NOW,
                withdrawn_at=chance.choice([None, None, None, NOW]), **more,
            )  # fmt: skip

        records = {
            model: [some(model, case=case, **needed(model, users[0])) for case in cases for _ in range(2)]
            for model in MODELS
            if model not in PARENTS
        }
        for first, second in zip(records[Result][::2], records[Result][1::2], strict=True):
            second.supersedes = first
        for model, (name, kind) in PARENTS.items():
            records[model] = [some(model, case=parent.case, **{name: parent}) for parent in records[kind]]
        records = {model: model.objects.bulk_create(rows) for model, rows in records.items()}
    return Plain(given, set(recused)), users, cases, records


def ids(statement):
    return {row[0] for row in sql(statement)}


def test_who_reads_and_who_changes_every_record(world):
    plain, users, _, records = world
    answers = {True: 0, False: 0}
    for user in users:
        with acting_as(user):
            for model, rows in records.items():
                table, column = model._meta.db_table, MODELS[model]
                readable = {record.pk for record in rows if plain.reads(user, record)}
                assert ids(f"SELECT id FROM {table}") == readable, (user, model)
                assert ids(f"SELECT id FROM {model.history.model._meta.db_table}") == readable, (user, model)
                begun_at_the_projection = model.objects.visible_to(user).values_list("pk", "case_id")
                assert {pk for pk, _ in begun_at_the_projection} == readable, (user, model)
                changeable = {record.pk for record in rows if not record.withdrawn_at and plain.changes(user, record)}
                statement = f"UPDATE {table} SET {column} = {column} WHERE withdrawn_at IS NULL RETURNING id"
                assert ids(statement) == changeable, (user, model)
                for answer in (True, False):
                    answers[answer] += sum((record.pk in readable) is answer for record in rows)
    assert min(answers.values()) > 1000  # both answers were asked for often


def test_who_adds(world):
    plain, users, cases, _ = world
    chance, answers = random.Random(9), {True: 0, False: 0}
    while min(answers.values()) < 60:
        user, case, model = (
            chance.choice(users),
            chance.choice(cases),
            chance.choice([model for model in MODELS if model not in PARENTS]),
        )
        expected = plain.adds(user, case, model.section)
        if answers[expected] > 150:
            continue
        with acting_as(user):
            try:
                with transaction.atomic():
                    about = {"case": case, "author": user.agency, "happened_at": NOW, "written_at": NOW}
                    model.objects.create(**about, **needed(model, user))
                added = True
            except DatabaseError:
                added = False
        assert added is expected, (user, model)
        answers[expected] += 1


def test_every_section_by_its_bits(world):
    """Those without a table yet too: what the projection says is what the cells say."""
    plain, users, cases, _ = world
    for user in users:
        with acting_as(user):
            held = {}
            for row in CaseAccess.objects.all():
                held.setdefault(row.case_id, []).append(row)
        for case in cases:
            rows = held.get(case.pk, [])
            for section in Section:
                letters = plain.cells(user, case, section)
                found = [any(getattr(row, mask) & bit(section) for row in rows) for mask in ("reads", "writes", "owns")]
                expected = [bool(letters & set(cells)) for cells in ("rwa", "w", "ao")]
                assert found == expected, (user, section)


def test_lists_hold_each_case_once(world):
    plain, users, cases, _ = world
    for user in users:
        on = {case.pk for case in cases if any(plain.cells(user, case, section) for section in Section)}
        with acting_as(user):
            assert sorted(Case.objects.visible_to(user).values_list("pk", flat=True)) == sorted(on), user
            assert sorted(Case.objects.values_list("pk", flat=True)) == sorted(on), user


def test_guardian_agrees_section_by_section(people, world):
    with as_owner():  # guardian knows no end, no named person, no role and no recusal
        Recusal.objects.all().delete()
        Grant.objects.exclude(user=None, until=None).delete()
        Post.objects.exclude(role=Role.ADMINISTRATOR).update(is_active=True, role=Role.CASEWORKER)
    chance, found = random.Random(3), 0
    for user in one_of_each_agency(people):
        for section in chance.sample(list(Section), 12):
            name = section.name.lower()
            reading = [f"as_{capacity}" for capacity in Capacity if policy.SECTIONS[name][capacity] in "rwa"]
            with as_owner():
                theirs = get_objects_for_user(
                    user,
                    [*reading, f"sees_{name}"],
                    Case,
                    any_perm=True,
                    accept_global_perms=False,
                    with_superuser=False,
                )
                theirs = set(theirs.values_list("pk", flat=True))
            with acting_as(user):
                ours = {row.case_id for row in CaseAccess.objects.all() if row.reads & bit(section)}
            assert ours == theirs, (user, section)
            found += len(ours)
    assert found > 80


def test_who_gives_what_by_every_giver(people):
    """Every capacity, put and asked, by an agency that is one thing only, to one that could be it."""
    staff = list(vars(people).values())
    able = {}
    for capacity in Capacity:
        holders = [user for user in staff if policy.KINDS[user.agency.kind].get(capacity) == "x"]
        if holders:
            able[capacity] = holders[0]
    assert set(Capacity) - set(able) == {Capacity.ADDRESSEE, Capacity.ASKED}
    with as_owner():
        case = Case.objects.create(number="T-1", opened_at=NOW, opened_by=people.otto.agency, accepted_at=NOW)

    is_ = {capacity: as_(capacity) for capacity in Capacity}

    def does(**more):
        given = {"content_object": case, "given_by": people.nina.agency, "legal_basis": "x", "since": NOW}
        try:
            with transaction.atomic():
                Grant.objects.create(**given | more)
                transaction.set_rollback(True)
        except DatabaseError:
            return False
        return True

    for giver in Capacity:
        with as_owner():
            Grant.objects.filter(content_object=case).delete()
            Grant.objects.create(
                content_object=case, group_id=people.nina.agency_id, permission=is_[giver], given_by=people.ulla.agency,
                legal_basis="x", since=NOW,
            )  # fmt: skip
        for capacity, holder in able.items():
            ways = (
                ("puts", {"permission": is_[capacity]}),
                ("sends", {"permission": is_[Capacity.ADDRESSEE], "offered": is_[capacity]}),
                ("asks", {"permission": is_[Capacity.ASKED], "offered": is_[capacity]}),
            )
            for how, more in ways:
                with acting_as(people.nina):
                    done = does(group_id=holder.agency_id, **more)
                assert done is (policy.GIVERS.get(giver, {}).get(capacity) == how), (giver, how, capacity)
