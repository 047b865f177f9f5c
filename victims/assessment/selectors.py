"""What an assessment holds so far, as far as the reader has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agencies.models import Account
from cases.assignments.models import Assignment
from cases.envelope.models import Case
from cases.page.selectors import CasePage
from victims.assessment.models import Interview, Recommendation
from victims.detention.models import Detention
from victims.identity.selectors import is_treated_as_minor


def lane_of(case: Case, actor: Account) -> int:
    """In which group of a worklist the person stands."""
    if any(detention.is_running for detention in Detention.objects.of(case.pk, actor).standing()):
        return Assignment.Lane.DETAINED
    return Assignment.Lane.MINOR if is_treated_as_minor(case, actor) else Assignment.Lane.OTHER


def has_interview(case: Case, actor: Account) -> bool:
    return Interview.objects.of(case.pk, actor).standing().exists()


def recommendation_of(case: Case, actor: Account) -> Recommendation | None:
    """The newest that recommends something."""
    given = Recommendation.objects.of(case.pk, actor).standing().exclude(recommends="not_yet")
    return given.order_by("written_at").last()


def recommendations_of(case_ids: Iterable[UUID], actor: Account) -> dict[UUID, Recommendation]:
    """{case: the newest that recommends something}, as far as the reader has it."""
    given = Recommendation.objects.visible_to(actor).standing().filter(case_id__in=list(case_ids))
    return {one.case_id: one for one in given.exclude(recommends="not_yet").order_by("written_at")}


@dataclass(frozen=True)
class Told:
    """What others were told before a talk: `theme` is one of `rules.THEMES`, `codes` are indicators that they reported."""

    theme: str
    who: str
    at: datetime
    words: str = ""
    codes: tuple[str, ...] = ()


_tellers: list[Callable[[CasePage], Iterable[Told]]] = []


def register_told(teller: Callable[[CasePage], Iterable[Told]]) -> None:
    """A higher app that holds what was told registers itself; a lower one never names it."""
    _tellers.append(teller)


def told_before(page: CasePage) -> list[Told]:
    """Everything that the reader may know was told already, oldest first: by others, and in earlier talks."""
    found = [told for teller in _tellers for told in teller(page)]
    return sorted(found, key=lambda told: told.at)


def candidates(page: CasePage) -> dict[str, list[str]]:
    """{indicator: where it comes from}: confirmed in a talk, or reported by others and not denied in the last talk that asked."""
    reported: dict[str, list[str]] = {}
    for told in told_before(page):
        for code in told.codes:
            reported.setdefault(code, []).append(told.who)
    return reported
