"""The period's states, verbs and answers as the interface names them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agencies.templatetags.words import write_day
from victims.reflection_period.rules import Course, Kind, Request, State, Step, Then, WhatIf, days_between

KIND_WORDS = {Kind.REFLECTION: gettext_lazy("Reflection period"), Kind.RESTITUTION: gettext_lazy("Restitution period")}
VERB_WORDS: dict[str, Any] = {
    "grant": gettext_lazy("Grant a period"),
    "move": gettext_lazy("Later start"),
    "extend": gettext_lazy("Extend the period"),
    "refuse": gettext_lazy("Refuse the request"),
    "decline": gettext_lazy("The person declines the period"),
    "resume": gettext_lazy("The person has come back"),
    "end": gettext_lazy("End the period"),
}
DO_WORDS: dict[str, Any] = {
    "grant": gettext_lazy("Grant until %(deadline)s"),
    "move": gettext_lazy("Move the deadline to %(deadline)s"),
    "extend": gettext_lazy("Extend to %(deadline)s"),
    "refuse": gettext_lazy("Refuse the request"),
    "decline": gettext_lazy("Write that the person declines"),
    "resume": gettext_lazy("Let it run until %(deadline)s"),
    "end": gettext_lazy("End on %(last_day)s"),
}
DONE_WORDS: dict[str, Any] = {
    "grant": gettext_lazy("The period is granted until %(deadline)s. Everybody on the case who reads the deadline is told."),
    "move": gettext_lazy("The deadline is now %(deadline)s. Everybody on the case who reads the deadline is told."),
    "extend": gettext_lazy("The period is extended to %(deadline)s. Everybody on the case who reads the deadline is told."),
    "refuse": gettext_lazy("The request is refused. Everybody on the case who reads the deadline is told."),
    "decline": gettext_lazy("It is written that the person declines. The person can come back."),
    "resume": gettext_lazy("The period runs until %(deadline)s. Everybody on the case who reads the deadline is told."),
    "end": gettext_lazy("The period is ended. If the person comes back, the days that are left can be used."),
}  # fmt: skip
ASK_WORDS = {
    Request.PERIOD: gettext_lazy("Ask for a period"),
    Request.EXTENSION: gettext_lazy("Ask for an extension"),
}
STEP_WORDS = {
    Step.GRANTED: gettext_lazy("Period begun, on request"),
    Step.DECLINED: gettext_lazy("The person declined"),
    Step.ENDED: gettext_lazy("The period ended"),
    Step.RESUMED: gettext_lazy("The person came back"),
}
WHAT_IF_WORDS = [
    (WhatIf.NO_RETURN.value, gettext_lazy("Says no to a prepared return")),
    (WhatIf.DECLINES.value, gettext_lazy("Declines the period")),
    (WhatIf.EXTENDED.value, pgettext_lazy("the period", "Is extended")),
    (WhatIf.COMES_BACK.value, gettext_lazy("Comes back after declining")),
    (WhatIf.ASYLUM.value, gettext_lazy("Seeks asylum")),
    (WhatIf.LAWFUL.value, gettext_lazy("Gets lawful stay")),
]


def in_a_row(several: list[str]) -> str:
    """ "a, b and c"."""
    if len(several) < 2:
        return "".join(several)
    return _("%(first)s and %(last)s") % {"first": ", ".join(several[:-1]), "last": several[-1]}


def heading(kind: str, course: Course, state: State) -> str:
    """The deadline, which is what the page is about."""
    if course.deadline is None:
        return _("No period yet")
    if state == State.STOPPED:
        assert course.stopped_on is not None  # noqa: S101  (that is what stopped means)
        return _("Stopped on %(day)s") % {"day": write_day(course.stopped_on)}
    day = {"day": write_day(course.deadline)}
    if state == State.EXPIRED:
        return _("Expired on %(day)s") % day
    return (
        _("Restitution period until %(day)s") % day
        if kind == Kind.RESTITUTION
        else _("Departure deadline %(day)s") % day
    )


def day_of(course: Course, state: State, today: date) -> str:
    """ "day 32 of 90. 58 days left"."""
    if course.deadline is None or course.first_day is None:
        return ""
    total = {"total": course.total_days, "first": write_day(course.first_day), "unused": course.unused_days}
    if state == State.COMING:
        return _("%(total)s days, from %(first)s") % total
    if state == State.STOPPED:
        return _("%(total)s days used, %(unused)s left if the person comes back") % total
    if state == State.EXPIRED:
        return _("%(total)s days used") % total
    left = days_between(today, course.deadline) - 1
    words = {"day": course.day_number(today), "total": course.total_days, "left": left}
    if left == 0:
        return _("day %(day)s of %(total)s, the last") % words
    return (
        ngettext("day %(day)s of %(total)s. %(left)s day left", "day %(day)s of %(total)s. %(left)s days left", left)
        % words
    )


def answer_to(what: str, then: Then, course: Course) -> list[str]:
    """What would hold, in sentences. `course` is as it stands now."""
    assert then.course.deadline is not None  # noqa: S101  (the rules refuse otherwise)
    words = {
        "deadline": write_day(then.course.deadline),
        "left": then.left_to_extend,
        "unused": then.course.unused_days,
    }
    stands = _("The deadline %(deadline)s stands until whoever decides changes it.") % words
    if what == WhatIf.NO_RETURN:
        return [
            stands,
            _("It can then be extended on special grounds only. The person can change their mind and say yes before the deadline.")
            if then.left_to_extend
            else _("It is at the ceiling and cannot be extended."),
        ]  # fmt: skip
    if what == WhatIf.EXTENDED:
        more = (
            _("It can be extended by %(left)s days more.")
            if then.left_to_extend
            else _("After that it cannot be extended.")
        )
        return [_("The new deadline is %(deadline)s.") % words, more % words]
    if what == WhatIf.DECLINES:
        return [
            _("The days stop counting today. %(unused)s days are left if the person comes back.") % words,
            stands,
            _("All other help goes on."),
        ]
    if what == WhatIf.COMES_BACK:
        return [_("The days that are left run on, with %(deadline)s as the deadline.") % words]
    if what == WhatIf.ASYLUM:
        return [
            _("The Immigration Service still decides. The person is not to leave while the application for asylum is considered."),
            stands,
        ]  # fmt: skip
    return [
        _("CMM decides from then on. The reflection period ends, and the person has no departure deadline."),
        _("The %(unused)s days that are left can be used as a restitution period, with the same offers.") % words,
    ]
