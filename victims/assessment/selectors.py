"""What an assessment holds so far, as far as the reader has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from agencies.models import Account
from cases.assignments.models import Assignment
from cases.envelope.models import Case
from cases.page.selectors import CasePage
from victims.assessment import rules
from victims.assessment.models import Interview, OwnAssessment, Recommendation
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


@dataclass(frozen=True)
class Told:
    """What was told before a talk: `theme` is one of `rules.THEMES` or `rules.GENERAL`, `codes` are indicators that were reported."""

    theme: str
    who: str
    at: datetime
    words: str = ""
    codes: tuple[str, ...] = ()


_tellers: list[Callable[[CasePage], Iterable[Told]]] = []


def register_told(teller: Callable[[CasePage], Iterable[Told]]) -> None:
    """A higher app that holds what was told registers itself; a lower one never names it."""
    _tellers.append(teller)


def told_before(page: CasePage, but: Interview | None = None) -> list[Told]:
    """Everything that the reader may know was told already, oldest first: to others, and in talks, `but` the one that is written."""
    found = [told for teller in _tellers for told in teller(page)]
    for record in page.records(OwnAssessment):
        found.append(Told(rules.GENERAL, record.signature, record.happened_at, record.words or ""))
    for talk in page.records(Interview):
        if but is None or talk.pk != but.pk:
            words = {theme: getattr(talk, theme) or "" for theme in rules.THEMES}
            found += [Told(theme, talk.signature, talk.began_at, text) for theme, text in words.items() if text]
            found += by_theme(page, talk.confirmed, talk.signature, talk.began_at)
    return sorted(found, key=lambda told: told.at)


def by_theme(page: CasePage, codes: Iterable[str], who: str, at: datetime) -> list[Told]:
    """Indicators under the themes in which they are spoken of."""
    known = page.codes("labour")["labour"]
    found: dict[str, list[str]] = {}
    for code in codes:
        theme = rules.DIMENSION_THEMES.get(getattr(known.get(code), "dimension", ""), rules.GENERAL)
        found.setdefault(theme, []).append(code)
    return [Told(theme, who, at, codes=tuple(those)) for theme, those in found.items()]


def candidates(page: CasePage) -> dict[str, list[str]]:
    """{indicator: where it comes from}: confirmed in a talk, or reported by others and not denied in the last talk that asked."""
    talks = [(talk.began_at, talk.confirmed, talk.refuted) for talk in page.records(Interview)]
    answers = rules.answers(talks)
    reported: dict[str, list[str]] = {}
    for told in told_before(page):
        for code in told.codes:
            if answers.get(code, True):
                reported.setdefault(code, []).append(told.who)
    return {code: list(dict.fromkeys(who)) for code, who in reported.items()}
