"""On what footing the person stays, and who decides, as far as the reader has it."""

from agencies.models import Account, Agency
from cases.envelope.models import Case
from cases.grants.models import Grant
from cases.grants.services import as_
from cases.policy import Capacity
from victims.residence.models import Residence
from victims.residence.rules import ResidenceStatus


def status_of(case: Case, actor: Account) -> str:
    """The newest status; unknown when none is written."""
    newest = Residence.objects.of(case.pk, actor).standing().order_by("written_at", "happened_at").last()
    return newest.status if newest else ResidenceStatus.UNKNOWN.value


def competent_agencies(case: Case) -> list[Agency]:
    """Who is on the case to decide: one, or two while competence moves."""
    grants = Grant.objects.filter(content_object=case, permission=as_(Capacity.COMPETENT)).select_related(
        "group__agency"
    )
    return [grant.group.agency for grant in grants.order_by("since")]
