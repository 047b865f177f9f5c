"""The law of a referral: who may do what in which state, what it must hold, until when it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from agencies.errors import Refused, says
from agencies.working_days import working_days_after
from cases.policy import KINDS, Capacity

Police = TypeVar("Police")


class Consent(StrEnum):
    """What the person says to being referred."""

    YES = "yes"
    WITHOUT_NAME = "without_name"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class Danger(StrEnum):
    NOW = "now"
    IF_RETURNING = "if_returning"
    NO = "no"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Where a referral stands, for everybody on it alike."""

    DRAFT = "draft"
    SENT = "sent"
    ASKED = "asked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


class Side(StrEnum):
    """In which part an agency acts on a referral. By telephone the opener is CMM, and the sender the caller's agency."""

    OPENER = "opener"
    SENDER = "sender"
    ADDRESSEE = "addressee"
    COORDINATOR = "coordinator"


class Verb(StrEnum):
    SEND = "send"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    ASK = "ask"
    REPLY = "reply"
    PASS_ON = "pass_on"  # noqa: S105  (a verb)
    DECLINE = "decline"
    ACCEPT = "accept"
    ANSWER = "answer"


@dataclass(frozen=True)
class Transition:
    """`side` may `verb` a referral that stands in `before`; it then stands in `after` (None: the draft is gone)."""

    before: State
    verb: Verb
    side: Side
    after: State | None


# Source: the evaluation's section 6.2 (whoever sends in learns what became of it); domain: the path of a case, step 2.
TRANSITIONS = (
    Transition(State.DRAFT, Verb.SEND, Side.OPENER, State.SENT),
    Transition(State.DRAFT, Verb.DISCARD, Side.OPENER, None),
    Transition(State.SENT, Verb.WITHDRAW, Side.OPENER, State.WITHDRAWN),
    Transition(State.SENT, Verb.ASK, Side.ADDRESSEE, State.ASKED),
    Transition(State.SENT, Verb.PASS_ON, Side.ADDRESSEE, State.SENT),
    Transition(State.SENT, Verb.DECLINE, Side.ADDRESSEE, State.DECLINED),
    Transition(State.SENT, Verb.ACCEPT, Side.ADDRESSEE, State.ACCEPTED),
    Transition(State.ASKED, Verb.REPLY, Side.SENDER, State.SENT),
    Transition(State.ASKED, Verb.WITHDRAW, Side.OPENER, State.WITHDRAWN),
    Transition(State.ASKED, Verb.PASS_ON, Side.ADDRESSEE, State.SENT),
    Transition(State.ASKED, Verb.DECLINE, Side.ADDRESSEE, State.DECLINED),
    Transition(State.ASKED, Verb.ACCEPT, Side.ADDRESSEE, State.ACCEPTED),
    Transition(State.DECLINED, Verb.SEND, Side.OPENER, State.SENT),
    Transition(State.DECLINED, Verb.WITHDRAW, Side.OPENER, State.WITHDRAWN),
    Transition(State.ACCEPTED, Verb.ASK, Side.COORDINATOR, State.ACCEPTED),
    Transition(State.ACCEPTED, Verb.REPLY, Side.SENDER, State.ACCEPTED),
    Transition(State.ACCEPTED, Verb.ANSWER, Side.COORDINATOR, State.ANSWERED),
    Transition(State.ANSWERED, Verb.ASK, Side.COORDINATOR, State.ANSWERED),
    Transition(State.ANSWERED, Verb.REPLY, Side.SENDER, State.ANSWERED),
    Transition(State.ANSWERED, Verb.ANSWER, Side.COORDINATOR, State.ANSWERED),
)

NOT_NOW = {
    Verb.SEND: says("The referral has already been sent."),
    Verb.DISCARD: says("Only a draft can be deleted. Withdraw the referral instead."),
    Verb.WITHDRAW: says("The referral can no longer be withdrawn: it has been accepted or closed."),
    Verb.ASK: says(
        "A question can be asked while the referral is waiting for an answer or after it has been accepted."
    ),
    Verb.REPLY: says("There is no question to answer."),
    Verb.PASS_ON: says("The referral has already been answered, passed on or taken back."),
    Verb.DECLINE: says("The referral has already been answered, passed on or taken back."),
    Verb.ACCEPT: says("The referral has already been answered, passed on or taken back."),
    Verb.ANSWER: says("The sender is answered once the referral has been accepted."),
}


def transition(state: State, verb: Verb, sides: frozenset[Side]) -> Transition:
    """The transition that one of `sides` makes by `verb`; `Refused` with the rule's sentence when there is none."""
    for found in TRANSITIONS:
        if (found.before, found.verb) == (state, verb) and found.side in sides:
            return found
    raise Refused(NOT_NOW[verb])


def standing(case_state: str, *, was_accepted: bool, last_said: str | None) -> State:
    """Where a referral stands: by its envelope's state, and the last that was said between sender and addressee (`Feedback.What`)."""
    if case_state == "draft":
        return State.DRAFT
    if was_accepted:
        return State.ANSWERED if last_said == "answer" else State.ACCEPTED
    if case_state == "closed":
        return State.WITHDRAWN
    return {"question": State.ASKED, "declined": State.DECLINED}.get(last_said or "", State.SENT)


def verbs_of(state: State, sides: frozenset[Side]) -> tuple[Verb, ...]:
    """What one of `sides` may do now: the buttons."""
    return tuple(found.verb for found in TRANSITIONS if found.before == state and found.side in sides)


