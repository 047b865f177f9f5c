"""Verbs of the grant: putting on, asking, answering, disclosing, ending. Who may is the database's to say (`sql/grants.sql`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction

from agencies.errors import Refused
from agencies.models import Account, Agency
from cases.envelope.models import Case
from cases.grants.models import Disclosure, Grant, Recusal
from cases.policy import Capacity, Section, bit


def permission(codename: str) -> Permission:
    return Permission.objects.select_related("content_type").get(content_type__app_label="cases", codename=codename)


def as_(capacity: str) -> Permission:
    """The permission that is this capacity."""
    return permission(f"as_{capacity}")


def grant(
    case: Case, agency: Agency, what: Permission, *, given_by: Agency, legal_basis: str, now: datetime, **more: Any
) -> Grant:
    return Grant.objects.create(
        content_object=case,
        group_id=agency.pk,
        permission=what,
        given_by=given_by,
        legal_basis=legal_basis,
        since=now,
        **more,
    )


def put_on(
    *,
    actor: Account,
    case: Case,
    agency: Agency,
    capacity: str,
    legal_basis: str,
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Put `agency` on the case at once, until a moment (exclusive) or for good."""
    return grant(case, agency, as_(capacity), given_by=actor.agency, legal_basis=legal_basis, now=now, until=until)


def ask(*, actor: Account, case: Case, agency: Agency, to_be: str, legal_basis: str, now: datetime) -> Grant:
    """Ask `agency` to take a capacity. Until it answers it sees the preview of a referral, or the request that is to it.

    A referral is sent to who is to coordinate; once it is accepted another coordinator is asked as everybody is.
    """
    is_referral = to_be == Capacity.COORDINATOR and case.accepted_at is None
    way = as_(Capacity.ADDRESSEE if is_referral else Capacity.ASKED)
    return grant(case, agency, way, given_by=actor.agency, legal_basis=legal_basis, now=now, offered=as_(to_be))


def question_to(actor: Account, case: Case) -> Grant:
    """What `actor`'s agency was asked on this case and has not answered; `Refused` when there is nothing (any more)."""
    question = Grant.objects.filter(content_object=case, group_id=actor.agency_id, offered__isnull=False).first()
    if question is None:
        raise Refused("The question has already been answered, passed on or taken back.")
    return question


def capacities_of(actor: Account, case: Case) -> set[str]:
    """In which capacities `actor`'s agency is on the case now."""
    on = Grant.objects.filter(content_object=case, group_id=actor.agency_id)
    return {name.removeprefix("as_") for name in on.values_list("permission__codename", flat=True)}


def coordinator_of(case: Case) -> Agency | None:
    """Who coordinates, for those who read the parties."""
    on = Grant.objects.filter(content_object=case, permission=as_(Capacity.COORDINATOR)).select_related("group__agency")
    first = on.order_by("since").first()
    return first.group.agency if first else None


@transaction.atomic
def accept(*, actor: Account, case: Case, legal_basis: str, now: datetime) -> Grant:
    """Swap the question for the capacity that it offered. It stays the gift of whoever asked."""
    question = question_to(actor, case)
    assert question.offered is not None  # noqa: S101  (that is what a question is)
    taken = grant(case, actor.agency, question.offered, given_by=question.given_by, legal_basis=legal_basis, now=now)
    question.delete()
    return taken


@transaction.atomic
def pass_on(*, actor: Account, case: Case, agency: Agency, now: datetime) -> Grant:
    """Hand the same question to another agency, in the name of whoever asked it."""
    question = question_to(actor, case)
    passed = grant(
        case, agency, question.permission, given_by=question.given_by, legal_basis=question.legal_basis, now=now,
        offered=question.offered, until=question.until,
    )  # fmt: skip
    question.delete()
    return passed


def decline(*, actor: Account, case: Case) -> None:
    question_to(actor, case).delete()


def take_back(*, actor: Account, case: Case) -> int:
    """Withdraw what one has asked and nobody has answered; how many questions that were."""
    asked = Grant.objects.filter(content_object=case, given_by=actor.agency, offered__isnull=False)
    return asked.delete()[0]


def end(*, case: Case, agency: Agency, capacity: str) -> bool:
    """Take an agency off: one's own at any time, another's if one gave it and still could. Says whether anything ended."""
    return bool(Grant.objects.filter(content_object=case, group_id=agency.pk, permission=as_(capacity)).delete()[0])


@transaction.atomic
def disclose(
    *, actor: Account, case: Case, agency: Agency, sections: Iterable[int], purpose: str, legal_basis: str, now: datetime,
    until: datetime | None, user: Account | None = None,
) -> Disclosure:  # fmt: skip
    """Let `agency` (or one person of it) read sections beyond its capacity, until a moment (exclusive)."""
    sections = list(sections)
    disclosure = Disclosure.objects.create(
        case=case, author=actor.agency, decided_by=actor, to=agency, to_user=user,
        sections=sum(bit(section) for section in sections), purpose=purpose, legal_basis=legal_basis, until=until,
    )  # fmt: skip
    for section in sections:
        grant(
            case, agency, permission(f"sees_{Section(section).name.lower()}"),
            given_by=actor.agency, legal_basis=legal_basis, now=now, disclosure=disclosure, user=user, until=until,
        )  # fmt: skip
    return disclosure


def revoke(disclosure: Disclosure) -> None:
    disclosure.grants.all().delete()


def recuse(*, actor: Account, case: Case, reason: str, now: datetime, person: Account | None = None) -> Recusal:
    """Keep `person` (oneself when None, else a colleague, by a lead) off the case from now on."""
    return Recusal.objects.create(case=case, user=person or actor, reason=reason, since=now)
