"""The verbs of a referral: each locks the envelope, asks the rule, writes, and tells whom it concerns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused, Stale, says
from agencies.models import Account, Agency, Kind
from agencies.reference.selectors import parameters_on
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, hand_over, open_work
from cases.envelope.models import Case
from cases.envelope.services import close, lock, open_case, put_on_system
from cases.grants import services as grants
from cases.grants.models import Grant
from cases.notices.models import Notice
from cases.notices.services import tell
from cases.policy import KINDS, Capacity
from cases.records.services import save_unless_stale
from referrals.referral import rules
from referrals.referral.models import Feedback, Preview, Referral
from referrals.referral.rules import State, Verb
from referrals.referral.selectors import people_of, side_of, state_of
from victims.contact_person.models import ContactPerson
from victims.detention.models import Detention
from victims.identity.models import Name, Profile
from victims.minors.rules import is_minor
from victims.residence.models import Residence
from victims.residence.rules import ResidenceStatus, competent_kind

OWN_REFERRAL = "referral, Public Administration Act s. 28 and 31; consent"
BY_TELEPHONE = "referral by telephone for the caller's agency"
ASKED_TO_TAKE = "asked to take the referral"


@dataclass(frozen=True)
class Parts:
    """The records that a referral is written in."""

    preview: Preview
    referral: Referral
    detention: Detention

    def __iter__(self) -> Any:
        return iter((("preview", self.preview), ("referral", self.referral), ("detention", self.detention)))

    def values(self) -> dict[str, Any]:
        """{record.field: value} of all that the form asks."""
        return {
            name: getattr(getattr(self, name.split(".")[0]), name.split(".")[1]) for name in rules.EDITABLE[State.DRAFT]
        }


def parts_of(case: Case, actor: Account) -> Parts:
    """The referral's own records, for whoever may read all three; `Refused` otherwise."""
    sent = {"author_id": case.opened_by_id}  # and not what others have written since
    referral = (
        Referral.objects.of(case.pk, actor).filter(**sent).select_related("preview__author", "preview__to").first()
    )
    detention = Detention.objects.of(case.pk, actor).filter(**sent).first()
    if referral is None or detention is None:
        raise Refused("The referral can no longer be read.")
    return Parts(referral.preview, referral, detention)


@transaction.atomic
def start_referral(
    *, actor: Account, now: datetime, is_assessment_requested: bool = False, caller_agency: Agency | None = None
) -> Case:
    """A draft of the own agency; by telephone, CMM's for a caller's agency, which may read it from then on."""
    if caller_agency is not None and actor.agency.kind != Kind.CMM:
        raise Refused("Only CMM records referrals by telephone.")
    case = open_case(actor=actor, now=now, legal_basis=OWN_REFERRAL)
    if caller_agency is not None:
        grants.put_on(
            actor=actor, case=case, agency=caller_agency, capacity=Capacity.REFERRER, legal_basis=BY_TELEPHONE, now=now
        )
    about = {"case": case, "author": actor.agency, "to": caller_agency, "happened_at": now, "written_at": now}
    preview = Preview.objects.create(**about, is_assessment_requested=is_assessment_requested)
    Referral.objects.create(**about, preview=preview)
    Detention.objects.create(**about)
    return case


@transaction.atomic
def save_draft(*, actor: Account, case: Case, versions: dict[str, int], values: dict[str, dict[str, Any]]) -> Parts:
    """Save `{record: {field: value}}` of a draft; `Stale` when a colleague has saved since `versions`; nothing is half saved."""
    state = check(lock(case, actor), actor, Verb.SEND, Verb.DISCARD)
    if state not in rules.EDITABLE:
        raise Refused(rules.NOT_NOW[Verb.SEND])
    editable = rules.EDITABLE[state]
    saved = {}
    parts = parts_of(case, actor)
    for name, record in parts:
        fields = {field: value for field, value in values.get(name, {}).items() if f"{name}.{field}" in editable}
        if name == "detention" and fields:
            fields["detained_by"] = rules.holder(
                fields.get("since", record.since),
                fields.get("detained_by", record.detained_by),
                own_district=district(parts),
            )
        saved[name] = save_unless_stale(record, version=versions[name], values=fields) if fields else record
    return Parts(**saved)


