"""What is known of the person, as far as the reader has it."""

from typing import Any

from django.db.models import OuterRef, Subquery

from agencies.models import Account
from cases.envelope.models import Case
from victims.identity.models import Profile
from victims.minors.rules import MINORS


def profile_of(case: Case, actor: Account) -> Profile | None:
    """The newest; None when none is written, or the reader has it not."""
    return Profile.objects.of(case.pk, actor).standing().last()


def cases_of_minors(actor: Account) -> Any:
    """The cases whose newest profile, of those that the reader has, is treated as a minor's."""
    newest = Profile.objects.visible_to(actor).standing().filter(case_id=OuterRef("case_id")).order_by("-written_at")
    profiles = Profile.objects.visible_to(actor).standing().annotate(holds=Subquery(newest.values("age_band")[:1]))
    return profiles.filter(holds__in=MINORS).values("case_id")


def is_treated_as_minor(case: Case, actor: Account) -> bool:
    profile = profile_of(case, actor)
    return profile is not None and profile.is_minor