def is_ever(verb: Verb, sides: frozenset[Side]) -> bool:
    """Whether one of `sides` may `verb` in any state at all."""
    return any(found.verb == verb and found.side in sides for found in TRANSITIONS)


# What stands on which step of the form, as record.field. Sections, the check page and the receipt follow the same list.
STEPS: dict[int, tuple[str, ...]] = {
    1: ("referral.met_at", "referral.met_place", "referral.situation", "referral.journal_number"),
    2: (
        "referral.seen", "referral.indicators", "preview.needs", "preview.danger", "referral.danger_words",
        "referral.residence_status", "detention.since", "detention.place", "detention.detained_by", "preview.consent",
    ),
    3: (
        "referral.name", "preview.sex", "preview.age_band", "referral.nationality", "preview.languages", "referral.reachable",
    ),
    4: ("preview.first_talk_place", "preview.first_talk_words", "preview.is_assessment_requested"),
}  # fmt: skip
# Which kinds of agency refer at all
REFERRING_KINDS = tuple(kind for kind, row in KINDS.items() if row.get(Capacity.REFERRER) == "x")

BY_TELEPHONE: tuple[str, ...] = ("referral.caller",)
LAST_STEP = 5


# Which fields may be changed in which state: a draft wholly, what was sent not at all.
EDITABLE: dict[State, tuple[str, ...]] = {
    State.DRAFT: (*(name for names in STEPS.values() for name in names), *BY_TELEPHONE)
}

# What must be there before it is sent, and the sentence that asks for it
REQUIRED = {
    "referral.situation": says("Choose where you met the person."),
    "referral.seen": says("Write what you have seen or heard."),
    "preview.danger": says("Answer whether the person is in danger."),
    "referral.residence_status": says("Choose what you know of the person's residence."),
    "preview.consent": says("Answer whether the person agrees to be referred."),
    "preview.sex": says("Choose the person's sex, or that you do not know."),
    "preview.age_band": says("Choose an age, also when it is uncertain."),
    "preview.languages": says("Choose at least one language."),
    "preview.first_talk_place": says("Choose where the first talk can be held."),
}


def names_on(step: int, *, by_telephone: bool) -> tuple[str, ...]:
    """The fields of a step, as record.field: who calls is asked on the first, by telephone only."""
    return (*BY_TELEPHONE, *STEPS[step]) if by_telephone and step == 1 else STEPS[step]


def step_of(name: str) -> int:
    """On which step record.field stands."""
    return next((step for step, names in STEPS.items() if name in names), 1)


def missing(values: Mapping[str, object], names: tuple[str, ...] | None = None) -> dict[str, str]:
    """{record.field: sentence} of what is required and empty; of `names` only, when given."""
    asked = REQUIRED if names is None else {name: REQUIRED[name] for name in names if name in REQUIRED}
    return {name: sentence for name, sentence in asked.items() if not values.get(name)}


def consent_refusal(consent: str, danger: str, *, is_request_by_police: bool) -> str | None:
    """The sentence that refuses to send without the person's yes; None when it may be sent.

    Without a yes a person is referred only with danger to life, or when the police request an assessment. Sources: CMM's first
    talk is anonymous, and details pass on with consent; GDPR article 9(2)(c), vital interests; the police's request, section 6.4.
    """
    if consent in (Consent.YES, Consent.WITHOUT_NAME) or danger == Danger.NOW or is_request_by_police:
        return None
    if consent == Consent.REFUSED:
        return says(
            "The person says no. Refer only when there is danger to life, or when the police request an assessment."
        )
    return says("Ask the person before you send. Only danger to life, or a request by the police, can go without.")


def future_refusal(moment: datetime | None, now: datetime) -> str | None:
    """The sentence that refuses a moment after `now`; None when it is now, past or not given."""
    return says("The time is in the future.") if moment is not None and moment > now else None


def detention_refusal(since: datetime | None, *, is_described: bool) -> str | None:
    """The sentence that refuses a place or an authority of detention without its beginning; None when there is nothing to refuse.

    Without `since` the person counts as not detained, and no court's clock runs.
    """
    if is_described and since is None:
        return says("Write since when the person has been detained, or leave place and police empty.")
    return None


def holder(since: datetime | None, chosen: Police | None, *, own_district: Police | None) -> Police | None:
    """The police that hold the person: as chosen, and when none is, the district that refers, once there is a beginning.

    `own_district` is None when it is not the police that refer. Source: Aliens Act s. 36 and 37, whoever detained the person
    comes on the case.
    """
    return chosen or (own_district if since is not None else None)


def is_urgent(*, is_detained: bool, danger: str) -> bool:
    return is_detained or danger == Danger.NOW


def answer_due(
    sent_at: datetime,
    *,
    is_detained: bool,
    danger: str,
    is_minor: bool,
    hours_urgent: int,
    days_minor: int,
    working_days: int,
) -> datetime:
    """The moment by which the addressee answers (itself still in time); `sent_at` and the result in Danish local time.

    Detained or in danger: `hours_urgent` real hours. A minor: `days_minor` days, at the same time of day. Otherwise the end of
    the last of `working_days` working days, the day of sending not counted. Source: Tillid's proposal; the evaluation's
    section 6.4.
    """
    if is_urgent(is_detained=is_detained, danger=danger):
        return (sent_at.astimezone(UTC) + timedelta(hours=hours_urgent)).astimezone(sent_at.tzinfo)
    if is_minor:
        return sent_at + timedelta(days=days_minor)
    return datetime.combine(working_days_after(sent_at.date(), working_days), time(16, 0), sent_at.tzinfo)
