"""The topics' tables, so that Django finds them."""

from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.contact_person.models import ContactPerson
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.detention.models import Detention
from victims.identity.models import Name, Profile
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.residence.models import Residence
from victims.screening.models import Indicator

__all__ = [
    "ContactPerson",
    "Decision",
    "DecisiveIndicators",
    "Detention",
    "Indicator",
    "Interview",
    "Name",
    "OwnAssessment",
    "PeriodApplication",
    "PeriodGround",
    "PeriodStep",
    "Profile",
    "Recommendation",
    "Residence",
    "Result",
]
