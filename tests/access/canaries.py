"""A case in which every field of every record holds something that stands nowhere else, with who may read it.

Who may is read from the table of `cases/policy.py`, naively, and from nothing else.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models

from agencies.models import Account, Agency
from agencies.reference.fields import CodesField
from cases.grants import services as grants
from cases.keys.fields import SealedField
from cases.models import Case, Disclosure, Grant, Recusal, Submission
from cases.page.history import BOOKKEEPING
from cases.policy import COLUMNS, SECTIONS, Section, bit
from cases.records.models import CaseRecord
from cases.wall import acting_as
from referrals.models import Preview, Referral
from tests.access.standing import UNKNOWN, Standing
from tests.agencies.accounts.doors import with_password
from tests.conftest import NOW, as_owner
from tests.people import hire
from victims.models import (
    Decision,
    DecisiveIndicators,
    Name,
    PeriodGround,
    PeriodStep,
    Recommendation,
    Result,
)

RECORDS = [model for model in apps.get_models() if issubclass(model, CaseRecord)]
TEXT = re.compile(r"QZ\d{5}")
YEAR = re.compile(r"\b15\.?\s(?:juni|June)\s(1[0-8]\d\d)\b")
NUMBER = re.compile(r"\b3[01]\d{3}\b")
FIRST_YEAR, FIRST_NUMBER = 1000, 30_000
DISCLOSED = frozenset({("follow", Section.NAME)})
PARENTS: dict[Any, tuple[str, Any]] = {
    Referral: ("preview", Preview), Decision: ("result", Result), DecisiveIndicators: ("result", Result),
    PeriodGround: ("step", PeriodStep),
}  # fmt: skip
STANDING = (Recommendation, Result, Decision, DecisiveIndicators, PeriodStep, PeriodGround)  # nobody withdraws them
INITIAL = {Name: "Ж", Referral: "Щ"}  # of the last word of each name, so that initials are told apart
NAMES = {"victims.name.used": INITIAL[Name], "referrals.referral.name": INITIAL[Referral]}

# Fields without a canary, and why
WITHOUT = {
    "cases.assignment.work": "one of five words, which are buttons too",
    "victims.result.supersedes": "the key of an earlier one in the same case",
    "victims.decision.result": "the key of its result in the same case",
    "victims.decisiveindicators.result": "the key of its result in the same case",
    "cases.assignment.lane": "one of three words, which are headings too",
    "referrals.referral.preview": "the key of the preview in the same case",
    "victims.profile.birth_year": "a year like any other, beside age and sex in the same table",
    "victims.periodapplication.days": "a number of days, like any other",
    "victims.periodground.step": "the key of the step in the same case",
    "victims.periodstep.kind": "one of two words, which are headings too",
    "victims.periodstep.number": "counts the steps of the case",
    "victims.periodstep.step": "one of seven words, which are buttons too",
}
# Planted, and on no page yet
NOT_SHOWN = {
    "cases.grant.legal_basis": "what a grant rests on",
    "cases.disclosure.purpose": "disclosures have no page",
    "cases.disclosure.legal_basis": "disclosures have no page",
    "cases.recusal.reason": "why somebody keeps off is that person's and the lead's",
    "cases.submission.answer": "where a form led that was sent",
}
# Other tables that tell of a case, and their fields without a canary
OTHERS = {
    "cases.case": {"id", "kind", "state", "opened_by", "opened_at", "sent_at", "accepted_at"},  # the envelope, for all on it
    "cases.grant": {"id", "permission", "group", "content_object", "user", "offered", "given_by", "since", "until", "disclosure"},
    "cases.disclosure": {"id", "case", "author", "decided_by", "to", "to_user", "sections", "until"},
    "cases.recusal": {"id", "case", "user", "since"},
    "cases.submission": {"id", "account", "made_at", "asked"},  # a keyed fingerprint
    "cases.visit": {"id", "case", "account", "at"},
    "cases.entry": {"id", "at", "user_id", "agency_id", "capacities", "case_id", "verb", "sections", "hash", "seal"},
    "cases.mail": {"id", "notice", "account", "tried_at", "sent_at"},
    "cases.casekey": {"case_id", "wrapped"},
    "cases.caseaccess": {
        "id", "case", "agency", "user", "until", "reads", "writes", "owns", "opened_at", "listed_from",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Canary:
    """`field` is app.model.field; `readers` are columns of the matrix."""

    text: str
    field: str
    about: str
    readers: frozenset[str]


@dataclass
class Planted:
    standing: Standing
    case: Case
    columns: dict[str, Account | None]  # everybody who looks
    canaries: dict[str, Canary] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)  # {the name of an agency on the case: its id}
    people: dict[str, int] = field(default_factory=dict)  # {the name of a person there: the agency's id}
    years: int = FIRST_YEAR
    numbers: int = FIRST_NUMBER
    newest_result: Result | None = None
    steps: int = 0
    disclosed: frozenset[tuple[str, Section]] = frozenset()

    def agency_of(self, column: str) -> int:
        person = self.columns[column]
        assert person is not None
        return person.agency_id

    @property
    def on_it(self) -> list[str]:
        """The columns that are a capacity."""
        return [column for column in self.columns if column in COLUMNS]

    def may_read(self, section: Section, author: int, to: int | None, *, only: int | None = None) -> frozenset[str]:
        """Who reads a record; of one that was withdrawn, and of a draft's versions, `only` this agency of them."""
        found = set()
        for column in self.on_it:
            mine = self.agency_of(column)
            letter = "r" if (column, section) in self.disclosed else SECTIONS[section.name.lower()][COLUMNS[column]]
            if (letter in "rwa" or (letter == "o" and mine in (author, to))) and only in (None, mine):
                found |= {column, f"{column}/r"} & set(self.columns)
        return frozenset(found)

    def text(self, name: str, about: str, readers: Iterable[str]) -> str:
        text = f"QZ{len(self.canaries):05}"
        self.canaries[text] = Canary(text, name, about, frozenset(readers))
        return text

    def moment(self, name: str, about: str, readers: Iterable[str]) -> datetime:
        self.years += 1
        text = str(self.years)
        self.canaries[text] = Canary(text, name, about, frozenset(readers))
        return datetime(self.years, 6, 15, 12, tzinfo=UTC)