def district(parts: Parts) -> Agency | None:
    """The police that refer; None when it is somebody else."""
    sender = parts.preview.to or parts.preview.author
    return sender if sender.kind == Kind.POLICE else None


def check(case: Case, actor: Account, *verbs: Verb) -> State:
    """The state in which one of `verbs` is `actor`'s; `Refused` when none is."""
    state, sides = state_of(case, actor), side_of(case, actor)
    for verb in verbs[1:]:
        try:
            rules.transition(state, verb, sides)
        except Refused:
            continue
        return state
    rules.transition(state, verbs[0], sides)
    return state


def incomplete(parts: Parts, now: datetime) -> dict[str, str]:
    """{record.field: sentence} of what is not answered, or cannot be so."""
    found = rules.missing(parts.values())
    for name, moment in (("referral.met_at", parts.referral.met_at), ("detention.since", parts.detention.since)):
        if sentence := rules.future_refusal(moment, now):
            found[name] = sentence
    held = parts.detention
    if sentence := rules.detention_refusal(held.since, is_described=bool(held.place or held.detained_by_id)):
        found["detention.since"] = sentence
    return found


def refusals(parts: Parts, now: datetime) -> dict[str, str]:
    """{record.field: sentence} of everything that keeps a draft from being sent."""
    found = incomplete(parts, now)
    if parts.preview.consent:
        sentence = rules.consent_refusal(
            parts.preview.consent, parts.preview.danger,
            is_request_by_police=district(parts) is not None and parts.preview.is_assessment_requested,
        )  # fmt: skip
        if sentence:
            found["preview.consent"] = sentence
    return found


@transaction.atomic
def send_referral(*, actor: Account, case: Case, now: datetime, addressee: Agency | None = None) -> Case:
    """Send the draft (or send again what was declined) to CMM, or to another agency that can coordinate."""
    case = lock(case, actor)
    state = check(case, actor, Verb.SEND)
    parts = parts_of(case, actor)
    if found := refusals(parts, now):
        name, sentence = next(iter(found.items()))
        raise Refused(sentence, field=name)
    if parts.preview.consent == rules.Consent.WITHOUT_NAME and parts.referral.name:
        parts.referral.name = None
        parts.referral.save()
    if state == State.DRAFT:
        put_on_system(actor=actor, case=case, now=now)
    addressee = addressee or Agency.objects.get(kind=Kind.CMM)
    lane, due_at = urgency(parts.preview, parts.detention, now)
    grants.ask(actor=actor, case=case, agency=addressee, to_be=Capacity.COORDINATOR, legal_basis=ASKED_TO_TAKE, now=now)
    assign(
        actor=actor, case=case, work=Assignment.Work.ANSWER_REFERRAL, lane=lane, due_at=due_at, to=addressee, now=now
    )
    if state == State.DRAFT:
        for _name, record in parts:  # no longer a draft's: the first version that others read in the history
            record.happened_at = now
            record.save(update_fields=["happened_at"])
        assign(actor=actor, case=case, work=Assignment.Work.FOLLOW, lane=lane, responsible=actor, now=now)
    else:
        for agency in {addressee, sender_of(case, actor)} - {actor.agency}:
            say(actor=actor, case=case, to=agency, what=Feedback.What.SENT_AGAIN, now=now)
    tell(actor=actor, case=case, to=addressee, what=Notice.What.REFERRED, now=now)
    case.refresh_from_db()
    return case


def urgency(preview: Preview, detention: Detention | None, sent_at: datetime) -> tuple[int, datetime]:
    """The lane, and the moment by which it is answered."""
    numbers = parameters_on(timezone.localdate(sent_at))
    is_detained = detention is not None and detention.is_running
    minor = is_minor(preview.age_band)
    due_at = rules.answer_due(
        timezone.localtime(sent_at), is_detained=is_detained, danger=preview.danger, is_minor=minor,
        hours_urgent=int(numbers["answer_hours_urgent"]), days_minor=int(numbers["answer_days_minor"]),
        working_days=int(numbers["answer_working_days"]),
    )  # fmt: skip
    lanes = Assignment.Lane
    return (lanes.DETAINED if is_detained else lanes.MINOR if minor else lanes.OTHER), due_at


