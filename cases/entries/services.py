"""No read without its record: what is noted while somebody acts becomes one entry for each case, last before commit."""

import uuid
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from cases.wall import acting

RANK = ("read", "search", "export", "write", "refused")  # the verb of a case's entry is the weightiest that was noted


def note(case_id: UUID, section_bits: int = 0, verb: str = "read") -> None:
    """Remember that whoever acts saw or did something. A refused id is noted as it was asked for, and never looked up."""
    seen = acting().seen
    bits, before = seen.get(case_id, (0, RANK[0]))
    seen[case_id] = (bits | section_bits, max(before, verb, key=RANK.index))


def write_entries(seen: Mapping[UUID, tuple[int, str]]) -> None:
    """One statement for all."""
    if not seen:
        return
    rows = [(uuid.uuid4(), case_id, verb, bits) for case_id, (bits, verb) in seen.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_entry (id, case_id, verb, sections)"
            " SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[])",
            [list(column) for column in zip(*rows, strict=True)],
        )
