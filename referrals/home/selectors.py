"""What waits for an agency, most urgent first; and what it was told. Each begins at what the reader is on."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Account, Agency, Kind
from agencies.reference.models import DatedCode
from agencies.reference.selectors import codes_ever, codes_on, parameters_on
from agencies.templatetags.words import write_day, write_moment
from cases.assignments.models import WORKER, Assignment
from cases.envelope.models import Case
from cases.envelope.selectors import SHOWN_AT_MOST, count_cases_of, listed_of
from cases.grants.models import Grant
from cases.grants.services import as_
from cases.keys.services import fetch_keys
from cases.notices.models import Notice
from cases.notices.selectors import notices_of
from cases.policy import Capacity
from cases.records.reading import Codes
from referrals.referral.models import Feedback, Preview
from victims.assessment.models import Interview, Recommendation
from victims.assessment.words import to_assess, to_decide
from victims.decision.models import Result
from victims.decision.selectors import Decided, results_told
from victims.decision.words import decisive_words, outcome_words
from victims.detention.models import Detention
from victims.detention.rules import court_deadline
from victims.identity.models import Name, Sex
from victims.identity.rules import initials
from victims.identity.selectors import cases_of_minors
from victims.minors.rules import is_minor
from victims.reflection_period.lines import Line, lines_of_cases

PAGE = 25
COUNTED_AT_MOST = 1000
CHILDREN: dict[str, Any] = {Sex.WOMAN: gettext_lazy("girl"), Sex.MAN: gettext_lazy("boy")}
VIEWS = ("all", "detained", "minors", "new", "late", "back", "mine", "unassigned", "decide", "periods")
PERIOD_WORK = (Assignment.Work.PERIOD_ENDS, Assignment.Work.PERIOD_ASKED, Assignment.Work.EXTENSION_ASKED)
MOVED_SHOWN, WAITED_SHOWN = 10, 5
WAITED_FOR = timedelta(days=120)  # what is older stands in the list of cases
MOVED_FOR = timedelta(days=7)  # so long a competence that has moved stands in the list


@dataclass(frozen=True)
class Row:
    """One thing to do, with all that its line in the queue shows."""

    assignment: Assignment
    case: Case
    due_at: datetime | None
    is_court_clock: bool
    initials: str
    preview: Preview | None
    languages: list[str]
    comes_from: str
    place: str
    came_back_at: datetime | None  # the sender's reply, when that was the last that was said
    is_waiting_for_sender: bool
    now: datetime
    is_heard: bool
    period: Line | None = None
    recommendation: Recommendation | None = None

    @property
    def work(self) -> str:
        return self.assignment.work

    @property
    def clock_style(self) -> str:
        if self.work == Assignment.Work.EXTENSION_ASKED:
            return "count"
        return "expires" if self.work == Assignment.Work.PERIOD_ENDS else "answer"

    @property
    def caption(self) -> str:
        """What stands under the clock of a period or a decision; empty for other work."""
        if self.is_court_clock or self.due_at is None:
            return ""
        if self.period and self.work == Assignment.Work.PERIOD_ENDS:
            return self.period.day_words
        if self.period and self.work == Assignment.Work.EXTENSION_ASKED:
            words = {"day": write_day(self.due_at, now=self.now), "number": self.period.course.total_days}
            return _("the period ends %(day)s, day %(number)s") % words
        if self.recommendation and self.work == Assignment.Work.DECIDE:
            return _("recommended %(when)s") % {"when": write_moment(self.recommendation.written_at, now=self.now)}
        return ""

    @property
    def next_words(self) -> str:
        """What is to be done."""
        if self.is_waiting_for_sender:
            return _("Waiting for the sender's answer")
        if self.period and self.work in PERIOD_WORK and (words := self.period.ends_words(self.work)):
            return words
        if self.work == Assignment.Work.ASSESS:
            return to_assess(is_held=self.is_heard)
        if self.work == Assignment.Work.DECIDE:
            return to_decide(self.recommendation.recommends if self.recommendation else "")
        return str(self.assignment.get_work_display())

    @property
    def reminded_words(self) -> str:
        return self.period.reminded_words(self.now) if self.period and self.work == Assignment.Work.PERIOD_ENDS else ""

    @property
    def is_minor(self) -> bool:
        if self.assignment.lane < Assignment.Lane.DECIDE:
            return self.assignment.lane == Assignment.Lane.MINOR
        return self.preview is not None and is_minor(self.preview.age_band)

    @property
    def who(self) -> str:
        """Sex and age in a few words; a child is not called a man or a woman."""
        if self.preview is None:
            return ""
        is_child = self.preview.age_band in ("0_14", "15_17")
        sex = CHILDREN.get(self.preview.sex) if is_child else None
        words = str(sex or self.preview.get_sex_display()), str(self.preview.get_age_band_display())
        return (" " if words[1][:1].isdigit() else ", ").join(word for word in words if word)

    @property
    def is_new(self) -> bool:
        return self.assignment.work == Assignment.Work.ANSWER_REFERRAL


@dataclass
class Group:
    lane: int
    rows: list[Row] = field(default_factory=list)

    @property
    def label(self) -> Any:
        if self.lane == Assignment.Lane.PERIODS:
            return _("Periods that have ended or end within 14 days")
        return Assignment.Lane(self.lane).label


def first_reminder(now: datetime) -> datetime:
    """A period that ends later than this is nobody's work yet: whoever has it is reminded first."""
    today = timezone.localdate(now)
    days = int(parameters_on(today)["reminder_days_first"])
    return timezone.make_aware(datetime.combine(today + timedelta(days=days + 1), time()))


