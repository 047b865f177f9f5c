"""What is known of the person, as far as the reader has it."""

from agencies.models import Account
from cases.envelope.models import Case
from victims.identity.models import Profile


def profile_of(case: Case, actor: Account) -> Profile | None:
    """The newest; None when none is written, or the reader has it not."""
    return Profile.objects.of(case.pk, actor).standing().last()


def is_treated_as_minor(case: Case, actor: Account) -> bool:
    profile = profile_of(case, actor)
    return profile is not None and profile.is_minor