def plant(standing: Standing) -> Planted:
    """On the answered case, with an addressee more."""
    people, case = standing.people, standing.cases["answered"]
    people.aase = hire(Agency.objects.get(short="Aarhus Kommune"), name="aase")
    with_password(people.aase)
    standing.log_in(people.aase)
    columns = standing.columns["answered"] | {"addr": people.aase}
    planted = Planted(standing, case, columns, disclosed=DISCLOSED)
    with as_owner():
        way = {"given_by": case.opened_by, "legal_basis": "x", "now": NOW}
        grants.grant(case, people.aase.agency, grants.as_("addressee"), offered=grants.as_("coordinator"), **way)
        for column, section in DISCLOSED:
            person = planted.columns[column]
            what = grants.permission(f"sees_{section.name.lower()}")
            grants.grant(case, person.agency, what, disclosure=disclose(planted, person, section), **way)
        plant_envelope(planted)
        rename(planted)
    for model in RECORDS:
        if model not in (Preview, Result):  # comes with its referral, or with what belongs to it
            plant_records(planted, model)
    return planted


def plant_texts(standing: Standing, state: str) -> Planted:
    """On the case of this state as it stands: name, address and free text of each record are canaries, and all else remains."""
    planted = Planted(standing, standing.cases[state], standing.columns[state])
    for model in RECORDS:
        with as_owner():
            for record in model.objects.filter(case=planted.case):
                readers = planted.may_read(Section(model.section), record.author_id, record.to_id)
                for one in fields_of(model):
                    if isinstance(one, SealedField):
                        setattr(record, one.name, a_text(planted, model, one, state, readers))
                record.save()
    return planted


