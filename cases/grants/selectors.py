"""Who on a case reads what: computed from the grants and the table of policy.py, for every page that says who is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from agencies.models import Account, Agency
from cases import policy
from cases.grants.models import Grant
from cases.policy import Capacity, Section

SYSTEM = frozenset({Capacity.CLOCK, Capacity.MATCHER, Capacity.STATISTICS, Capacity.OVERSIGHT})


@dataclass
class Reader:
    """An agency on a case (`person`: this one of it alone), in which capacities, and which of the sections asked about it reads."""

    agency: Agency
    person: Account | None = None
    capacities: list[str] = field(default_factory=list)
    sections: frozenset[Section] = frozenset()


def readers_of(grants: Iterable[Grant], sections: Iterable[Section], now: datetime) -> list[Reader]:
    """Who reads any of `sections` by these grants, in the order in which they came on; by a disclosure too.

    `grants` are those that the asker may know, so that a shelter that is hidden from them is not among the answers.
    System actors are nobody who reads.
    """
    wanted = set(sections)
    found: dict[tuple[int, int | None], Reader] = {}
    for grant in grants:
        if grant.until is not None and grant.until <= now:
            continue
        capacity, read = read_by(grant)
        if capacity in SYSTEM:
            continue
        reader = found.setdefault((grant.group_id, grant.user_id), Reader(grant.group.agency, grant.user))
        reader.sections |= read & wanted
        if capacity and capacity not in reader.capacities:
            reader.capacities.append(capacity)
    return [reader for reader in found.values() if reader.sections]


def read_by(grant: Grant) -> tuple[str, frozenset[Section]]:
    """The capacity of a grant (empty for a disclosure), and the sections that it lets all of be read."""
    codename = grant.permission.codename
    if codename.startswith("sees_"):
        return "", frozenset({Section[codename.removeprefix("sees_").upper()]})
    capacity = codename.removeprefix("as_")
    reads = policy.masks(capacity).reads
    return capacity, frozenset(section for section in Section if reads & policy.bit(section))
