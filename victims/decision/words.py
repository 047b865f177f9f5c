"""A decision in words: its forms, and the indicators that decided by their weight."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agencies.templatetags.words import write_day
from cases.records.reading import Codes
from victims.decision.models import DecisiveIndicators, Result
from victims.decision.rules import Form, Outcome

WEIGHTS: dict[str, Any] = {
    "strong": pgettext_lazy("several", "strong"),
    "medium": pgettext_lazy("several", "medium"),
    "weak": pgettext_lazy("several", "weak"),
}
COUNTS_AS: dict[str, Any] = {
    Outcome.PRESUMED: gettext_lazy("Counts as trafficked in all that follows."),
}


def outcome_words(result: Result) -> str:
    """The result, and why it could not be completed."""
    label = str(result.get_outcome_display())
    if not result.why_not:
        return label
    return _("%(result)s. %(why)s") % {"result": label, "why": result.get_why_not_display()}


def decapitated(text: str) -> str:
    return text[:1].lower() + text[1:]


def result_line(result: Result) -> str:
    return f"{outcome_words(result)}, {write_day(result.happened_at)}"


def word_of(codes: Codes, name: str, code: str) -> str:
    return str(codes[name].get(code, code))


def form_words(form: str, sector: str, crime: str, codes: Codes) -> str:
    """ "Forced labour, nail salon"."""
    words = [word_of(codes, "form", form)]
    if form == Form.LABOUR and sector:
        words.append(word_of(codes, "sector", sector))
    if form == Form.CRIMINALITY and crime:
        words.append(word_of(codes, "crime", crime))
    return capfirst(", ".join(words))


def form_lines(forms: list[str], main: str, sector: str, crime: str, codes: Codes) -> list[tuple[str, Any]]:
    """(label, value) of the main form and of the others."""
    others = [form_words(form, sector, crime, codes) for form in forms if form != main]
    lines: list[tuple[str, Any]] = []
    if main:
        lines.append((_("Main form"), form_words(main, sector, crime, codes)))
    if others:
        lines.append((_("Also"), others))
    return lines


def weighed_words(weights: dict[str, list[str]], codes: Codes) -> list[str]:
    """A line for each weight that any has: "Pay withheld, papers taken (strong)"."""
    lines = []
    for grade, label in WEIGHTS.items():
        if given := weights.get(grade):
            words = [word_of(codes, "labour", code) for code in given]
            words = [words[0], *(decapitated(word) for word in words[1:])]
            lines.append(f"{', '.join(words)} ({label})")
    return lines


def weights_of(record: DecisiveIndicators) -> dict[str, list[str]]:
    return {grade: list(getattr(record, grade)) for grade in WEIGHTS}


def decisive_words(record: DecisiveIndicators | None, codes: Codes) -> list[str]:
    return weighed_words(weights_of(record), codes) if record else []


def count_words(weights: dict[str, list[str]]) -> str:
    """ "4 indicators"."""
    count = sum(len(given) for given in weights.values())
    return ngettext("%(count)d indicator", "%(count)d indicators", count) % {"count": count}
