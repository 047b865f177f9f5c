"""The demo's periods as data: who was decided on and when, and what became of the period. Days count back from the day of the demo.

The persons are those of older referrals, told as the live ones in `demo.stories` are.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from demo.stories import STORIES, Story, days, hours

BY_KEY = {story.key: story for story in STORIES}
US, CMM = "pia_overgaard", "soeren_bach"


@dataclass(frozen=True)
class Act:
    """So many days ago somebody did something; a value named `*_before` is a day that many days ago."""

    who: str
    what: str
    before: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    story: Story
    acts: tuple[Act, ...]


def person(key: str, like: str, met: int, **changes: Any) -> Story:
    """Somebody of an older referral, answered within three days of being met."""
    base = BY_KEY[like]
    answers = tuple(replace(step, after=min(step.after, hours(10))) for step in base.to_answer)
    journal = f"0100-70112-{met:05}" if base.journal_number else ""
    free: dict[str, Any] = {
        "residence_status": "unlawful",
        "detained_before": None,
        "detention_place": "",
        "detained_by": "",
        "journal_number": journal,
    }
    return replace(base, key=key, met_before=days(met), sent_after=hours(6), to_answer=answers, **free | changes)


def presumed(before: int, who: str = US) -> Act:
    return Act(who, "decide", before)


def granted(before: int, who: str = US, first: int | None = None) -> Act:
    first_day = before if first is None else first
    return Act(who, "grant", before, {"asked_on_before": max(before, first_day), "first_day_before": first_day})


def extended(before: int, number: int, ground: str = "cooperates", words: str = "", who: str = US) -> Act:
    return Act(who, "extend", before, {"days": number, "ground": ground, "words": words, "asked_on_before": before + 1})


def asked(who: str, before: int, number: int | None, ground: str, words: str, what: str = "extension") -> Act:
    return Act(
        who,
        "ask",
        before,
        {"asks_for": what, "days": number, "ground": ground, "words": words, "asked_on_before": before},
    )


PERIODS = (
    Period(  # as pictured: day 32 of 90
        person("period_as_pictured", "answered_street_work", 38),
        (presumed(33), granted(31), extended(7, 60)),
    ),
    Period(  # ends tomorrow, and nobody has asked
        person("period_ends", "answered_villa", 34, age_band="30_39", sex="woman"),
        (presumed(30), granted(28)),
    ),
    Period(  # at the ceiling
        person("period_full", "answered_hostel_man", 112, age_band="30_39"),
        (presumed(107), granted(105), extended(80, 60), extended(30, 30, "special", "Han er indlagt og kan ikke rejse.")),
    ),
    Period(  # an extension is asked for, by CMM
        person("period_asked", "answered_street_work", 28, age_band="18_24"),
        (presumed(23), granted(21), asked("anne_mette_kjaer", 1, 30, "special", "Jeg er syg og kan ikke rejse endnu.")),
    ),
    Period(  # and another, by the person on paper
        person("period_asked_on_paper", "answered_villa", 33),
        (presumed(28), granted(26), asked("anne_mette_kjaer", 3, 30, "cooperates", "Jeg vil gerne hjem, men papirerne tager tid.")),
    ),
    Period(
        person("period_declined", "answered_street_work", 24, age_band="30_39"),
        (presumed(20), granted(18), Act(US, "stop", 8, {"last_day_before": 8, "words": "Hun vil ikke have en frist."})),
    ),
    Period(
        person("period_came_back", "answered_villa", 44),
        (
            presumed(40), granted(38), Act(US, "stop", 28, {"last_day_before": 28, "ending": "disappeared"}),
            Act(US, "resume", 10, {"first_day_before": 10}),
        ),
    ),
    Period(
        person("period_expired", "answered_hostel_man", 60),
        (presumed(55), granted(50)),
    ),
    Period(  # a first period is asked for
        person("period_first_asked", "answered_street_work", 9),
        (presumed(4), asked("anne_mette_kjaer", 1, None, "", "Jeg vil gerne have tid til at tænke mig om.", what="period")),
    ),
    Period(  # CMM's parallel for lawful stay
        person("period_restitution", "answered_painter", 26, residence_status="lawful"),
        (presumed(20, CMM), granted(19, CMM)),
    ),
)  # fmt: skip