def disclose(planted: Planted, person: Account, section: Section) -> Disclosure:
    return Disclosure.objects.create(
        case=planted.case, author=planted.case.opened_by, decided_by=planted.standing.people.cecilie, to=person.agency,
        sections=bit(section), purpose=planted.text("cases.disclosure.purpose", "", ()),
        legal_basis=planted.text("cases.disclosure.legal_basis", "", ()),
    )  # fmt: skip


def plant_envelope(planted: Planted) -> None:
    case = planted.case
    case.number = planted.text("cases.case.number", "", [*planted.on_it, "coord/r"])
    case.save(update_fields=["number"])
    for grant in Grant.objects.filter(content_object=case):
        Grant.objects.filter(pk=grant.pk).update(legal_basis=planted.text("cases.grant.legal_basis", "", ()))
    for recusal in Recusal.objects.filter(case=case):
        recusal.reason = planted.text("cases.recusal.reason", "", ())
        recusal.save(update_fields=["reason"])
    Submission.objects.create(
        id=UNKNOWN,
        account=planted.standing.people.cecilie,
        answer=planted.text("cases.submission.answer", "", ()),
        made_at=NOW,
    )


def rename(planted: Planted) -> None:
    """Agencies on the case, and their people, have names of their own: `who may know whom` is asked apart."""
    for number, column in enumerate(planted.on_it):
        agency_id = planted.agency_of(column)
        name = f"Qwagency{number:02}"
        planted.agencies[name] = agency_id
        Agency.objects.filter(pk=agency_id).update(name=name, english=name, short=name, phone=f"99 {number:02} 99 99")
        for account in Account.objects.filter(post__agency_id=agency_id):
            person = f"Qwperson{account.pk:03}"
            planted.people[person] = agency_id
            Account.objects.filter(pk=account.pk).update(name=person)


def plant_records(planted: Planted, model: Any) -> None:
    """For every agency on the case one record by it and one to it, whether the table lets it or not; then what was changed and withdrawn."""  # noqa: E501
    cmm = planted.columns["coord"]
    for column in planted.on_it:
        person = planted.columns[column]
        make(planted, model, person, None, f"by {column}")
        if person != cmm:
            make(planted, model, cmm, person, f"to {column}")
    for column in ("coord", "comp", "refer") if model not in STANDING else ():
        make(planted, model, planted.columns[column], None, f"withdrawn by {column}", is_withdrawn=True)
    make(planted, model, planted.columns["refer"], None, "changed", is_changed=True)
    make(planted, model, planted.columns["refer"], None, "a draft", is_draft=True)


def make(
    planted: Planted, model: Any, author: Account, to: Account | None, about: str, *, is_withdrawn: bool = False,
    is_changed: bool = False, is_draft: bool = False,
) -> CaseRecord:  # fmt: skip
    """As its author where the table lets it, so that its history names somebody; else as the owner."""
    only = author.agency_id if is_withdrawn else None
    readers = planted.may_read(Section(model.section), author.agency_id, to.agency_id if to else None, only=only)
    drafters = planted.may_read(Section(model.section), author.agency_id, None, only=author.agency_id)
    values = {
        "case": planted.case, "author": author.agency, "to": to.agency if to else None, "written_at": NOW,
        "happened_at": NOW - timedelta(days=is_draft),
    }  # fmt: skip
    if parent := PARENTS.get(model):
        values[parent[0]] = make(
            planted, parent[1], author, to, about, is_withdrawn=is_withdrawn, is_changed=is_changed, is_draft=is_draft
        )
    if model is Result:  # one supersedes the other
        values["supersedes"] = planted.newest_result
    values |= values_of(planted, model, about, drafters if is_draft else readers)
    letter = SECTIONS[Section(model.section).name.lower()][COLUMNS[column_of(planted, author)]]
    writer = acting_as(author) if letter in "wao" and letter != "." else as_owner()
    with writer:
        record = model(**values)
        record.save(force_insert=True)
    if model is Result:
        planted.newest_result = record
    later = values_of(planted, model, f"{about}, later", readers) if is_changed or is_draft else {}
    with as_owner():
        if is_draft:  # as the database marks the versions of a case that is not sent
            model.history.filter(id=record.pk).update(history_change_reason="draft")
        if later:
            for name, value in (later | {"happened_at": NOW}).items():
                setattr(record, name, value)
            record.save()
        if is_withdrawn:
            record.withdrawn_at = NOW
            record.save(update_fields=["withdrawn_at"])
    return record