def open_work_of(actor: Account, now: datetime) -> "QuerySet[Assignment]":
    """The agency's open work, most urgent first. Following a referral is no work, and neither is a period that ends later on."""
    rows = Assignment.objects.annotate(worker=WORKER).filter(
        worker=actor.agency_id, done_at__isnull=True, withdrawn_at__isnull=True
    )
    rows = rows.exclude(work=Assignment.Work.PERIOD_ENDS, due_at__gte=first_reminder(now))
    return rows.exclude(work=Assignment.Work.FOLLOW).order_by("lane", F("due_at").asc(nulls_last=True), "id")


def is_of(view: str, actor: Account, now: datetime) -> Q:
    """What each filter and count means, once."""
    return {
        "detained": Q(lane=Assignment.Lane.DETAINED),
        "minors": Q(case_id__in=cases_of_minors(actor))
        if actor.agency.kind == Kind.US
        else Q(lane=Assignment.Lane.MINOR),
        "decide": Q(lane=Assignment.Lane.DECIDE),
        "periods": Q(lane__in=(Assignment.Lane.PERIODS, Assignment.Lane.REQUESTS)),
        "new": Q(work=Assignment.Work.ANSWER_REFERRAL),
        "late": Q(due_at__lt=now),
        "mine": Q(responsible=actor) | Q(responsible__isnull=True),
        "unassigned": Q(responsible__isnull=True),
    }.get(view, Q())


def counts_of(actor: Account, now: datetime) -> dict[str, int]:
    """How much of each; exact up to a thousand open things, and shown as "99+" above 99."""
    some = Assignment.objects.filter(pk__in=open_work_of(actor, now).order_by().values("pk")[:COUNTED_AT_MOST])
    counts = some.aggregate(
        all=Count("pk"),
        **{view: Count("pk", filter=is_of(view, actor, now)) for view in VIEWS if view not in ("all", "back")},
    )
    return counts | {"back": came_back(actor, now)[:SHOWN_AT_MOST].count(), "cases": count_cases_of(actor)}


