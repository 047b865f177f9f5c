"""On what footing the person stays, and who decides, as far as the reader has it."""

from agencies.models import Account, Agency
from cases.envelope.models import Case
from cases.grants.models import Grant
from cases.grants.services import as_
from cases.policy import Capacity
from victims.residence.models import Residence
from victims.residence.rules import ResidenceStatus, competent_kind


def residence_of(case: Case, actor: Account) -> Residence | None:
    """The newest that stands; None when none is written."""
    return Residence.objects.of(case.pk, actor).standing().order_by("written_at", "happened_at").last()


def status_of(case: Case, actor: Account) -> str:
    """The newest status; unknown when none is written."""
    newest = residence_of(case, actor)
    return newest.status if newest else ResidenceStatus.UNKNOWN.value


def competent_agencies(case: Case) -> list[Agency]:
    """Who is on the case to decide: one, or two while competence moves."""
    grants = Grant.objects.filter(content_object=case, permission=as_(Capacity.COMPETENT)).select_related(
        "group__agency"
    )
    return [grant.group.agency for grant in grants.order_by("since")]


def decides(case: Case, status: str) -> Agency | None:
    """Who decides: while competence moves, the one of the two whom the residence `status` makes competent."""
    on = competent_agencies(case)
    return next((agency for agency in on if agency.kind == competent_kind(status)), on[-1] if on else None)