@transaction.atomic
def discard_draft(*, actor: Account, case: Case, versions: dict[str, int] | None = None) -> None:
    """Throw a draft away: nobody is on it any more, whoever read along by telephone included.

    `Stale` when a colleague has saved since `versions` (None: whatever stands there).
    """
    case = lock(case, actor)
    check(case, actor, Verb.DISCARD)
    if versions is not None:
        check_versions(parts_of(case, actor), versions)
    for agency in Agency.objects.filter(pk__in=Grant.objects.filter(content_object=case).values("group_id")).exclude(
        pk=actor.agency_id
    ):
        grants.end(case=case, agency=agency, capacity=Capacity.REFERRER)
    close(case=case)
    grants.end(case=case, agency=actor.agency, capacity=Capacity.REFERRER)


def check_versions(parts: Parts, versions: dict[str, int]) -> None:
    for name, record in parts:
        if versions[name] != record.version:
            raise Stale(record)


@transaction.atomic
def withdraw_referral(*, actor: Account, case: Case, now: datetime) -> None:
    """Take the referral back before it is accepted. Whoever had it sees it no more."""
    case = lock(case, actor)
    check(case, actor, Verb.WITHDRAW)
    for work in (Assignment.Work.ANSWER_QUESTION, Assignment.Work.ANSWER_REFERRAL, Assignment.Work.FOLLOW):
        finish(actor=actor, case=case, work=work, now=now)
    grants.take_back(actor=actor, case=case)
    close(case=case)


def say(
    *, actor: Account, case: Case, to: Agency | None, what: str, now: datetime, words: str | None = None,
    receiver: Agency | None = None,
) -> Feedback:  # fmt: skip
    return Feedback.objects.create(
        case=case,
        author=actor.agency,
        to=to,
        what=what,
        words=words,
        receiver=receiver,
        happened_at=now,
        written_at=now,
    )


def sender_of(case: Case, actor: Account) -> Agency:
    """Who is answered: the caller's agency of a referral by telephone, else whoever opened the case."""
    preview = (
        Preview.objects.of(case.pk, actor).filter(author_id=case.opened_by_id).select_related("author", "to").first()
    )
    if preview is None:
        return case.opened_by
    return preview.to or preview.author


def words_needed(words: str, sentence: str) -> str:
    if not words.strip():
        raise Refused(sentence, field="words")
    return words.strip()


@transaction.atomic
def ask_sender(*, actor: Account, case: Case, words: str, now: datetime) -> Feedback:
    """Ask the sender for more; the deadline runs on."""
    case = lock(case, actor)
    check(case, actor, Verb.ASK)
    question = words_needed(words, says("Write what you need to know."))
    sender, due = sender_of(case, actor), open_work(actor, case).exclude(due_at=None).order_by("due_at").first()
    assign(
        actor=actor, case=case, work=Assignment.Work.ANSWER_QUESTION, lane=due.lane if due else Assignment.Lane.OTHER,
        due_at=due.due_at if due else None, to=sender, now=now,
    )  # fmt: skip
    tell(actor=actor, case=case, to=sender, what=Notice.What.ASKED, now=now)
    return say(actor=actor, case=case, to=sender, what=Feedback.What.QUESTION, words=question, now=now)


@transaction.atomic
def reply(*, actor: Account, case: Case, words: str, now: datetime) -> Feedback:
    """Answer the question of whoever asked last."""
    case = lock(case, actor)
    check(case, actor, Verb.REPLY)
    question = last_question(case, actor)
    text = words_needed(words, says("Write your answer."))
    finish(actor=actor, case=case, work=Assignment.Work.ANSWER_QUESTION, now=now)
    tell(actor=actor, case=case, to=question.author, what=Notice.What.REPLIED, now=now)
    return say(actor=actor, case=case, to=question.author, what=Feedback.What.REPLY, words=text, now=now)


