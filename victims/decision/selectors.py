"""The decision that holds and those before it, as far as the reader has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from agencies.models import Account
from cases.envelope.models import Case
from cases.page.selectors import CasePage
from cases.policy import Section
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.decision.rules import VICTIM

COUNTED_AT_MOST = 1000
TOLD_OF = (Section.RESULT, Section.DECISION, Section.INDICATORS)


def that_holds(results: Iterable[Result]) -> Result | None:
    """The one that none supersedes."""
    results = list(results)
    superseded = {result.supersedes_id for result in results}
    return next((result for result in reversed(results) if result.pk not in superseded), None)


def result_of(case: Case, actor: Account) -> Result | None:
    """The result that holds."""
    return that_holds(Result.objects.of(case.pk, actor).standing())


def outcome_of(case: Case, actor: Account) -> str:
    result = result_of(case, actor)
    return result.outcome if result else ""


@dataclass(frozen=True)
class Decided:
    """One decision as its reader has it: without what is in a section that is not theirs."""

    result: Result
    decision: Decision | None
    indicators: DecisiveIndicators | None
    is_superseded: bool


def decided(page: CasePage) -> list[Decided]:
    """All decisions on the case, the one that holds first, then the newest first."""
    results = page.records(Result)
    holds = that_holds(results)
    decisions = {row.result_id: row for row in page.records(Decision)}
    indicators = {row.result_id: row for row in page.records(DecisiveIndicators)}
    found = [
        Decided(result, decisions.get(result.pk), indicators.get(result.pk), is_superseded=result != holds)
        for result in reversed(results)
    ]
    return sorted(found, key=lambda one: one.is_superseded)


def results_told(actor: Account, case_ids: Iterable[UUID]) -> dict[tuple[UUID, Any], Decided]:
    """{(case, moment): decision} of these cases, as far as `actor` reads them; two queries, however many there are."""
    ids = set(case_ids)
    results = list(Result.objects.visible_to(actor).standing().filter(case_id__in=ids))
    rows = DecisiveIndicators.objects.visible_to(actor).standing().filter(case_id__in={r.case_id for r in results})
    indicators = {row.result_id: row for row in rows}
    superseded = {result.supersedes_id for result in results}
    return {
        (result.case_id, result.happened_at): Decided(result, None, indicators.get(result.pk), result.pk in superseded)
        for result in results
    }


def decisive_counts(actor: Account, codes: Iterable[str], since: datetime) -> tuple[int, dict[str, int]]:
    """(answers, {indicator: how many of them it decided}) over the results that `actor` reads, decided since a moment (inclusive).

    Only those that hold and say trafficked or presumed; the newest thousand. Two queries of counts: nothing of a case is read.
    """
    later = Result.objects.visible_to(actor).standing().filter(supersedes=OuterRef("pk"))
    holding = Result.objects.visible_to(actor).standing().filter(outcome__in=VICTIM, happened_at__gte=since)
    newest = holding.exclude(Exists(later)).order_by("-happened_at").values("pk")[:COUNTED_AT_MOST]
    answers = DecisiveIndicators.objects.visible_to(actor).standing().filter(result__in=newest)
    counts = {
        f"n_{code}": Count(
            "pk", filter=Q(strong__contains=[code]) | Q(medium__contains=[code]) | Q(weak__contains=[code])
        )
        for code in codes
    }
    found = answers.aggregate(answers=Count("pk"), **counts)
    return found.pop("answers"), {name.removeprefix("n_"): count for name, count in found.items() if count}
