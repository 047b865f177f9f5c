"""What the case page shows of a referral: the answer to it, what was said, what the sender wrote, and the buttons."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.templatetags.words import write_lapse, write_moment
from cases.assignments.models import Assignment
from cases.page.basics import open_work
from cases.page.selectors import CasePage
from cases.parts import Block, Button, Event, Fact, Part, register, register_way
from cases.policy import Capacity, Section
from cases.records.reading import label_of, lines_of, lists_of, signed
from referrals.referral import rules
from referrals.referral.models import Feedback, Preview, Referral
from referrals.referral.rules import Side, State, Verb
from referrals.referral.selectors import side_of, state_of
from referrals.referral.words import STATE_WORDS, VERB_WORDS, indicator_words
from victims.assessment.rules import GENERAL
from victims.assessment.selectors import Told, by_theme, register_told
from victims.decision.selectors import decided
from victims.decision.words import decisive_words, outcome_words
from victims.parts import written

ANSWER_RANK, REFERRAL_RANK, PREVIEW_RANK = 2, 12, 13
PREVIEW_FIELDS = [
    name.partition(".")[2] for names in rules.STEPS.values() for name in names if name.startswith("preview.")
]
REFERRAL_FIELDS = [
    name.partition(".")[2]
    for names in (*rules.STEPS.values(), rules.BY_TELEPHONE)
    for name in names
    if name.startswith("referral.")
]


def landing(page: CasePage) -> str | None:
    """Who was sent the referral answers it on the preview; a draft is written on its form."""
    if page.case.state == "draft" and page.case.opened_by_id == page.actor.agency_id and page.actor.post.may_write:
        return reverse("referrals:step", args=[page.case.pk, 1])
    if page.is_(Capacity.ADDRESSEE):
        return reverse("referrals:preview", args=[page.case.pk])
    return None


def is_sender(page: CasePage) -> bool:
    return page.is_(Capacity.REFERRER)


def standing(page: CasePage) -> Iterable[Fact]:
    if page.has(Section.FEEDBACK):
        label = _("Your referral") if is_sender(page) else _("State")
        yield Fact(2, label, STATE_WORDS[state_of(page.case, page.actor)], yields=True)


def answer(page: CasePage) -> Block | None:
    """What was said between sender and addressee, newest first; for a sender the answer comes first."""
    said = page.records(Feedback)
    if not said:
        if not is_sender(page):
            return None
        is_withdrawn = state_of(page.case, page.actor) == State.WITHDRAWN
        lead = _("The referral is withdrawn, so no answer comes.") if is_withdrawn else _("You get the answer here.")
        return Block("answer", _("The answer to your referral"), lead=lead)
    if not is_sender(page):
        return Block(
            "answer", _("Questions and answers"), lines=said_lines(page), history_url=page.history_url(Feedback)
        )
    answers = (Feedback.What.ANSWER, Feedback.What.DECLINED)
    last = next((row for row in reversed(said) if row.what in answers and row.words), None)
    return Block(
        "answer", _("The answer to your referral"),
        lead=last.words if last else "", lead_note=_("From %(who)s") % {"who": said_by(last, page)} if last else "",
        lines=[*decided_lines(page), *said_lines(page, but=last)], history_url=page.history_url(Feedback),
    )  # fmt: skip


def decided_lines(page: CasePage) -> list[tuple[Any, ...]]:
    """What became of the referral: the result, which indicators decided, how long it took."""
    lines: list[tuple[Any, ...]] = []
    for one in decided(page)[:1]:
        lines.append((_("Result"), outcome_words(one.result), write_moment(one.result.happened_at, now=page.now)))
        if words := decisive_words(one.indicators, page.codes("labour")):
            lines.append((_("Decisive indicators"), words))
        if page.case.sent_at and page.case.accepted_at:
            times = {
                "accepted": write_lapse(page.case.accepted_at - page.case.sent_at),
                "decided": write_lapse(one.result.happened_at - page.case.sent_at),
            }
            lines.append((_("Time"), _("%(accepted)s until accepted, %(decided)s until decided") % times))
    return lines


def said_by(row: Feedback, page: CasePage) -> str:
    return f"{row.signature}, {write_moment(row.happened_at, now=page.now)}"


def said_lines(page: CasePage, but: Feedback | None = None) -> list[tuple[str, str, str]]:
    """What was said back and forth, newest first: what, words, who and when. Not `but`, which stands elsewhere."""
    said = [row for row in reversed(page.records(Feedback)) if row != but]
    return [(row.get_what_display(), row.words or "–", said_by(row, page)) for row in said]


def sent(page: CasePage) -> Block | None:
    record = page.newest(Referral)
    if record is None:
        return None
    title = _("Your referral") if is_sender(page) else _("Referral")
    codes = page.codes(*lists_of(Referral))
    lines = lines_of(record, [name for name in REFERRAL_FIELDS if name != "indicators"], codes)
    if not is_sender(page):  # the number is the sender's own
        own, theirs = label_of(Referral, "journal_number"), _("The sender's journal number")
        lines = [(theirs if label == own else label, value) for label, value in lines]
    if record.indicators:
        lines.insert(
            min(4, len(lines)), (_("Indicators"), indicator_words(record.indicators, timezone.localdate(page.now)))
        )
    return Block(
        "referral", title, by=written_when_sent(record, page), lines=lines, history_url=page.history_url(Referral)
    )


def written_when_sent(record: Referral, page: CasePage) -> str:
    return (
        written(record, page)
        if page.case.state == "draft"
        else _("Written by %(who)s. Read only") % {"who": signed(record, page.actor)}
    )


def preview(page: CasePage) -> Block | None:
    record = page.newest(Preview)
    if record is None:
        return None
    lines = lines_of(record, PREVIEW_FIELDS, page.codes(*lists_of(Preview)))
    by = _("Seen before acceptance: no identity") if page.case.accepted_at is None else written_when_sent(record, page)
    return Block("preview", _("Needs and the first talk"), by=by, lines=lines, history_url=page.history_url(Preview))


def events(page: CasePage) -> Iterable[Event]:
    record = page.newest(Referral)
    if record and record.met_at:
        yield Event(record.met_at, _("Met"), record.met_place or "")
    if page.case.sent_at and page.has(Section.PREVIEW):
        first = page.newest(Preview)
        yield Event(page.case.sent_at, _("Referred"), first.signature if first else "")
    for row in page.records(Feedback):
        yield Event(row.happened_at, row.get_what_display(), row.signature, is_bold=row.what == Feedback.What.ANSWER)


def buttons(page: CasePage) -> Iterable[Button]:
    """From the table of transitions: what one may do now."""
    if not page.actor.post.may_write or not page.has(Section.FEEDBACK):
        return
    state, sides = state_of(page.case, page.actor), side_of(page.case, page.actor, page.held)
    for verb in rules.verbs_of(state, sides):
        if verb in (Verb.ASK, Verb.ANSWER) or (verb == Verb.REPLY and is_asked(page)):
            url = reverse("referrals:say", args=[page.case.pk, verb.value])
            yield Button(VERB_WORDS[verb], url, is_primary=verb != Verb.ASK and state != State.ANSWERED)
        elif verb == Verb.WITHDRAW:
            yield Button(VERB_WORDS[verb], reverse("referrals:withdraw", args=[page.case.pk]))
        elif verb == Verb.SEND and state == State.DECLINED:
            yield Button(
                _("Send again"), reverse("referrals:step", args=[page.case.pk, rules.LAST_STEP]), is_primary=True
            )
    if Side.COORDINATOR in sides:
        yield Button(_("Change who is responsible"), reverse("referrals:people", args=[page.case.pk]))


def is_asked(page: CasePage) -> bool:
    return any(work.work == Assignment.Work.ANSWER_QUESTION for work in open_work(page))


def way_to_say(verb: Verb) -> Callable[[CasePage], str]:
    return lambda page: reverse("referrals:say", args=[page.case.pk, verb.value])


def told(page: CasePage) -> Iterable[Told]:
    """What the person, or whoever met them, told the sender: nobody asks it again."""
    for record in page.records(Referral):
        at, who = record.met_at or record.happened_at, signature_of(record, page)
        if record.seen:
            yield Told(GENERAL, who, at, record.seen)
        if record.danger_words:
            yield Told("home", who, at, record.danger_words)
        yield from by_theme(page, record.indicators, who, at)


def signature_of(record: Referral, page: CasePage) -> str:
    """Whom it is from: of a referral by telephone, whoever called, for those who may know if that is where the person lives."""
    return record.to.short if record.to and not page.hides_accommodation(record.to.pk) else record.signature


register_way(Assignment.Work.ANSWER_QUESTION, way_to_say(Verb.REPLY))
register_way(Assignment.Work.ANSWER_SENDER, way_to_say(Verb.ANSWER))
register_told(told)
register(Part(ANSWER_RANK, block=answer, facts=standing, buttons=buttons, landing=landing))
register(Part(REFERRAL_RANK, block=sent, events=events))
register(Part(PREVIEW_RANK, block=preview))
