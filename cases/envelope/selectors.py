"""Reads of the envelope. Each begins at the projection; there is no find and then check."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db.models import QuerySet
from django.http import Http404

from agencies.models import Account, Agency
from cases import policy
from cases.entries.services import note
from cases.envelope.models import Case, CaseQuerySet, Submission
from cases.grants.models import CaseAccess
from cases.policy import Section

SHOWN_AT_MOST = 100  # a page shows "99+" for more


def listed_of(actor: Account | None) -> "QuerySet[CaseAccess]":
    """The projection's own rows of `actor`'s cases: enough to count."""
    if actor is None:
        return CaseAccess.objects.none()
    return CaseAccess.objects.filter(agency_id=actor.agency_id, listed_from__lte=TransactionNow())


def count_cases_of(actor: Account | None, most: int = SHOWN_AT_MOST) -> int:
    """How many, up to `most`."""
    return listed_of(actor)[:most].count()


def openers_known(actor: Account, cases: Iterable[Case]) -> dict[UUID, Agency]:
    """Who opened each of these cases, as far as `actor` may know: by the parties, by the preview, or because it is one's own."""
    cases = list(cases)
    tell = policy.bit(Section.PARTIES) | policy.bit(Section.PREVIEW)
    rows = CaseAccess.objects.filter(case_id__in=[case.pk for case in cases], agency_id=actor.agency_id)
    told = {row.case_id for row in rows if row.reads & tell}
    return {case.pk: case.opened_by for case in cases if case.pk in told or case.opened_by_id == actor.agency_id}


def cases_of(actor: Account | None) -> CaseQuerySet:
    """The cases that `actor` is on, with whoever opened each."""
    return Case.objects.visible_to(actor).select_related("opened_by")


def numbers_of(actor: Account, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{case: number} of those among them that `actor` is on."""
    return dict(Case.objects.visible_to(actor).filter(pk__in=list(case_ids)).values_list("id", "number"))


def typed_number(text: str) -> str:
    """A case number as somebody typed it, in capitals and no longer than one is."""
    return text.replace("\x00", "").strip().upper()[:20]


def id_of(actor: Account, number: str) -> UUID | None:
    """The case of this number, if `actor` is on it."""
    return Case.objects.visible_to(actor).filter(number=number).values_list("id", flat=True).first()


def answer_of(actor: Account, key: str) -> str:
    """Where the answer to a form of this key lies, when `actor` has sent it before; else empty."""
    try:
        first = Submission.objects.filter(pk=UUID(key), account=actor).first()
    except ValueError:
        return ""
    return first.answer if first else ""


def case_or_404(actor: Account | None, case_id: UUID) -> Case:
    """The case, if `actor` is on it. A foreign id and one that never was take the same statements and leave the same entry."""
    case = Case.objects.visible_to(actor).select_related("opened_by").filter(pk=case_id).first()
    if case is None:
        note(case_id, verb="refused")
        raise Http404
    note(case_id)
    return case
