"""A case that can be decided, and what is said to decide it."""

from typing import Any

from cases.models import Case
from cases.wall import acting_as
from tests.conftest import NOW
from tests.people import accepted
from tests.victims.test_path import DECIDED, TALK
from victims.assessment.services import recommend, write_interview
from victims.decision.models import Result
from victims.decision.services import decide

PRESUMED = {
    "outcome": "presumed",
    "forms": ["other"],
    "main_form": "other",
    "channel": "police",
    "reasons": "It may be.",
}
NOT_TRAFFICKED = {"outcome": "not_trafficked", "reasons": "Nothing points to it."}


def recommended(
    people: Any, changes: dict[str, Any] | None = None, recommends: str = "trafficked", **more: Any
) -> Case:
    """CMM has talked with the person and recommends; the Immigration Service (or CMM) decides."""
    case = accepted(people, changes, **more)
    with acting_as(people.carl) as carl:
        write_interview(actor=carl, case=case, values=TALK, now=NOW)
        recommend(actor=carl, case=case, recommends=recommends, weighing="It fits together.", now=NOW)
    return case


def decides(person: Any, case: Case, given: dict[str, Any] | None = None, **more: Any) -> Result:
    with acting_as(person):
        return decide(actor=person, case=case, **{"now": NOW} | (given or DECIDED) | more)
