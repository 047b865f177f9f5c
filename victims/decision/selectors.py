"""The decision that holds, as far as the reader has it."""

from agencies.models import Account
from cases.envelope.models import Case
from victims.decision.models import Result


def result_of(case: Case, actor: Account) -> Result | None:
    """The one that none supersedes."""
    results = list(Result.objects.of(case.pk, actor).standing())
    superseded = {result.supersedes_id for result in results}
    return next((result for result in results if result.pk not in superseded), None)


def outcome_of(case: Case, actor: Account) -> str:
    result = result_of(case, actor)
    return result.outcome if result else ""