def last_question(case: Case, actor: Account) -> Feedback:
    question = (
        Feedback.objects.of(case.pk, actor)
        .standing()
        .filter(what=Feedback.What.QUESTION, to_id=actor.agency_id)
        .select_related("author")
        .last()
    )
    if question is None or not open_work(actor, case, work=Assignment.Work.ANSWER_QUESTION).exists():
        raise Refused(rules.NOT_NOW[Verb.REPLY])
    return question


@transaction.atomic
def pass_on_referral(*, actor: Account, case: Case, to: Agency | None, words: str, now: datetime) -> None:
    """Hand the question to another agency that can coordinate. The sender is told to whom, and why if something is written."""
    case = lock(case, actor)
    check(case, actor, Verb.PASS_ON)
    if to is None or to == actor.agency or not can_coordinate(to):
        raise Refused("Choose a municipality or a children's centre.", field="receiver")
    sender, mine = sender_of(case, actor), open_work(actor, case, work=Assignment.Work.ANSWER_REFERRAL).first()
    lane, due_at = (mine.lane, mine.due_at) if mine else (Assignment.Lane.OTHER, None)
    assign(actor=actor, case=case, work=Assignment.Work.ANSWER_REFERRAL, lane=lane, due_at=due_at, to=to, now=now)
    finish_given(actor=actor, case=case, now=now)
    say(actor=actor, case=case, to=sender, what=Feedback.What.PASSED_ON, words=words.strip(), receiver=to, now=now)
    tell(actor=actor, case=case, to=sender, what=Notice.What.PASSED_ON, now=now)
    tell(actor=actor, case=case, to=to, what=Notice.What.REFERRED, now=now)
    grants.pass_on(actor=actor, case=case, agency=to, now=now)


def can_coordinate(agency: Agency) -> bool:
    return KINDS[agency.kind].get(Capacity.COORDINATOR) == "x"


def finish_given(*, actor: Account, case: Case, now: datetime) -> None:
    """End what one's own agency was asked to do here, and what it has asked the sender."""
    for work in open_work(actor, case, work=Assignment.Work.ANSWER_REFERRAL):
        work.done_at = now
        work.save(update_fields=["done_at"])
    finish(actor=actor, case=case, work=Assignment.Work.ANSWER_QUESTION, now=now)


@transaction.atomic
def decline_referral(*, actor: Account, case: Case, words: str, now: datetime) -> None:
    """Decline with a reason, which the sender gets. The addressee is off the case."""
    case = lock(case, actor)
    check(case, actor, Verb.DECLINE)
    reason = words_needed(words, says("Write why, so that the sender knows."))
    sender = sender_of(case, actor)
    finish_given(actor=actor, case=case, now=now)
    say(actor=actor, case=case, to=sender, what=Feedback.What.DECLINED, words=reason, now=now)
    tell(actor=actor, case=case, to=sender, what=Notice.What.DECLINED, now=now)
    grants.decline(actor=actor, case=case)


@transaction.atomic
def accept_referral(
    *, actor: Account, case: Case, responsible: Account, contact_person: Account, now: datetime, words: str = ""
) -> None:
    """Take the referral: the own agency coordinates, and those come on that the law puts on by itself."""
    case = lock(case, actor)
    check(case, actor, Verb.ACCEPT)
    for field, person in (("responsible", responsible), ("contact_person", contact_person)):
        if person.agency_id != actor.agency_id or not person.post.may_write:
            raise Refused("Choose one of your own caseworkers.", field=field)
    mine = open_work(actor, case, work=Assignment.Work.ANSWER_REFERRAL).first()
    lane, due_at = (mine.lane, mine.due_at) if mine else (Assignment.Lane.OTHER, None)
    finish_given(actor=actor, case=case, now=now)
    grants.accept(actor=actor, case=case, legal_basis="accepted", now=now)
    assign(
        actor=actor, case=case, work=Assignment.Work.ANSWER_SENDER, lane=lane, due_at=due_at, responsible=responsible, now=now
    )  # fmt: skip
    about = {"case": case, "author": actor.agency, "happened_at": now, "written_at": now}
    ContactPerson.objects.create(**about, person=contact_person, phone=actor.agency.phone)
    parts = parts_of(case, actor)
    if parts.referral.name:
        language = parts.preview.languages[0] if parts.preview.languages else ""
        Name.objects.create(**about, used=parts.referral.name, language=language)
    Profile.objects.create(
        **about, sex=parts.preview.sex, age_band=parts.preview.age_band, nationality=parts.referral.nationality
    )
    Residence.objects.create(**about, status=parts.referral.residence_status or ResidenceStatus.UNKNOWN)
    put_on_by_law(actor=actor, case=case, parts=parts, now=now)
    sender = sender_of(case, actor)
    say(actor=actor, case=case, to=sender, what=Feedback.What.RECEIVED, words=words.strip(), now=now)
    tell(actor=actor, case=case, to=sender, what=Notice.What.RECEIVED, now=now)


