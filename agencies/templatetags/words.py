"""How the pages write moments, days, deadlines and numbers, in Danish and in English.

The tags take today's moment from `now` in the context or from `request.now`; the functions beneath them take it as an
argument, so that views, mails and prints write the same words.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SOON = timedelta(hours=24)
COUNTED_IN_HOURS = timedelta(hours=72)
LATE_IN_HOURS = timedelta(hours=24)

COMPOUNDS = (
    "adgangs-log",
    "anklage-myndighed",
    "Arbejds-tilsynet",
    "beskyttelses-behov",
    "data-beskyttelses-rådgiver",
    "data-beskyttelses-forordning",
    "friheds-berøvelse",
    "friheds-berøvet",
    "hjem-sendelse",
    "ind-kvartering",
    "kontakt-person",
    "Kriminal-forsorgen",
    "menneske-handel",
    "opholds-grundlag",
    "refleksions-periode",
    "rets-grundlag",
    "sags-behandler",
    "sikkerheds-nøgle",
    "tilbage-meldinger",
    "tilgængeligheds-erklæring",
    "Udlændinge-styrelsen",
    "udrejse-frist",
)
_SOFT = {compound.replace("-", "").lower(): [len(part) for part in compound.split("-")] for compound in COMPOUNDS}
_COMPOUND = re.compile("|".join(sorted(_SOFT, key=len, reverse=True)), re.IGNORECASE)

WORD_JOINER = "\N{WORD JOINER}"
_KEEP_TOGETHER = re.compile(
    r"(?<=§) (?=\d)"  # § 33
    r"|(?<=\bkl\.) (?=\d)"  # kl. 14.32
    r"|(?<=\bstk\.) (?=\d)"  # stk. 14
    r"|(?<=\bUSD) (?=\d)"  # USD 150
    r"|(?<=\d\.) (?=(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"  # 12. marts
    r"|(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November|December))"
    r"|(?<=\b\d\d) (?=\d\d\b)"  # 70 20 25 50
)
_RANGE = re.compile(r"(?<=\d)–(?=\d)")


# --- moments and days --------------------------------------------------------------------------------------------


def write_day(day: date, *, now: datetime | None = None) -> str:
    """ "12. marts 2026"; without the year when `now` lies in that year."""
    local = timezone.localtime(day).date() if isinstance(day, datetime) else day
    same_year = now is not None and local.year == timezone.localtime(now).year
    pattern = pgettext("date", "j F") if same_year else pgettext("date", "j F Y")
    return format_date(local, pattern).replace(" ", NO_BREAK)


def write_clock(moment: datetime | time) -> str:
    """ "14.32" in Danish, "14:32" in English."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return time_format(local, pgettext("clock", "G:i"))


def write_at(moment: datetime) -> str:
    """ "kl. 14.32"."""
    return _("at %(clock)s") % {"clock": write_clock(moment)}


def write_moment(moment: datetime, *, now: datetime) -> str:
    """ "i dag kl. 9.15", "i går kl. 23.58", "12. marts kl. 14.28", "2. februar 2025 kl. 11.40"."""
    at = _keep(write_at(moment))
    days = (timezone.localtime(moment).date() - timezone.localtime(now).date()).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get(days)
    return f"{near or write_day(moment, now=now)} {at}"


def write_until(due: datetime, *, now: datetime) -> str:
    """Under the day: "i dag, om 1 t. 28 min.", "kl. 5.38, om 2 dage"; the moment alone when it is past."""
    left = due - now
    if left <= timedelta():
        return write_moment(due, now=now)
    days = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    when = _("today") if days == 0 else _keep(write_at(due))
    span = (
        ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        if left > COUNTED_IN_HOURS
        else write_span(left)
    )
    return _("%(when)s, in %(span)s") % {"when": when, "span": span}


def write_long_moment(moment: datetime) -> str:
    """ "torsdag den 12. marts 2026 kl. 14.32"."""
    pattern = pgettext("date", "l j F Y")
    return f"{format_date(timezone.localtime(moment), pattern)} {_keep(write_at(moment))}"


def write_span(span: timedelta) -> str:
    """ "5 t. 8 min.", "43 min.": to the minute, never negative."""
    minutes = int(abs(span).total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(_("%(hours)d h") % {"hours": hours})
    if minutes or not hours:
        parts.append(_("%(minutes)d min") % {"minutes": minutes})
    return " ".join(_keep(part) for part in parts)


def write_lapse(lapse: timedelta) -> str:
    """How long something took: "35 min.", from two days on "4 dage"."""
    if lapse < timedelta(days=2):
        return write_span(lapse)
    return _keep(ngettext("%(days)d day", "%(days)d days", lapse.days) % {"days": lapse.days})


# --- the clock ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clock:
    """A deadline in words. `level` is late, soon (within 24 hours) or none; the words alone must tell it."""

    words: str
    level: str
    due: datetime

    @property
    def icon(self) -> str:
        return {"late": "error", "soon": "hourglass"}.get(self.level, "time")


def clock_words(due: date | datetime, *, now: datetime, style: str = "answer") -> Clock:
    """What is left until `due`.

    `style="count"` counts hours and minutes, for the court's deadline; "answer" says by when somebody must answer;
    "deadline" says the moment alone, under a label that tells what it is; "expires" says on which day a period ends.
    A day without a clock lasts until midnight.
    """
    if isinstance(due, datetime):
        ends, last_day, until = due, timezone.localtime(due).date(), write_clock(due)
    else:
        ends, last_day, until = timezone.make_aware(datetime.combine(due + timedelta(days=1), time())), due, ""
    today, left = timezone.localtime(now).date(), ends - now
    if left <= timedelta():
        in_hours = until and -left < LATE_IN_HOURS
        return Clock(_late_by(-left) if in_hours else _late_days(max((today - last_day).days, 1)), "late", ends)
    level = "soon" if left <= SOON or (style == "expires" and (last_day - today).days <= 1) else "none"
    if style == "expires":
        return Clock(keep_together(_expires(last_day, now)), level, ends)
    if style == "count":
        return Clock(_left_words(left), level, ends)
    say = _answer_by if style == "answer" else _by
    return Clock(keep_together(say(last_day if last_day > today else None, until, now)), level, ends)


def _expires(day: date, now: datetime) -> str:
    near = {0: _("today"), 1: _("tomorrow")}.get((day - timezone.localtime(now).date()).days)
    return _("Expires %(day)s") % {"day": near or write_day(day, now=now)}


def _answer_by(day: date | None, until: str, now: datetime) -> str:
    if day:
        return _("Answer by %(day)s") % {"day": write_day(day, now=now)}
    return _("Answer by %(clock)s") % {"clock": until} if until else _("Answer today")


def _by(day: date | None, until: str, now: datetime) -> str:
    if day:
        return write_day(day)
    return _("By %(clock)s") % {"clock": until} if until else capfirst(_("today"))


def _late_by(late: timedelta) -> str:
    return _("%(span)s overdue") % {"span": write_span(late)}


def _late_days(days: int) -> str:
    return ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}