def column_of(planted: Planted, person: Account) -> str:
    return next(column for column in planted.on_it if planted.agency_of(column) == person.agency_id)


def fields_of(model: Any) -> list[models.Field]:
    return [
        one for one in model._meta.concrete_fields if one.name not in BOOKKEEPING and label(model, one) not in WITHOUT
    ]


def label(model: Any, one: models.Field) -> str:
    return f"{model._meta.label_lower}.{one.name}"


def values_of(planted: Planted, model: Any, about: str, readers: Iterable[str]) -> dict[str, Any]:
    values = {}
    for one in fields_of(model):
        kind = next((known for known in MAKERS if isinstance(one, known)), None)
        assert kind, f"{label(model, one)}: no canary is known for a {type(one).__name__}"
        values[one.name] = MAKERS[kind](planted, model, one, about, readers)
    if model._meta.label_lower == "cases.assignment":
        values["work"] = "assess"
        if about.startswith("to"):  # open work, which lists show
            del planted.canaries[str(values.pop("done_at").year)]
    if model is PeriodStep:
        planted.steps += 1
        values |= {"number": planted.steps, "kind": "reflection", "step": "granted"}
    return values


Maker = Callable[[Planted, Any, models.Field, str, Iterable[str]], Any]


def a_text(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> str:
    text = planted.text(label(model, one), about, readers)
    initial = NAMES.get(label(model, one))
    return f"{text} {initial}" if initial else text


def a_moment(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> datetime:
    return planted.moment(label(model, one), about, readers)


def a_day(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> date:
    return a_moment(planted, model, one, about, readers).date()


def a_number(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> int:
    planted.numbers += 1
    text = str(planted.numbers)
    planted.canaries[text] = Canary(text, label(model, one), about, frozenset(readers))
    return planted.numbers


def codes(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> list[str]:
    return [planted.text(label(model, one), about, readers)]


def a_yes(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> bool:
    """A yes looks like any other; what tells of it is the label before it."""
    text = str(one.verbose_name)
    before = planted.canaries.get(text, Canary(text, label(model, one), "any", frozenset()))
    planted.canaries[text] = Canary(text, before.field, before.about, before.readers | frozenset(readers))
    return True


def somebody(planted: Planted, model: Any, one: models.Field, about: str, readers: Iterable[str]) -> Any:
    """Of whom nothing else tells. An agency of a kind that no form offers."""
    name = planted.text(label(model, one), about, readers)
    with as_owner():
        if one.related_model is Account:
            return Account.objects.create(email=f"{name.lower()}@tillid.example", name=name)
        group = Group.objects.create(name=name)
        return Agency.objects.create(group=group, kind="operator", name=name, short=name, english=name)


MAKERS: dict[type, Maker] = {
    CodesField: codes,
    models.DateTimeField: a_moment,
    models.DateField: a_day,
    models.BooleanField: a_yes,
    models.PositiveSmallIntegerField: a_number,
    models.ForeignKey: somebody,
    models.TextField: a_text,
    models.CharField: a_text,
}