def who_comes_on(parts: Parts) -> list[tuple[Agency, Capacity, str]]:
    """Whom acceptance puts on the case, as what, on which basis: whoever decides, and the police that detained the person.

    Sources: `victims.residence.rules`; Aliens Act s. 36 and 37.
    """
    kind = competent_kind(parts.referral.residence_status)
    authority = Agency.objects.get(kind=kind)
    capacities = [Capacity.COMPETENT, *([Capacity.IMMIGRATION] if kind == Kind.US else [])]
    on = [(authority, capacity, "competent by residence status") for capacity in capacities]
    if parts.detention.is_running and parts.detention.detained_by:
        on.append((parts.detention.detained_by, Capacity.POLICE, "Aliens Act s. 36 and 37: detained the person"))
    return on


def put_on_by_law(*, actor: Account, case: Case, parts: Parts, now: datetime) -> None:
    on = who_comes_on(parts)
    for agency, capacity, basis in on:
        grants.put_on(actor=actor, case=case, agency=agency, capacity=capacity, legal_basis=basis, now=now)
    for agency in {agency for agency, _capacity, _basis in on} - {sender_of(case, actor)}:
        tell(actor=actor, case=case, to=agency, what=Notice.What.PUT_ON, now=now)


@transaction.atomic
def answer_sender(*, actor: Account, case: Case, words: str, now: datetime) -> Feedback:
    """The coordinator's written answer to whoever sent the person in."""
    case = lock(case, actor)
    check(case, actor, Verb.ANSWER)
    text = words_needed(words, says("Write the answer."))
    mine = open_work(actor, case, work=Assignment.Work.ANSWER_SENDER).first()
    finish(actor=actor, case=case, work=Assignment.Work.ANSWER_SENDER, now=now)
    if mine is not None:
        assign(
            actor=actor, case=case, work=Assignment.Work.ASSESS, lane=mine.lane, responsible=mine.responsible, now=now
        )
    sender = sender_of(case, actor)
    tell(actor=actor, case=case, to=sender, what=Notice.What.ANSWERED, now=now)
    return say(actor=actor, case=case, to=sender, what=Feedback.What.ANSWER, words=text, now=now)


@transaction.atomic
def change_people(
    *, actor: Account, case: Case, responsible: Account | None, contact_person: Account, now: datetime,
    seen: tuple[int, int] | None = None,
) -> None:  # fmt: skip
    """Name who is responsible at one's own agency (None: nobody yet), and the person's contact when it is another.

    `Refused` as stale when somebody has changed it since `seen` (None: whoever it is).
    """
    case = lock(case, actor)
    if seen is not None and seen != people_of(case, actor):
        raise Stale(ContactPerson.objects.of(case.pk, actor).last())
    hand_over(actor=actor, case=case, responsible=responsible)
    current = ContactPerson.objects.of(case.pk, actor).last()
    if current is None or current.person_id != contact_person.pk:
        ContactPerson.objects.create(
            case=case,
            author=actor.agency,
            person=contact_person,
            phone=actor.agency.phone,
            happened_at=now,
            written_at=now,
        )