def came_back(actor: Account, now: datetime) -> "QuerySet[Feedback]":
    """Answers that senders have given since midnight."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Feedback.objects.visible_to(actor)
        .standing()
        .filter(to_id=actor.agency_id, what=Feedback.What.REPLY, happened_at__gte=midnight)
    )


def queue(actor: Account, now: datetime, view: str, after: int) -> tuple[list[Group], int, bool]:
    """(groups, shown so far, whether there is more) from the `after`-th row on; the number of queries does not grow with the cases."""
    rows = open_work_of(actor, now).filter(is_of(view, actor, now))
    if view == "back":
        rows = rows.filter(case_id__in=came_back(actor, now).values("case_id"))
    found = list(rows.select_related("case__opened_by", "responsible", "author")[after : after + PAGE + 1])
    groups: dict[int, Group] = {}
    for row in describe(found[:PAGE], actor, now):
        groups.setdefault(row.assignment.lane, Group(row.assignment.lane)).rows.append(row)
    for group in groups.values():  # the court's clock is not the assignment's
        group.rows.sort(key=lambda row: (row.due_at is None, row.due_at))
    return list(groups.values()), after + len(found[:PAGE]), len(found) > PAGE


def describe(assignments: list[Assignment], actor: Account, now: datetime) -> list[Row]:
    """What a line shows of each: one query a kind of record."""
    ids = {assignment.case_id for assignment in assignments}
    previews = by_case(Preview.objects.visible_to(actor).filter(case_id__in=ids).select_related("author", "to"))
    detentions = by_case(row for row in Detention.objects.visible_to(actor).filter(case_id__in=ids) if row.is_running)
    names = by_case(Name.objects.visible_to(actor).filter(case_id__in=ids, withdrawn_at=None).order_by("written_at"))
    said = by_case(Feedback.objects.visible_to(actor).standing().filter(case_id__in=ids).order_by("written_at"))
    heard = by_case(Interview.objects.visible_to(actor).standing().filter(case_id__in=ids))
    recommended = by_case(
        Recommendation.objects.visible_to(actor).standing().filter(case_id__in=ids).order_by("written_at")
    )
    fetch_keys({*names, *detentions})
    periods = lines_of_cases(ids, actor, now)
    languages = codes_on(timezone.localdate(now), "language")["language"]
    hours = int(parameters_on(timezone.localdate(now))["court_hours"])
    return [
        line(assignment, previews.get(assignment.case_id), detentions.get(assignment.case_id), names.get(assignment.case_id),
             said.get(assignment.case_id), heard.get(assignment.case_id), recommended.get(assignment.case_id), languages, hours,
             actor.agency, periods.get(assignment.case_id), now)
        for assignment in assignments
    ]  # fmt: skip


def by_case(records: Any) -> dict[UUID, Any]:
    """The last of each case."""
    return {record.case_id: record for record in records}


def line(
    assignment: Assignment, preview: Preview | None, detention: Detention | None, name: Name | None, said: Feedback | None,
    heard: Interview | None, recommendation: Recommendation | None, languages: dict[str, DatedCode], court_hours: int,
    reader: Agency, period: Line | None, now: datetime,
) -> Row:  # fmt: skip
    sender = (preview.to or preview.author) if preview else None
    is_court = detention is not None and detention.since is not None and assignment.work not in PERIOD_WORK
    comes_from = assignment.signature if sender == reader else sender.short if sender else ""
    place = (detention.place or "") if detention else ""
    if assignment.work in PERIOD_WORK:  # not who referred the person: who passed the request on
        asked = period.asked if period and assignment.work != Assignment.Work.PERIOD_ENDS else None
        comes_from = f"{asked.signature}, {write_day(asked.asked_on, now=now)}" if asked else comes_from
        place = ""
    return Row(
        assignment=assignment, case=assignment.case,
        due_at=court_deadline(detention.since, court_hours) if is_court else assignment.due_at,  # type: ignore[union-attr, arg-type]
        is_court_clock=is_court, initials=initials((name.used if name else None) or ""), preview=preview,
        languages=[str(languages.get(code, code)) for code in preview.languages] if preview else [],
        comes_from=comes_from,
        came_back_at=said.happened_at if said and said.what == Feedback.What.REPLY and said.to_id == reader.pk else None,
        place=place,
        is_waiting_for_sender=(
            assignment.work != Assignment.Work.ANSWER_QUESTION
            and said is not None
            and said.what == Feedback.What.QUESTION
            and assignment.lane < Assignment.Lane.DECIDE
        ),
        now=now, is_heard=heard is not None, period=period, recommendation=recommendation,
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A notice with what it tells, as far as the reader has it: words, or a result with the indicators that decided."""

    notice: Notice
    words: str = ""
    result: str = ""
    decisive: str = ""
    is_superseded: bool = False


