"""One case as one reader has it: bits first, then each kind of record once."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from agencies.models import Account
from agencies.reference.models import DatedCode
from agencies.reference.selectors import codes_on
from cases import policy
from cases.envelope.models import Case, Visit
from cases.envelope.selectors import case_or_404
from cases.grants.models import CaseAccess, Grant
from cases.records.models import CaseRecord


@dataclass
class CasePage:
    """What the parts of a page share, so that each record is read once a request, and only where the reader has its section."""

    case: Case
    actor: Account
    now: datetime
    reads: int = 0
    writes: int = 0
    owns: int = 0
    _records: dict[type, list[Any]] = field(default_factory=dict)
    _codes: dict[str, dict[str, DatedCode]] = field(default_factory=dict)
    _grants: list[Grant] | None = None

    def has(self, section: int) -> bool:
        """Whether the reader has anything of the section."""
        return bool((self.reads | self.owns) & policy.bit(section))

    def may_add(self, section: int) -> bool:
        return self.actor.post.may_write and bool((self.writes | self.owns) & policy.bit(section))

    def may_change(self, record: CaseRecord) -> bool:
        """Whether the form is offered; the database decides."""
        mine = record.author_id == self.actor.agency_id
        bit = policy.bit(record.section)
        return (
            self.actor.post.may_write
            and not record.is_added_only
            and bool(self.writes & bit or (self.owns & bit and mine))
        )

    def hides_accommodation(self, author_id: int) -> bool:
        """Whether the reader is not to know which agency gives the person shelter, and this is another than their own."""
        return not self.reads & policy.bit(policy.Section.ACCOMMODATION) and author_id != self.actor.agency_id

    def records(self, model: Any) -> list[Any]:
        """The reader's records of this kind, oldest first, without what was withdrawn."""
        if not self.has(model.section):
            return []
        if model not in self._records:
            rows = (
                model.objects.of(self.case.pk, self.actor).standing().naming(self.actor).select_related(*related(model))
            )
            self._records[model] = list(rows)
        return self._records[model]

    def newest(self, model: Any) -> Any:
        return next(reversed(self.records(model)), None)

    def codes(self, *lists: str) -> dict[str, dict[str, DatedCode]]:
        if missing := [name for name in lists if name not in self._codes]:
            self._codes |= codes_on(timezone.localdate(self.now), *missing)
        return self._codes

    def grants(self) -> list[Grant]:
        """Who is on the case, as far as the reader may know; oldest first."""
        if self._grants is None:
            rows = Grant.objects.filter(content_object=self.case).select_related(
                "permission", "offered", "group__agency", "given_by"
            )
            self._grants = list(rows.order_by("since"))
        return self._grants

    def is_(self, *capacities: str) -> bool:
        """Whether the reader's agency is on the case in one of these capacities."""
        return bool(self.held & {f"as_{capacity}" for capacity in capacities})

    @property
    def held(self) -> set[str]:
        """The permissions that the reader's agency has on the case, by their names."""
        return {g.permission.codename for g in self.grants() if g.group_id == self.actor.agency_id}

    def history_url(self, model: Any) -> str:
        return reverse("cases:history", args=[self.case.pk, model._meta.label_lower])


def related(model: Any) -> list[str]:
    """The agencies and people that a record names: read with it, never once a row."""
    return [
        f.name for f in model._meta.concrete_fields if f.is_relation and f.related_model._meta.app_label == "agencies"
    ]


def case_page(actor: Account, case: Case, now: datetime) -> CasePage:
    page = CasePage(case, actor, now)
    for row in CaseAccess.objects.filter(case=case):
        page.reads |= row.reads
        page.writes |= row.writes
        page.owns |= row.owns
    return page


def page_or_404(actor: Account, case_id: UUID, now: datetime) -> CasePage:
    return case_page(actor, case_or_404(actor, case_id), now)


def record_models() -> list[Any]:
    """Every kind of record, in the order of its section."""
    kinds = [model for model in apps.get_models() if issubclass(model, CaseRecord)]
    return sorted(kinds, key=lambda model: (model.section, model._meta.label_lower))


def readable_or_404(page: CasePage, table: str) -> Any:
    """The kind of record, where the reader has its section; else it is not there, as one that never was."""
    model = next((model for model in record_models() if model._meta.label_lower == table), None)
    if model is None or not page.has(model.section):
        raise Http404
    return model


def withdrawable(page: CasePage, model: Any) -> list[CaseRecord]:
    """The reader's own records of this kind that can be withdrawn."""
    if not page.actor.post.may_write:
        return []
    return [row for row in page.records(model) if row.author_id == page.actor.agency_id and row.is_withdrawable]


def withdrawable_or_404(page: CasePage, table: str, record_id: UUID) -> CaseRecord:
    found = [row for row in withdrawable(page, readable_or_404(page, table)) if row.pk == record_id]
    if not found:
        raise Http404
    return found[0]


def remember_visit(actor: Account, case: Case, now: datetime) -> None:
    """What was written until now is no longer new to `actor`."""
    Visit.objects.bulk_create(
        [Visit(case=case, account=actor, at=now)],
        update_conflicts=True,
        unique_fields=["case", "account"],
        update_fields=["at"],
    )
