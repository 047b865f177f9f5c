"""Plays the demo's stories through the services, each step as whoever takes it and at its own past moment."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from agencies.models import Account, Agency, Kind
from cases.assignments.services import hand_over
from cases.envelope.models import Case
from cases.envelope.selectors import case_or_404, count_cases_of
from cases.grants.models import Recusal
from cases.grants.services import recuse
from cases.notices.services import set_aside
from cases.page.selectors import case_page, remember_visit
from cases.records.models import CaseRecord
from cases.wall import acting_as
from demo.accounts import agencies_by_key
from demo.assessments import ASSESSMENTS, OWN, RECOMMEND, TALK, Act
from demo.decided import DECIDED, STORIES, Verdict
from demo.names import name_for
from demo.periods import PERIODS, Period
from demo.stories import ACCEPT, ANSWER, ASK, DECLINE, PASS_ON, REPLY, WITHDRAW, Step, Story
from demo.users import USERS
from referrals.referral import rules
from referrals.referral import services as referrals
from referrals.referral.rules import State
from victims.assessment.services import recommend, write_interview, write_own_assessment
from victims.decision.selectors import result_of
from victims.decision.services import decide
from victims.reflection_period import services as periods
from victims.residence.rules import competent_kind

SEED = 8
WRITING_TAKES = timedelta(minutes=25)  # from opening a referral to sending it, at most
TALKED_BEFORE, TALK_TAKES = timedelta(hours=6), timedelta(minutes=80)  # deciding
DAY_BEGINS, DAY_ENDS = time(8), time(20)

VERBS: dict[str, Callable[..., Any]] = {
    "decide": decide, "grant": periods.grant_period, "extend": periods.extend_period, "stop": periods.stop_period,
    "resume": periods.resume_period, "ask": periods.ask_for_period,
}  # fmt: skip
PRESUMED = {
    "outcome": "presumed", "forms": ["prostitution"], "main_form": "prostitution", "channel": "outreach_ngo",
    "reasons": "Der er rimelig grund til at formode det. I tvivl behandles personen som handlet.",
}  # fmt: skip

# Who opens a case that their agency is on, how often, and how soon: what came later is new to them
READERS = {
    "mette_lindholm": 0.9,
    "soeren_bach": 0.8,
    "anne_mette_kjaer": 0.7,
    "pia_overgaard": 0.8,
    "henrik_friis": 0.8,
}
SENDERS_READ = 0.7
READ_WITHIN = timedelta(hours=20)
# What CMM has had for a day its lead gives to one of these
GIVEN_AFTER, GIVEN_TO = timedelta(days=1), ("mette_lindholm", "anne_mette_kjaer")
# Who types the numbers of cases that are not theirs
REFUSED = {"accepted_farm": "lone_tarp", "declined_tourist": "lone_tarp", "asked_hotel_room": "lone_tarp"}
# Anne-Mette Kjær knows the farmer
RECUSED = {"accepted_farm": "anne_mette_kjaer"}


class NoAccounts(Exception):
    """The demo's people are not there yet."""


@dataclass(frozen=True)
class Cast:
    """Accounts by the keys of `demo.users`, agencies by those of agencies.csv."""

    accounts: dict[str, Account]
    agencies: dict[str, Agency]


def cast() -> Cast:
    posts = Account.objects.select_related("post__agency").filter(email__in=[user.email for user in USERS])
    by_email = {account.email: account for account in posts}
    if len(by_email) < len(USERS):
        raise NoAccounts
    return Cast({user.key: by_email[user.email] for user in USERS}, agencies_by_key())


def is_built(cast: Cast) -> bool:
    """Whoever has the first story has cases. All stories are built in one transaction: there are all of them, or none."""
    first = cast.accounts[STORIES[0].by]
    with acting_as(first):
        return count_cases_of(first, most=1) > 0


@transaction.atomic
def build(cast: Cast, now: datetime, tell: Callable[[int], None] = lambda number: None) -> None:
    """All stories, as they stand at `now`. `tell` hears after each how many there are."""
    now = now.replace(second=0, microsecond=0)
    for number, story in enumerate(STORIES, start=1):
        Play(cast, now, story).run()
        tell(number)
    for period in PERIODS:
        PeriodPlay(cast, now, period).play()
    for account in cast.accounts.values():
        with acting_as(account):
            set_aside(actor=account, now=now)


