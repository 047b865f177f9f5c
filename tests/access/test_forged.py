"""A form as nobody is shown it: what was not offered is refused beside its field, and what was not asked for changes nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.db import connection
from django.urls import reverse

from agencies.accounts.forms import LeaveForm, RoleForm, SuccessorForm
from agencies.models import Agency
from cases.models import Submission
from referrals.answer.forms import AnswerForm, PeopleForm
from referrals.models import Preview, Referral
from referrals.referral.forms import TelephoneForm
from referrals.referral.rules import STEPS
from tests.access.asking import Asked, address, body
from tests.access.canaries import RECORDS
from tests.access.matrix import PAGES, STATES, read
from tests.access.standing import BY_LOOKING, Answer, Standing, rolled_back
from tests.access.test_same_answer import shape
from tests.browsing import form_of
from tests.conftest import NOW, as_owner
from victims.assessment.services import INTERVIEW_FIELDS
from victims.models import Detention

pytestmark = [pytest.mark.standing, pytest.mark.pages]
NEVER_WAS = 987654
KEY = UUID("0f0f0f0f-0000-4000-8000-0000000f0f0f")
ONCE = re.compile(rb'name="submission" value="[^"]+"')  # each form has a key of its own
LINKED = re.compile(r'<li><a href="#([^"]+)">')
# {form.field that names an account or an agency: (who, the case's state, row, what is sent with it, foreign, own but unfit, right)}
STAFF = ("nina", ("klaus", "rita", "adam"), "carl")  # inactive; reads only; administers
CHOICES: dict[str, tuple[str, str, str, dict[str, Any], str, tuple[str, ...], str]] = {
    "AnswerForm.responsible": ("cecilie", "sent", "referrals:preview accept", {}, *STAFF),
    "AnswerForm.contact_person": ("cecilie", "sent", "referrals:preview accept", {}, *STAFF),
    "AnswerForm.receiver": ("cecilie", "sent", "referrals:preview pass_on", {}, "US", ("CMM", "Fyns Politi"), "Aarhus Kommune"),
    "PeopleForm.responsible": ("cecilie", "accepted", "referrals:people", {}, *STAFF),
    "PeopleForm.contact_person": ("cecilie", "accepted", "referrals:people", {}, *STAFF),
    "TelephoneForm.caller_agency": ("cecilie", "", "referrals:telephone", {}, "IOM", ("CMM", "Databeskyttelse"), "HopeNow"),
    "Detention.detained_by": ("nina", "draft", "referrals:step 2", {}, "HopeNow", ("US", "CMM"), "Københavns Politi"),
    "LeaveForm.successor": ("adam", "", "agencies:deactivate carl", {}, "nina", ("klaus", "rita", "ida", "carl"), "cecilie"),
    "RoleForm.successor": (
        "adam", "", "agencies:role carl", {"role-role": "read_only"}, "nina", ("klaus", "rita", "ida", "carl"), "cecilie",
    ),
}  # fmt: skip
PREFIXES = {"LeaveForm": "leave-", "RoleForm": "role-", "Detention": "detention-"}


def test_every_choice_of_an_account_or_an_agency_is_asked() -> None:
    """Those of the forms, of the steps, and the one that is there only when somebody has work to hand over."""
    found = {
        f"{form.__name__}.{name}"
        for form in all_forms(forms.BaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
    }
    found |= {f"{form.__name__}.successor" for form in all_forms(SuccessorForm)}
    records = {"preview": Preview, "referral": Referral, "detention": Detention}
    for record, field in (name.split(".") for names in STEPS.values() for name in names):
        if records[record]._meta.get_field(field).is_relation:
            found.add(f"{records[record].__name__}.{field}")
    assert {AnswerForm, PeopleForm, TelephoneForm, LeaveForm, RoleForm} <= all_forms(forms.BaseForm)
    assert found == set(CHOICES)


def all_forms(kind: Any) -> set[Any]:
    """Our own, however deep; not those that are made for one request."""
    ours = {
        one
        for one in kind.__subclasses__()
        if one.__module__.split(".")[0] in ("agencies", "cases", "victims", "referrals")
    }
    return ours | {deep for one in kind.__subclasses__() for deep in all_forms(one)}


def key_of(standing: Standing, name: str) -> int:
    return getattr(standing.people, name).pk if hasattr(standing.people, name) else Agency.objects.get(short=name).pk


def chosen(standing: Standing, choice: str, key: Any) -> Answer:
    """What becomes of the form when `key` is chosen."""
    who, state, row, more, *_rest = CHOICES[choice]
    form_class, name = choice.split(".")
    asked = Asked(standing, getattr(standing.people, who), standing.cases.get(state))
    where = address(row, asked)
    if row == "referrals:step 2":
        form = form_of(standing.ask(asked.person, "GET", where).response, "detention-version")
    else:
        form = body(row, asked) | {"submission": KEY}
    field = f"{PREFIXES.get(form_class, '')}{name}"
    return standing.ask(asked.person, "POST", where, form | more | {field: key})


@pytest.mark.parametrize("choice", CHOICES)
def test_what_is_not_offered_is_refused_beside_its_field_and_nothing_is_saved(standing: Standing, choice: str) -> None:
    *_how, foreign, unfit, right = CHOICES[choice]
    form_class, name = choice.split(".")
    answers = {}
    for who in (foreign, *unfit, NEVER_WAS):
        with rolled_back():
            key = who if who == NEVER_WAS else key_of(standing, str(who))
            answer = chosen(standing, choice, key)
        page = answer.response.content.decode()
        assert answer.response.status_code == 200, who
        assert LINKED.findall(page) == [f"id_{PREFIXES.get(form_class, '')}{name}"], who
        assert not answer.written - BY_LOOKING, who
        *rest, text = shape(answer, "nothing")
        answers[who] = (rest, ONCE.sub(b"", text), answer.statements)
    assert answers[foreign] == answers[NEVER_WAS]
    with rolled_back():
        done = chosen(standing, choice, key_of(standing, right))
        assert done.response.status_code == 302
        assert done.written - BY_LOOKING


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("key", ["x", "-1", "1 OR 1", "9" * 40, "a\x00"])
def test_what_is_no_key_is_refused_in_the_same_way(standing: Standing, choice: str, key: str) -> None:
    answer = chosen(standing, choice, key)
    assert answer.response.status_code == 200
    assert len(LINKED.findall(answer.response.content.decode())) == 1
    assert not answer.written - BY_LOOKING


# What no form asks for

DONE = [
    (state, row, column)
    for state, blocks in {"": (PAGES,), **STATES}.items()
    for row, letters in read(*blocks).items()
    for column, letter in list(letters.items())[::-1]
    if row.startswith("POST") and letter == "d" and column in ("cmm", "admin", "refer", "addr", "coord")
    and row.split()[1].partition(":")[0] in ("agencies", "cases", "victims", "referrals")
    and row.split()[1] != "victims:hand_over"  # there is nothing to hand over in these cases
]  # fmt: skip
OPTIONAL = {  # what the form asks for, and its body leaves out
    "victims:talk": INTERVIEW_FIELDS, "victims:edit_talk": INTERVIEW_FIELDS, "victims:residence": ("since", "words"),
}  # fmt: skip
ON_STEP_4 = [name.replace(".", "-") for name in STEPS[4]]
ONCE_ONLY = {  # forms with a key of their own
    "referrals:new", "referrals:telephone", "referrals:send", "referrals:discard", "referrals:withdraw", "referrals:preview",
    "referrals:say",
}  # fmt: skip
PREFIXED = ("", "preview-", "referral-", "detention-", "role-", "leave-")
VOLATILE = {"cases_entry", "cases_submission", "cases_visit", "cases_historicalgrant"}
WORN = [  # what differs in two runs of the same
    (re.compile(r"\bT-\d{4}-[A-Z]{2}\b"), "number"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "digest"),
    (re.compile(r"^!\w{40}$"), "no password"),
]


def extra(standing: Standing, form: dict[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Every column of every table of a case and of an account, and every answer of other steps, as somebody else's."""
    elsewhere, people = standing.cases["elsewhere"], standing.people
    with as_owner():
        theirs = Preview.objects.get(case=elsewhere)
    columns = {field.name for model in RECORDS for field in model._meta.concrete_fields} | {
        "section", "state", "number", "opened_by", "opened_at", "sent_at", "accepted_at", "account", "agency", "is_active",
        "is_staff", "is_superuser", "last_login", "post", "since", "pk", "user", "actor", "capacity", "permission", "given_by",
    }  # fmt: skip
    values: dict[str, Any] = {
        "case": elsewhere.pk, "preview": theirs.pk, "id": theirs.pk, "pk": theirs.pk, "author": people.otto.agency_id,
        "to": people.otto.agency_id, "state": "closed", "opened_by": people.otto.agency_id, "account": people.otto.pk,
        "agency": people.otto.agency_id, "user": people.otto.pk, "person": people.otto.pk, "receiver": people.mona.agency_id,
        "responsible": people.carl.pk, "is_active": "", "version": 7, "post": people.otto.pk,
    }  # fmt: skip
    for name in columns:
        value = NOW.isoformat() if name.endswith(("_at", "until", "since")) else "forged"
        values.setdefault(name, value)
    keys = {field.name for model in RECORDS for field in model._meta.concrete_fields if field.is_relation} | {
        "account", "agency", "actor", "given_by", "opened_by", "permission", "person", "post", "receiver", "responsible", "user",
    }  # fmt: skip
    known = {
        prefix + name + tail: value
        for prefix in PREFIXED
        for name, value in values.items()
        for tail in (("", "_id") if name in keys else ("",))
    }
    asks_for = {
        key
        for key in known
        if any(key == name or key.startswith(f"{name}_") for name in (*form, *ON_STEP_4, *optional))
    }
    return {key: value for key, value in known.items() if key not in asks_for} | form


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Every row of our tables, as it lies there."""
    found = []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname ~ '^(agencies|cases|victims|referrals|auth|mfa)_' ORDER BY 1"
        )
        tables = [table for (table,) in cursor.fetchall() if table not in VOLATILE]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            names = [column.name for column in cursor.description]
            found += [(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return found


def worn(table: str, row: dict[str, Any], known: set[Any], began: datetime) -> tuple[Any, ...]:
    """A row without what no two runs have in common: new keys, this moment, sealed bytes but for their length."""
    cells: list[Any] = [table]
    for name, value in row.items():
        cell = value
        if isinstance(value, bytes | memoryview):
            cell = len(bytes(value))
        elif isinstance(value, UUID):
            cell = value if value in known else "new"
        elif isinstance(value, int) and name.endswith("id"):
            cell = value if (table if name == "id" else name, value) in known else "new"
        elif isinstance(value, datetime):
            cell = "now" if value >= began else value
        elif isinstance(value, str) and value not in known:
            for pattern, word in WORN:
                cell = pattern.sub(word, cell)
        cells.append((name, str(cell)))
    return tuple(cells)


def what_changes(standing: Standing, asked: Asked, where: str, form: dict[str, Any]) -> tuple[Answer, Counter[Any]]:
    before, began = rows(), datetime.now(UTC)
    known = {value for _table, row in before for value in row.values() if isinstance(value, UUID | str)}
    known |= {
        (table if name == "id" else name, row[name]) for table, row in before for name in row if name.endswith("id")
    }
    with rolled_back():
        answer = standing.ask(asked.person, "POST", where, form)
        after = rows()
    then, now = (Counter(worn(table, row, known, began) for table, row in found) for found in (before, after))
    now.subtract(then)
    return answer, Counter({row: count for row, count in now.items() if count})


@pytest.mark.parametrize(("state", "row", "column"), DONE)
def test_what_no_form_asks_for_changes_nothing(standing: Standing, state: str, row: str, column: str) -> None:
    """The same rows in the same tables, with and without it."""
    name = row.partition(" ")[2]
    asked = Asked(standing, standing.columns[state or "pages"][column], standing.cases.get(state))
    where, form = address(name, asked), body(name, asked)
    plain, wanted = what_changes(standing, asked, where, form)
    forged, found = what_changes(standing, asked, where, extra(standing, form, OPTIONAL.get(name, ())))
    assert wanted
    assert plain.response.status_code == forged.response.status_code
    assert found == wanted


def test_moving_a_record_would_be_seen(standing: Standing) -> None:
    """That the comparison above finds what it looks for."""
    known: set[Any] = {standing.cases["sent"].pk, standing.cases["draft"].pk}
    here, there = ({"id": UUID(int=5), "case_id": standing.cases[state].pk} for state in ("sent", "draft"))
    assert worn("t", here, known, NOW) != worn("t", there, known, NOW)
    assert worn("t", here, known, NOW) == worn("t", here | {"id": UUID(int=6)}, known, NOW)


@pytest.mark.parametrize(("state", "row", "column"), [one for one in DONE if one[1].split()[1] in ONCE_ONLY])
def test_anothers_key_of_a_form_does_nothing_and_tells_nothing(
    standing: Standing, state: str, row: str, column: str
) -> None:
    """Neither what they sent with it nor where it led."""
    name = row.partition(" ")[2]
    asked = Asked(standing, standing.columns[state or "pages"][column], standing.cases.get(state))
    where, form = address(name, asked), body(name, asked)
    assert "submission" in form
    led = reverse("referrals:step", args=[standing.cases["elsewhere"].pk, 1])
    with as_owner():
        Submission.objects.create(id=KEY, account=standing.people.otto, answer=led, made_at=NOW)
    answer, changed = what_changes(standing, asked, where, form | {"submission": KEY})
    assert not changed
    assert str(standing.cases["elsewhere"].pk) not in answer.response.content.decode() + str(answer.response.headers)
    assert answer.response.status_code in (200, 302, 409)
