"""The topics' tables, so that Django finds them."""

from victims.contact_person.models import ContactPerson
from victims.detention.models import Detention
from victims.identity.models import Name
from victims.screening.models import Indicator

__all__ = ["ContactPerson", "Detention", "Indicator", "Name"]