class Play:
    """One story."""

    def __init__(self, cast: Cast, now: datetime, story: Story) -> None:
        self.cast, self.now, self.story = cast, now, story
        self.sender = cast.accounts[story.by]
        self.chance = Random(f"{SEED} {story.key}")

    def run(self) -> Case:
        story = self.story
        if story.sent_before is None:
            return self.write(self.when(self.now - (story.saved_before or timedelta(0))))
        at = self.now - story.sent_before
        case = self.write(self.when(at))
        with acting_as(self.sender):
            referrals.send_referral(actor=self.sender, case=case, now=self.when(at))
        for step in story.to_answer:
            at += step.after
            self.take(step, case, self.when(at))
        for act in ASSESSMENTS.get(story.key, ()):
            at += act.after
            self.assess(act, case, self.when(at))
        if not story.to_answer and self.now - at > GIVEN_AFTER:
            self.be_given(case)
        for verdict in DECIDED.get(story.key, ()):
            at += (self.now - at) * verdict.share
            self.be_decided(case, verdict, self.when(at))
        self.be_read(case, self.when(at))
        return case

    def when(self, moment: datetime) -> datetime:
        """The same day and the same order, but by day, when people work; custody and today are left as they are."""
        local = timezone.localtime(moment)
        if self.story.detained_before or local.date() >= timezone.localdate(self.now):
            return local
        begins, ends = (datetime.combine(local.date(), clock, local.tzinfo) for clock in (DAY_BEGINS, DAY_ENDS))
        passed = (local - datetime.combine(local.date(), time(0), local.tzinfo)) / timedelta(days=1)
        return (begins + passed * (ends - begins)).replace(second=0, microsecond=0)

    def write(self, until: datetime) -> Case:
        """The draft as it was last saved."""
        story, met_at = self.story, self.met_at
        begun = until - WRITING_TAKES if met_at is None else max(met_at, until - WRITING_TAKES)
        with acting_as(self.sender):
            case = referrals.start_referral(
                actor=self.sender,
                now=begun,
                is_assessment_requested=bool(story.is_assessment_requested),
                caller_agency=self.cast.agencies.get(story.caller_agency),
            )
            versions = dict.fromkeys(("preview", "referral", "detention"), 1)
            referrals.save_draft(actor=self.sender, case=case, versions=versions, values=self.values())
        return case

    @property
    def met_at(self) -> datetime | None:
        return None if self.story.met_before is None else self.when(self.now - self.story.met_before)

    def values(self) -> dict[str, dict[str, Any]]:
        """What the form's fields hold, those that were filled in."""
        story = self.story
        made = {
            "referral.met_at": self.met_at,
            "referral.name": name_of(story) if story.has_name else "",
            "detention.since": story.detained_before and self.now - story.detained_before,
            "detention.place": story.detention_place,
            "detention.detained_by": self.cast.agencies.get(story.detained_by),
        }
        values: dict[str, dict[str, Any]] = {}
        for path in rules.EDITABLE[State.DRAFT]:
            record, field = path.split(".")
            value = made[path] if path in made else getattr(story, field)
            if value not in (None, "", ()):
                values.setdefault(record, {})[field] = list(value) if isinstance(value, tuple) else value
        return values

    def take(self, step: Step, case: Case, at: datetime) -> None:
        """Whoever takes a step has opened the case for it."""
        actor = self.cast.accounts[step.who]
        with acting_as(actor):
            look_at(actor, case, at)
            act: dict[str, Any] = {"actor": actor, "case": case, "now": at}
            if step.what == ASK:
                referrals.ask_sender(**act, words=step.text)
                hand_over(actor=actor, case=case, responsible=actor)
            elif step.what == REPLY:
                referrals.reply(**act, words=step.text)
            elif step.what == PASS_ON:
                referrals.pass_on_referral(**act, words=step.text, to=self.cast.agencies[step.to])
            elif step.what == DECLINE:
                referrals.decline_referral(**act, words=step.text)
            elif step.what == ACCEPT:
                people = self.cast.accounts
                responsible, contact = people[step.responsible], people[step.contact]
                referrals.accept_referral(**act, words=step.text, responsible=responsible, contact_person=contact)
            elif step.what == ANSWER:
                referrals.answer_sender(**act, words=step.text)
            elif step.what == WITHDRAW:
                referrals.withdraw_referral(actor=actor, case=case, now=at)

    def assess(self, act: Act, case: Case, at: datetime) -> None:
        """A talk is written when it has ended."""
        actor = self.cast.accounts[act.who]
        with acting_as(actor):
            look_at(actor, case, at)
            about: dict[str, Any] = {"actor": actor, "case": case, "now": at}
            if act.what == TALK:
                write_interview(**about, values={**act.said, "began_at": at - act.lasted, "ended_at": at})
            elif act.what == OWN:
                write_own_assessment(**about, **act.said)
            elif act.what == RECOMMEND:
                recommend(**about, **act.said)

    def be_decided(self, case: Case, verdict: Verdict, at: datetime) -> None:
        """CMM talks with the person and recommends; whoever is competent decides."""
        accepted = next(step for step in self.story.to_answer if step.what == ACCEPT)
        talker = self.cast.accounts[accepted.responsible]
        if verdict.told:
            with acting_as(talker):
                self.talk(talker, case, verdict, at - TALKED_BEFORE)
        is_us = competent_kind(self.story.residence_status) == Kind.US
        decider = self.cast.accounts["pia_overgaard"] if is_us else talker
        with acting_as(decider):
            look_at(decider, case, at)
            holds = result_of(case, decider)
            decide(
                actor=decider, case=case, now=at, supersedes=holds.pk if holds else None, outcome=verdict.outcome,
                why_not=verdict.why_not, forms=verdict.forms, main_form=verdict.main_form, sector=verdict.sector,
                crime=verdict.crime, channel=verdict.channel, weights=verdict.weights, candidates=list(verdict.weights),
                reasons=verdict.reasons, why_superseded=verdict.why_superseded,
            )  # fmt: skip

    def talk(self, talker: Account, case: Case, verdict: Verdict, at: datetime) -> None:
        values = {
            "place": "other", "began_at": at - TALK_TAKES, "ended_at": at, "interpreter": "remote",
            "language": self.story.languages[0], "companion": "declined", "present": [], "work": verdict.told,
            "confirmed": list(verdict.weights), "refuted": [],
        }  # fmt: skip
        look_at(talker, case, at)
        write_interview(actor=talker, case=case, values=values, now=at)
        recommend(actor=talker, case=case, recommends=verdict.outcome, weighing=verdict.weighing, now=at)

    def be_read(self, case: Case, at: datetime) -> None:
        """Since the last step: by its sender and by some of the others; one tries in vain, and one keeps off."""
        for key, share in {**READERS, self.story.by: SENDERS_READ}.items():
            read_at = at + READ_WITHIN * self.chance.random()
            if self.chance.random() < share and read_at <= self.now:
                self.open(self.cast.accounts[key], case, read_at)
        if key := REFUSED.get(self.story.key, ""):
            with acting_as(self.cast.accounts[key]) as stranger, suppress(Http404):
                case_or_404(stranger, case.pk)
        if key := RECUSED.get(self.story.key, ""):
            actor = self.cast.accounts[key]
            with acting_as(actor):
                recuse(actor=actor, case=case, reason=Recusal.Reason.KNOWS, now=at)

    def be_given(self, case: Case) -> None:
        lead, person = self.cast.accounts["soeren_bach"], self.cast.accounts[self.chance.choice(GIVEN_TO)]
        with acting_as(lead):
            hand_over(actor=lead, case=case, responsible=person)

    def open(self, actor: Account, case: Case, at: datetime) -> None:
        """Only what is theirs."""
        with acting_as(actor):
            if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
                look_at(actor, case, at)