def told(notices: list[Notice], actor: Account) -> list[Told]:
    """The number of queries does not grow with them."""
    said = (
        Feedback.objects.visible_to(actor)
        .standing()
        .filter(to_id=actor.agency_id, case_id__in={notice.case_id for notice in notices})
    )
    words = {(row.case_id, row.happened_at): row for row in said}
    fetch_keys({case_id for case_id, _at in words})
    decided = results_told(actor, {notice.case_id for notice in notices if notice.what == Notice.What.DECIDED})
    codes = codes_ever("labour") if decided else {}
    return [
        tell(notice, words.get((notice.case_id, notice.happened_at)), decided.get((notice.case_id, notice.happened_at)), codes)
        for notice in notices
    ]  # fmt: skip


def tell(notice: Notice, said: Feedback | None, decided: Decided | None, codes: Codes) -> Told:
    if decided is None or notice.what != Notice.What.DECIDED:
        return Told(notice, words=(said.words or "") if said else "")
    decisive = ". ".join(decisive_words(decided.indicators, codes))
    return Told(
        notice, result=outcome_words(decided.result), decisive=decisive, is_superseded=decided.is_superseded
    )  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """A competence that has moved: to the reader's agency, or away from it."""

    notice: Notice
    is_ours: bool
    is_decided: bool
    initials: str


def moved_competence(actor: Account, now: datetime) -> list[Moved]:
    """Of the last days, newest first, each case once."""
    told = notices_of(actor).filter(what=Notice.What.COMPETENCE_MOVED, shown_from__gte=now - MOVED_FOR)[:MOVED_SHOWN]
    at_work = set(open_work_of(actor, now).filter(lane=Assignment.Lane.MOVED).values_list("case_id", flat=True))
    notices = list({notice.case_id: notice for notice in reversed(told)}.values())[::-1]
    notices = [notice for notice in notices if notice.case_id not in at_work]  # it stands in the queue
    ids = [notice.case_id for notice in notices]
    ours = Grant.objects.filter(content_object__in=ids, group_id=actor.agency_id, permission=as_(Capacity.COMPETENT))
    is_ours = set(ours.values_list("content_object_id", flat=True))
    decided = set(Result.objects.visible_to(actor).standing().filter(case_id__in=ids).values_list("case_id", flat=True))
    names = by_case(Name.objects.visible_to(actor).filter(case_id__in=ids, withdrawn_at=None).order_by("written_at"))
    fetch_keys(set(names))
    return [
        Moved(
            notice, notice.case_id in is_ours, notice.case_id in decided,
            initials((names[notice.case_id].used if notice.case_id in names else None) or ""),
        )
        for notice in notices
    ]  # fmt: skip


def waits_for_recommendation(actor: Account, now: datetime) -> list[Case]:
    """Accepted cases of the last months that `actor`'s agency decides and CMM has not recommended on, the oldest first."""
    ours = Grant.objects.filter(group_id=actor.agency_id, permission=as_(Capacity.COMPETENT)).values(
        "content_object_id"
    )
    decided = Result.objects.visible_to(actor).standing().values("case_id")
    recommended = Recommendation.objects.visible_to(actor).standing().exclude(recommends="not_yet").values("case_id")
    lately = listed_of(actor).filter(opened_at__gte=now - WAITED_FOR).values("case_id")
    cases = Case.objects.visible_to(actor).filter(pk__in=lately, state=Case.State.ACCEPTED).filter(pk__in=ours)
    return list(cases.exclude(pk__in=decided).exclude(pk__in=recommended).order_by("accepted_at")[:WAITED_SHOWN])
