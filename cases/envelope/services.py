"""Verbs of the envelope: opening, locking, closing; and what keeps a form that is sent twice to one effect."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from agencies.errors import Refused, says
from agencies.models import SYSTEM_KINDS, Account, Agency, Kind
from cases.entries.services import note
from cases.envelope.models import Case, Submission
from cases.grants.services import as_, grant, put_on
from cases.policy import Capacity

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # none that is read as a digit over the telephone
TRIES = 8


class KeyTaken(Refused):
    """A program's key was sent before, with something else or by somebody else."""

    def __init__(self) -> None:
        super().__init__(says("This key was sent before, with something else. Choose another."))


def new_number() -> str:
    """Random, so that it tells neither how many cases there are nor which came first."""
    return f"T-{secrets.randbelow(9000) + 1000}-{secrets.choice(LETTERS)}{secrets.choice(LETTERS)}"


@transaction.atomic
def open_case(*, actor: Account, now: datetime, legal_basis: str) -> Case:
    """A draft, with its opener on it as referrer. Whatever is written, is written behind the wall."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                case = Case.objects.create(number=new_number(), opened_at=now, opened_by=actor.agency)
            break
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    grant(case, actor.agency, as_(Capacity.REFERRER), given_by=actor.agency, legal_basis=legal_basis, now=now)
    note(case.pk, verb="write")
    return case


def put_on_system(*, actor: Account, case: Case, now: datetime) -> None:
    """Clock, matcher, statistics and oversight are on every case from its first submission."""
    for agency in Agency.objects.filter(kind__in=[*SYSTEM_KINDS, Kind.OVERSIGHT]):
        put_on(actor=actor, case=case, agency=agency, capacity=Capacity(agency.kind), legal_basis="system", now=now)


def lock(case: Case, actor: Account) -> Case:
    """The envelope, locked for a verb of `actor`; `Refused` for one who may not write anything on it."""
    locked = Case.objects.select_for_update(no_key=True).filter(pk=case.pk).first() if actor.post.may_write else None
    if locked is None:
        raise Refused("Your role reads this case and changes nothing on it.")
    return locked


def close(*, case: Case) -> None:
    """Close the case; the database refuses whoever may not."""
    case.state = Case.State.CLOSED
    case.save(update_fields=["state"])
    note(case.pk, verb="write")


def submit_once(*, actor: Account, key: UUID, now: datetime, asked: str = "") -> Submission | None:
    """A new submission, or None when this key was sent before (another one at the same time is waited for)."""
    made = Submission.objects.bulk_create(
        [Submission(pk=key, account=actor, made_at=now, asked=asked)], ignore_conflicts=True
    )
    fresh = Submission.objects.filter(pk=key, answer="", made_at=now).first()
    return fresh if made and fresh else None


@transaction.atomic
def once(*, actor: Account, key: UUID, now: datetime, act: Callable[[], str], asked: str = "") -> str:
    """Where the answer to the form with this key lies: `act` makes it for the first that comes, and for no later one.

    What `act` refuses has not been sent: the same form may come again. `asked`: a fingerprint of what a program asks; its key
    holds for that alone.
    """
    submission = submit_once(actor=actor, key=key, now=now, asked=asked)
    if submission is None:
        first = Submission.objects.filter(pk=key, account=actor).first()
        if asked and (first is None or first.asked != asked):
            raise KeyTaken
        if first is None:
            raise Refused("The page is too old. Load it again.")
        return first.answer
    submission.answer = act()
    submission.save(update_fields=["answer"])
    return submission.answer