class PeriodPlay(Play):
    """The story of a period: an older referral, then each act on its own day."""

    def __init__(self, cast: Cast, now: datetime, period: Period) -> None:
        super().__init__(cast, now, period.story)
        self.acts = period.acts

    def play(self) -> None:
        case = self.run()
        for act in self.acts:
            actor, at = self.cast.accounts[act.who], self.when(self.now - timedelta(days=act.before))
            values = {
                name.removesuffix("_before"): timezone.localdate(self.now) - timedelta(days=value)
                if name.endswith("_before")
                else value
                for name, value in act.values.items()
            }
            with acting_as(actor):
                look_at(actor, case, at)
                VERBS[act.what](actor=actor, case=case, now=at, **(PRESUMED if act.what == "decide" else {}), **values)


def name_of(story: Story) -> str:
    """A couple draws alike, and so shares its family name."""
    couple = story.key.removesuffix("_woman").removesuffix("_man")
    return " ".join(name_for(story.country_of_name, story.sex, Random(f"{SEED} {couple}")))


def look_at(actor: Account, case: Case, at: datetime) -> None:
    """Open the case page: it is read, logged, and no longer new to its reader."""
    page = case_page(actor, case_or_404(actor, case.pk), at)
    for model in apps.get_models():
        if issubclass(model, CaseRecord):
            page.records(model)
    remember_visit(actor, page.case, at)