def _left_words(left: timedelta) -> str:
    if left <= COUNTED_IN_HOURS:
        return _("%(span)s left") % {"span": write_span(left)}
    return npgettext("clock", "%(days)d day left", "%(days)d days left", left.days) % {"days": left.days}


# --- breaking and joining ----------------------------------------------------------------------------------------


def _keep(text: str) -> str:
    return text.replace(" ", NO_BREAK)


def keep_together(text: str) -> str:
    """Keep "§ 33", "kl. 14.32", "12. marts", "70 20 25 50" and "30–39" on one line."""
    return _RANGE.sub(f"{WORD_JOINER}–{WORD_JOINER}", _KEEP_TOGETHER.sub(NO_BREAK, text))


def soften(text: str) -> str:
    """Let long Danish compounds break at their joints on a narrow screen."""

    def split(match: re.Match[str]) -> str:
        word, parts, at = match.group(), [], 0
        for length in _SOFT[word.lower()]:
            parts.append(word[at : at + length])
            at += length
        return SOFT_HYPHEN.join(parts)

    return _COMPOUND.sub(split, text)


# --- tags and filters --------------------------------------------------------------------------------------------


def _now(context: template.Context) -> datetime:
    request = getattr(context, "request", None) or context.get("request")
    return context.get("now") or getattr(request, "now", None) or datetime.now(tz=timezone.get_current_timezone())


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None, *, start: bool = False) -> str:
    """`{% moment referral.sent_at %}`; `start=True` at the beginning of a sentence."""
    if value is None:
        return ""
    words = write_moment(value, now=_now(context))
    return capfirst(words) if start else words


@register.simple_tag(takes_context=True)
def until(context: template.Context, due: datetime) -> str:
    """`{% until due_at as left %}`: under a clock, when that is and how long it lasts."""
    return write_until(due, now=_now(context))


@register.simple_tag
def long_moment(value: datetime) -> str:
    """`{% long_moment request.now %}`, at the beginning of a sentence."""
    return capfirst(keep_together(write_long_moment(value)))


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | None, *, short: bool = False) -> str:
    """`{% day decision.decided_on %}`; `short=True` leaves this year's number out."""
    if value is None:
        return ""
    return write_day(value, now=_now(context) if short else None)


@register.simple_tag(takes_context=True)
def clock(context: template.Context, due: date | datetime | Clock, style: str = "answer") -> Clock:
    """`{% clock referral.answer_by as left %}` for `{{ left.words }}`, `{{ left.level }}` and `{{ left.icon }}`."""
    return due if isinstance(due, Clock) else clock_words(due, now=_now(context), style=style)


@register.filter
def at(value: datetime | None) -> str:
    """`{{ saved_at|at }}`: "kl. 14.32"."""
    return "" if value is None else _keep(write_at(value))


@register.filter
def span(value: timedelta | None) -> str:
    """`{{ cooloff_timedelta|span }}`: "30 min."."""
    return "" if value is None else write_span(value)


@register.filter
def number(value: int | float | None) -> str:
    """`{{ 1700|number }}`: "1.700"."""
    return "" if value is None else number_format(value, force_grouping=True)


def _escaped(value: object) -> str:
    return conditional_escape(value)  # type: ignore[arg-type]  # it takes anything that has a text


@register.filter
def nobreak(value: object) -> str:
    """Keep "§ 33", "kl. 14.32" and telephone numbers on one line."""
    return mark_safe(keep_together(_escaped(value)))  # noqa: S308 - escaped just before


@register.filter
def hyphens(value: object) -> str:
    """Soft hyphens in long Danish words, for headings and narrow columns."""
    text = _escaped(value)
    return mark_safe(soften(text)) if get_language() == "da" else text  # noqa: S308 - escaped just before


@register.filter
def nowrap(value: object) -> str:
    """A case number in a heading: it never breaks at its hyphens, and is copied as it is."""
    return format_html('<span class="nowrap">{}</span>', value)


@register.filter
def phone_link(value: str) -> str:
    """A telephone number as the address of a `tel:` link."""
    digits = re.sub(r"[^\d+]", "", value)
    return digits if digits.startswith("+") else f"+45{digits}"
