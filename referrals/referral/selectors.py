"""Reads of a referral: where it stands, in which part the reader acts, and the lists of own referrals."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.http import Http404

from agencies.models import Account
from cases.assignments.models import Assignment
from cases.assignments.services import open_work
from cases.envelope.models import Case
from cases.envelope.selectors import case_or_404
from cases.grants.models import Grant
from cases.policy import Capacity
from referrals.referral import rules
from referrals.referral.models import Feedback, Preview, Referral
from referrals.referral.rules import Side, State
from victims.contact_person.models import ContactPerson
from victims.detention.models import Detention

SAID_BY_STATE = (
    Feedback.What.SENT_AGAIN, Feedback.What.QUESTION, Feedback.What.REPLY, Feedback.What.PASSED_ON, Feedback.What.DECLINED,
)  # fmt: skip


def opened_or_404(actor: Account, case_id: UUID) -> Case:
    """A case that the own agency opened: it alone writes the draft, sends it and takes it back."""
    case = case_or_404(actor, case_id)
    if case.opened_by_id != actor.agency_id:
        raise Http404
    return case


def state_of(case: Case, actor: Account) -> State:
    return states_of([case], actor)[case.pk]


def states_of(cases: Iterable[Case], actor: Account) -> dict[UUID, State]:
    """Where each of these referrals stands, in one query."""
    cases = list(cases)
    last: dict[UUID, str] = {}
    answered: set[UUID] = set()
    said = (
        Feedback.objects.visible_to(actor)
        .standing()
        .filter(case_id__in=[case.pk for case in cases])
        .order_by("written_at", "id")
    )
    for case_id, what in said.values_list("case_id", "what"):
        if what == Feedback.What.ANSWER:
            answered.add(case_id)
        elif what in SAID_BY_STATE:
            last[case_id] = what
    return {
        case.pk: rules.standing(
            case.state,
            was_accepted=case.accepted_at is not None,
            last_said="answer" if case.pk in answered else last.get(case.pk),
        )
        for case in cases
    }


def side_of(case: Case, actor: Account, held: set[str] | None = None) -> frozenset[Side]:
    """Every part in which `actor`'s agency acts on the referral; `held`: what it has on the case, where a page has read it."""
    mine = held if held is not None else permissions_of(case, actor)
    sides = set()
    if case.opened_by_id == actor.agency_id:
        sides.add(Side.OPENER)
    if f"as_{Capacity.REFERRER}" in mine and sender_id(case, actor) == actor.agency_id:
        sides.add(Side.SENDER)
    if f"as_{Capacity.ADDRESSEE}" in mine:
        sides.add(Side.ADDRESSEE)
    if f"as_{Capacity.COORDINATOR}" in mine:
        sides.add(Side.COORDINATOR)
    return frozenset(sides)


def is_asked(case: Case, actor: Account) -> bool:
    """Whether `actor`'s agency has a question to answer."""
    return open_work(actor, case, work=Assignment.Work.ANSWER_QUESTION).exists()


def people_of(case: Case, actor: Account) -> tuple[int, int]:
    """(responsible, contact person): the accounts' ids at `actor`'s agency; 0 for nobody."""
    mine = open_work(actor, case).exclude(responsible=None).first()
    contact = ContactPerson.objects.of(case.pk, actor).standing().last()
    return mine.responsible_id or 0 if mine else 0, contact.person_id if contact else 0


def permissions_of(case: Case, actor: Account) -> set[str]:
    mine = Grant.objects.filter(content_object=case, group_id=actor.agency_id)
    return set(mine.values_list("permission__codename", flat=True))


def sender_id(case: Case, actor: Account) -> int:
    preview = Preview.objects.of(case.pk, actor).filter(author_id=case.opened_by_id).first()
    return case.opened_by_id if preview is None else preview.to_id or preview.author_id


def last_refusal(case: Case, actor: Account) -> Feedback | None:
    """Why it was declined last."""
    said = Feedback.objects.of(case.pk, actor).filter(what=Feedback.What.DECLINED)
    return said.select_related("author").last()


def waits_for_answer(case: Case, actor: Account) -> Assignment | None:
    """The open work of whoever is to answer the referral, as far as `actor` may know it."""
    work = Assignment.objects.of(case.pk, actor).filter(work=Assignment.Work.ANSWER_REFERRAL, done_at__isnull=True)
    return work.select_related("to").last()


def saved_at_of(case_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these drafts was last saved, in one query."""
    kinds = [
        kind.history.filter(case_id__in=list(case_ids)).values("case_id").annotate(at=Max("history_date"))
        for kind in (Preview, Referral, Detention)
    ]
    last: dict[UUID, datetime] = {}
    for row in kinds[0].union(*kinds[1:]):
        last[row["case_id"]] = max(row["at"], last.get(row["case_id"], row["at"]))
    return last
